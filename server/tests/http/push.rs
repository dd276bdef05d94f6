//! Web push from the switch to the screen: a service of this machine takes what is sent, and reads it as a browser would.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::{Router, routing};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::push::PushPage;
use p256::SecretKey;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde_json::Value;
use server::{Config, jobs};
use store::testing::each_scratch;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use web_push_native::{Auth, decrypt};

use crate::app::{Browser, PASSWORD, TestApp};

const ME: &str = "/fn/app/pages/me/api";

/// The keys of a browser.
pub struct Keys {
    secret: SecretKey,
    auth: [u8; 16],
}

/// Those of that number.
pub fn keys(number: u8) -> Keys {
    Keys { secret: SecretKey::from_slice(&[number; 32]).unwrap(), auth: [number; 16] }
}

/// Says what the browser of a person says when it is turned on.
pub async fn subscribe(browser: &Browser<'_>, endpoint: &str, keys: &Keys) {
    let p256dh = URL_SAFE_NO_PAD.encode(keys.secret.public_key().to_sec1_bytes());
    let auth = URL_SAFE_NO_PAD.encode(keys.auth);
    let fields = [("form[endpoint]", endpoint), ("form[p256dh]", &p256dh), ("form[auth]", &auth)];
    let answer = browser.call(Method::POST, &format!("{ME}/subscribe_push"), &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
}

async fn shown(browser: &Browser<'_>) -> PushPage {
    browser.call(Method::GET, &format!("{ME}/show_push"), &[]).await.json()
}

/// What a service was sent: for whom, how, and what.
type Posted = (String, HeaderMap, Bytes);

/// A service of browsers; nobody is there any more under `gone`.
async fn service() -> (String, UnboundedReceiver<Posted>) {
    let (heard, posted) = unbounded_channel();
    let take = move |Path(whom): Path<String>, headers: HeaderMap, body: Bytes| async move {
        let status = if whom == "gone" { StatusCode::GONE } else { StatusCode::CREATED };
        heard.send((whom, headers, body)).unwrap();
        status
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/to/{whom}", routing::post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, posted)
}

/// The claims of a token that the key signed (RFC 8292).
fn claims(headers: &HeaderMap, key: &str) -> Value {
    let value = headers["authorization"].to_str().unwrap();
    let (token, known) = value.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).unwrap();
    assert_eq!(known, key);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = Signature::from_slice(&URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    let key = VerifyingKey::from_sec1_bytes(&URL_SAFE_NO_PAD.decode(key).unwrap()).unwrap();
    key.verify(signed.as_bytes(), &signature).unwrap();
    let part = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    assert_eq!(part(head)["alg"], "ES256");
    part(claims)
}

#[tokio::test]
async fn a_device_is_told_what_it_alone_can_read_and_one_that_is_gone_is_forgotten() {
    each_scratch(async |scratch| {
        scratch.db.follow().await.unwrap();
        let app = TestApp::with(scratch, Config { push_local: true, ..Config::default() });
        let (service, mut posted) = service().await;
        let ada = app.founder("ada", "alpha").await;
        let (mine, gone) = (keys(1), keys(2));
        subscribe(&ada, &format!("{service}/to/ada"), &mine).await;
        let phone = app.browser();
        let log_in = [("form[log_in]", "ada"), ("form[password]", PASSWORD)];
        phone.post("/fn/app/pages/accounts/api/log_in", &log_in).await;
        subscribe(&phone, &format!("{service}/to/gone"), &gone).await;
        let page = shown(&phone).await;
        assert_eq!(page.devices.iter().map(|it| it.here).collect::<Vec<_>>(), [true, false]);
        let runner = tokio::spawn(jobs::run(app.state.clone(), None));

        let other = page.devices[1].id.to_string();
        let tried = ada.post(&format!("{ME}/try_push"), &[("id", &other)]).await;
        assert_eq!(tried.location(), "/me/devices", "{}", tried.body);
        let (whom, headers, body) = posted.recv().await.unwrap();
        assert_eq!((whom.as_str(), headers["content-encoding"].to_str().unwrap()), ("ada", "aes128gcm"));
        let ttl: i64 = headers["ttl"].to_str().unwrap().parse().unwrap();
        assert!((1..=12 * 60 * 60).contains(&ttl), "{ttl}");
        let claims = claims(&headers, &page.key);
        assert_eq!((claims["aud"].as_str(), claims["sub"].as_str()), (Some(service.as_str()), Some("mailto:lyceum@lyceum.test")));
        let (ends, now) = (claims["exp"].as_i64().unwrap(), store::clock::now().0 / 1000);
        assert!(ends > now && ends <= now + 24 * 60 * 60, "{ends}");
        let text = decrypt(body.to_vec(), &mine.secret, &Auth::from(mine.auth)).unwrap();
        let told: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!((told["title"].as_str(), told["link"].as_str()), (Some("Notifications work"), Some("/me/devices")));

        let lost = page.devices[0].id.to_string();
        ada.post(&format!("{ME}/try_push"), &[("id", &lost)]).await;
        assert_eq!(posted.recv().await.unwrap().0, "gone");
        // That it was sent is known before what came of it is noted.
        while shown(&ada).await.devices.len() > 1 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(posted.try_recv().is_err(), "nobody is told twice");
        app.stop.send_replace(true);
        runner.await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn who_logs_out_is_not_told_on_that_device_any_more() {
    each_scratch(async |scratch| {
        scratch.db.follow().await.unwrap();
        let app = TestApp::with(scratch, Config { push_local: true, ..Config::default() });
        let ada = app.founder("ada", "alpha").await;
        let phone = app.browser();
        let log_in = [("form[log_in]", "ada"), ("form[password]", PASSWORD)];
        phone.post("/fn/app/pages/accounts/api/log_in", &log_in).await;
        subscribe(&phone, "https://push.example/phone", &keys(1)).await;
        assert_eq!(shown(&ada).await.devices.len(), 1);
        phone.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        assert!(shown(&ada).await.devices.is_empty());
        let page = ada.get("/me/devices").await.body;
        assert!(page.contains("No device of yours is told."), "{page}");
    })
    .await;
}
