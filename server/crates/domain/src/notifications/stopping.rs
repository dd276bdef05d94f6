//! The address in each mail that stops its like: it works without a log-in and with one request (RFC 8058). It is signed,
//! so that nobody stops another's mails, and changes nothing but those mails.

use hmac::{Hmac, KeyInit, Mac};
use model::ids::UserId;
use model::notifications::{Choices, Kind, MailHow, Stop, Stopping, Way};
use model::{Error, Problem};
use serde_json::json;
use sha2::Sha256;
use store::{args, sql};

use crate::accounts::links;
use crate::scope::Actor;
use crate::{Request, Result, Visitor, secrets};

/// What the addresses of this platform are signed with.
pub(super) struct Key(String);

impl Key {
    pub async fn of(request: &Request) -> Result<Key> {
        let (value,): (String,) = request.db.one(sql!("select value from secrets where name = 'mails'"), args![]).await?;
        Ok(Key(value))
    }

    fn signature(&self, user: UserId, what: Stop) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).map_err(anyhow::Error::from)?;
        mac.update(format!("{user}.{what}").as_bytes());
        Ok(secrets::hex(&mac.finalize().into_bytes()))
    }

    pub fn token(&self, user: UserId, what: Stop) -> Result<String> {
        Ok(format!("{user}.{what}.{}", self.signature(user, what)?))
    }

    /// Whose mails a token stops, and which; nothing for what is no token of this platform.
    fn read(&self, token: &str) -> Result<Option<(UserId, Stop)>> {
        let mut parts = token.splitn(3, '.');
        let (user, what) = (parts.next().and_then(|it| it.parse().ok()), parts.next().and_then(|it| it.parse().ok()));
        match (user, what, parts.next()) {
            (Some(user), Some(what), Some(signature)) => {
                Ok(secrets::same(&self.signature(user, what)?, signature).then_some((user, what)))
            }
            _ => Ok(None),
        }
    }
}

/// The end of the address that stops somebody's mails of a kind.
///
/// # Errors
/// As the database answers.
pub async fn token(request: &Request, user: UserId, what: Stop) -> Result<String> {
    Key::of(request).await?.token(user, what)
}

fn stops(choices: &Choices, what: Stop) -> impl Iterator<Item = (Kind, Way)> {
    let is_meant = move |kind: Kind, way: Way| match what {
        Stop::Kind(it) => it == kind && way.mail != MailHow::Off,
        Stop::Digest(how) => way.mail == how,
    };
    let all = Kind::ALL.iter().map(|kind| (*kind, choices.way(*kind)));
    all.filter(move |(kind, way)| is_meant(*kind, *way))
}

/// What a token is about; nothing for what is none. It changes nothing, as those who scan mails open what stands in them.
///
/// # Errors
/// As the database answers.
pub async fn look_at(visitor: &Visitor, token: &str) -> Result<Option<Stopping>> {
    let Some((user, what)) = Key::of(visitor).await?.read(token)? else { return Ok(None) };
    let chosen: Option<(String,)> = visitor.db.maybe(sql!("select notifications from users where id = $1"), args![user]).await?;
    Ok(chosen.map(|(words,)| {
        let stopped = stops(&Choices::parse(&words), what).next().is_none();
        Stopping { what, stopped }
    }))
}

/// Stops those mails, also the ones that wait. A second request is answered like the first.
///
/// # Errors
/// `Invalid` with [`Problem::LinkExpired`] for what is no token of this platform.
pub async fn stop(visitor: &Visitor, token: &str) -> Result<()> {
    let (user, what) = Key::of(visitor).await?.read(token)?.ok_or(Error::form(Problem::LinkExpired))?;
    let mut work = visitor.begin().await?;
    work.concerns(Some(user), None);
    links::lock(&mut work.tx, user).await?;
    let chosen: Option<(String,)> = work.tx.maybe(sql!("select notifications from users where id = $1"), args![user]).await?;
    let (stands,) = chosen.ok_or(Error::form(Problem::LinkExpired))?;
    let before = Choices::parse(&stands);
    let stopped: Vec<(Kind, Way)> = stops(&before, what).collect();
    if stopped.is_empty() {
        return Ok(());
    }
    let mut after = before.clone();
    for (kind, way) in &stopped {
        after.choose(*kind, Way { mail: MailHow::Off, ..*way });
    }
    let words = after.words();
    work.tx.run(sql!("update users set notifications = $2 where id = $1"), args![user, words.as_str()]).await?;
    work.tx
        .run(
            sql!(
                "update notifications set mail_at = null
                 where id in (select id from notifications
                              where user_id = $1 and mail_at is not null and kind in (select value from {list $2})
                              order by id {locked})"
            ),
            args![user, store::list(stopped.iter().map(|(kind, _)| kind.text()))],
        )
        .await?;
    let detail = json!({ "before": { "notifications": stands }, "after": { "notifications": words } });
    work.audit("profile.mails_stopped", user, detail).await?;
    work.commit().await
}
