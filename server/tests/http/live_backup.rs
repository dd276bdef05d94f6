//! The stream that says when the figures of the backup page have changed.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, Method, StatusCode, header};
use domain::hub::Event;
use futures::StreamExt;
use model::ids::UserId;
use tower::ServiceExt;

use crate::app::{Browser, TestApp, each_app};
use crate::scene::Scene;

/// Listens to a stream, or says why not.
async fn listen(app: &TestApp, browser: &Browser<'_>, path: &str) -> Result<Heard, StatusCode> {
    // As a browser's EventSource asks.
    let request = browser.request(Method::GET, path).header(header::ACCEPT, "text/event-stream");
    let request = request.header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap();
    let (parts, body) = app.router.clone().oneshot(request).await.unwrap().into_parts();
    if parts.status == StatusCode::OK { Ok(Heard(parts.headers, body.into_data_stream())) } else { Err(parts.status) }
}

/// The same for somebody who may; answers when the first word has come.
async fn heard(app: &TestApp, browser: &Browser<'_>, path: &str) -> Heard {
    let mut heard = listen(app, browser, path).await.unwrap_or_else(|status| panic!("{path}: {status}"));
    assert_eq!(heard.next().await.as_deref(), Some("data: changed\n\n"), "what was changed before is not known");
    heard
}

struct Heard(HeaderMap, BodyDataStream);

impl Heard {
    /// What is said next; nothing when the stream has ended.
    async fn next(&mut self) -> Option<String> {
        let next = tokio::time::timeout(Duration::from_secs(10), self.1.next()).await.expect("a word in time")?;
        Some(String::from_utf8(next.expect("a piece").to_vec()).unwrap())
    }

    async fn ends(mut self) {
        while self.next().await.is_some() {}
    }
}

#[tokio::test]
async fn who_joins_is_told_to_those_who_look_after_the_data_and_to_nobody_else() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let bea = app.founder("bea", "beta").await;
        let mut school = heard(app, &scene.admin, "/backup/live?school=alpha").await;
        let mut platform = heard(app, &scene.admin, "/backup/live").await;
        let said = |name: &str| school.0.get(name).and_then(|value| value.to_str().ok());
        assert_eq!(said("content-type"), Some("text/event-stream"));
        assert_eq!(said("cache-control"), Some("no-store"));
        assert_eq!(said("x-accel-buffering"), Some("no"));
        assert_eq!(said("content-encoding"), None, "what is packed waits until there is enough of it");
        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        app.joiner("late", &code).await;
        assert!(school.next().await.is_some() && platform.next().await.is_some());

        for (browser, path, status) in [
            (&app.browser(), "/backup/live", StatusCode::UNAUTHORIZED),
            (&app.browser(), "/backup/live?school=alpha", StatusCode::UNAUTHORIZED),
            (&scene.teacher, "/backup/live", StatusCode::FORBIDDEN),
            (&scene.teacher, "/backup/live?school=alpha", StatusCode::FORBIDDEN),
            (&bea, "/backup/live?school=alpha", StatusCode::NOT_FOUND),
        ] {
            assert_eq!(listen(app, browser, path).await.err(), Some(status), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_stream_ends_with_the_right_to_it_with_the_session_and_with_the_server() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let bea = app.founder("bea", "beta").await;
        let own = heard(app, &bea, "/backup/live").await;
        app.set_role("beta", "bea", "teacher").await;
        let user: UserId = app.id_of("bea").await.parse().unwrap();
        app.state.world.hub.tell(Event::AccessChanged { user });
        own.ends().await;
        assert_eq!(listen(app, &bea, "/backup/live").await.err(), Some(StatusCode::FORBIDDEN));

        let platform = heard(app, &scene.admin, "/backup/live").await;
        scene.admin.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        platform.ends().await;
        assert_eq!(listen(app, &scene.admin, "/backup/live").await.err(), Some(StatusCode::UNAUTHORIZED));

        let carl = app.founder("carl", "carls").await;
        let last = heard(app, &carl, "/backup/live").await;
        app.stop.send(true).unwrap();
        last.ends().await;
    })
    .await;
}

#[tokio::test]
async fn a_person_holds_eight_streams_and_no_ninth() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let mut held = Vec::new();
        for _ in 0..8 {
            held.push(heard(app, &ada, "/backup/live").await);
        }
        assert_eq!(listen(app, &ada, "/backup/live").await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
        held.pop();
        heard(app, &ada, "/backup/live?school=alpha").await;
    })
    .await;
}
