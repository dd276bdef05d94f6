//! Families: the registrar links and hands out codes, parents come with them, and see their children only.

use axum::http::{Method, StatusCode};
use model::ids::{FamilyCodeId, SubmissionId};
use store::{args, sql};

use crate::app::{Answer, Browser, PASSWORD, TestApp, each_app};
use crate::scene::Scene;

const MAKE: &str = "/fn/app/pages/guardians/api/make_family_code";
const MADE: &str = "/s/alpha/guardians#made-code";
const LINK: &str = "/fn/app/pages/guardians/api/link_family";
const FIND: &str = "/fn/app/pages/guardians/api/find_family";
const INVITE: &str = "/fn/app/pages/invitations/api/invite";
const REGISTER: &str = "/fn/app/pages/accounts/api/register_by_family_code";

/// A new family code for a student, as the school's admin makes it.
async fn code_for(app: &TestApp, admin: &Browser<'_>, slug: &str, child: &str) -> String {
    let id = FamilyCodeId::new().to_string();
    let answer = admin.post(MAKE, &[("school", slug), ("form[child]", child), ("id", &id), ("place", "codes")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, format!("/s/{slug}/guardians#made-code").as_str()));
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
        let office = scene.admin.get(&format!("/s/alpha/people/{}", scene.sam)).await.body;
        for text in ["id=\"family\"", &format!("href=\"/s/alpha/people/{mary_id}\""), "/s/alpha/guardians?q=sam#links"] {
            assert!(office.contains(text), "{text}: {office}");
        }
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
async fn nobody_is_chosen_at_first_and_words_that_may_mean_several_come_back_with_those_to_choose_from() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        for username in ["samuel", "samira"] {
            app.joiner(username, &code).await;
        }
        let (samuel, samira) = (app.id_of("samuel").await, app.id_of("samira").await);
        let page = scene.admin.get("/s/alpha/guardians").await.body;
        for id in [scene.sam.as_str(), &samuel, &samira] {
            assert!(!page.contains(&format!("value=\"{id}\"")), "{page}");
        }
        let next = FamilyCodeId::new().to_string();
        let make = async |fields: &[(&str, &str)]| {
            let all = [&[("school", "alpha"), ("id", next.as_str()), ("place", "codes")][..], fields].concat();
            let answer = scene.admin.post_from("/s/alpha/guardians", MAKE, &all).await;
            (scene.admin.get(answer.location()).await.body, answer)
        };
        let (back, _) = make(&[("form[child_words]", "zora")]).await;
        assert!(back.contains("Nobody who can be chosen here") && back.contains("value=\"zora\""), "{back}");
        let (back, _) = make(&[("form[child_words]", " ")]).await;
        assert!(!back.contains("type=\"radio\""), "{back}");
        // All three, with nobody chosen among them, and the words to go on from.
        let (back, _) = make(&[("form[child]", ""), ("form[child_words]", "SA")]).await;
        assert!(back.contains("Please choose who is meant") && back.contains("value=\"SA\""), "{back}");
        for id in [scene.sam.as_str(), &samuel, &samira] {
            let line = back.split("<input").find(|it| it.contains(&format!("value=\"{id}\""))).unwrap();
            let line = line.split('>').next().unwrap();
            assert!(line.contains("type=\"radio\"") && !line.contains("checked"), "{line}");
        }
        let (told, answer) = make(&[("form[child]", samira.as_str()), ("form[child_words]", "SA")]).await;
        assert!(answer.location() == MADE && told.contains("The family code for samira is made."), "{told}");
        // Words that are a username are enough, also where they begin others.
        let (told, answer) = make(&[("form[child_words]", "Sam")]).await;
        assert!(answer.location() == MADE && told.contains("The family code for sam is made."), "{told}");

        // What was chosen and what was typed stays where something else is wrong.
        app.set_role("alpha", "samuel", "parent").await;
        let label = "samira (samira)";
        let link = [
            ("school", "alpha"),
            ("form[parent_words]", "samuel"),
            ("form[child]", samira.as_str()),
            ("form[child_words]", label),
            ("form[relation]", ""),
            ("form[occupation]", "Nurse"),
        ];
        let answer = scene.admin.post_from("/s/alpha/guardians", LINK, &link).await;
        let back = scene.admin.get(answer.location()).await.body;
        for part in ["value=\"samuel\"", "value=\"samira (samira)\"", "value=\"Nurse\""] {
            assert!(back.contains(part), "{part}: {back}");
        }
        // Somebody of another school is nobody here, by whatever is written.
        let bea = app.founder("bea", "beta").await;
        let found = bea.call(Method::GET, FIND, &[("school", "beta"), ("side", "child"), ("q", "sam")]).await;
        assert!(found.status == StatusCode::OK && !found.body.contains("sam"), "{}", found.body);
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
        for part in
            ["data-code=\"family\"", "sam · First class", "http://lyceum.test/family?code=FAMSCEN0", "class=\"qr\"", "works once"]
        {
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
async fn a_family_code_is_shown_where_it_was_made_once_with_the_way_to_its_sheet() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let tom = app.id_of("tom").await;
        let link = [("school", "alpha"), ("form[parent]", &tom), ("form[child]", &scene.sam), ("form[relation]", "father")];
        assert_eq!(scene.admin.post(LINK, &link).await.status, StatusCode::SEE_OTHER);
        let member = format!("/s/alpha/people/{}", scene.sam);
        for (place, page, list) in [
            ("codes", "/s/alpha/guardians", ["", ""]),
            ("family", "/s/alpha/guardians?q=sam&page=1", ["sam", "1"]),
            ("member", member.as_str(), ["", "0"]),
        ] {
            let id = FamilyCodeId::new().to_string();
            let mut fields =
                vec![("school", "alpha"), ("form[child]", scene.sam.as_str()), ("id", id.as_str()), ("place", place)];
            fields.extend(["list[q]", "list[page]"].into_iter().zip(list).filter(|(_, value)| !value.is_empty()));
            let answer = scene.admin.post_from(page, MAKE, &fields).await;
            assert_eq!(answer.location(), format!("{page}#made-code"), "{}", answer.body);
            let shown = scene.admin.get(answer.location()).await.body;
            let (before, made) = shown.split_once("id=\"made-code\"").unwrap_or_else(|| panic!("{place}: {shown}"));
            // What stands before it tells where it is.
            let place_is_right = match place {
                "codes" => before.contains("id=\"family-codes\"") && !before.contains("id=\"links\""),
                "family" => before.contains("class=\"family\""),
                _ => before.contains("id=\"family\""),
            };
            assert!(place_is_right, "{place}: {shown}");
            let (made, _) = made.split_once("/family?code=").unwrap();
            for part in ["tabindex=\"-1\"", "role=\"status\"", &format!("/s/alpha/guardians/codes/{id}"), "<code dir=\"ltr\">"] {
                assert!(made.contains(part), "{place}, {part}: {made}");
            }
            assert!(!scene.admin.get(page).await.body.contains("made-code"), "{place}: once");
        }
    })
    .await;
}

#[tokio::test]
async fn a_parent_is_invited_for_a_child_who_was_found_among_the_families() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = scene.admin.get("/s/alpha/guardians").await.body;
        assert!(page.contains("action=\"/s/alpha/invitations\"") && page.contains("name=\"child_name\""), "{page}");
        // Without a script the name comes as it was written.
        let page = scene.admin.get("/s/alpha/invitations?child_name=sam").await.body;
        assert!(page.contains("value=\"sam\""), "{page}");
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
        for (side, q, there) in [("parent", "", false), ("parent", "tom", true), ("child", "tom", false)] {
            let found = scene.admin.call(Method::GET, FIND, &[("school", "alpha"), ("side", side), ("q", q)]).await.body;
            assert_eq!(found.contains(tom.as_str()), there, "{side} {q}: {found}");
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
