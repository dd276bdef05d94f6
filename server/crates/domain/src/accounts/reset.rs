//! A new password by a link that works once and for an hour.

use model::accounts::{ForgotForm, ResetForm, ResetOf};
use model::ids::UserId;
use model::{At, Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::sessions::rights;
use crate::accounts::{fold, links, log_in};
use crate::classes::codes::proven;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Request, Result, Visitor, Work, mail, secrets, twice};

const KIND: &str = "reset";
/// Hours the link works.
const HOURS: i64 = 1;
/// What the token of a link begins with that was handed over and not mailed: it proves no address. After it comes what the
/// account could do then. No other token has such a sign, and who changes it has another link.
const HANDED: &str = "office~";
/// How often a used link is listened to once more.
const CLICKS: i64 = 5;

/// Mails a link if the address has an account, once for a double click. The answer is the same if it has not.
///
/// # Errors
/// `Invalid` for what can be no address.
pub async fn ask(visitor: &Visitor, form: &ForgotForm) -> Result<()> {
    form.validate()?;
    let mut work = visitor.begin().await?;
    let user: Option<(UserId, String, String)> = work
        .tx
        .maybe(
            sql!("select id, name, email from users where email_key = $1 and status in ('pending', 'active')"),
            args![fold(&form.email)],
        )
        .await?;
    if let Some((user, name, email)) = user
        && !is_on_its_way(&mut work, user, visitor.now).await?
        && mail::may_send(&mut work, visitor.now, &email).await?
    {
        let link = links::make(&mut work.tx, KIND, user, visitor.now, HOURS).await?;
        let address = format!("{}/reset/{}", visitor.settings.public_url, link.token);
        mail::send_reset(&mut work, visitor, &email, &name, &address).await?;
        work.concerns(Some(user), None);
        work.audit("account.reset_asked", user, json!({})).await?;
    }
    work.commit().await
}

/// Makes a link that is not asked for by whoever needs it; the earlier ones stop working. The caller has locked the
/// person's row. Answers its address, which is told to nobody else and written down nowhere but in a mail, or until it is shown.
/// A link that is `handed` over opens the account as long as it may do just that.
pub(crate) async fn make_for(work: &mut Work, request: &Request, user: UserId, handed: Option<&str>) -> Result<String> {
    let token = match handed {
        Some(rights) => {
            let token = format!("{HANDED}{rights}~{}", secrets::token());
            links::make_handed(&mut work.tx, KIND, user, &token, request.now, HOURS).await?;
            token
        }
        None => links::make(&mut work.tx, KIND, user, request.now, HOURS).await?.token,
    };
    Ok(format!("{}/reset/{token}", request.settings.public_url))
}

/// Whether a mail with a link that still works went out a moment ago.
pub(crate) async fn is_on_its_way(work: &mut Work, user: UserId, now: At) -> Result<bool> {
    links::is_on_its_way(&mut work.tx, KIND, user, now).await
}

#[derive(sqlx::FromRow)]
struct Open {
    user_id: UserId,
    #[sqlx(flatten)]
    of: ResetOf,
}

/// Whose password a link sets, as long as it works: its page shows the form only then. Who has the link has the account;
/// nobody else learns of anybody.
///
/// # Errors
/// As the database answers.
pub async fn look_at(visitor: &Visitor, token: &str) -> Result<Option<ResetOf>> {
    let open: Option<Open> = visitor
        .db
        .maybe(
            sql!(
                "select k.user_id, u.name, u.username from tokens k join users u on u.id = k.user_id
                 where k.link_hash = $1 and k.kind = $2 and k.used_at is null and k.expires_at > $3"
            ),
            args![secrets::hash(token), KIND, visitor.now],
        )
        .await?;
    let Some(Open { user_id, of }) = open else { return Ok(None) };
    Ok(opens(visitor, token, user_id).await?.then_some(of))
}

