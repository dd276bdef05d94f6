//! Seeing the school as a member does: nothing can be changed, nothing private is shown, nothing of another school.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use store::{args, sql};

use crate::access::{TABLE, ask, changes_something};
use crate::app::{Answer, Browser, TestApp, each_app, words};
use crate::scene::Scene;

const START: &str = "/fn/app/pages/viewing/api/start_view";
const STOP: &str = "/fn/app/pages/viewing/api/stop_view";

async fn start(browser: &Browser<'_>, member: &str, reason: &str) -> Answer {
    let fields = [("school", "alpha"), ("form[member]", member), ("form[reason]", reason)];
    browser.post_from(&format!("/s/alpha/view-as?member={member}"), START, &fields).await
}

/// Who did what, of the views.
async fn audited(app: &TestApp) -> Vec<(String, String)> {
    let entries = sql!(
        "select u.username, a.action from audit a join users u on u.id = a.actor_id
         where a.action like 'view.%' order by a.at, a.id"
    );
    app.state.world.db.all(entries, args![]).await.unwrap()
}

async fn changes(app: &TestApp) -> i64 {
    let (count,): (i64,) =
        app.state.world.db.one(sql!("select cast(count(*) as bigint) as n from audit"), args![]).await.unwrap();
    count
}

#[tokio::test]
async fn every_endpoint_that_changes_something_refuses_those_who_view() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        assert_eq!(start(&scene.admin, &scene.sam, "They asked for help.").await.location(), "/s/alpha");
        let before = changes(app).await;
        let mut faults = Vec::new();
        let mut tried = 0;
        for line in TABLE.iter().filter(|line| changes_something(line)) {
            if line.0.ends_with(STOP) || line.0.ends_with("/log_out") {
                continue;
            }
            tried += 1;
            let answer = ask(&scene.admin, &scene, line.0, line.1, line.2).await;
            if answer.status != StatusCode::FORBIDDEN || !answer.body.contains("viewing") {
                faults.push(format!("{}: {} {:.120}", line.0, answer.status, answer.body));
            }
        }
        assert!(tried > 15 && faults.is_empty(), "{tried} tried; {}", faults.join("\n"));
        assert_eq!(changes(app).await, before);
        let page = scene.admin.post("/fn/app/pages/accounts/api/verify_again", &[]).await;
        assert!(page.body.contains("You are only looking"), "a plain form is told so in words: {}", page.body);
        assert_eq!(scene.hand_in(&scene.admin, "x", "essay.txt", b"Mine").await.status, StatusCode::FORBIDDEN);
        let socket = ask(&scene.admin, &scene, "GET /s/{school}/live", "/s/alpha/live", &[]).await;
        assert_eq!(socket.status, StatusCode::FORBIDDEN, "nobody is in a room with another's name");
    })
    .await;
}

