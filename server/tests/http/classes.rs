use axum::http::{Method, StatusCode, header};
use model::ids::UserId;
use store::{args, sql};

use crate::app::{Browser, each_app};
use crate::scene::Scene;

#[tokio::test]
async fn a_class_of_another_school_is_not_there_whatever_the_address_says() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let bea = app.founder("bea", "beta").await;
        let class = ada.make_class("alpha", "First").await;
        let id = class.rsplit('/').next().unwrap();
        assert_eq!(ada.get(&class).await.status, StatusCode::OK);
        for path in [
            class.clone(),
            format!("/s/beta/classes/{id}"),
            format!("/s/nowhere/classes/{id}"),
            "/s/alpha".into(),
            "/s/alpha/classes".into(),
        ] {
            let answer = bea.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(!answer.body.contains("First"), "{path}");
        }
        let show = "/fn/app/pages/classes/api/show_class";
        for school in ["alpha", "beta"] {
            assert_eq!(
                bea.call(Method::GET, show, &[("school", school), ("id", id)]).await.status,
                StatusCode::NOT_FOUND,
                "{school}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn ids_that_are_none_are_answered_and_not_a_fault() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        for id in ["1", "%00", "00000000-0000-0000-0000-000000000000", "'; drop table users; --"] {
            let path = format!("/s/alpha/classes/{}", id.replace(' ', "%20"));
            assert!(ada.get(&path).await.status.is_client_error(), "{id}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_done_is_told_once_on_the_page_that_follows() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        assert!(ada.get("/s/alpha").await.body.contains("The school is founded"));
        assert!(!ada.get("/s/alpha").await.body.contains("The school is founded"));
        let class = ada.make_class("alpha", "First").await;
        assert!(ada.get(&class).await.body.contains("The class is made."), "after a form without script");
        assert!(!ada.get(&class).await.body.contains("The class is made."), "once");
        let fields = [("school", "alpha"), ("form[name]", "Second")];
        let answer = ada.call(Method::POST, "/fn/app/pages/classes/api/create_class", &fields).await;
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(
            cookie.starts_with("__Host-told=class_made;") && !cookie.contains("HttpOnly"),
            "a script tells it itself: {cookie}"
        );
        let page = ada.get("/s/alpha/classes").await;
        assert!(page.body.contains("The class is made."));
        assert!(page.body.contains("role=\"status\""));
        let refused = ada.post("/fn/app/pages/classes/api/create_class", &[("school", "alpha"), ("form[name]", "")]).await;
        let lines = refused.headers.get_all(header::SET_COOKIE).into_iter();
        assert!(!lines.map(|line| line.to_str().unwrap()).any(|line| line.starts_with("__Host-told")), "nothing was done");
    })
    .await;
}

#[tokio::test]
async fn a_new_code_is_asked_for_first_and_the_old_one_is_said_to_have_ended() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let class = ada.make_class("alpha", "First").await;
        let page = ada.get(&class).await;
        assert!(page.body.contains("<details class=\"ask\"") && page.body.contains("stops working at once"), "{}", page.body);
        let before = ada.code(&class, "student").await;
        let id = class.rsplit('/').next().unwrap();
        let fields = [("school", "alpha"), ("class", id), ("kind", "student"), ("code", before.as_str())];
        let answer = ada.post("/fn/app/pages/classes/api/rotate_code", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, class.as_str()));
        let page = ada.get(&class).await;
        assert!(page.body.contains("The old code no longer works."), "{}", page.body);
        assert!(!page.body.contains(&before));
    })
    .await;
}

