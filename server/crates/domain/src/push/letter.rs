//! What goes to the service of one browser.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::ids::{PushId, UserId};
use model::push::origin;
use p256::PublicKey;
use serde::Serialize;
use store::{args, sql};
use web_push_native::{Auth, encrypt};

use super::vapid::VapidKey;
use super::{FRESH_HOURS, Message, Parcel};
use crate::{Result, System, chat, notifications};

/// Ready to be posted.
pub struct Letter {
    pub device: PushId,
    pub endpoint: String,
    /// The value of `Authorization`.
    pub authorization: String,
    /// Seconds that the service keeps it for a device that is off.
    pub ttl: i64,
    /// Encrypted, as `aes128gcm`.
    pub body: Vec<u8>,
}

/// What the service worker reads.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    message: &'a Message,
    /// Whom it is for: it is shown to nobody else who has come to the device.
    to: UserId,
    /// The figure on the icon of the app, as it is now.
    unread: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: UserId,
    endpoint: String,
    p256dh: String,
    auth: String,
}

/// The letter of a job; nothing where it is too late, or the device is not told any more.
///
/// # Errors
/// As the database answers, and for what the job cannot have been given.
pub async fn letter(system: &System, payload: &str) -> Result<Option<Letter>> {
    let parcel: Parcel = serde_json::from_str(payload)?;
    let ttl = (parcel.made_at.plus_hours(FRESH_HOURS).0 - system.now.0) / 1000;
    if ttl <= 0 {
        return Ok(None);
    }
    let row: Option<Row> = system
        .db
        .maybe(
            sql!(
                "select p.user_id, p.endpoint, p.p256dh, p.auth
                 from push_subscriptions p join sessions s on s.id_hash = p.session_hash
                 where p.id = $1 and s.expires_at > $2"
            ),
            args![parcel.device, system.now],
        )
        .await?;
    let Some(Row { user_id, endpoint, p256dh, auth }) = row else { return Ok(None) };
    let (Some(origin), Some((public, auth))) = (origin(&endpoint), keys(&p256dh, &auth)) else { return Ok(None) };
    let figure = notifications::figure_of(system, user_id).await?;
    let unread = figure.bell + figure.quiet + chat::quiet(system, user_id).await?;
    let text = serde_json::to_vec(&Told { message: &parcel.message, to: user_id, unread })?;
    let body = encrypt(text, &public, &auth).map_err(|error| anyhow::anyhow!("a push message: {error}"))?;
    let authorization = VapidKey::of(&system.db).await?.authorization(origin, &subject(system), system.now);
    Ok(Some(Letter { device: parcel.device, authorization, ttl, body, endpoint }))
}

/// Whom the service may ask about this platform (RFC 8292, section 2.1).
fn subject(system: &System) -> String {
    let url = &system.settings.public_url;
    if url.starts_with("https://") { url.clone() } else { format!("mailto:lyceum@{}", system.settings.host()) }
}

/// The keys of a browser; nothing for what are none.
pub(super) fn keys(p256dh: &str, auth: &str) -> Option<(PublicKey, Auth)> {
    let public = PublicKey::from_sec1_bytes(&URL_SAFE_NO_PAD.decode(p256dh).ok()?).ok()?;
    let auth: [u8; 16] = URL_SAFE_NO_PAD.decode(auth).ok()?.try_into().ok()?;
    Some((public, Auth::from(auth)))
}

/// Notes that a service has taken it.
///
/// # Errors
/// As the database answers.
pub async fn note_sent(system: &System, device: PushId) -> Result<()> {
    let sent = sql!("update push_subscriptions set sent_at = $2 where id = $1");
    system.db.run(sent, args![device, system.now]).await?;
    Ok(())
}

/// Forgets a device that is gone, or whose address leads where nothing is sent.
///
/// # Errors
/// As the database answers.
pub async fn forget(system: &System, device: PushId) -> Result<()> {
    system.db.run(sql!("delete from push_subscriptions where id = $1"), args![device]).await?;
    Ok(())
}
