//! A new password by a link that works once and for an hour.

use model::accounts::{ForgotForm, ResetForm};
use model::ids::UserId;
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::{self, fold};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Visitor, mail, secrets};

/// Hours the link works.
const HOURS: i64 = 1;

/// Mails a link if the address has an account. The answer is the same if it has not.
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
        && mail::may_send(&mut work, visitor.now, &email).await?
    {
        let link = accounts::link(&mut work.tx, "reset", user, visitor.now, HOURS).await?;
        let address = format!("{}/reset/{}", visitor.settings.public_url, link.token);
        mail::send_reset(&mut work, visitor.now, &email, &name, &address).await?;
        work.concerns(Some(user), None);
        work.audit("account.reset_asked", user, json!({})).await?;
    }
    work.commit().await
}

/// Sets the new password, ends every session of the account and proves its address.
///
/// # Errors
/// `Invalid` with [`Problem::LinkExpired`] on the whole form, or with the password's own problems.
pub async fn reset(visitor: &Visitor, form: &ResetForm) -> Result<UserId> {
    form.validate()?;
    let password_hash = visitor.passwords.hash(&form.password).await?;
    let mut work = visitor.begin().await?;
    let user: Option<(UserId,)> = work
        .tx
        .maybe(
            sql!(
                "update tokens set used_at = $2
                 where link_hash = $1 and kind = 'reset' and used_at is null and expires_at > $2 returning user_id"
            ),
            args![secrets::hash(&form.token), visitor.now],
        )
        .await?;
    let (user,) = user.ok_or(Error::form(Problem::LinkExpired))?;
    work.concerns(Some(user), None);
    work.tx
        .run(
            sql!(
                "update users set password_hash = $2, status = case when status = 'pending' then 'active' else status end,
                                  verified_at = coalesce(verified_at, $3) where id = $1"
            ),
            args![user, password_hash, visitor.now],
        )
        .await?;
    work.tx.run(sql!("delete from sessions where user_id = $1"), args![user]).await?;
    work.audit("account.password_reset", user, json!({})).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await?;
    Ok(user)
}
