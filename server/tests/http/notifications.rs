//! The bell over HTTP: its stream, the way from a mail to what happened, and the one request that stops mails.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{Method, StatusCode, header};
use domain::backup::gate;
use domain::{System, notifications};
use futures::StreamExt;
use model::chat::News;
use model::ids::MessageId;
use model::notifications::{Bell, Kind, Stop};
use store::{args, sql};
use tower::ServiceExt;

use crate::app::{Browser, TestApp, each_app};
use crate::scene::Scene;

const STREAM: &str = "/live/notifications";

/// Listens to the bell, or says why not.
async fn listen(app: &TestApp, browser: &Browser<'_>) -> Result<BodyDataStream, StatusCode> {
    let request = browser.request(Method::GET, STREAM).header(header::ACCEPT, "text/event-stream");
    let (parts, body) = app.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
    if parts.status == StatusCode::OK { Ok(body.into_data_stream()) } else { Err(parts.status) }
}

/// The next word, but for those of the chats.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    loop {
        let word = word(stream).await?;
        if !word.starts_with("data: chat ") {
            return Some(word);
        }
    }
}

async fn word(stream: &mut BodyDataStream) -> Option<String> {
    let next = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("a word in time")?;
    Some(String::from_utf8(next.expect("a piece").to_vec()).unwrap())
}

/// The next of the chats: messages that are new in a school, and whether one calls the reader.
async fn news(stream: &mut BodyDataStream, slug: &str) -> (i64, bool) {
    loop {
        let word = word(stream).await.expect("the stream goes on");
        if let Some(news) = News::read(word.trim_start_matches("data: ").trim_end()) {
            return news.of(slug, None);
        }
    }
}

/// The admin says something in the chat of the class.
async fn say(scene: &Scene<'_>, slug: &str, body: &str) {
    let (room, id) = (scene.fill("{room}"), MessageId::new().to_string());
    let fields = [("school", slug), ("room", room.as_str()), ("id", id.as_str()), ("form[body]", body)];
    let answer = scene.admin.post("/fn/app/pages/chat/api/say", &fields).await;
    assert!(answer.status.is_redirection() || answer.status.is_success(), "{}", answer.body);
}

async fn bell(browser: &Browser<'_>) -> Bell {
    browser.call(Method::GET, "/fn/app/pages/notifications/api/show_bell", &[]).await.json()
}

/// The admin marks what the student has handed in.
async fn mark(scene: &Scene<'_>, marks: &str, version: &str) {
    let id = scene.fill("{submission}");
    let fields = [("school", "alpha"), ("id", id.as_str()), ("form[marks]", marks), ("form[version]", version)];
    let answer = scene.admin.post("/fn/app/pages/assignments/api/save_marks", &fields).await;
    assert!(answer.status.is_redirection() || answer.status.is_success(), "{}", answer.body);
}

