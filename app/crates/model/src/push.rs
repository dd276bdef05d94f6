//! Devices that are told while no page of ours is open (product.md section 20).

use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::ids::PushId;
use crate::{Error, Result, When, limits};

/// What a browser says of itself when it is to be told. Nobody types it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PushForm {
    /// Where its service takes what is for it.
    pub endpoint: String,
    /// Its keys, in base64url without padding.
    pub p256dh: String,
    pub auth: String,
    /// Where it was told before.
    pub before: String,
}

impl PushForm {
    /// # Errors
    /// `Malformed` for what no browser says. Where the endpoint leads is asked when something is sent there.
    pub fn validate(&self) -> Result<()> {
        let keys = self.p256dh.len() == 87 && self.auth.len() == 22;
        if keys && origin(&self.endpoint).is_some_and(|origin| !origin.contains('@')) { Ok(()) } else { Err(Error::Malformed) }
    }
}

/// Scheme, host and port of an endpoint: whom the sender speaks to (RFC 8292, section 2).
pub fn origin(endpoint: &str) -> Option<&str> {
    let plain = endpoint.len() <= limits::PUSH_ENDPOINT && endpoint.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let (scheme, rest) = endpoint.split_once("://").filter(|(scheme, _)| plain && matches!(*scheme, "https" | "http"))?;
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    (host > 0).then(|| &endpoint[..scheme.len() + 3 + host])
}

/// A device that is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushDevice {
    pub id: PushId,
    pub device: Device,
    /// The one that asks.
    pub here: bool,
    pub added: When,
    /// When something last reached its service.
    pub sent: Option<When>,
}

/// The devices of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushPage {
    /// What browsers know this platform by: its public key, in base64url.
    pub key: String,
    /// The latest first.
    pub devices: Vec<PushDevice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_begins_with_the_address_of_its_service() {
        for (endpoint, known) in [
            ("https://push.example/a/b?c", Some("https://push.example")),
            ("https://push.example:8443/a", Some("https://push.example:8443")),
            ("http://127.0.0.1:1?x", Some("http://127.0.0.1:1")),
            ("https://push.example", Some("https://push.example")),
            ("https:///a", None),
            ("ftp://push.example/a", None),
            ("https://push.example\\@10.0.0.1/", None),
            ("https://push.example/a b", None),
            ("push.example", None),
            ("", None),
        ] {
            assert_eq!(origin(endpoint), known, "{endpoint}");
        }
        assert_eq!(origin(&format!("https://push.example/{}", "a".repeat(limits::PUSH_ENDPOINT))), None);
    }

    #[test]
    fn what_no_browser_says_is_refused() {
        let good = PushForm {
            endpoint: "https://push.example/a".into(),
            p256dh: "B".repeat(87),
            auth: "a".repeat(22),
            before: String::new(),
        };
        assert!(good.validate().is_ok());
        for wrong in [
            PushForm { endpoint: "https://me:secret@push.example/a".into(), ..good.clone() },
            PushForm { endpoint: String::new(), ..good.clone() },
            PushForm { p256dh: "B".repeat(86), ..good.clone() },
            PushForm { auth: String::new(), ..good },
        ] {
            assert_eq!(wrong.validate(), Err(Error::Malformed), "{wrong:?}");
        }
    }
}
