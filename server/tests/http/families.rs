//! Families: the registrar links and hands out codes, parents come with them, and see their children only.

use axum::http::StatusCode;
use model::ids::{FamilyCodeId, SubmissionId};
use store::{args, sql};

use crate::app::{Answer, Browser, PASSWORD, TestApp, each_app};
use crate::scene::Scene;

const MAKE: &str = "/fn/app/pages/guardians/api/make_family_code";
const INVITE: &str = "/fn/app/pages/invitations/api/invite";
const REGISTER: &str = "/fn/app/pages/accounts/api/register_by_family_code";

/// A new family code for a student, as the school's admin makes it.
async fn code_for(app: &TestApp, admin: &Browser<'_>, slug: &str, child: &str) -> String {
    let id = FamilyCodeId::new().to_string();
    let answer = admin.post(MAKE, &[("school", slug), ("child", child), ("id", &id)]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("/s/{slug}/guardians").as_str()));
    let newest = sql!("select code from family_codes where child_id = $1 order by created_at desc, id desc limit 1");
    let (code,): (String,) = app.state.world.db.one(newest, args![child]).await.unwrap();
    assert!(admin.get(&format!("/s/{slug}/guardians")).await.body.contains(&code));
    code
}

async fn register(browser: &Browser<'_>, username: &str, code: &str) -> Answer {
    let email = format!("{username}@lyceum.test");
    let fields = [
        ("form[code]", code),
        ("form[relation]", "mother"),
        ("form[occupation]", "Nurse"),
        ("form[account][name]", "Mary Parent"),
        ("form[account][username]", username),
        ("form[account][email]", &email),
        ("form[account][password]", PASSWORD),
    ];
    browser.post_from(&format!("/family?code={code}"), REGISTER, &fields).await
}

#[tokio::test]
async fn a_parent_comes_with_a_code_and_sees_the_child_until_they_are_unlinked() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let code = code_for(app, &scene.admin, "alpha", &scene.sam).await;
        let mary = app.browser();
        let page = mary.get(&format!("/family?code={code}")).await.body;
        assert!(page.contains(&format!("value=\"{code}\"")), "{page}");
        let answer = register(&mary, "mary", &code).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/parent/children"), "{}", answer.body);
        let cards = mary.get("/parent/children").await.body;
        for text in ["sam", "School alpha", "First class", "Algebra", "You see your child here"] {
            assert!(cards.contains(text), "{text}: {cards}");
        }
        assert!(mary.get("/s/alpha").await.body.contains("/parent/children/alpha/"), "the dashboard shows the same card");
        let child = scene.fill("/parent/children/alpha/{sam}");
        let page = mary.get(&child).await;
        assert_eq!(page.status, StatusCode::OK);
        for text in ["Essay", "mailto:tom@lyceum.test"] {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }

        // Once: the next one is told, beside the field, and nothing of what they typed is lost.
        let other = app.browser();
        let answer = register(&other, "peter", &code).await;
        let back = other.get(answer.location()).await.body;
        assert!(back.contains("This family code has been used or has expired.") && back.contains("value=\"peter\""), "{back}");

        let mary_id = app.id_of("mary").await;
        let save = [
            ("school", "alpha"),
            ("form[parent]", mary_id.as_str()),
            ("form[child]", scene.sam.as_str()),
            ("form[relation]", "guardian"),
            ("form[rights][timetable]", "true"),
        ];
        let saved = scene.admin.post("/fn/app/pages/guardians/api/save_family", &save).await;
        assert_eq!(saved.location(), "/s/alpha/guardians", "{}", saved.body);
        let page = mary.get(&child).await.body;
        assert!(!page.contains("mailto:") && page.contains("Marks and work handed in are not shown to you."), "{page}");

        let pair = [("school", "alpha"), ("parent", mary_id.as_str()), ("child", scene.sam.as_str())];
        assert_eq!(scene.admin.post("/fn/app/pages/guardians/api/unlink_family", &pair).await.status, StatusCode::SEE_OTHER);
        assert_eq!(mary.get(&child).await.status, StatusCode::NOT_FOUND);
        assert!(mary.get("/parent/children").await.body.contains("No child is linked to you yet"));
    })
    .await;
}

