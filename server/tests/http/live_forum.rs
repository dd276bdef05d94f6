//! The stream of a thread that is open.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode, header};
use futures::StreamExt;
use tower::ServiceExt;

use crate::app::{Browser, TestApp, each_app};
use crate::scene::Scene;

const API: &str = "/fn/app/pages/forum/api";

/// Listens to a thread, or says why not.
async fn listen(app: &TestApp, browser: &Browser<'_>, path: &str) -> Result<BodyDataStream, StatusCode> {
    let request = browser.request(Method::GET, path).header(header::ACCEPT, "text/event-stream");
    let (parts, body) = app.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
    if parts.status == StatusCode::OK { Ok(body.into_data_stream()) } else { Err(parts.status) }
}

/// What is said next; nothing when the stream has ended.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let next = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("a word in time")?;
    Some(String::from_utf8(next.expect("a piece").to_vec()).unwrap())
}

#[tokio::test]
async fn an_open_thread_hears_of_what_changes_and_ends_with_the_right_to_read_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let path = scene.fill("/s/alpha/forum/threads/{thread}/live");
        let mut open = listen(app, &scene.student, &path).await.unwrap();
        assert_eq!(next(&mut open).await.as_deref(), Some("data: 0\n\n"), "where it stands");
        let thread = scene.fill("{thread}");
        let fields = [("school", "alpha"), ("id", thread.as_str()), ("form[body]", "So do I.")];
        scene.admin.post(&format!("{API}/reply_to_thread"), &fields).await;
        assert_eq!(next(&mut open).await.as_deref(), Some("data: 1\n\n"));
        let post = scene.fill("{post}");
        let fields = [("school", "alpha"), ("id", post.as_str()), ("on", "true")];
        scene.admin.post(&format!("{API}/vote_for_post"), &fields).await;
        assert_eq!(next(&mut open).await.as_deref(), Some("data: 2\n\n"));

        assert_eq!(listen(app, &app.browser(), &path).await.err(), Some(StatusCode::UNAUTHORIZED));
        for stranger in [&scene.parent().await, &scene.outsider().await] {
            assert_eq!(listen(app, stranger, &path).await.err(), Some(StatusCode::NOT_FOUND));
        }
        let (class, sam) = (scene.fill("{class}"), scene.fill("{sam}"));
        let fields = [("school", "alpha"), ("class", class.as_str()), ("user", sam.as_str())];
        scene.admin.post("/fn/app/pages/classes/api/remove_member", &fields).await;
        assert_eq!(next(&mut open).await, None, "they are in the class no more");
        assert_eq!(listen(app, &scene.student, &path).await.err(), Some(StatusCode::NOT_FOUND));
    })
    .await;
}

#[tokio::test]
async fn a_vote_without_a_script_leads_back_to_its_post_and_one_of_a_script_leads_nowhere() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let post = scene.fill("{post}");
        let plain = [("school", "alpha"), ("id", post.as_str()), ("on", "true"), ("plain", "true")];
        let voted = scene.admin.post(&format!("{API}/vote_for_post"), &plain).await;
        assert_eq!(
            (voted.status, voted.location()),
            (StatusCode::SEE_OTHER, scene.fill("/s/alpha/forum/threads/{thread}?page=1#post-2").as_str())
        );
        let script = [("school", "alpha"), ("id", post.as_str()), ("on", "false")];
        let taken = scene.admin.call(Method::POST, &format!("{API}/vote_for_post"), &script).await;
        assert_eq!((taken.status, taken.headers.contains_key(header::LOCATION)), (StatusCode::OK, false));
    })
    .await;
}
