//! Links that work once. Only their hashes are kept; a used one stays until it is swept, so that the second of two
//! clicks is known.

use model::At;
use model::ids::{TokenId, UserId};
use store::{Tx, args, sql};

use crate::{Result, secrets, twice};

/// The secrets of a new link: the link's token and, for verification, the code beside it.
pub(crate) struct Link {
    pub token: String,
    pub code: String,
}

/// Makes a link of a kind; the earlier ones of that kind stop working.
pub(crate) async fn make(tx: &mut Tx, kind: &'static str, user: UserId, now: At, hours: i64) -> Result<Link> {
    let link = Link { token: secrets::token(), code: secrets::digits() };
    keep(tx, kind, user, &link.token, Some(&link.code), now, hours).await?;
    Ok(link)
}

/// Makes a link that no mail brings, of a token that is given; the earlier ones of that kind stop working. It has no code.
pub(crate) async fn make_handed(tx: &mut Tx, kind: &'static str, user: UserId, token: &str, now: At, hours: i64) -> Result<()> {
    keep(tx, kind, user, token, None, now, hours).await
}

async fn keep(tx: &mut Tx, kind: &'static str, user: UserId, token: &str, code: Option<&str>, now: At, hours: i64) -> Result<()> {
    tx.run(sql!("delete from tokens where user_id = $1 and kind = $2 and used_at is null"), args![user, kind]).await?;
    tx.run(
        sql!(
            "insert into tokens (id, kind, user_id, link_hash, code_hash, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        args![
            TokenId::new(),
            kind,
            user,
            secrets::hash(token),
            code.map(|code| secrets::hash(&format!("{user}:{code}"))),
            now,
            now.plus_hours(hours)
        ],
    )
    .await?;
    Ok(())
}

/// Whether a mail with such a link went out a moment ago: a second one would void the link of the first. Of two clicks
/// the second waits at the person's row.
pub(crate) async fn is_on_its_way(tx: &mut Tx, kind: &'static str, user: UserId, now: At) -> Result<bool> {
    lock(tx, user).await?;
    let (sent,): (bool,) = tx
        .one(
            sql!(
                "select exists (select 1 from tokens
                 where user_id = $1 and kind = $2 and code_hash is not null and used_at is null and created_at > $3) as sent"
            ),
            args![user, kind, twice::since(now)],
        )
        .await?;
    Ok(sent)
}

/// Waits at the person's row. Everybody who changes a person and their links begins here, so that no two wait for each
/// other.
pub(crate) async fn lock(tx: &mut Tx, user: UserId) -> Result<()> {
    tx.run(sql!("update users set status = status where id = $1"), args![user]).await?;
    Ok(())
}

/// Uses a link up; answers whose it was. Nothing for one that is unknown, used or too old.
pub(crate) async fn use_up(tx: &mut Tx, kind: &'static str, token: &str, now: At) -> Result<Option<UserId>> {
    let hash = secrets::hash(token);
    let of: Option<(UserId,)> = tx
        .maybe(
            sql!("select user_id from tokens where link_hash = $1 and kind = $2 and used_at is null"),
            args![hash.clone(), kind],
        )
        .await?;
    let Some((user,)) = of else { return Ok(None) };
    lock(tx, user).await?;
    let user: Option<(UserId,)> = tx
        .maybe(
            sql!(
                "update tokens set used_at = $3
                 where link_hash = $1 and kind = $2 and used_at is null and expires_at > $3 returning user_id"
            ),
            args![hash, kind, now],
        )
        .await?;
    Ok(user.map(|(user,)| user))
}
