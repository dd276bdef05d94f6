//! By what the services of browsers know this platform again (RFC 8292).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::At;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use rand::RngExt;
use serde_json::json;
use store::{Db, args, sql};

use super::FRESH_HOURS;
use crate::Result;

/// The key of this platform. No log shows it, and no archive holds it: another platform makes its own.
pub(super) struct VapidKey(SigningKey);

impl VapidKey {
    /// Made when it is first asked for, by whichever node does.
    pub async fn of(db: &Db) -> Result<VapidKey> {
        if let Some(key) = VapidKey::kept(db).await? {
            return Ok(key);
        }
        let made = sql!("insert into secrets (name, value) values ('push', $1) on conflict (name) do nothing");
        db.run(made, args![URL_SAFE_NO_PAD.encode(fresh())]).await?;
        VapidKey::kept(db).await?.ok_or_else(|| anyhow::anyhow!("the key of push messages is not kept").into())
    }

    async fn kept(db: &Db) -> Result<Option<VapidKey>> {
        let kept: Option<(String,)> = db.maybe(sql!("select value from secrets where name = 'push'"), args![]).await?;
        let Some((kept,)) = kept else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(kept).map_err(anyhow::Error::from)?;
        let key = SigningKey::from_slice(&bytes).map_err(|_| anyhow::anyhow!("the key of push messages cannot be read"))?;
        Ok(Some(VapidKey(key)))
    }

    /// What a browser is given when it subscribes: the point, uncompressed, in base64url.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The value of `Authorization` for the service of that origin.
    pub fn authorization(&self, origin: &str, subject: &str, now: At) -> String {
        let head = json!({ "typ": "JWT", "alg": "ES256" });
        let claims = json!({ "aud": origin, "exp": now.plus_hours(FRESH_HOURS).0 / 1000, "sub": subject });
        let [head, claims] = [head, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{head}.{claims}");
        let signature: Signature = self.0.sign(signed.as_bytes());
        format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.to_bytes()), self.public())
    }
}

/// A scalar of the curve: nearly every number of that length is one.
fn fresh() -> [u8; 32] {
    loop {
        let bytes = rand::rng().random::<[u8; 32]>();
        if SigningKey::from_slice(&bytes).is_ok() {
            return bytes;
        }
    }
}