#[tokio::test]
async fn the_bell_rings_on_every_device_and_is_quiet_again_when_one_has_read_it() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let before = bell(&scene.student).await.unread;
        let (mut phone, mut desk) = (listen(app, &scene.student).await.unwrap(), listen(app, &scene.student).await.unwrap());
        for stream in [&mut phone, &mut desk] {
            assert_eq!(next(stream).await, Some(format!("data: {before}\n\n")), "where it stands");
        }
        mark(&scene, "7", "0").await;
        for stream in [&mut phone, &mut desk] {
            assert_eq!(next(stream).await, Some(format!("data: {}\n\n", before + 1)));
        }
        let told = bell(&scene.student).await;
        let card = told.newest.iter().find(|card| card.kind == Kind::Marked).unwrap();
        // As the link in a mail leads there.
        let answer = scene.student.get(&format!("/notifications/{}", card.id)).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, card.link.as_str()));
        for stream in [&mut phone, &mut desk] {
            assert_eq!(next(stream).await, Some(format!("data: {before}\n\n")));
        }
        assert_eq!(scene.admin.get(&format!("/notifications/{}", card.id)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(listen(app, &app.browser()).await.err(), Some(StatusCode::UNAUTHORIZED));
        scene.student.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        assert_eq!(next(&mut phone).await, None, "the session has ended");
        assert_eq!(listen(app, &scene.student).await.err(), Some(StatusCode::UNAUTHORIZED));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_in_no_room_hears_what_is_new_in_theirs_and_that_it_was_read_on_another_device() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let (mut own, mut elsewhere) = (listen(app, &scene.student).await.unwrap(), listen(app, &other.student).await.unwrap());
        let before = news(&mut own, "alpha").await.0;
        assert_eq!(news(&mut elsewhere, "beta").await, (0, false));
        // What is said within a second is one word.
        for body in ["One", "Two", "Three"] {
            say(&scene, "alpha", body).await;
        }
        let mut heard = news(&mut own, "alpha").await;
        while heard.0 < before + 3 {
            heard = news(&mut own, "alpha").await;
        }
        assert_eq!(heard, (before + 3, false));
        let room = scene.fill("{room}");
        let fields = [("school", "alpha"), ("room", room.as_str()), ("seq", "1000")];
        scene.student.post("/fn/app/pages/chat/api/mark_room_read", &fields).await;
        assert_eq!(news(&mut own, "alpha").await, (0, false));
        say(&scene, "alpha", "Four").await;
        assert_eq!(news(&mut own, "alpha").await, (1, false));
        say(&other, "beta", "Five").await;
        assert_eq!(news(&mut elsewhere, "beta").await, (1, false), "the first word since: of the other school there was none");
    })
    .await;
}

#[tokio::test]
async fn pages_that_stand_open_hear_of_what_is_closed_and_of_no_other_school() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let (mut own, mut elsewhere) = (listen(app, &scene.student).await.unwrap(), listen(app, &other.student).await.unwrap());
        for stream in [&mut own, &mut elsewhere] {
            assert!(next(stream).await.is_some_and(|word| word.starts_with("data: ")), "where it stands");
        }
        let system = System::new(&app.state.world, "restore");
        let school = Some(scene.place.parse().unwrap());
        let closed = gate::close(&system, school, "restore").await.unwrap();
        assert_eq!(next(&mut own).await.as_deref(), Some("data: closed alpha\n\n"));
        closed.open().await.unwrap();
        assert_eq!(next(&mut own).await.as_deref(), Some("data: open alpha\n\n"));
        let closed = gate::close(&system, None, "restore").await.unwrap();
        for stream in [&mut own, &mut elsewhere] {
            assert_eq!(next(stream).await.as_deref(), Some("data: closed\n\n"), "the first word for who is in another school");
        }
        closed.open().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_person_holds_eight_bells_and_no_ninth_beside_their_sockets() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let mut held = Vec::new();
        for _ in 0..8 {
            held.push(listen(app, &ada).await.unwrap());
        }
        assert_eq!(listen(app, &ada).await.err(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(ada.get("/backup/live").await.status, StatusCode::OK);
        held.pop();
        assert!(listen(app, &ada).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn one_request_of_a_mail_program_stops_the_mails_of_a_kind() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let system = System::new(&app.state.world, "test");
        let user = app.id_of("ada").await.parse().unwrap();
        let token = notifications::token(&system, user, Stop::Kind(Kind::Announcement)).await.unwrap();
        let path = format!("/unsubscribe/{token}");
        let shown = app.browser().get(&path).await;
        assert!(shown.status == StatusCode::OK && shown.body.contains("Announcements"), "{}", shown.status);
        // RFC 8058: no cookie, no origin, nobody asks again; and a second one is answered like the first.
        for _ in 0..2 {
            let request = axum::http::Request::post(&path)
                .header(header::HOST, "127.0.0.1")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from("List-Unsubscribe=One-Click"))
                .unwrap();
            let answer = app.router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK);
        }
        let chosen = sql!("select notifications from users where username = 'ada'");
        let (chosen,): (String,) = app.state.world.db.one(chosen, args![]).await.unwrap();
        assert_eq!(chosen, "announcement:bell+off+push");
        assert!(app.browser().get(&path).await.body.contains("These mails have stopped"));
    })
    .await;
}
