//! Another e-mail address (product.md section 3): it becomes one's own when a code or a link has come back from it.
//! Whether it is somebody's already is told to that address alone.

use model::ids::UserId;
use model::profile::{EmailForm, PendingEmail};
use model::{At, Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::{credentials, fold, links};
use crate::classes::codes::proven;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Result, Visitor, Work, mail, names, secrets, twice};

/// Hours the code and the link hold.
const HOURS: i64 = 1;
/// Wrong codes after which a new mail is needed.
const TRIES: i64 = 10;

/// The address that waits, if one does.
///
/// # Errors
/// `Forbidden` for those who see with another's eyes.
pub async fn pending(person: &Person) -> Result<Option<PendingEmail>> {
    person.require_self()?;
    let row: Option<(String, At)> = person
        .db
        .maybe(
            sql!("select email, expires_at from email_changes where user_id = $1 and used_at is null and expires_at > $2"),
            args![person.me.user_id, person.now],
        )
        .await?;
    Ok(row.map(|(email, expires)| PendingEmail { email, expires: person.when(expires) }))
}

/// Mails a code and a link to the new address and a notice to the present one. Nothing changes until one of them comes
/// back. A double click is one mail.
///
/// # Errors
/// `Invalid` field by field; `TooMany` after several mails within an hour.
pub async fn ask(person: &Person, form: &EmailForm) -> Result<()> {
    form.validate()?;
    let (user, email, key) = (person.me.user_id, form.email.trim(), fold(&form.email));
    credentials::confirm(person, &form.current_password).await?;
    if key == fold(&person.me.email) {
        return Err(Error::field("email", Problem::SameEmail).into());
    }
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (lately,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from email_changes
                 where user_id = $1 and email_key = $2 and used_at is null and created_at > $3) as lately"
            ),
            args![user, key.as_str(), twice::since(person.now)],
        )
        .await?;
    if lately {
        return Ok(());
    }
    for address in [person.me.email.as_str(), email] {
        if !mail::may_send(&mut work, person.now, address).await? {
            return Err(Error::TooMany(3600).into());
        }
    }
    let (token, code) = (secrets::token(), secrets::digits());
    work.tx
        .run(
            sql!(
                "insert into email_changes (user_id, email, email_key, link_hash, code_hash, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7)
                 on conflict (user_id) do update
                 set email = excluded.email, email_key = excluded.email_key, link_hash = excluded.link_hash,
                     code_hash = excluded.code_hash, tries = 0, created_at = excluded.created_at,
                     expires_at = excluded.expires_at, used_at = null"
            ),
            args![
                user,
                email,
                key.as_str(),
                secrets::hash(&token),
                code_hash(user, &code),
                person.now,
                person.now.plus_hours(HOURS)
            ],
        )
        .await?;
    if is_taken(&mut work, &key, user).await? {
        mail::send_email_taken(&mut work, person, &key).await?;
    } else {
        mail::send_email_code(&mut work, person, email, &code, &token).await?;
    }
    mail::send_email_notice(&mut work, person, email).await?;
    work.audit("account.email_asked", user, json!({ "before": person.me.email, "after": email })).await?;
    work.commit().await
}

fn code_hash(user: UserId, code: &str) -> String {
    secrets::hash(&format!("{user}:{code}"))
}

async fn is_taken(work: &mut Work, key: &str, user: UserId) -> Result<bool> {
    let (taken,): (bool,) = work
        .tx
        .one(sql!("select exists (select 1 from users where email_key = $1 and id <> $2) as taken"), args![key, user])
        .await?;
    Ok(taken)
}

/// Keeps the present address: the code and the link stop working.
///
/// # Errors
/// As the database answers.
pub async fn cancel(person: &Person) -> Result<()> {
    let mut work = person.begin().await?;
    let cancelled =
        work.tx.run(sql!("delete from email_changes where user_id = $1 and used_at is null"), args![person.me.user_id]).await?;
    if cancelled > 0 {
        work.audit("account.email_kept", person.me.user_id, json!({})).await?;
    }
    work.commit().await
}