#[tokio::test]
async fn codes_and_storage_are_for_those_who_manage_and_one_is_not_many() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let path = scene.fill("/s/alpha/classes/{class}");
        for (browser, manages) in [(&scene.teacher, true), (&scene.admin, true), (&scene.student, false)] {
            let page = browser.get(&path).await;
            assert_eq!(page.body.contains("id=\"storage\""), manages);
            assert_eq!(page.body.contains("id=\"codes\""), manages);
            for (right, wrong) in [("1 student", "1 students"), ("1 assignment", "1 assignments")] {
                assert!(page.body.contains(right) && !page.body.contains(wrong), "{right}: {}", page.body);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_new_school_is_welcomed_with_its_first_steps_and_without_empty_figures() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let page = ada.get("/s/alpha").await;
        for part in ["Welcome to School alpha", "0 of 4 done", "href=\"/s/alpha/classes/new\"", "Set the first assignment"] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(!page.body.contains("class=\"stats\"") && !page.body.contains("used by uploaded files"), "{}", page.body);
        let class = ada.make_class("alpha", "First").await;
        let page = ada.get("/s/alpha").await;
        for part in ["First steps", "1 of 4 done", &format!("href=\"{class}#codes\""), &format!("href=\"{class}/courses/new\"")] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        let tom = app.joiner("tom", &ada.code(&class, "lecturer").await).await;
        let page = tom.get("/s/alpha").await;
        assert!(page.body.contains("1 of 4 done") && !page.body.contains("id=\"to-mark\""), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_class_of_many_shows_the_first_of_them_and_the_way_to_all() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (page, db) = (scene.fill("/s/alpha/classes/{class}"), &app.state.world.db);
        assert!(!scene.student.get(&page).await.body.contains("?page=2#people"));
        for number in 0..12 {
            let (user, name) = (UserId::new(), format!("zoe{number:02}"));
            let add = sql!(
                "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                    platform_role, locale, verified_at, created_at)
                 values ($1, $2, $2, $3, $3, $2, $2, '', 'active', 'student', '', 1, 1)"
            );
            db.run(add, args![user, name.as_str(), format!("{name}@lyceum.test")]).await.unwrap();
            let join = sql!(
                "insert into memberships (school_id, user_id, role, status, created_at)
                 select id, cast($1 as text), 'student', 'active', 1 from schools where slug = 'alpha'"
            );
            db.run(join, args![user]).await.unwrap();
            let sit = sql!(
                "insert into class_members (school_id, class_id, user_id, role, joined_at)
                 select school_id, id, cast($1 as text), 'student', 1 from class_groups where id = $2"
            );
            db.run(sit, args![user, scene.class.as_str()]).await.unwrap();
        }
        // With the admin, the teacher and the student.
        let managed = scene.teacher.get(&page).await.body;
        assert!(managed.contains("13 students") && managed.contains("All 15 people") && !managed.contains("zoe09"), "{managed}");
        let first = scene.student.get(&page).await.body;
        assert!(first.contains("?page=2#people") && first.contains("zoe08") && !first.contains("zoe09"), "{first}");
        let second = scene.student.get(&format!("{page}?page=2")).await.body;
        assert!(second.contains("zoe09") && second.contains("zoe11") && !second.contains("zoe08"), "{second}");
    })
    .await;
}

#[tokio::test]
async fn the_page_offers_to_make_of_somebody_what_their_role_makes_of_them_and_refuses_the_rest() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let path = scene.fill("/s/alpha/classes/{class}/people");
        let page = scene.teacher.get(&path).await.body;
        assert!(page.contains("sam") && !page.contains("Make a "), "{page}");
        for (user, role, said) in [
            (&scene.sam, "teacher", "Only those who teach or mentor at this school can be teachers of a class."),
            (&app.id_of("tom").await, "student", "Those who teach or mentor at this school come into a class as teachers:"),
        ] {
            let change = [("school", "alpha"), ("class", scene.class.as_str()), ("user", user.as_str()), ("role", role)];
            scene.admin.post_from(&path, "/fn/app/pages/classes/api/change_member", &change).await;
            let page = scene.admin.get(&path).await.body;
            assert!(page.contains(said), "{page}");
        }
        let second = scene.admin.make_class("alpha", "Second class").await;
        for (who, offered, other) in
            [("sam", "Add as a student", "Add as a teacher"), ("tom", "Add as a teacher", "Add as a student")]
        {
            let found = scene.admin.get(&format!("{second}/people?q={who}")).await.body;
            assert!(found.contains(offered) && !found.contains(other), "{who}: {found}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_may_make_no_class_is_told_to_join_one() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let bea = app.founder("bea", "beta").await;
        app.set_role("alpha", "bea", "student").await;
        let page = bea.get("/s/alpha/classes").await.body;
        assert!(page.contains("Join one with the code you were given.") && !page.contains("Make the first one"), "{page}");
        assert!(ada.get("/s/alpha/classes").await.body.contains("Make the first one, or join one with a code."));
    })
    .await;
}

#[tokio::test]
async fn the_way_to_the_figures_is_there_for_those_who_may_see_them() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let class = format!("/s/alpha/classes/{}", scene.class);
        let figures = format!("{class}/statistics");
        let ways = async |browser: &Browser<'_>| {
            let page = browser.get(&class).await.body;
            [format!("href=\"{figures}\""), format!("href=\"{class}/people\"")].map(|way| page.contains(&way))
        };
        let lists_quiet = async || scene.teacher.get("/s/alpha").await.body.contains("id=\"quiet\"");
        assert!(ways(&scene.teacher).await == [true, true] && lists_quiet().await);
        assert_eq!(ways(&scene.student).await, [false, false]);
        let take = sql!(
            "update memberships set revoked = $1
             where school_id in (select s.id from schools s where s.slug = 'alpha')
               and user_id in (select u.id from users u where u.username = 'tom')"
        );
        app.state.world.db.run(take, args!["students.view_progress"]).await.unwrap();
        assert_eq!(ways(&scene.teacher).await, [false, true]);
        assert_eq!(scene.teacher.get(&figures).await.status, StatusCode::FORBIDDEN);
        assert!(!lists_quiet().await, "nor are they told who has gone quiet");

        let mira = app.founder("mira", "miras").await;
        app.set_role("alpha", "mira", "management").await;
        assert_eq!(ways(&mira).await, [true, false], "who only reads");
        assert_eq!(mira.get(&figures).await.status, StatusCode::OK);
    })
    .await;
}
