//! Proving that an e-mail address is one's own: by a link, or by six digits typed while logged in.

use model::accounts::{AccountForm, UserStatus};
use model::ids::{TokenId, UserId};
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::links;
use crate::classes::codes::proven;
use crate::scope::Actor;
use crate::{Person, Request, Result, Visitor, Work, mail, secrets};

const KIND: &str = "verify";
/// Hours the link and the code hold.
const HOURS: i64 = 24;
/// Wrong codes after which a new mail is needed: six digits cannot be guessed in so few.
const TRIES: i64 = 10;

/// Puts the mail with link and code into the outbox.
pub(crate) async fn send(work: &mut Work, request: &Request, user: UserId, account: &AccountForm) -> Result<()> {
    let link = links::make(&mut work.tx, KIND, user, request.now, HOURS).await?;
    let address = format!("{}/verify/{}", request.settings.public_url, link.token);
    mail::send_verify(work, request, account.email.trim(), account.name.trim(), &link.code, &address).await
}

/// Sends the mail again. Where it is not needed any more, or went out a moment ago, nothing is sent.
///
/// # Errors
/// `TooMany` after several mails within an hour.
pub async fn send_again(person: &Person) -> Result<()> {
    if person.me.verified {
        return Ok(());
    }
    let account = AccountForm { name: person.me.name.clone(), email: person.me.email.clone(), ..AccountForm::default() };
    let mut work = person.begin().await?;
    if links::is_on_its_way(&mut work.tx, KIND, person.me.user_id, person.now).await? {
        return Ok(());
    }
    if !mail::may_send(&mut work, person.now, &person.me.email).await? {
        return Err(Error::TooMany(3600).into());
    }
    send(&mut work, person, person.me.user_id, &account).await?;
    work.commit().await
}

/// Proves by link. Works in any browser, logged in or not. A used link says again what it did.
///
/// # Errors
/// `Invalid` with [`Problem::LinkExpired`] when the link is unknown or too old.
pub async fn by_link(visitor: &Visitor, token: &str) -> Result<()> {
    let mut work = visitor.begin().await?;
    let Some(user) = links::use_up(&mut work.tx, KIND, token, visitor.now).await? else {
        let user = did_prove(&mut work, token).await?.ok_or(Error::form(Problem::LinkExpired))?;
        drop(work);
        proven::let_in(visitor, user).await;
        return Ok(());
    };
    work.concerns(Some(user), None);
    prove(&mut work, user, visitor.now).await?;
    work.commit().await?;
    proven::let_in(visitor, user).await;
    Ok(())
}

/// Whose link was used, or the code beside it, if the address it proved is still proven.
async fn did_prove(work: &mut Work, token: &str) -> Result<Option<UserId>> {
    let proven: Option<(UserId,)> = work
        .tx
        .maybe(
            sql!(
                "select u.id from tokens t join users u on u.id = t.user_id
                 where t.link_hash = $1 and t.kind = $2 and t.used_at is not null and u.verified_at is not null"
            ),
            args![secrets::hash(token), KIND],
        )
        .await?;
    Ok(proven.map(|(user,)| user))
}

/// Proves by the code in the mail. Proven already is fine.
///
/// # Errors
/// `Viewing` for those who see with another member's eyes; `Invalid` with [`Problem::WrongCode`] or, after ten wrong ones
/// or a day, [`Problem::LinkExpired`].
pub async fn by_code(person: &Person, code: &str) -> Result<()> {
    person.require_self()?;
    let user = person.me.user_id;
    if person.me.verified {
        proven::let_in(person, user).await;
        return Ok(());
    }
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let row: Option<(TokenId, String, i64)> = work
        .tx
        .maybe(
            sql!(
                "update tokens set tries = tries + 1
                 where user_id = $1 and kind = $3 and used_at is null and expires_at > $2
                 returning id, code_hash, tries"
            ),
            args![user, person.now, KIND],
        )
        .await?;
    let Some((token, code_hash, tries)) = row else {
        if !is_proven(&mut work, user).await? {
            return Err(Error::field("code", Problem::LinkExpired).into());
        }
        drop(work);
        proven::let_in(person, user).await;
        return Ok(());
    };
    let right = secrets::same(&code_hash, &secrets::hash(&format!("{user}:{}", code.trim().replace(' ', ""))));
    if tries > TRIES {
        return Err(Error::field("code", Problem::LinkExpired).into());
    }
    if right {
        work.tx.run(sql!("update tokens set used_at = $2 where id = $1"), args![token, person.now]).await?;
        prove(&mut work, user, person.now).await?;
    }
    // A wrong try is committed as well: it counts.
    work.commit().await?;
    if !right {
        return Err(Error::field("code", Problem::WrongCode).into());
    }
    proven::let_in(person, user).await;
    Ok(())
}

/// Whether another click was faster.
async fn is_proven(work: &mut Work, user: UserId) -> Result<bool> {
    let (proven,): (bool,) =
        work.tx.one(sql!("select (verified_at is not null) as proven from users where id = $1"), args![user]).await?;
    Ok(proven)
}

/// Writes that the address is proven. After the commit, [`proven::let_in`] opens what waited for it.
pub(crate) async fn prove(work: &mut Work, user: UserId, now: model::At) -> Result<()> {
    work.tx
        .run(
            sql!("update users set verified_at = $2, status = $3 where id = $1 and status in ('pending', 'active')"),
            args![user, now, UserStatus::Active.text()],
        )
        .await?;
    work.audit("account.verified", user, json!({})).await
}
