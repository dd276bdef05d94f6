//! Posting push messages to the services of browsers (RFC 8030). Where they are the browser says, so that whoever sends a
//! form says where this server goes: it goes to public addresses over HTTPS alone, follows nobody and reads nothing.

mod public;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, bail};
use domain::push::Letter;
use model::At;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, StatusCode, Url, redirect};

use self::public::{PublicOnly, is_public};

/// How long a service may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Failures in a row after which a service rests, and for how many seconds.
const FAILURES: u32 = 5;
const REST: i64 = 60;
/// Seconds it may ask for itself.
const LONGEST_REST: i64 = 60 * 60;
/// Services whose failures are remembered.
const SERVICES: usize = 1000;

/// What came of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    Taken,
    /// Nobody is there any more, or it leads where nothing is sent.
    Gone,
}

/// A service that did not answer as it should.
#[derive(Default)]
struct Trouble {
    failures: u32,
    rests_until: At,
}

pub struct Pusher {
    client: Client,
    /// For tests: this machine is as good as any.
    local: bool,
    /// By the origin of the service.
    troubles: Mutex<HashMap<String, Trouble>>,
}

impl Pusher {
    /// # Errors
    /// Where this machine has no certificates to know others by.
    pub fn new(local: bool) -> Result<Pusher> {
        // Only the first has an effect.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut client = Client::builder()
            .redirect(redirect::Policy::none())
            // A proxy would look the names up itself.
            .no_proxy()
            .https_only(!local)
            .timeout(PATIENCE);
        if !local {
            client = client.dns_resolver(PublicOnly);
        }
        Ok(Pusher { client: client.build()?, local, troubles: Mutex::default() })
    }

    /// # Errors
    /// What the service says against it, or that it rests: tried again later.
    pub async fn send(&self, letter: &Letter, now: At) -> Result<Sent> {
        let Some(url) = letter.endpoint.parse::<Url>().ok().filter(|url| self.local || may_go_to(url)) else {
            return Ok(Sent::Gone);
        };
        let origin = url.origin().ascii_serialization();
        if let Some(seconds) = self.rests(&origin, now) {
            bail!("its service rests for {seconds} seconds");
        }
        let post = self
            .client
            .post(url)
            .header(AUTHORIZATION, &letter.authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .header("ttl", letter.ttl)
            .body(letter.body.clone());
        let answer = match post.send().await {
            Ok(answer) => answer,
            Err(error) => {
                self.failed(origin, now, 0);
                // Its address is as good as a key.
                return Err(error.without_url().into());
            }
        };
        let status = answer.status();
        match status {
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Sent::Gone),
            _ if status.is_success() => {
                self.lock().remove(&origin);
                Ok(Sent::Taken)
            }
            _ => {
                if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
                    let asked: Option<i64> =
                        answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
                    self.failed(origin, now, asked.unwrap_or_default());
                }
                bail!("its service answered {status}")
            }
        }
    }

    /// The seconds for which nothing is sent to a service.
    fn rests(&self, origin: &str, now: At) -> Option<i64> {
        let until = self.lock().get(origin)?.rests_until;
        (until > now).then(|| (until.0 - now.0) / 1000 + 1)
    }

    fn failed(&self, origin: String, now: At, asked: i64) {
        let mut troubles = self.lock();
        if troubles.len() >= SERVICES {
            troubles.clear();
        }
        let trouble = troubles.entry(origin).or_default();
        trouble.failures += 1;
        if trouble.failures >= FAILURES || asked > 0 {
            trouble.rests_until = now.plus_seconds(asked.clamp(REST, LONGEST_REST));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Trouble>> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a letter may go there. Names are looked up when it does, see [`PublicOnly`].
fn may_go_to(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    url.scheme() == "https"
        && url.port_or_known_default() == Some(443)
        && url.username().is_empty()
        && url.password().is_none()
        && address.map_or(!host.is_empty(), is_public)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::routing::post;
    use model::ids::PushId;
    use tokio::net::TcpListener;

    use super::*;

    fn letter(endpoint: &str) -> Letter {
        let (endpoint, authorization) = (endpoint.to_owned(), "vapid t=x, k=y".to_owned());
        Letter { device: PushId::new(), endpoint, authorization, ttl: 60, body: b"x".to_vec() }
    }

    #[tokio::test]
    async fn nothing_is_sent_to_what_is_not_public() {
        for endpoint in [
            "http://push.example/a",
            "https://push.example:8443/a",
            "https://127.0.0.1/a",
            "https://2130706433/a",
            "https://0x7f.1/a",
            "https://10.1.2.3/a",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/a",
            "https://[::ffff:10.0.0.1]/a",
            "https://[fd00::1]/a",
            "https://me@push.example/a",
            "file:///etc/passwd",
            "nonsense",
        ] {
            let sent = Pusher::new(false).unwrap().send(&letter(endpoint), At(0)).await;
            assert_eq!(sent.unwrap(), Sent::Gone, "{endpoint}");
        }
        assert!(may_go_to(&"https://push.example/a?b=c".parse().unwrap()));
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_followed() {
        let error = Pusher::new(false).unwrap().send(&letter("https://localhost/secret-part"), At(0)).await.unwrap_err();
        assert!(!format!("{error:#}").contains("secret-part"), "{error:#}");
    }

    /// A service that answers everything alike, and how often it was asked; whoever is followed counts a hundred.
    async fn service(status: StatusCode, location: Option<&'static str>) -> (String, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let (counter, followed) = (asked.clone(), asked.clone());
        let answer = move || async move {
            counter.fetch_add(1, Ordering::SeqCst);
            (status, location.map(|to| [(axum::http::header::LOCATION, to)]), ())
        };
        let other = move || async move {
            followed.fetch_add(100, Ordering::SeqCst);
        };
        let router = Router::new().route("/a", post(answer)).route("/b", post(other.clone()).get(other));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/a", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (address, asked)
    }

    #[tokio::test]
    async fn a_service_that_fails_again_and_again_rests_for_a_minute() {
        let pusher = Pusher::new(true).unwrap();
        let (address, asked) = service(StatusCode::SERVICE_UNAVAILABLE, None).await;
        for _ in 0..FAILURES + 3 {
            assert!(pusher.send(&letter(&address), At(0)).await.is_err());
        }
        assert_eq!(asked.load(Ordering::SeqCst), FAILURES as usize);
        assert!(pusher.send(&letter(&address), At(0).plus_seconds(REST)).await.is_err());
        assert_eq!(asked.load(Ordering::SeqCst), FAILURES as usize + 1, "then it is tried once more");
    }

    #[tokio::test]
    async fn what_a_service_answers_is_understood_and_nobody_is_followed() {
        let pusher = Pusher::new(true).unwrap();
        for (status, sent) in [
            (StatusCode::CREATED, Some(Sent::Taken)),
            (StatusCode::NOT_FOUND, Some(Sent::Gone)),
            (StatusCode::GONE, Some(Sent::Gone)),
            (StatusCode::FORBIDDEN, None),
            (StatusCode::TOO_MANY_REQUESTS, None),
        ] {
            let (address, _) = service(status, None).await;
            assert_eq!(pusher.send(&letter(&address), At(0)).await.ok(), sent, "{status}");
        }
        let (address, asked) = service(StatusCode::TEMPORARY_REDIRECT, Some("/b")).await;
        assert!(pusher.send(&letter(&address), At(0)).await.is_err());
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}
