use axum::http::{Method, StatusCode};

use crate::app::{Browser, PASSWORD, each_app, join_fields, words};
use crate::scene::Scene;

const REGISTER: &str = "/fn/app/pages/accounts/api/register_by_code";
const SET: &str = "/fn/app/pages/classes/api/set_code";

/// Sets a code of the scene's class.
async fn set(scene: &Scene<'_>, kind: &str, settings: &[(&str, &str)]) {
    let fields = [&[("school", "alpha"), ("class", scene.class.as_str()), ("kind", kind)][..], settings].concat();
    let answer = scene.admin.post(SET, &fields).await;
    assert_eq!(answer.location(), format!("/s/alpha/classes/{}/codes/{kind}", scene.class), "{}", answer.body);
}

async fn body(browser: &Browser<'_>, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

#[tokio::test]
async fn a_code_says_where_it_leads_before_anything_is_sent_and_nothing_once_it_lets_nobody_in() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let outsider = scene.outsider().await;
        let visitor = app.browser();
        set(&scene, "lecturer", &[("form[code]", "STAFF1")]).await;
        for browser in [&visitor, &outsider] {
            let page = body(browser, "/join?code=staff1").await;
            for part in ["First class", "School alpha", "You join as a teacher."] {
                assert!(page.contains(part), "{part}: {page}");
            }
        }
        assert!(body(&visitor, "/join?code=staff1").await.contains("This code is for teachers."));
        assert!(body(&scene.teacher, "/join?code=STAFF1").await.contains("You are in this class already."));

        let close = [("school", "alpha"), ("class", scene.class.as_str()), ("kind", "lecturer"), ("closed", "true")];
        scene.admin.post("/fn/app/pages/classes/api/close_code", &close).await;
        for (browser, said) in [(&visitor, "This code takes no one new"), (&outsider, "Nobody can join with this code")] {
            let page = body(browser, "/join?code=STAFF1").await;
            assert!(page.contains(said) && !page.contains("First class") && !page.contains("School alpha"), "{page}");
        }
        let class = body(&scene.teacher, &format!("/s/alpha/classes/{}", scene.class)).await;
        for part in ["class=\"copy-link\"", "Whoever signs up with it joins this class."] {
            assert_eq!(class.matches(part).count(), 1, "the other code alone is handed on: {class}");
        }
        let sheet = body(&scene.teacher, &format!("/s/alpha/classes/{}/codes/lecturer", scene.class)).await;
        assert!(sheet.contains("Nobody can join with this code at the moment."), "{sheet}");
        assert!(!sheet.contains("class=\"qr\"") && !sheet.contains("class=\"copy-link\""), "{sheet}");
        for (browser, said) in [(&visitor, "ask whoever gave it to you"), (&outsider, "ask a teacher of the class")] {
            assert!(body(browser, "/join?code=ZZZZ9999").await.contains(said));
        }
    })
    .await;
}