/// Whether a link still works.
pub(crate) async fn is_open(visitor: &Visitor, token: &str) -> Result<bool> {
    Ok(look_at(visitor, token).await?.is_some())
}

/// Whether the account may still do just what it could when the link was handed over: whoever handed it over must not get
/// more with it.
async fn opens(visitor: &Visitor, token: &str, user: UserId) -> Result<bool> {
    let handed = token.strip_prefix(HANDED).and_then(|rest| rest.split_once('~'));
    match handed {
        Some((rights, _)) => Ok(rights::read(visitor, user).await? == rights),
        None => Ok(true),
    }
}

/// Sets the new password, ends every session of the account and its wait at the log-in, and tells the person by mail. A link
/// that was mailed proves the address. The second of two clicks is answered like the first.
///
/// # Errors
/// `Invalid` with [`Problem::LinkExpired`] on the whole form, or with the password's own problems: the link still works
/// after these.
pub async fn reset(visitor: &Visitor, form: &ResetForm) -> Result<UserId> {
    form.validate(&[])?;
    if form.token.starts_with(HANDED) && !is_open(visitor, &form.token).await? {
        return click_again(visitor, form).await;
    }
    let password_hash = visitor.passwords.hash(&form.password).await?;
    let mut work = visitor.begin().await?;
    let Some(user) = links::use_up(&mut work.tx, KIND, &form.token, visitor.now).await? else {
        drop(work);
        return click_again(visitor, form).await;
    };
    let (name, username, email, was_proven): (String, String, String, bool) = work
        .tx
        .one(sql!("select name, username, email, (verified_at is not null) as proven from users where id = $1"), args![user])
        .await?;
    form.validate(&[&name, &username, &email])?;
    let handed = form.token.starts_with(HANDED);
    work.concerns(Some(user), None);
    work.tx
        .run(
            sql!(
                "update users set password_hash = $2,
                                  status = case when status = 'pending' and not $4 then 'active' else status end,
                                  verified_at = case when $4 then verified_at else coalesce(verified_at, $3) end
                 where id = $1"
            ),
            args![user, password_hash, visitor.now, handed],
        )
        .await?;
    work.tx.run(sql!("delete from sessions where user_id = $1"), args![user]).await?;
    work.tx.run(sql!("delete from email_changes where user_id = $1 and used_at is null"), args![user]).await?;
    // Whoever was locked out has the key now.
    work.tx.run(sql!("delete from log_in_failures where account_key = $1"), args![log_in::key_of(user)]).await?;
    // Of a link that was handed over the person learns in any case.
    if handed || mail::may_send(&mut work, visitor.now, &email).await? {
        mail::send_password_changed(&mut work, visitor, &email, &name).await?;
    }
    work.audit("account.password_reset", user, json!({})).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await?;
    if !was_proven && !handed {
        proven::let_in(visitor, user).await;
    }
    Ok(user)
}

/// The second of two clicks brings a link that was used a moment ago and the very password it was used for: it is
/// answered like the first, and nothing is done again. No log-in counts these tries, so the link counts them itself:
/// who finds a used one must not learn a password with it.
async fn click_again(visitor: &Visitor, form: &ResetForm) -> Result<UserId> {
    let mut tx = visitor.db.begin().await?;
    let used: Option<(UserId,)> = tx
        .maybe(
            sql!(
                "update tokens set tries = tries + 1
                 where link_hash = $1 and kind = $2 and used_at > $3 and tries < $4 returning user_id"
            ),
            args![secrets::hash(&form.token), KIND, twice::since(visitor.now), CLICKS],
        )
        .await?;
    tx.commit().await?;
    let (user,) = used.ok_or(Error::form(Problem::LinkExpired))?;
    let (hash,): (String,) = visitor.db.one(sql!("select password_hash from users where id = $1"), args![user]).await?;
    let same = visitor.passwords.verify(&form.password, Some(hash)).await?;
    if same { Ok(user) } else { Err(Error::form(Problem::LinkExpired).into()) }
}
