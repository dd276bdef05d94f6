//! A new id where somebody may do something else than when their session began: the session before steps aside. It
//! answers for a moment more, so that the second of two clicks and what was sent at the same time are not lost.

use std::sync::Arc;

use model::At;
use store::{args, sql};

use super::{expiry, rights};
use crate::accounts::links;
use crate::{Person, Request, Result, push};

/// Seconds a session still answers when another has taken its place: more than the time between two looks of a socket.
const ASIDE_SECONDS: i64 = 60;

/// Goes on with a session of a new id, which is the same one to its person: of this device, remembered as it was and
/// begun when it began. Answers whether it is remembered; nothing where this one has stepped aside already or has ended.
/// `salt` is what the new id was made with, for [`renewed`]. `now` is when the request was answered: what was sent may have taken its time.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes.
pub async fn renew(person: &Person, id_hash: &str, salt: &str, now: At) -> Result<Option<bool>> {
    person.require_self()?;
    let old = person.session.as_ref();
    let mut tx = person.db.begin().await?;
    // Whoever ends this session waits here too: they see both, or there is none to go on with.
    links::lock(&mut tx, person.me.user_id).await?;
    let begun: Option<(bool,)> = tx
        .maybe(
            sql!(
                "insert into sessions (id_hash, user_id, device, remember, created_at, seen_at, expires_at, rights)
                 select cast($2 as text), user_id, device, remember, created_at, cast($3 as bigint),
                        case when remember then cast($4 as bigint) else cast($5 as bigint) end, cast($6 as text)
                 from sessions where id_hash = $1 and next_hash is null and expires_at > $3
                 returning remember"
            ),
            args![old, id_hash, now, expiry(now, true), expiry(now, false), rights::of(&person.me)],
        )
        .await?;
    if begun.is_none() {
        return Ok(None);
    }
    // Of two at the same moment one finds that the other has changed it: nothing of its own remains.
    let stepped = tx
        .run(
            sql!(
                "update sessions set next_hash = $2, next_salt = $4, expires_at = case when expires_at < $3 then expires_at else $3 end
                 where id_hash = $1 and next_hash is null"
            ),
            args![old, id_hash, now.plus_seconds(ASIDE_SECONDS), salt],
        )
        .await?;
    if stepped == 0 {
        return Ok(None);
    }
    push::follow(&mut tx, old, id_hash).await?;
    tx.commit().await?;
    person.contexts.forget(old);
    Ok(begun.map(|(remember,)| remember))
}

/// What the id was made with that took this session's place, and whether it is remembered, as long as it has not come
/// back, still stands and nothing has taken its own place: the answer that brought it may have been lost.
///
/// # Errors
/// As the database answers.
pub async fn renewed(person: &Person, now: At) -> Result<Option<(String, bool)>> {
    Ok(person
        .db
        .maybe(
            sql!(
                "select s.next_salt, n.remember from sessions s join sessions n on n.id_hash = s.next_hash
                 where s.id_hash = $1 and s.next_salt is not null and n.next_hash is null and n.expires_at > $2"
            ),
            args![person.session.as_ref(), now],
        )
        .await?)
}

/// The id that took the place of another was sent by somebody who has it: to whoever still sends the one before it is not
/// told any more.
pub(super) async fn arrived(request: &Request, id_hash: &str) -> Result<()> {
    request
        .db
        .run(sql!("update sessions set next_salt = null where next_hash = $1 and next_salt is not null"), args![id_hash])
        .await?;
    request.contexts.forget(id_hash);
    Ok(())
}

/// The hash of a session that has not ended or run out: its own, or that of the one that took its place. Unlike
/// [`super::load`] this is no use of it: a socket that stays open asks now and then, and a page left alone still ends in
/// time.
///
/// # Errors
/// As the database answers.
pub async fn stands(request: &Request, id_hash: &str) -> Result<Option<Arc<str>>> {
    let found: Option<(String,)> = request
        .db
        .maybe(
            sql!(
                "select coalesce(n.id_hash, s.id_hash) as id_hash
                 from sessions s left join sessions n on n.id_hash = s.next_hash
                 where s.id_hash = $1 and coalesce(n.expires_at, s.expires_at) > $2"
            ),
            args![id_hash, request.now],
        )
        .await?;
    Ok(found.map(|(hash,)| hash.into()))
}
