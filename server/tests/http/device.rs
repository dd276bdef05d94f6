//! What a device keeps (public/device.js): whom an answer is for, what it sends later and as whom, and the manifest.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::Value;
use store::{args, sql};

use crate::app::{Answer, Browser, PASSWORD, TestApp, each_app, encode};
use crate::files::{EDGE, file};
use crate::scene::Scene;

const SAY: &str = "/fn/app/pages/chat/api/say";

fn said(answer: &Answer) -> &str {
    answer.headers.get("lyceum-person").and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Sends what a device has kept, as the person given.
async fn send_later(browser: &Browser<'_>, person: &str, fields: &[(&str, &str)]) -> Answer {
    let request = browser
        .request(Method::POST, SAY)
        .header(header::ACCEPT, "application/json")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("lyceum-as", person);
    browser.send(request.body(Body::from(encode(fields))).unwrap()).await
}

async fn messages(app: &TestApp) -> i64 {
    let all = sql!(
        "select cast(count(*) as bigint) as n from messages where school_id = (select id from schools where slug = 'alpha')"
    );
    let (count,): (i64,) = app.state.world.db.one(all, args![]).await.unwrap();
    count
}

#[tokio::test]
async fn every_page_says_whom_it_is_for_so_that_a_device_keeps_none_of_another() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let nobody = app.browser();
        assert_eq!(said(&nobody.get("/login").await), "none");
        let sam = app.id_of("sam").await;
        assert!(!nobody.get("/login").await.headers["lyceum-version"].is_empty(), "and which version answers");
        // Who has just joined goes on with a new session: the answer that brings it is like no other.
        scene.student.get("/s/alpha").await;
        let page = scene.student.get("/s/alpha").await;
        assert_eq!(said(&page), sam);
        assert!(page.body.contains(&format!("data-person=\"{sam}\"")), "{:.600}", page.body);
        assert!(page.body.contains(" data-drawn=\""), "kept, it says when it was so: {:.600}", page.body);
        let nobodys = nobody.get("/login").await.body;
        assert!(!nobodys.contains("data-person") && !nobodys.contains("data-drawn"));

        // What is told once is not to be told again each time the page is opened without a network.
        let fields = [("form[name]", "Sam Person"), ("form[theme]", "dark"), ("form[bio]", "")];
        let answer = scene.student.post_from("/me", "/fn/app/pages/me/api/save_profile", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let copy = scene.student.request(Method::GET, "/me").header(header::ACCEPT, "text/html").header("lyceum-copy", "1");
        let copy = scene.student.send(copy.body(Body::empty()).unwrap()).await;
        assert!(
            !copy.body.contains("Your profile is saved."),
            "a page fetched to be kept takes nothing from the one that is seen"
        );
        let page = scene.student.get("/me").await;
        assert!(page.body.contains("Your profile is saved.") && said(&page) == format!("{sam};once"), "{}", said(&page));
        assert_eq!(said(&scene.student.get("/me").await), sam);

        // The eyes of another member keep nothing, and drop nothing of their own.
        let fields = [("school", "alpha"), ("form[member]", scene.sam.as_str()), ("form[reason]", "They asked for help.")];
        let start = "/fn/app/pages/viewing/api/start_view";
        scene.admin.post_from(&format!("/s/alpha/view-as?member={}", scene.sam), start, &fields).await;
        let page = scene.admin.get("/s/alpha").await;
        assert!(said(&page).starts_with("viewing") && !page.body.contains("data-person"), "{}", said(&page));

        scene.student.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        assert_eq!(said(&scene.student.get("/login").await), "none");
    })
    .await;
}

#[tokio::test]
async fn what_a_device_sends_later_is_taken_once_and_from_its_own_person_alone() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let (sam, room) = (app.id_of("sam").await, scene.fill("{room}"));
        let id = model::ids::MessageId::new().to_string();
        let fields = [("school", "alpha"), ("room", room.as_str()), ("id", id.as_str()), ("form[body]", "Written offline")];
        let before = messages(app).await;

        let nobody = app.browser();
        assert_eq!(send_later(&nobody, &sam, &fields).await.status, StatusCode::UNAUTHORIZED);
        let other = send_later(&scene.teacher, &sam, &fields).await;
        assert_eq!(other.status, StatusCode::UNAUTHORIZED, "whoever has logged in since sends nothing of another's");
        assert_eq!(send_later(&scene.student, "nonsense", &fields).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(messages(app).await, before);

        for _ in 0..3 {
            let answer = send_later(&scene.student, &sam, &fields).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        }
        assert_eq!(messages(app).await, before + 1);

        // With another member's eyes one is not oneself: what one wrote waits, and is not refused.
        let view = [("school", "alpha"), ("form[member]", scene.sam.as_str()), ("form[reason]", "They asked for help.")];
        scene.admin.post_from("/s/alpha", "/fn/app/pages/viewing/api/start_view", &view).await;
        let ada = app.id_of("ada").await;
        assert_eq!(send_later(&scene.admin, &ada, &fields).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(messages(app).await, before + 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_shared_while_no_worker_takes_it_leads_to_the_page_that_says_what_to_do() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        // As a phone does it: no page of ours has sent it.
        let share = async |browser: &Browser<'_>| {
            let request = Request::builder()
                .method(Method::POST)
                .uri("/share")
                .extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))))
                .header(header::HOST, "lyceum.test")
                .header(header::COOKIE, browser.cookie_line())
                .header(header::ACCEPT, "text/html")
                .header("origin", "null")
                .header("sec-fetch-site", "none")
                .header(header::CONTENT_TYPE, EDGE)
                .body(Body::from([file("photo.jpg", &vec![7; 300_000]), b"--edge--\r\n".to_vec()].concat()));
            browser.send(request.unwrap()).await
        };
        let answer = share(&scene.student).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/share?again=1"), "{}", answer.body);
        let page = scene.student.get(answer.location()).await.body;
        assert!(page.contains("Share it once more") && page.contains("Where does it go?"), "{page}");
        assert!(!scene.student.get("/share").await.body.contains("Share it once more"));
        // Who is logged in nowhere comes there when they are.
        let nobody = app.browser();
        let lost = share(&nobody).await;
        assert_eq!(nobody.get(lost.location()).await.location(), "/login?next=/share%3Fagain%3D1");
    })
    .await;
}

