//! Which devices of a person are told.

use model::device::Device;
use model::ids::PushId;
use model::push::{PushDevice, PushForm, PushPage};
use model::text::push as t;
use model::{At, Error, limits};
use serde_json::json;
use store::{Tx, args, sql};

use super::letter::keys;
use super::vapid::VapidKey;
use super::{Message, add};
use crate::accounts::links;
use crate::scope::Actor;
use crate::{Person, Result, System, texts};

#[derive(sqlx::FromRow)]
struct Row {
    id: PushId,
    session_hash: String,
    device: String,
    created_at: At,
    sent_at: Option<At>,
}

/// Whether somebody has a device that is told, in a statement that names them and the time.
macro_rules! has_device {
    ($user:literal, $now:literal) => {
        concat!(
            "exists (select 1 from push_subscriptions d join sessions e on e.id_hash = d.session_hash
                     where d.user_id = ",
            $user,
            " and e.expires_at > ",
            $now,
            ")"
        )
    };
}
pub(crate) use has_device;

/// The person's devices, the latest first.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn list(person: &Person) -> Result<PushPage> {
    person.require_self()?;
    let key = VapidKey::of(&person.db).await?.public();
    let rows: Vec<Row> = person
        .db
        .all(
            sql!(
                "select p.id, p.session_hash, p.device, p.created_at, p.sent_at
                 from push_subscriptions p join sessions s on s.id_hash = p.session_hash
                 where p.user_id = $1 and s.expires_at > $2 order by p.created_at desc, p.id desc"
            ),
            args![person.me.user_id, person.now],
        )
        .await?;
    let device = |row: Row| PushDevice {
        id: row.id,
        device: Device::of(&row.device),
        here: row.session_hash == *person.session,
        added: person.when(row.created_at),
        sent: row.sent_at.map(|at| person.when(at)),
    };
    Ok(PushPage { key, devices: rows.into_iter().map(device).collect() })
}

/// Tells this device from now on. One browser tells one person, and one session: whoever turned it on before is no longer
/// told there.
///
/// # Errors
/// `Malformed` for what no browser says; `Viewing` for those who see with another member's eyes.
pub async fn subscribe(person: &Person, form: &PushForm) -> Result<()> {
    form.validate()?;
    if keys(&form.p256dh, &form.auth).is_none() {
        return Err(Error::Malformed.into());
    }
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    // Of two clicks the second waits here.
    links::lock(&mut work.tx, user).await?;
    let (known,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from push_subscriptions where endpoint = $1 and user_id = $2 and session_hash = $3
                                and p256dh = $4 and auth = $5) as known"
            ),
            args![form.endpoint.as_str(), user, person.session.as_ref(), form.p256dh.as_str(), form.auth.as_str()],
        )
        .await?;
    if known {
        return Ok(());
    }
    // A browser has one subscription, so what this session turned on before has gone.
    work.tx
        .run(
            sql!(
                "delete from push_subscriptions
                 where endpoint = $1 or user_id = $2 and (endpoint = $3 or session_hash = $4)"
            ),
            args![form.endpoint.as_str(), user, form.before.as_str(), person.session.as_ref()],
        )
        .await?;
    work.tx
        .run(
            sql!(
                "delete from push_subscriptions where user_id = $1 and id not in (
                   select id from push_subscriptions where user_id = $1 order by created_at desc, id desc limit $2)"
            ),
            args![user, limits::PUSH_DEVICES - 1],
        )
        .await?;
    work.tx
        .run(
            sql!(
                "insert into push_subscriptions (id, user_id, session_hash, endpoint, p256dh, auth, device, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            args![
                PushId::new(),
                user,
                person.session.as_ref(),
                form.endpoint.as_str(),
                form.p256dh.as_str(),
                form.auth.as_str(),
                &*person.agent,
                person.now
            ],
        )
        .await?;
    work.audit("session.push_on", user, json!({})).await?;
    work.commit().await
}

/// Tells a device no longer. The second of two clicks is answered like the first.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn turn_off(person: &Person, id: PushId) -> Result<()> {
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    let off = sql!("delete from push_subscriptions where user_id = $1 and id = $2");
    if work.tx.run(off, args![user, id]).await? == 0 {
        return Ok(());
    }
    work.audit("session.push_off", user, json!({})).await?;
    work.commit().await
}

/// Tells a device something, so that one sees that it works: once in the time of two clicks.
///
/// # Errors
/// `NotFound` for a device that is not the person's; `Viewing` for those who see with another member's eyes.
pub async fn try_out(person: &Person, id: PushId) -> Result<()> {
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (own, lately): (bool, bool) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from push_subscriptions where user_id = $1 and id = $2) as own,
                        exists (select 1 from audit where school_id is null and at > $3 and actor_id = $1
                                and action = 'session.push_tried' and subject = $4) as lately"
            ),
            args![user, id, crate::twice::since(person.now), id.to_string()],
        )
        .await?;
    if !own {
        return Err(Error::NotFound.into());
    }
    if lately {
        return Ok(());
    }
    let locale = person.locale();
    let language = texts::language(locale);
    let message = Message {
        title: language.text(t::TEST_TITLE).to_owned(),
        body: language.text(t::TEST_BODY).to_owned(),
        link: "/me/devices".to_owned(),
        tag: "test".to_owned(),
        lang: locale.text().to_owned(),
        dir: locale.dir().to_owned(),
        at: person.now,
    };
    add(&mut work, id, &message).await?;
    work.audit("session.push_tried", id, json!({})).await?;
    work.commit().await
}

/// What was turned on in a session goes on in the one that takes its place.
pub(crate) async fn follow(tx: &mut Tx, old: &str, new: &str) -> Result<()> {
    tx.run(sql!("update push_subscriptions set session_hash = $2 where session_hash = $1"), args![old, new]).await?;
    Ok(())
}

/// Throws away what ended with its session.
///
/// # Errors
/// As the database answers.
pub(crate) async fn sweep(system: &System) -> Result<()> {
    system
        .db
        .run(
            sql!(
                "delete from push_subscriptions
                 where not exists (select 1 from sessions s where s.id_hash = push_subscriptions.session_hash)"
            ),
            args![],
        )
        .await?;
    Ok(())
}
