//! Sessions that end before they run out: one, or all of a person. Whoever ends one waits at the person's row first, as
//! [`super::renew`] does, so that none begins unseen in the place of one that ends.

use model::ids::UserId;
use model::{At, Error, Problem};
use serde_json::json;
use store::{Tx, args, sql};

use super::KEY;
use crate::accounts::links;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Request, Result, Work, twice};

/// Ends one session, and what took its place: log-out. What is not there is no change.
///
/// # Errors
/// As the database answers.
pub async fn end(request: &Request, id_hash: &str) -> Result<()> {
    let whose: Option<(UserId,)> =
        request.db.maybe(sql!("select user_id from sessions where id_hash = $1"), args![id_hash]).await?;
    let Some((user,)) = whose else { return Ok(()) };
    let mut tx = request.db.begin().await?;
    links::lock(&mut tx, user).await?;
    end_from(&mut tx, id_hash).await?;
    tx.commit().await?;
    request.hub.tell(Event::AccessChanged { user });
    Ok(())
}

/// Deletes a session and those that took its place, one after the other.
async fn end_from(tx: &mut Tx, id_hash: &str) -> Result<()> {
    let mut next = Some(id_hash.to_owned());
    while let Some(hash) = next {
        let ended: Option<(Option<String>,)> =
            tx.maybe(sql!("delete from sessions where id_hash = $1 returning next_hash"), args![hash]).await?;
        next = ended.and_then(|(next,)| next);
    }
    Ok(())
}

/// Ends one of the person's sessions, named by the key of its card, and what took its place since the card was shown. The
/// second of two clicks is answered like the first.
///
/// # Errors
/// `Malformed` for what can be no key; `Conflict` where there is no such session any more: it has ended, or goes on under
/// an id that the list does not show yet.
pub async fn end_one(person: &Person, key: &str) -> Result<()> {
    if key.len() != KEY || !key.is_ascii() {
        return Err(Error::Malformed.into());
    }
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let ended: Vec<(Option<String>,)> = work
        .tx
        .all(
            sql!("delete from sessions where user_id = $1 and substr(id_hash, 1, 16) = $2 returning next_hash"),
            args![user, key],
        )
        .await?;
    let detail = json!({ "session": key });
    if ended.is_empty() {
        let done = was_ended(&mut work, user, &detail.to_string(), person.now).await?;
        return if done { Ok(()) } else { Err(Error::Conflict(Problem::ChangedMeanwhile).into()) };
    }
    for next in ended.into_iter().filter_map(|(next,)| next) {
        end_from(&mut work.tx, &next).await?;
    }
    work.audit("session.ended", user, detail).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}

/// Whether the person has ended that session a moment ago.
async fn was_ended(work: &mut Work, user: UserId, detail: &str, now: At) -> Result<bool> {
    let (done,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from audit where school_id is null and at > $2 and actor_id = $1
                                and action = 'session.ended' and detail = $3) as done"
            ),
            args![user, twice::since(now), detail],
        )
        .await?;
    Ok(done)
}

/// Ends every session of the person, this one too: "log out everywhere".
///
/// # Errors
/// As the database answers.
pub async fn end_all(person: &Person) -> Result<()> {
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let ended = work.tx.run(sql!("delete from sessions where user_id = $1"), args![user]).await?;
    if ended == 0 {
        return Ok(());
    }
    work.audit("session.end_all", user, json!({ "ended": ended })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}