#[tokio::test]
async fn who_views_sees_what_the_member_sees_in_this_school_and_nothing_private() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        app.founder("bea", "beta").await;
        app.set_role("beta", "sam", "student").await;
        start(&scene.admin, &scene.sam, "They asked for help.").await;
        let page = scene.admin.get("/s/alpha").await.body;
        assert!(page.contains("ada Person, you see School alpha as sam.") && page.contains(STOP), "{page}");
        for (path, status) in [
            (scene.fill("/s/alpha/assignments/{assignment}"), 200),
            (scene.fill("/s/alpha/classes/{class}/chat"), 200),
            (scene.fill("/s/alpha/submissions/{submission}"), 403),
            ("/s/alpha/view-as".to_owned(), 403),
            ("/s/beta".to_owned(), 404),
            ("/me".to_owned(), 403),
            ("/admin".to_owned(), 403),
            ("/schools".to_owned(), 200),
        ] {
            let answer = scene.admin.get(&path).await;
            assert_eq!(answer.status.as_u16(), status, "{path}");
            assert!(!answer.body.contains("beta") && !words(&answer.body).contains("sam@lyceum.test"), "{path}: {}", answer.body);
        }
        let sessions = scene.admin.call(Method::GET, "/fn/app/pages/me/api/show_devices", &[]).await;
        assert_eq!(sessions.status, StatusCode::FORBIDDEN);
        // The member notices nothing.
        assert!(!scene.student.get("/s/alpha").await.body.contains("you see School alpha as"));

        let answer = scene.admin.post(STOP, &[]).await;
        assert_eq!(answer.location(), "/s/alpha", "{}", answer.body);
        let page = scene.admin.get("/s/alpha").await.body;
        assert!(page.contains("You are yourself again.") && !page.contains("you see School alpha as"), "{page}");
        assert_eq!(scene.admin.get("/admin").await.status, StatusCode::OK);
        let expected = [("ada".to_owned(), "view.started".to_owned()), ("ada".to_owned(), "view.stopped".to_owned())];
        assert_eq!(audited(app).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_view_needs_a_reason_and_a_member_without_keys() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let answer = start(&scene.admin, &scene.sam, " ").await;
        assert!(scene.admin.get(answer.location()).await.body.contains("Please fill this in."));
        app.set_role("alpha", "tom", "it_support").await;
        let ada = app.id_of("ada").await;
        assert_eq!(start(&scene.teacher, &ada, "Curious").await.status, StatusCode::FORBIDDEN);
        assert_eq!(scene.teacher.get(&format!("/s/alpha/view-as?member={ada}")).await.status, StatusCode::FORBIDDEN);
        let found = scene.teacher.get("/s/alpha/view-as").await.body;
        assert!(found.contains(&scene.sam) && !found.contains(&ada), "{found}");
        assert_eq!(start(&scene.teacher, &scene.sam, "They asked").await.status, StatusCode::SEE_OTHER);
        assert!(scene.teacher.get("/s/alpha").await.body.contains("as sam."));
        // Logging out is a way out, too.
        scene.teacher.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        assert_eq!(scene.teacher.get("/s/alpha").await.status, StatusCode::SEE_OTHER);
        assert_eq!(audited(app).await.last().unwrap().1, "view.stopped");
    })
    .await;
}

#[tokio::test]
async fn a_view_ends_by_itself_after_an_hour() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        start(&scene.admin, &scene.sam, "They asked for help.").await;
        let age = sql!("update sessions set created_at = created_at - 3600000 where view_user_id is not null");
        app.state.world.db.run(age, args![]).await.unwrap();
        let page = scene.admin.get("/s/alpha").await.body;
        assert!(!page.contains("you see School alpha as"), "{page}");
        assert_eq!(scene.admin.get("/admin").await.status, StatusCode::OK);
        assert_eq!(audited(app).await.last().unwrap(), &("ada".to_owned(), "view.stopped".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_view_that_ended_by_itself_goes_on_as_oneself_with_a_new_id_alone() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        start(&scene.admin, &scene.sam, "They asked for help.").await;
        let view = scene.admin.cookie_line();
        let age = sql!("update sessions set created_at = created_at - 3600000 where view_user_id is not null");
        app.state.world.db.run(age, args![]).await.unwrap();
        let (path, fields) = ("/fn/app/pages/classes/api/create_class", [("school", "alpha"), ("form[name]", "Stale")]);
        // What was sent from a page of the view changes nothing, also when its hour is over.
        let stale = scene.admin.call(Method::POST, path, &fields).await;
        assert!(stale.status == StatusCode::FORBIDDEN && stale.body.contains("viewing"), "{} {}", stale.status, stale.body);
        assert_eq!(scene.admin.cookie_line(), view);
        assert_eq!(scene.admin.get("/admin").await.status, StatusCode::OK);
        let own = scene.admin.cookie_line();
        assert_ne!(own, view);
        assert_eq!(scene.admin.call(Method::POST, path, &fields).await.status, StatusCode::OK);

        let replay = async |method: Method, path: &str| {
            let browser = app.browser();
            let request = browser.request(method, path).header(header::COOKIE, &view).header(header::ACCEPT, "text/html");
            browser.send(request.body(Body::empty()).unwrap()).await
        };
        // For a moment the id of before still reads what was asked for at the same time, and no more than that.
        assert_eq!(replay(Method::GET, "/s/alpha").await.status, StatusCode::OK);
        assert_eq!(replay(Method::POST, path).await.status, StatusCode::FORBIDDEN);
        let pass = sql!("update sessions set expires_at = expires_at - 60000 where next_hash is not null");
        app.state.world.db.run(pass, args![]).await.unwrap();
        assert!(replay(Method::GET, "/s/alpha").await.location().starts_with("/login"));
        assert_eq!(scene.admin.get("/admin").await.status, StatusCode::OK);
        let ends = audited(app).await.into_iter().filter(|(_, action)| action == "view.stopped").count();
        assert_eq!(ends, 1);
    })
    .await;
}
