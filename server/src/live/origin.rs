//! Where a socket comes from.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use model::Error;

use crate::App;
use crate::answer::Refusal;

/// The request was made by a page of ours: 403 otherwise. Browsers always name the page's origin with a websocket and
/// no page can name another; whoever names none is no browser and can name ours.
pub struct SameOrigin;

impl FromRequestParts<App> for SameOrigin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        if is_own(&parts.headers, &app.world.settings.public_url) { Ok(SameOrigin) } else { Err(Error::Forbidden.into()) }
    }
}

/// Whether the origin is the public one, or the very host that was asked.
fn is_own(headers: &HeaderMap, public: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_ascii_lowercase);
    let Some(origin) = text(header::ORIGIN) else { return false };
    let Some((_, asked)) = origin.split_once("://") else { return false };
    origin == public.to_ascii_lowercase() || text(header::HOST).is_some_and(|host| host == asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_ours_may_connect() {
        let asked = |origin: Option<&str>, host: &str| {
            let mut headers = HeaderMap::new();
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            headers.insert(header::HOST, host.parse().unwrap());
            is_own(&headers, "https://lyceum.test")
        };
        assert!(asked(Some("https://lyceum.test"), "10.0.0.3:3000"), "behind a proxy that changes the host");
        assert!(asked(Some("HTTPS://Lyceum.Test"), "lyceum.test"));
        assert!(asked(Some("http://127.0.0.1:3000"), "127.0.0.1:3000"));
        for (origin, host) in [
            (None, "lyceum.test"),
            (Some("null"), "lyceum.test"),
            (Some(""), ""),
            (Some("https://evil.test"), "lyceum.test"),
            (Some("https://lyceum.test.evil.test"), "lyceum.test"),
            (Some("https://evil.test/https://lyceum.test"), "lyceum.test"),
            (Some("http://127.0.0.1:3001"), "127.0.0.1:3000"),
        ] {
            assert!(!asked(origin, host), "{origin:?} {host}");
        }
    }
}
