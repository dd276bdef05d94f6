use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};

use crate::app::each_app;

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let browser = app.browser();
        for path in ["/", "/login", "/nowhere", "/health", "/s/alpha", "/pkg/none.js"] {
            let answer = browser.get(path).await;
            for name in [
                "content-security-policy",
                "x-content-type-options",
                "referrer-policy",
                "x-frame-options",
                "x-request-id",
                "x-response-time",
            ] {
                assert!(answer.headers.contains_key(name), "{path}: {name}");
            }
        }
        let page = browser.get("/login").await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert!(policy.contains("default-src 'none'") && policy.contains("; worker-src 'self';"), "{policy}");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
        assert_ne!(
            nonce,
            browser.get("/login").await.headers["content-security-policy"]
                .to_str()
                .unwrap()
                .split("'nonce-")
                .nth(1)
                .unwrap()
                .split('\'')
                .next()
                .unwrap()
        );
        for tag in page.body.split("<script").skip(1) {
            assert!(tag.split('>').next().unwrap().contains(nonce), "a script without the nonce: {tag}");
        }
        assert!(!page.body.contains(" style=\""), "a style attribute");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_404_with_a_page_and_the_post_of_nothing_405() {
    each_app(async |app| {
        let browser = app.browser();
        let page = browser.get("/no/such/page").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.body.contains("Nothing here"), "{}", page.body);
        assert_eq!(browser.post("/no/such/page", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
    })
    .await;
}

#[tokio::test]
async fn health_says_alive_and_readiness_names_its_parts() {
    each_app(async |app| {
        let browser = app.browser();
        assert_eq!(browser.get("/health").await.status, StatusCode::OK);
        let ready = browser.get("/health/ready").await;
        assert_eq!(ready.status, StatusCode::OK, "{}", ready.body);
        let body: serde_json::Value = ready.json();
        assert_eq!(body["checks"]["database"]["status"], "healthy");
        let metrics = browser.get("/metrics").await;
        assert!(metrics.body.contains("http_requests_total"), "{}", metrics.body);
        let far = browser.request(Method::GET, "/metrics").extension(ConnectInfo(SocketAddr::from(([10, 0, 0, 9], 40_000))));
        assert_eq!(
            browser.send(far.body(Body::empty()).unwrap()).await.status,
            StatusCode::NOT_FOUND,
            "numbers are for this machine"
        );
        let ada = app.founder("ada", "alpha").await;
        let faults = || {
            let figures = app.state.world.faults.figures(store::clock::now());
            (figures.total, figures.last_hour)
        };
        app.state.world.db.close().await;
        assert_eq!(browser.get("/health").await.status, StatusCode::OK);
        assert_eq!(faults(), (0, 0), "what is refused is no fault");
        assert_eq!(browser.get("/health/ready").await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(faults(), (0, 0), "nor is it one not to be ready");
        let broken = ada.call(Method::GET, "/fn/app/pages/accounts/api/my_requests", &[]).await;
        assert!(broken.status.is_server_error(), "{} {}", broken.status, broken.body);
        assert_eq!(faults(), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn a_form_larger_than_any_form_is_refused_before_it_is_read() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let huge = "x".repeat(model::limits::FORM_BYTES + 1);
        let answer = app.browser().call(Method::POST, "/fn/app/pages/accounts/api/log_in", &[("form[log_in]", &huge)]).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    })
    .await;
}

#[tokio::test]
async fn a_page_is_whole_without_script() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let class = ada.make_class("alpha", "Form 2B").await;
        for (path, text) in
            [("/s/alpha/classes", "Form 2B"), (class.as_str(), "Code for students"), ("/me/devices", "Where you are logged in")]
        {
            let page = ada.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.body.contains(text), "{path}: {}", page.body);
            assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
        }
    })
    .await;
}