#[tokio::test]
async fn who_asks_waits_on_a_page_of_their_own_and_is_let_in() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        set(&scene, "student", &[("form[code]", "ASK100"), ("form[ask_first]", "true")]).await;
        let nia = app.browser();
        let answer = nia.post(REGISTER, &join_fields("nia", "ask 100")).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/schools"), "{}", answer.body);
        let page = body(&nia, "/schools").await;
        for part in
            ["You have asked to be let in. The teachers of the class answer soon.", "Waiting for First class to let you in"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
        let class = format!("/s/alpha/classes/{}", scene.class);
        for path in ["/s/alpha", &class, "/s/alpha/classes"] {
            assert_eq!(nia.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let page = body(&scene.teacher, &class).await;
        assert!(page.contains("Whoever signs up with it asks to join this class."), "{page}");
        assert!(page.contains("id=\"requests\"") && words(&page).contains("nia@lyceum.test"), "{page}");
        assert!(page.find("id=\"requests\"") < page.find("id=\"codes\""), "who waits comes first: {page}");
        // What can be sent says first what it means: the button that declines is folded away under that.
        let (_, asks) = page.split_once("aria-label=\"Decline nia\"").unwrap_or_else(|| panic!("{page}"));
        let (said, form) = asks.split_once("nia is told kindly that they cannot join.").unwrap_or_else(|| panic!("{page}"));
        assert!(!said.contains("<form") && form.contains("name=\"admit\" value=\"false\""), "{page}");
        assert!(!words(&body(&scene.student, &class).await).contains("nia@lyceum.test"));
        assert!(body(&scene.teacher, "/s/alpha").await.contains("1 person waits to be let into First class"));
        let board = body(&scene.admin, "/s/alpha").await;
        assert!(board.contains("Waiting to be let in") && board.contains("href=\"/s/alpha/people?status=active\""), "{board}");
        assert_eq!(board.matches("href=\"/s/alpha/classes?asking=1\"").count(), 2, "the figure and the line: {board}");
        assert!(body(&scene.admin, "/s/alpha/classes?asking=1").await.contains("First class"));

        let asks = format!("href=\"{class}#requests\"");
        let people = format!("{class}/people");
        let named = body(&scene.teacher, &people).await;
        assert!(named.contains("1 person waits to be let into First class") && named.contains(&asks), "{named}");

        let (_, after) = page.split_once("name=\"people\" value=\"").unwrap();
        let user: String = after.chars().take(36).collect();
        let decide = [("school", "alpha"), ("class", scene.class.as_str()), ("people", &user), ("admit", "true")];
        let answer = scene.teacher.post("/fn/app/pages/classes/api/decide_requests", &decide).await;
        assert_eq!(answer.location(), class);
        assert!(body(&nia, &class).await.contains("First class"), "in the same session");
        assert!(!body(&nia, "/schools").await.contains("Waiting for First class"));
        assert!(!body(&scene.teacher, &people).await.contains(&asks), "nobody waits any more");
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_let_in_with_the_others_stays_in_the_queue_and_beside_the_name_stands_why() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let class = scene.admin.make_class("alpha", "Second class").await;
        let (_, id) = class.rsplit_once('/').unwrap();
        let settings =
            [("school", "alpha"), ("class", id), ("kind", "student"), ("form[code]", "ASK200"), ("form[ask_first]", "true")];
        assert_eq!(scene.admin.post(SET, &settings).await.status, StatusCode::SEE_OTHER);
        let asked = scene.student.post("/fn/app/pages/accounts/api/join_by_code", &[("form[code]", "ASK200")]).await;
        assert_eq!(asked.location(), "/schools", "{}", asked.body);
        assert_eq!(app.browser().post(REGISTER, &join_fields("nia", "ASK200")).await.location(), "/schools");
        let unfit = "Cannot be let in as a student";
        assert!(!body(&scene.admin, &class).await.contains(unfit));

        app.set_role("alpha", "sam", "teacher").await;
        let page = body(&scene.admin, &class).await;
        assert_eq!(page.matches(unfit).count(), 1, "{page}");
        assert!(page.contains("Let nia in") && !page.contains("Let sam in"), "{page}");
        let people = format!("{} {}", scene.sam, app.id_of("nia").await);
        let all = [("school", "alpha"), ("class", id), ("people", people.as_str()), ("admit", "true")];
        for _ in 0..2 {
            let answer = scene.admin.post("/fn/app/pages/classes/api/decide_requests", &all).await;
            assert_eq!(answer.location(), class, "{}", answer.body);
            let page = body(&scene.admin, &class).await;
            assert!(page.contains("Who could not still waits") && page.matches(unfit).count() == 1, "{page}");
            assert!(!page.contains("Let nia in") && !page.contains("Let all in"), "{page}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_hand_out_shows_the_code_its_address_and_a_square_of_our_own_making() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        set(&scene, "student", &[("form[code]", "HAND2B"), ("form[expires]", "2099-01-01T08:00")]).await;
        let page = body(&scene.teacher, &format!("/s/alpha/classes/{}/codes/student", scene.class)).await;
        for part in ["HAND2B", "http://lyceum.test/join?code=HAND2B", "class=\"qr\"", "value=\"2099-01-01T08:00\"", "until "] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains(" style=\""), "a style attribute");
        let nothing = scene.teacher.get(&format!("/s/alpha/classes/{}/codes/nothing", scene.class)).await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
        let taken = [("school", "alpha"), ("class", scene.class.as_str()), ("kind", "lecturer"), ("form[code]", "hand-2b")];
        let path = format!("/s/alpha/classes/{}/codes/lecturer", scene.class);
        assert_eq!(scene.teacher.post_from(&path, SET, &taken).await.location(), path);
        assert!(body(&scene.teacher, &path).await.contains("This is taken. Please choose another."));
        let archive = [("school", "alpha"), ("class", scene.class.as_str()), ("archived", "true")];
        scene.teacher.post("/fn/app/pages/classes/api/archive_class", &archive).await;
        let page = body(&scene.teacher, &format!("/s/alpha/classes/{}/codes/student", scene.class)).await;
        assert!(page.contains("Nobody can join with this code at the moment."), "{page}");
        assert!(!page.contains("class=\"qr\"") && !page.contains("class=\"hand-out-address\""), "{page}");
    })
    .await;
}

#[tokio::test]
async fn every_entry_of_an_invitation_that_cannot_be_read_is_named_and_all_that_was_typed_stays() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let invite = [
            ("school", "alpha"),
            ("form[people]", "Nia Osei <nia@school.example>\r\nKofi Owusu; Esi <esi@school>\r\nYaw"),
            ("form[role]", "student"),
            ("form[class]", scene.class.as_str()),
            ("form[note]", "Welcome soon."),
        ];
        scene.admin.post_from("/s/alpha/invitations", "/fn/app/pages/invitations/api/invite", &invite).await;
        let page = body(&scene.admin, "/s/alpha/invitations").await;
        for said in ["Line 2: “Kofi Owusu” needs", "Line 2: “Esi &lt;esi@school&gt;” needs", "Line 3: “Yaw” needs"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(
            page.contains("Esi &lt;esi@school>\r\nYaw</textarea>") || page.contains("Esi &lt;esi@school>\nYaw</textarea>"),
            "{page}"
        );
        assert!(page.contains("value=\"Welcome soon.\"") && !page.contains("Line 1"), "{page}");
        let (_, form) = page.split_once("id=\"form-role\"").expect("the form, not the filters of the list");
        for chosen in ["student", scene.class.as_str()] {
            let (_, option) = form.split_once(&format!("<option value=\"{chosen}\"")).expect("a choice");
            assert!(option.split('>').next().is_some_and(|rest| rest.contains("selected")), "{chosen}: {page}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_read_by_anybody_with_its_link_and_accepted_once() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let invite = [
            ("school", "alpha"),
            ("form[people]", "Nia Osei <nia@school.example>; tom@lyceum.test"),
            ("form[role]", "registrar"),
            ("form[note]", "Welcome <b>soon</b>."),
        ];
        let answer = scene.admin.post("/fn/app/pages/invitations/api/invite", &invite).await;
        let page = body(&scene.admin, answer.location()).await;
        assert!(
            page.contains("were left out")
                && page.contains("so not invited: tom")
                && words(&page).contains("nia@school.example")
                && !words(&page).contains("tom@lyceum.test"),
            "{page}"
        );
        let unnamed = body(&scene.admin, "/s/alpha/invitations?others=1000000").await;
        assert!(unnamed.contains("so not invited: 200 people."), "{unnamed}");
        let (_, after) = page.split_once("http://lyceum.test/invited/").expect("a link");
        let token: String = after.chars().take(43).collect();
        let path = format!("/invited/{token}");

        let nia = app.browser();
        let page = body(&nia, &path).await;
        for part in
            ["ada Person invites you to School alpha", "Registrar", "value=\"Nia Osei\"", "Welcome &lt;b&gt;soon", "readonly"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
        let fields = [
            ("form[token]", token.as_str()),
            ("form[account][name]", "Nia Osei"),
            ("form[account][username]", "nia"),
            ("form[account][email]", "somebody@else.example"),
            ("form[account][password]", PASSWORD),
        ];
        let answer = nia.post_from(&path, "/fn/app/pages/invitations/api/register_by_invitation", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/s/alpha"), "{}", answer.body);
        assert!(words(&body(&nia, "/me").await).contains("nia@school.example"), "the address is the invitation's");
        assert!(body(&nia, "/s/alpha/invitations").await.contains("Invite people"), "a registrar invites");
        assert!(body(&app.browser(), &path).await.contains("has been used"));
        let accepted = body(&scene.admin, "/s/alpha/invitations?state=accepted&q=osei").await;
        for part in ["href=\"/s/alpha/people/", "Nia Osei", "accepted ", "1–1"] {
            assert!(accepted.contains(part), "{part}: {accepted}");
        }
        assert!(!accepted.contains("Send again") && !accepted.contains("/invited/"), "{accepted}");
        assert!(body(&scene.admin, "/s/alpha/invitations?q=osei&role=bursar").await.contains("No invitation matches"));

        let stranger = scene.outsider().await;
        let accept = [("form[token]", token.as_str())];
        let late = stranger.post_from(&path, "/fn/app/pages/invitations/api/accept_invitation", &accept).await;
        assert_eq!(late.location(), path);
        assert_eq!(stranger.get("/s/alpha").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn who_sends_an_invitation_again_or_withdraws_it_comes_back_to_the_list_as_it_was() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let page = body(&scene.admin, "/s/alpha/invitations?q=nana&state=open").await;
        assert!(page.contains("name=\"filter[q]\"") && page.contains("name=\"filter[state]\""), "{page}");
        assert!(!page.contains("name=\"filter[role]\""), "{page}");
        let fields = [
            ("school", "alpha"),
            ("id", scene.invitation.as_str()),
            ("filter[q]", "nana"),
            ("filter[state]", "open"),
            ("filter[page]", "2"),
        ];
        for name in ["send_invitation_again", "withdraw_invitation"] {
            let answer = scene.admin.post(&format!("/fn/app/pages/invitations/api/{name}"), &fields).await;
            assert_eq!(answer.location(), "/s/alpha/invitations?q=nana&state=open&page=2", "{name}: {}", answer.body);
        }
        assert!(!words(&body(&scene.admin, "/s/alpha/invitations").await).contains("nana@school.example"));
        let withdrawn = body(&scene.admin, "/s/alpha/invitations?state=withdrawn").await;
        assert!(words(&withdrawn).contains("nana@school.example"), "{withdrawn}");
    })
    .await;
}

#[tokio::test]
async fn all_open_invitations_that_match_are_withdrawn_once_it_is_said_how_many_and_which() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        const API: &str = "/fn/app/pages/invitations/api";
        let invite = async |people: &str| {
            let fields = [("school", "alpha"), ("form[people]", people), ("form[role]", "student")];
            assert_eq!(scene.admin.post(&format!("{API}/invite"), &fields).await.location(), "/s/alpha/invitations");
        };
        invite("ama@typo.example, obi@typo.example").await;
        let path = "/s/alpha/invitations?q=typo&state=open";
        let page = body(&scene.admin, path).await;
        for part in [
            "Withdraw all of these",
            "The links of 2 invitations stop working at once",
            "Open · “typo”",
            "Withdraw 2 invitations",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let (_, seal) = page.split_once("name=\"seal\" value=\"").unwrap_or_else(|| panic!("{page}"));
        let seal = seal.split('"').next().unwrap();
        let form = |seal| [("school", "alpha"), ("filter[q]", "typo"), ("filter[state]", "open"), ("seal", seal)];
        // Nothing settled can be withdrawn.
        assert!(!body(&scene.admin, "/s/alpha/invitations?state=withdrawn").await.contains("Withdraw all of these"));

        invite("eve@typo.example").await;
        for wrong in [seal, ""] {
            let refused = scene.admin.post_from(path, &format!("{API}/withdraw_invitations"), &form(wrong)).await;
            let page = body(&scene.admin, refused.location()).await;
            assert!(page.contains("Nothing was changed.") && page.contains("Withdraw 3 invitations"), "{page}");
        }
        let page = body(&scene.admin, path).await;
        let (_, seal) = page.split_once("name=\"seal\" value=\"").unwrap();
        let seal = seal.split('"').next().unwrap();
        let done = scene.admin.post_from(path, &format!("{API}/withdraw_invitations"), &form(seal)).await;
        assert_eq!(done.location(), path);
        assert!(body(&scene.admin, path).await.contains("No invitation matches"));
        let left = words(&body(&scene.admin, "/s/alpha/invitations").await);
        assert!(left.contains("nana@school.example") && !left.contains("typo.example"), "{left}");
        let log = body(&scene.admin, "/s/alpha/audit?q=typo").await;
        assert!(log.matches("withdrew an invitation").count() >= 3, "each is noted: {log}");
    })
    .await;
}

#[tokio::test]
async fn a_new_school_is_set_up_step_by_step_and_every_step_can_be_skipped() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let term = body(&ada, "/s/alpha/start").await;
        assert!(term.contains("When is the first term?") && term.contains("href=\"/s/alpha/start/class\""), "{term}");
        let days = |name: &str, until: &str| {
            let of = |part: &str, field: &str| format!("form[{part}][{field}]");
            let year = [("name", "2026/27"), ("starts_on", "2026-09-07"), ("ends_on", "2027-07-16")];
            let term = [("name", name), ("starts_on", "2026-09-07"), ("ends_on", until)];
            let mut fields = vec![("school".to_owned(), "alpha".to_owned())];
            fields.extend(year.map(|(field, value)| (of("year", field), value.to_owned())));
            fields.extend(term.map(|(field, value)| (of("term", field), value.to_owned())));
            fields
        };
        for (name, until, field) in [("", "2026-12-18", "term[name]"), ("Autumn", "2027-12-18", "term[ends_on]")] {
            let fields = days(name, until);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let refused = ada.call(Method::POST, "/fn/app/pages/start/api/start_term", &fields).await;
            let problem = refused.json::<model::Error>();
            assert!(problem.problem_of(field).is_some(), "{field}: {problem:?}");
        }
        let fields = days("Autumn", "2026-12-18");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let made = ada.post("/fn/app/pages/start/api/start_term", &fields).await;
        assert_eq!(made.location(), "/s/alpha/start/class");
        assert!(body(&ada, "/s/alpha/start").await.contains("Autumn of 2026/27 stands in the calendar."));
        let first = body(&ada, "/s/alpha/start/class").await;
        assert!(first.contains("Make the first class") && first.contains("href=\"/s/alpha/start/people\""), "{first}");
        assert!(body(&ada, "/s/alpha/start/people").await.contains("Without a class there are no codes yet."));
        let made = ada.post("/fn/app/pages/start/api/start_class", &[("school", "alpha"), ("form[name]", "Form 1")]).await;
        assert_eq!(made.location(), "/s/alpha/start/people");
        let people = body(&ada, "/s/alpha/start/people").await;
        for part in
            ["data-code=\"student\"", "data-code=\"lecturer\"", "Form 1", "name=\"start\"", "href=\"/s/alpha/start/class\""]
        {
            assert!(people.contains(part), "{part}: {people}");
        }
        let invite = [("school", "alpha"), ("start", "true"), ("form[people]", "nia@school.example"), ("form[role]", "teacher")];
        assert_eq!(ada.post("/fn/app/pages/invitations/api/invite", &invite).await.location(), "/s/alpha/start/people");
        let correct = [
            ("school", "alpha"),
            ("form[name]", "Alpha Academy"),
            ("form[time_zone]", "Africa/Lagos"),
            ("form[currency]", "NGN"),
            ("form[locale]", "en"),
        ];
        assert_eq!(ada.post("/fn/app/pages/start/api/correct_school", &correct).await.location(), "/s/alpha/start");
        let school = body(&ada, "/s/alpha/start/school").await;
        for part in ["value=\"Alpha Academy\"", "value=\"Africa/Lagos\" selected", "value=\"NGN\" selected"] {
            assert!(school.contains(part), "{part}: {school}");
        }
        let wrong = [("school", "alpha"), ("form[name]", "Alpha"), ("form[time_zone]", "Mars/Base"), ("form[currency]", "cedis")];
        let refused = ada.post_from("/s/alpha/start/school", "/fn/app/pages/start/api/correct_school", &wrong).await;
        assert_eq!(refused.location(), "/s/alpha/start/school");
        assert!(body(&ada, "/s/alpha/start/school").await.contains("Please choose a currency from the list."));
    })
    .await;
}