/// A change that waits, or was made.
#[derive(sqlx::FromRow)]
struct Change {
    user_id: UserId,
    email: String,
    email_key: String,
    code_hash: String,
    tries: i64,
    expires_at: At,
    used_at: Option<At>,
}

/// Proves the new address by the code in the mail. Proven already is fine.
///
/// # Errors
/// `Invalid` on `code` with [`Problem::WrongCode`] or, after ten wrong ones or an hour, [`Problem::LinkExpired`].
pub async fn by_code(person: &Person, code: &str) -> Result<()> {
    let user = person.me.user_id;
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let change: Option<Change> = work
        .tx
        .maybe(
            sql!(
                "update email_changes set tries = tries + 1 where user_id = $1
                 returning user_id, email, email_key, code_hash, tries, expires_at, used_at"
            ),
            args![user],
        )
        .await?;
    let expired = || Error::field("code", Problem::LinkExpired);
    let change = change.ok_or_else(expired)?;
    if change.tries > TRIES || change.expires_at <= person.now {
        return Err(expired().into());
    }
    if !secrets::same(&change.code_hash, &code_hash(user, &code.trim().replace(' ', ""))) {
        // A wrong try counts.
        work.commit().await?;
        return Err(Error::field("code", Problem::WrongCode).into());
    }
    prove(work, change, person.now).await?.ok_or_else(expired)?;
    proven::let_in(person, user).await;
    Ok(())
}

/// Proves the new address by the link in the mail. Works in any browser, logged in or not. A used link says again what
/// it did.
///
/// # Errors
/// `Invalid` with [`Problem::LinkExpired`] when the link is unknown or too old.
pub async fn by_link(visitor: &Visitor, token: &str) -> Result<()> {
    let expired = || Error::form(Problem::LinkExpired);
    let mut work = visitor.begin().await?;
    let hash = secrets::hash(token);
    let whose: Option<(UserId,)> =
        work.tx.maybe(sql!("select user_id from email_changes where link_hash = $1"), args![hash.as_str()]).await?;
    let (user,) = whose.ok_or_else(expired)?;
    links::lock(&mut work.tx, user).await?;
    let change: Option<Change> = work
        .tx
        .maybe(
            sql!(
                "select user_id, email, email_key, code_hash, tries, expires_at, used_at
                 from email_changes where link_hash = $1 and expires_at > $2"
            ),
            args![hash, visitor.now],
        )
        .await?;
    work.concerns(Some(user), None);
    prove(work, change.ok_or_else(expired)?, visitor.now).await?.ok_or_else(expired)?;
    proven::let_in(visitor, user).await;
    Ok(())
}

/// Gives the account its new address; what was sent to the one before stops working. Answers nothing when the address
/// has become somebody else's meanwhile.
async fn prove(mut work: Work, change: Change, now: At) -> Result<Option<()>> {
    let Change { user_id: user, email, email_key, used_at, .. } = change;
    let (before,): (String,) = work.tx.one(sql!("select email from users where id = $1"), args![user]).await?;
    if used_at.is_some() {
        return Ok((before == email).then_some(()));
    }
    if is_taken(&mut work, &email_key, user).await? {
        return Ok(None);
    }
    let changed = work
        .tx
        .run(
            sql!(
                "update users set email = $2, email_key = $3, email_search = $5, verified_at = $4,
                                  status = case when status = 'pending' then 'active' else status end
                 where id = $1 and status in ('pending', 'active')"
            ),
            args![user, email.as_str(), email_key, now, names::key(&email)],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "email"))?;
    if changed == 0 {
        // Suspended meanwhile.
        return Ok(None);
    }
    work.tx.run(sql!("update email_changes set used_at = $2 where user_id = $1"), args![user, now]).await?;
    work.tx.run(sql!("delete from tokens where user_id = $1 and used_at is null"), args![user]).await?;
    work.audit("account.email_changed", user, json!({ "before": before, "after": email })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await?;
    Ok(Some(()))
}
