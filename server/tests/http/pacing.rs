//! What costs a password hash or sends a mail is paced by address, whoever asks; what sends a file by person, wherever
//! they are. Whoever has to wait reads for how long.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use model::Error;

use crate::access::{Line, TABLE};
use crate::app::{Answer, Browser, each_app, encode, join_fields};
use crate::scene::Scene;

const LOG_IN: &str = "/fn/app/pages/accounts/api/log_in";
const JOIN: &str = "/fn/app/pages/accounts/api/register_by_code";
/// Tries that an address has at once.
const BURST: usize = 300;
/// Fewer uploads than a person has at once, of which the scene has begun one.
const UPLOADS: usize = 25;
/// Tries after which a slow machine must have come past what is given back meanwhile.
const MANY: usize = 1000;
/// What anybody may call at any pace: it costs nothing.
const FREE: &[&str] = &["POST /fn/app/pages/accounts/api/log_out"];

/// Sends until the address has to wait.
async fn until_it_waits(send: impl AsyncFn() -> Answer) -> Option<Answer> {
    for _ in 0..MANY {
        let answer = send().await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            return Some(answer);
        }
    }
    None
}

#[tokio::test]
async fn log_ins_and_codes_past_the_limit_of_an_address_are_told_when_to_come_back() {
    each_app(async |app| {
        let browser = app.browser();
        let log_in = [("form[log_in]", "nobody_here"), ("form[password]", "")];
        let join = join_fields("nia", "!");
        for n in 0..BURST {
            let answer = match n % 2 {
                0 => browser.call(Method::POST, LOG_IN, &log_in).await,
                _ => browser.call(Method::POST, JOIN, &join).await,
            };
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}: {}", answer.body);
        }
        for (path, fields) in [(LOG_IN, &log_in[..]), (JOIN, &join[..])] {
            let told = until_it_waits(async || browser.call(Method::POST, path, fields).await).await.expect(path);
            assert!(matches!(told.json::<Error>(), Error::TooMany(1..)), "{path}: {}", told.body);
            let page = until_it_waits(async || browser.post(path, fields).await).await.expect(path);
            assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
            assert!(page.headers.contains_key(header::RETRY_AFTER), "{path}");
            assert!(page.body.contains("<h1>Too many tries</h1><p>Please wait "), "{path}: {}", page.body);
        }
        // Pages open all the while, and other addresses do not wait.
        assert_eq!(browser.get("/login").await.status, StatusCode::OK);
        let other = app
            .browser()
            .request(Method::POST, LOG_IN)
            .extension(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 40_000))))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(encode(&log_in)));
        assert_eq!(browser.send(other.unwrap()).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

/// Begins an upload that holds no form.
async fn upload(browser: &Browser<'_>, path: &str, accept: &str) -> Answer {
    let request = browser.request(Method::POST, path).header(header::ACCEPT, accept);
    browser.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn uploads_past_the_limit_of_a_person_are_told_when_to_come_back_and_those_of_others_are_taken() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let submissions = scene.fill("/s/alpha/assignments/{assignment}/submissions");
        for (browser, path) in
            [(&scene.student, submissions.as_str()), (&scene.admin, "/s/alpha/settings/logo"), (&scene.teacher, "/me/photo")]
        {
            // Nobody is held up by who came before them, from the same address.
            for n in 0..UPLOADS {
                let answer = upload(browser, path, "application/json").await;
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {n}: {}", answer.body);
            }
            let told = until_it_waits(async || upload(browser, path, "application/json").await).await.expect(path);
            assert!(matches!(told.json::<Error>(), Error::TooMany(1..=3)), "{path}: {}", told.body);
            assert!(told.headers.contains_key(header::RETRY_AFTER), "{path}");
            let page = until_it_waits(async || upload(browser, path, "text/html").await).await.expect(path);
            assert!(page.headers.contains_key(header::RETRY_AFTER), "{path}");
            assert!(page.body.contains("<h1>Too many tries</h1><p>Please wait "), "{path}: {}", page.body);
            // One limit for all that one sends.
            let other = until_it_waits(async || upload(browser, "/me/photo", "application/json").await).await;
            assert!(other.is_some(), "{path}");
            assert_eq!(browser.get("/s/alpha").await.status, StatusCode::OK, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_function_that_is_open_to_nobody_in_particular_is_paced() {
    each_app(async |app| {
        let browser = app.browser();
        let mut free = Vec::new();
        for Line(endpoint, _, _, expected) in TABLE {
            let path = endpoint.strip_prefix("POST ").filter(|path| path.starts_with("/fn/"));
            let Some(path) = path.filter(|_| expected[0] != 401 && !FREE.contains(endpoint)) else { continue };
            if until_it_waits(async || browser.call(Method::POST, path, &[]).await).await.is_none() {
                free.push(*endpoint);
            }
        }
        assert!(free.is_empty(), "not in PACED: {free:#?}");
    })
    .await;
}