#[tokio::test]
async fn a_family_code_is_handed_out_on_a_page_of_its_own_until_it_is_used() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let sheet = scene.fill("/s/alpha/guardians/codes/{family_code}");
        assert!(scene.admin.get("/s/alpha/guardians").await.body.contains(&format!("href=\"{sheet}\"")));
        let page = scene.admin.get(&sheet).await.body;
        for part in ["data-code=\"family\"", "http://lyceum.test/family?code=FAMSCEN0", "class=\"qr\"", "works once"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let mary = app.browser();
        assert_eq!(register(&mary, "mary", "FAMSCEN0").await.location(), "/parent/children");
        assert_eq!(scene.admin.get(&sheet).await.status, StatusCode::NOT_FOUND);
        assert_eq!(mary.get(&sheet).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_parent_is_invited_for_a_child_who_was_found_among_the_families() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let found = scene.admin.get("/s/alpha/guardians?child=sam").await.body;
        assert!(found.contains("action=\"/s/alpha/invitations\"") && found.contains("value=\"sam\""), "{found}");
        let page = scene.admin.get("/s/alpha/invitations?child=sam").await.body;
        assert!(page.contains("name=\"form[children]\"") && page.contains("value=\"sam\""), "{page}");
        let mut fields = vec![
            ("school", "alpha"),
            ("form[people]", "Mary Parent <mary@school.example>"),
            ("form[role]", "parent"),
            ("form[children]", "nobody"),
        ];
        let answer = scene.admin.post_from("/s/alpha/invitations", INVITE, &fields).await;
        let back = scene.admin.get(answer.location()).await.body;
        assert!(
            back.contains("Not a student of this school, or not the only one: nobody.") && back.contains("value=\"nobody\""),
            "{back}"
        );
        fields[3].1 = "sam";
        let answer = scene.admin.post_from("/s/alpha/invitations", INVITE, &fields).await;
        assert_eq!(answer.location(), "/s/alpha/invitations", "{}", answer.body);

        let newest = sql!("select link from invitations where email = $1");
        let (token,): (String,) = app.state.world.db.one(newest, args!["mary@school.example"]).await.unwrap();
        let mary = app.browser();
        let path = format!("/invited/{token}");
        let letter = mary.get(&path).await.body;
        assert!(letter.contains("You will see how they are doing at school: sam."), "{letter}");
        let account = [
            ("form[token]", token.as_str()),
            ("form[account][name]", "Mary Parent"),
            ("form[account][username]", "mary"),
            ("form[account][email]", "mary@school.example"),
            ("form[account][password]", PASSWORD),
        ];
        let answer = mary.post_from(&path, "/fn/app/pages/invitations/api/register_by_invitation", &account).await;
        assert_eq!(answer.location(), "/s/alpha", "{}", answer.body);
        assert!(mary.get("/s/alpha").await.body.contains(&scene.fill("/parent/children/alpha/{sam}")));
    })
    .await;
}

#[tokio::test]
async fn a_parent_sees_their_own_child_and_no_other_whatever_the_address_says() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let bea = app.founder("bea", "beta").await;
        let class = bea.make_class("beta", "Other class").await;
        app.joiner("otto", &bea.code(&class, "student").await).await;
        let otto = app.id_of("otto").await;
        let mary = app.browser();
        register(&mary, "mary", &code_for(app, &scene.admin, "alpha", &scene.sam).await).await;
        let peter = app.browser();
        register(&peter, "peter", &code_for(app, &bea, "beta", &otto).await).await;
        for (browser, path, status) in [
            (&mary, scene.fill("/parent/children/alpha/{sam}"), 200),
            (&mary, scene.fill("/parent/children/beta/{sam}"), 404),
            (&mary, format!("/parent/children/beta/{otto}"), 404),
            (&mary, format!("/parent/children/alpha/{otto}"), 404),
            (&peter, format!("/parent/children/beta/{otto}"), 200),
            (&peter, scene.fill("/parent/children/alpha/{sam}"), 404),
            (&peter, format!("/parent/children/beta/{}", SubmissionId::new()), 404),
            (&scene.teacher, scene.fill("/parent/children/alpha/{sam}"), 404),
        ] {
            assert_eq!(browser.get(&path).await.status.as_u16(), status, "{path}");
        }
        assert!(!mary.get("/parent/children").await.body.contains("otto"));
        // A further child, at another school, with the account one has.
        let code = code_for(app, &bea, "beta", &otto).await;
        let fields = [("form[code]", code.as_str()), ("form[relation]", "guardian")];
        let answer = mary.post("/fn/app/pages/accounts/api/join_family", &fields).await;
        assert_eq!(answer.location(), "/parent/children", "{}", answer.body);
        let both = mary.get("/parent/children").await.body;
        assert!(both.contains("School alpha") && both.contains("School beta") && both.contains("otto"), "{both}");
    })
    .await;
}

#[tokio::test]
async fn a_teacher_with_a_child_at_the_school_sees_the_child_and_one_without_what_everybody_sees() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let child = scene.fill("/parent/children/alpha/{sam}");
        let sees = async |there: bool| {
            let menu = scene.teacher.get("/s/alpha").await.body;
            assert_eq!(menu.contains("href=\"/parent/children\""), there, "{menu}");
            let none = scene.teacher.get("/parent/children").await.body.contains("No child is linked to you yet");
            let status = if there { StatusCode::OK } else { StatusCode::NOT_FOUND };
            assert_eq!((none, scene.teacher.get(&child).await.status), (!there, status));
        };
        sees(false).await;
        let tom = app.id_of("tom").await;
        for (search, there) in [("child=sam", false), ("parent=tom&child=sam", true)] {
            let found = scene.admin.get(&format!("/s/alpha/guardians?{search}")).await.body;
            assert_eq!(found.contains(&format!("value=\"{tom}\"")), there, "{found}");
        }
        let join = "/fn/app/pages/accounts/api/join_family";
        let fields = [("form[code]", "FAMSCEN0"), ("form[relation]", "father")];
        let answer = scene.student.post_from("/family", join, &fields).await;
        let back = scene.student.get(answer.location()).await.body;
        assert!(back.contains("Please use an account of your own as a parent."), "{back}");
        let answer = scene.teacher.post(join, &fields).await;
        assert_eq!(answer.location(), "/parent/children", "{}", answer.body);
        let cards = scene.teacher.get("/parent/children").await.body;
        for text in ["sam", "Algebra", "Your place at the school is unchanged."] {
            assert!(cards.contains(text), "{text}: {cards}");
        }
        sees(true).await;
        assert_eq!(scene.teacher.get("/s/alpha/guardians").await.status, StatusCode::FORBIDDEN);

        let pair = [("school", "alpha"), ("parent", tom.as_str()), ("child", scene.sam.as_str())];
        assert_eq!(scene.admin.post("/fn/app/pages/guardians/api/unlink_family", &pair).await.status, StatusCode::SEE_OTHER);
        sees(false).await;
    })
    .await;
}
