//! Telling a person's devices while no page of ours is open: web push (RFC 8030), encrypted for the browser (RFC 8291) and
//! signed by this platform (RFC 8292). Here is who is told what; the server sends it.

mod devices;
mod letter;
#[cfg(test)]
mod tests;
mod vapid;

use model::At;
use model::ids::{NotificationId, PushId, UserId};
use serde::{Deserialize, Serialize};
use store::{args, sql};

use crate::notifications::{self, Rendered};
use crate::scope::Actor;
use crate::{Result, System, Work, jobs};

pub(crate) use devices::{follow, has_device, sweep};
pub use devices::{list, subscribe, try_out, turn_off};
pub use letter::{Letter, forget, letter, note_sent};

/// The job that tells one device.
pub const JOB: &str = "push.device";
/// Hours after which nobody wants to be told any more.
const FRESH_HOURS: i64 = 12;
/// Characters of a title and of a text: the services take four kilobytes.
const TITLE: usize = 120;
const BODY: usize = 240;

/// What a device shows. Nothing more than its reader would see on a locked screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub title: String,
    pub body: String,
    /// Where it leads: a path of ours.
    pub link: String,
    /// What is shown under the same one takes the place of what was there.
    pub tag: String,
    /// The language it is written in, and its direction.
    pub lang: String,
    pub dir: String,
    /// When it was to be heard: with a later one it is heard again, though one of the same tag is shown.
    #[serde(default)]
    pub at: At,
}

impl Message {
    fn cut(&self) -> Message {
        Message { title: cut(&self.title, TITLE), body: cut(&self.body, BODY), ..self.clone() }
    }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// A message on its way to one device.
#[derive(Serialize, Deserialize)]
struct Parcel {
    device: PushId,
    message: Message,
    made_at: At,
}

/// Tells all devices of a person, in the transaction of the change. Each is a job of its own: one that fails is tried
/// again, and the others are not told twice.
///
/// # Errors
/// As the database answers.
pub async fn send(work: &mut Work, user: UserId, message: &Message) -> Result<()> {
    let devices: Vec<(PushId,)> = work
        .tx
        .all(
            sql!(
                "select p.id from push_subscriptions p join sessions s on s.id_hash = p.session_hash
                 where p.user_id = $1 and s.expires_at > $2 order by p.id"
            ),
            args![user, work.now()],
        )
        .await?;
    for (device,) in devices {
        add(work, device, message).await?;
    }
    Ok(())
}

/// The job of a notification, whose id is its payload: nothing where it was read meanwhile, and later where its reader is not to
/// be disturbed by now. Done twice it replaces what it showed, by its tag.
///
/// # Errors
/// As the database answers, and for what the job cannot have been given.
pub async fn deliver(system: &System, payload: &str) -> Result<()> {
    let id: NotificationId = payload.parse().map_err(anyhow::Error::from)?;
    let Some(Rendered { user, title, body, link, locale, raised_at, from }) = notifications::rendered(system, id).await? else {
        return Ok(());
    };
    if from > system.now {
        // They have paused since it was planned, or it has become quiet.
        let mut work = system.begin().await?;
        jobs::add_each_once(&mut work, notifications::PUSH, vec![(payload.to_owned(), from)]).await?;
        return work.commit().await;
    }
    let (lang, dir) = (locale.text().to_owned(), locale.dir().to_owned());
    let message = Message { title, body: body.unwrap_or_default(), link, tag: payload.to_owned(), lang, dir, at: raised_at };
    let mut work = system.begin().await?;
    send(&mut work, user, &message).await?;
    work.commit().await
}

async fn add(work: &mut Work, device: PushId, message: &Message) -> Result<()> {
    let made_at = work.now();
    let parcel = serde_json::to_string(&Parcel { device, message: message.cut(), made_at })?;
    jobs::add(work, JOB, &parcel, made_at).await
}

/// Makes the keys of this platform where there are none yet.
///
/// # Errors
/// As the database answers.
pub async fn prepare(system: &System) -> Result<()> {
    vapid::VapidKey::of(&system.db).await.map(|_| ())
}
