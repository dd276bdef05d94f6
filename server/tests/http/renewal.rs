//! A new id at every privilege change (product.md section 3), whoever makes it, and nothing lost on the way to it.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use store::{args, sql};

use crate::app::{Answer, Browser, PASSWORD, TestApp, each_app, encode, join_fields};
use crate::scene::Scene;

const PEOPLE: &str = "/fn/app/pages/people/api";
const JOIN: &str = "/fn/app/pages/accounts/api/join_by_code";

/// The cookie of the browser's session, as it is sent.
fn session(browser: &Browser<'_>) -> String {
    let line = browser.cookie_line();
    line.split("; ").find(|pair| pair.starts_with("__Host-lyceum=")).unwrap_or_default().to_owned()
}

/// What an answer says of the session's cookie, if it says anything.
fn brought(answer: &Answer) -> Option<&str> {
    let mut lines = answer.headers.get_all(header::SET_COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines.rfind(|line| line.starts_with("__Host-lyceum="))
}

/// Sends a request with a session's cookie that another browser had.
async fn with(app: &TestApp, cookie: &str, method: Method, path: &str, fields: &[(&str, &str)]) -> Answer {
    let browser = app.browser();
    let request = browser
        .request(method, path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    browser.send(request.body(Body::from(encode(fields))).unwrap()).await
}

async fn look(app: &TestApp, cookie: &str, path: &str) -> Answer {
    with(app, cookie, Method::GET, path, &[]).await
}

/// Lets the minute pass that sessions answer after they stepped aside.
async fn minute(app: &TestApp) {
    let pass = sql!("update sessions set expires_at = expires_at - 60000 where next_hash is not null");
    app.state.world.db.run(pass, args![]).await.unwrap();
}

/// The devices as the person is shown them.
async fn devices(browser: &Browser<'_>) -> usize {
    let answer = browser.call(Method::GET, "/fn/app/pages/me/api/show_devices", &[]).await;
    let (_, cards): (serde_json::Value, Vec<serde_json::Value>) = answer.json();
    cards.len()
}

async fn change(scene: &Scene<'_>, id: &str, fields: &[(&str, &str)]) {
    let fields = [&[("school", "alpha"), ("id", id)], fields].concat();
    let answer = scene.admin.post(&format!("{PEOPLE}/change_person"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn a_role_that_an_admin_gives_brings_a_new_id_and_the_one_before_is_worthless_after_a_minute() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = session(&scene.student);
        scene.student.get("/s/alpha").await;
        assert_eq!(session(&scene.student), before, "nothing has changed");
        let known = devices(&scene.student).await;
        change(&scene, &scene.sam, &[("act", "role"), ("role", "librarian")]).await;

        // Of what a page sends at the same moment every answer brings the same new id, and all are good.
        let answers = tokio::join!(
            look(app, &before, "/s/alpha/people"),
            look(app, &before, "/s/alpha/people"),
            look(app, &before, "/s/alpha/people")
        );
        let answers = [answers.0, answers.1, answers.2];
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
        let lines: Vec<&str> = answers.iter().filter_map(brought).collect();
        assert!(lines.len() == 3 && lines.iter().all(|line| *line == lines[0]), "{lines:?}");
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(lines[0].contains(part), "{part} in {}", lines[0]);
        }
        assert!(!lines[0].contains("Max-Age"), "{}", lines[0]);
        let after = lines[0].split(';').next().unwrap().to_owned();
        assert_ne!(after, before);

        // Within the minute the one before answers, and brings the same once more: the first answer may have been lost.
        let late = look(app, &before, "/s/alpha/people").await;
        assert_eq!((late.status, brought(&late)), (StatusCode::OK, Some(lines[0])));
        // Once the new one has come back, whoever has kept the one before does not get it any more.
        for cookie in [&after, &before] {
            let fresh = look(app, cookie, "/s/alpha/people").await;
            assert_eq!((fresh.status, brought(&fresh)), (StatusCode::OK, None));
        }
        assert_eq!(devices(&scene.student).await, known, "a device appears once");
        minute(app).await;
        let ended = look(app, &before, "/s/alpha/people").await;
        assert!(ended.location().starts_with("/login"), "{} {}", ended.status, ended.body);
        assert_eq!(look(app, &after, "/s/alpha/people").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn every_change_of_what_somebody_may_do_brings_a_new_id_and_what_changes_nothing_brings_none() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (sam, student) = (scene.sam.as_str(), &scene.student);
        let mut last = session(student);
        let mut renewed = async |what: &str, expected: bool| {
            // Whatever is sent; a function called by script is answered like a page.
            let answer = student.call(Method::GET, "/fn/app/pages/me/api/show_devices", &[]).await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.body);
            assert_eq!((brought(&answer).is_some(), session(student) != last), (expected, expected), "{what}");
            last = session(student);
            assert!(brought(&student.get("/me").await).is_none(), "{what}: once");
        };
        let may = [("school", "alpha"), ("id", sam), ("form[role]", "student"), ("form[may][]", "members.read")];
        scene.admin.post(&format!("{PEOPLE}/save_permissions"), &may).await;
        renewed("permissions", true).await;
        scene.admin.post(&format!("{PEOPLE}/save_permissions"), &may).await;
        renewed("the same permissions", false).await;
        for (act, expected) in [("suspend", true), ("reinstate", true), ("reinstate", false)] {
            change(&scene, sam, &[("act", act)]).await;
            renewed(act, expected).await;
        }
        for (act, expected) in [("make_admin", true), ("make_admin", false), ("unmake_admin", true)] {
            scene.admin.post(&format!("{PEOPLE}/change_user"), &[("id", sam), ("act", act)]).await;
            renewed(act, expected).await;
        }

        let bea = app.founder("bea", "beta").await;
        let class = bea.make_class("beta", "Other class").await;
        let id = class.rsplit('/').next().unwrap();
        let ask = [("school", "beta"), ("class", id), ("kind", "student"), ("form[code]", "ASK200"), ("form[ask_first]", "true")];
        bea.post("/fn/app/pages/classes/api/set_code", &ask).await;
        assert_eq!(student.post(JOIN, &[("form[code]", "ASK200")]).await.status, StatusCode::SEE_OTHER);
        renewed("a place that is asked for", false).await;
        let admit = [("school", "beta"), ("class", id), ("people", sam), ("admit", "true")];
        let admitted = bea.post("/fn/app/pages/classes/api/decide_requests", &admit).await;
        assert_eq!(admitted.status, StatusCode::SEE_OTHER, "{}", admitted.body);
        renewed("a place from the queue", true).await;
        student.post(JOIN, &[("form[code]", "ASK200")]).await;
        renewed("a class that one is in already", false).await;
        let found = [("form[name]", "Own"), ("form[slug]", "sams-own"), ("form[time_zone]", "UTC")];
        let founded = student.post("/fn/app/pages/accounts/api/found_school", &found).await;
        assert_eq!(founded.location(), "/s/sams-own/start", "{}", founded.body);
        renewed("a school of one's own", true).await;
    })
    .await;
}

#[tokio::test]
async fn a_double_click_on_what_gives_a_place_loses_nothing() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let outsider = scene.outsider().await;
        let known = devices(&outsider).await;
        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        let fields = [("form[code]", code.as_str())];
        let before = session(&outsider);
        let (first, second) = tokio::join!(outsider.post(JOIN, &fields), outsider.post(JOIN, &fields));
        assert!(first.location().starts_with("/s/alpha/classes/"), "{} {}", first.status, first.body);
        assert_eq!((second.status, second.location()), (first.status, first.location()), "{}", second.body);
        // A third one, which still carries the id of before, when the new one has come back.
        for _ in 0..2 {
            outsider.get(first.location()).await;
        }
        assert_ne!(session(&outsider), before);
        let third = with(app, &before, Method::POST, JOIN, &fields).await;
        assert_eq!((third.status, third.location()), (first.status, first.location()), "{}", third.body);
        assert!(brought(&third).is_none(), "{:?}", third.headers);
        minute(app).await;
        assert_eq!(outsider.get(first.location()).await.status, StatusCode::OK);
        assert_eq!(devices(&outsider).await, known);
        // To log out ends the session whole, also with the id of before.
        let old = session(&outsider);
        app.set_role("alpha", "olga", "librarian").await;
        outsider.get("/me").await;
        let new = session(&outsider);
        assert_ne!(old, new);
        with(app, &old, Method::POST, "/fn/app/pages/accounts/api/log_out", &[]).await;
        for cookie in [old, new] {
            assert!(look(app, &cookie, "/me").await.location().starts_with("/login"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_that_has_stepped_aside_gets_no_other_one() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = session(&scene.teacher);
        app.set_role("alpha", "tom", "it_support").await;
        scene.teacher.get("/s/alpha").await;
        let after = session(&scene.teacher);
        assert_ne!(after, before);
        let view = [("school", "alpha"), ("form[member]", scene.sam.as_str()), ("form[reason]", "They asked")];
        let refused = with(app, &before, Method::POST, "/fn/app/pages/viewing/api/start_view", &view).await;
        // The way to the log-in page brings none.
        assert!(refused.location().starts_with("/login"), "{} {}", refused.status, refused.body);
        assert!(brought(&refused).is_none(), "{:?}", refused.headers);
        // Not even when they may do something else again.
        app.set_role("alpha", "tom", "security").await;
        let late = look(app, &before, "/s/alpha").await;
        assert!(brought(&late).is_some_and(|line| line.starts_with(&after)), "{:?}", late.headers);
        assert!(brought(&look(app, &after, "/s/alpha").await).is_some_and(|line| !line.starts_with(&after)));
        // Where that one has gone on itself, the first brings nothing more.
        assert!(brought(&look(app, &before, "/s/alpha").await).is_none());
        let sessions = sql!(
            "select cast(count(*) as bigint) as n from sessions s join users u on u.id = s.user_id
             where u.username = 'tom' and s.next_hash is null"
        );
        let (count,): (i64,) = app.state.world.db.one(sessions, args![]).await.unwrap();
        assert_eq!(count, 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_remembered_stays_so_and_since_the_day_they_logged_in() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let sam = app.browser();
        let fields = [("form[log_in]", "sam"), ("form[password]", PASSWORD), ("form[remember]", "true")];
        let answer = sam.post("/fn/app/pages/accounts/api/log_in", &fields).await;
        let line = brought(&answer).expect("a session");
        // Thirty days; the browser forgets the others when it is closed.
        assert!(line.contains("Max-Age=2592000"), "{line}");
        let short = app.browser().post("/fn/app/pages/accounts/api/log_in", &fields[..2]).await;
        assert!(!brought(&short).expect("a session").contains("Max-Age"));

        let began = sql!("update sessions set created_at = created_at - 86400000 where remember");
        app.state.world.db.run(began, args![]).await.unwrap();
        let kept = async || {
            let rows = sql!(
                "select device, created_at, expires_at - seen_at as lasts from sessions where remember and next_hash is null"
            );
            let rows: Vec<(String, i64, i64)> = app.state.world.db.all(rows, args![]).await.unwrap();
            rows
        };
        let before = kept().await;
        change(&scene, &scene.sam, &[("act", "role"), ("role", "librarian")]).await;
        let renewed = sam.get("/s/alpha").await;
        assert!(brought(&renewed).is_some_and(|line| line.contains("Max-Age=2592000")), "{:?}", renewed.headers);
        assert_eq!((before.len(), kept().await), (1, before));
    })
    .await;
}

#[tokio::test]
async fn a_session_of_before_the_upgrade_goes_on_and_is_renewed_from_the_next_change_on() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        app.state.world.db.run(sql!("update sessions set created_at = created_at, rights = ''"), args![]).await.unwrap();
        let before = session(&scene.student);
        scene.student.get("/s/alpha").await;
        assert_eq!(session(&scene.student), before);
        change(&scene, &scene.sam, &[("act", "role"), ("role", "librarian")]).await;
        scene.student.get("/s/alpha").await;
        assert_ne!(session(&scene.student), before);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_and_a_download_bring_the_new_id_and_what_a_browser_keeps_does_not() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let photo = crate::me::send_photo(&scene.student, &crate::me::picture()).await;
        assert_eq!(photo.status, StatusCode::SEE_OTHER, "{}", photo.body);
        let (photo,): (String,) =
            app.state.world.db.one(sql!("select photo from users where username = 'sam'"), args![]).await.unwrap();
        let file = scene.fill("/s/alpha/files/{file}");
        for (number, (path, status)) in [("/s/alpha/people", 403), (file.as_str(), 200)].into_iter().enumerate() {
            let before = session(&scene.student);
            let extra = ["audit.read", "members.export"][number];
            let own = ["courses.read", "assessments.submit", "classes.read", "chat.write", extra];
            let form = [("school", "alpha"), ("id", scene.sam.as_str()), ("form[role]", "student")];
            let fields: Vec<(&str, &str)> = form.into_iter().chain(own.map(|it| ("form[may][]", it))).collect();
            let saved = scene.admin.post(&format!("{PEOPLE}/save_permissions"), &fields).await;
            assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
            let kept = scene.student.get(&format!("/photos/{photo}")).await;
            assert!(kept.status == StatusCode::OK && brought(&kept).is_none(), "{} {:?}", kept.status, kept.headers);
            let answer = scene.student.get(path).await;
            assert_eq!(answer.status.as_u16(), status, "{path}");
            assert!(brought(&answer).is_some() && session(&scene.student) != before, "{path}: {:?}", answer.headers);
        }
    })
    .await;
}

#[tokio::test]
async fn a_registration_begins_with_the_rights_it_gives() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        let nia = app.browser();
        let answer = nia.post("/fn/app/pages/accounts/api/register_by_code", &join_fields("nia", &code)).await;
        let before = session(&nia);
        assert!(brought(&nia.get(answer.location()).await).is_none());
        assert_eq!(session(&nia), before);
    })
    .await;
}