/// A file of `public/`.
macro_rules! public {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../public/", $name)).as_slice()
    };
}

fn picture(path: &str) -> &'static [u8] {
    match path {
        "/icon-192.png" => public!("icon-192.png"),
        "/icon-512.png" => public!("icon-512.png"),
        "/icon-maskable-512.png" => public!("icon-maskable-512.png"),
        "/screenshot-wide.png" => public!("screenshot-wide.png"),
        "/screenshot-narrow.png" => public!("screenshot-narrow.png"),
        _ => panic!("{path} is no picture of public/"),
    }
}

#[tokio::test]
async fn the_manifest_has_all_that_an_app_is_installed_by() {
    let manifest: Value = serde_json::from_slice(public!("manifest.webmanifest")).unwrap();
    let list = |name: &str| manifest[name].as_array().cloned().unwrap_or_default();
    for name in ["name", "short_name", "description", "lang", "background_color", "theme_color"] {
        assert!(manifest[name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    // The id is what an installed app is known by: another one would be another app.
    assert_eq!((&manifest["id"], &manifest["scope"], &manifest["start_url"]), (&"/".into(), &"/".into(), &"/".into()));
    assert_eq!(manifest["display"], "standalone");

    let icons = list("icons");
    let has = |sizes: &str, purpose: &str| icons.iter().any(|icon| icon["sizes"] == sizes && icon["purpose"] == purpose);
    assert!(has("192x192", "any") && has("512x512", "any") && has("512x512", "maskable"), "{icons:?}");
    let screenshots = list("screenshots");
    for form in ["wide", "narrow"] {
        assert!(screenshots.iter().any(|it| it["form_factor"] == form && it["label"].is_string()), "{form}");
    }
    for image in icons.iter().chain(&screenshots).filter(|image| image["type"] == "image/png") {
        let bytes = picture(image["src"].as_str().unwrap());
        let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!(image["sizes"], format!("{}x{}", side(16), side(20)), "{}", image["src"]);
    }

    let pages: Vec<String> = server::router::pages();
    let leads_on: Vec<&str> = server::endpoints().into_iter().map(|endpoint| endpoint.path).collect();
    for shortcut in list("shortcuts") {
        let url = shortcut["url"].as_str().unwrap();
        let is_there = pages.iter().any(|page| page == url) || leads_on.contains(&url);
        assert!(is_there && shortcut["name"].is_string(), "{url} is no page");
        assert!(shortcut["name_localized"]["ar"]["value"].is_string(), "{url} in Arabic");
    }
    let share = &manifest["share_target"];
    assert_eq!((&share["method"], &share["enctype"]), (&"POST".into(), &"multipart/form-data".into()));
    assert!(pages.iter().any(|page| share["action"] == page.as_str()), "what is shared leads to a page");
    for kind in share["params"]["files"][0]["accept"].as_array().unwrap() {
        let kind = kind.as_str().unwrap();
        let ending = kind.strip_prefix('.');
        assert!(ending.is_none_or(|ending| model::assignments::ENDINGS.contains(&ending)), "{kind} would be refused");
    }
}

#[tokio::test]
async fn the_shortcut_to_the_chats_leads_to_those_of_a_school_that_has_them() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        assert_eq!(ada.get("/chat").await.location(), "/s/alpha/chat");
        assert!(app.browser().get("/chat").await.location().starts_with("/login?next="));
        let off = sql!("update schools set features = 'chat:off' where slug = 'alpha'");
        app.state.world.db.run(off, args![]).await.unwrap();
        let again = app.browser();
        again.post("/fn/app/pages/accounts/api/log_in", &[("form[log_in]", "ada"), ("form[password]", PASSWORD)]).await;
        assert_eq!(again.get("/chat").await.location(), "/schools");
    })
    .await;
}
