//! What one logs in with: the password and the username, changed by who is logged in (product.md section 3).

use model::profile::{PasswordForm, UsernameForm};
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::{fold, links, log_in};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Person, Result, Visitor, mail, twice};

/// The session's successor after a change of the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// Whether the session was to last.
    pub remember: bool,
}

/// Passes with the person's own password; answers its hash. The wait and the count of the log-in hold here too.
///
/// # Errors
/// `Invalid` on `current_password` with [`Problem::WrongPassword`]; `TooMany` while the account waits.
pub(super) async fn confirm(person: &Person, password: &str) -> Result<String> {
    person.require_self()?;
    let hash = password_hash(person).await?;
    let visitor = Visitor(person.request.clone());
    let key = log_in::key_of(person.me.user_id);
    log_in::count_try(&visitor, &key).await?;
    if !person.passwords.verify(password, Some(hash.clone())).await? {
        return Err(Error::field("current_password", Problem::WrongPassword).into());
    }
    log_in::forget_tries(&visitor, &key).await?;
    Ok(hash)
}

async fn password_hash(person: &Person) -> Result<String> {
    let (hash,): (String,) =
        person.db.one(sql!("select password_hash from users where id = $1"), args![person.me.user_id]).await?;
    Ok(hash)
}

/// Sets a new password and ends every session, this one too: the caller begins a new one. Links on their way to the
/// mailbox stop working. The second of two clicks is answered like the first.
///
/// # Errors
/// `Invalid` field by field; as [`confirm`].
pub async fn change_password(person: &Person, form: &PasswordForm) -> Result<Renewed> {
    let me = &person.me;
    form.validate(&[&me.name, &me.username, &me.email])?;
    let before = match confirm(person, &form.current_password).await {
        Err(crate::Error::Refused(wrong)) if wrong.problem_of("current_password").is_some() => {
            return again(person, form).await;
        }
        confirmed => confirmed?,
    };
    let after = person.passwords.hash(&form.password).await?;
    let user = me.user_id;
    let mut work = person.begin().await?;
    // Compared once more: of two clicks at the same moment the second finds it changed.
    let changed = work
        .tx
        .run(
            sql!("update users set password_hash = $3 where id = $1 and password_hash = $2"),
            args![user, before, after.as_str()],
        )
        .await?;
    if changed == 0 {
        drop(work);
        return again(person, form).await;
    }
    let session: Option<(bool,)> =
        work.tx.maybe(sql!("select remember from sessions where id_hash = $1"), args![person.session.as_ref()]).await?;
    work.tx.run(sql!("delete from sessions where user_id = $1"), args![user]).await?;
    work.tx.run(sql!("delete from tokens where user_id = $1 and kind = 'reset' and used_at is null"), args![user]).await?;
    work.tx.run(sql!("delete from email_changes where user_id = $1 and used_at is null"), args![user]).await?;
    if mail::may_send(&mut work, person.now, &me.email).await? {
        mail::send_password_changed(&mut work, person, &me.email, &me.name).await?;
    }
    work.audit("account.password_changed", user, json!({})).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await?;
    person.proof.keep(user, &after);
    Ok(Renewed { remember: session.is_some_and(|(remember,)| remember) })
}

/// The present password is another one: a wrong guess, unless this very password was set a moment ago.
async fn again(person: &Person, form: &PasswordForm) -> Result<Renewed> {
    let (lately,): (bool,) = person
        .db
        .one(
            sql!(
                "select exists (select 1 from audit where school_id is null and at > $2 and actor_id = $1
                                and action = 'account.password_changed') as lately"
            ),
            args![person.me.user_id, twice::since(person.now)],
        )
        .await?;
    let hash = password_hash(person).await?;
    if lately && person.passwords.verify(&form.password, Some(hash.clone())).await? {
        person.proof.keep(person.me.user_id, &hash);
        // No guess after all.
        log_in::forget_tries(&Visitor(person.request.clone()), &log_in::key_of(person.me.user_id)).await?;
        return Ok(Renewed { remember: false });
    }
    Err(Error::field("current_password", Problem::WrongPassword).into())
}

/// Sets the name one logs in with.
///
/// # Errors
/// `Invalid` on `username`.
pub async fn change_username(person: &Person, form: &UsernameForm) -> Result<()> {
    form.validate()?;
    let (user, username) = (person.me.user_id, form.username.trim());
    let mut work = person.begin().await?;
    links::lock(&mut work.tx, user).await?;
    let (before,): (String,) = work.tx.one(sql!("select username from users where id = $1"), args![user]).await?;
    if before == username {
        return Ok(());
    }
    work.tx
        .run(sql!("update users set username = $2, username_key = $3 where id = $1"), args![user, username, fold(username)])
        .await
        .map_err(|error| crate::Error::taken(error, "username"))?;
    work.audit("account.username_changed", user, json!({ "before": before, "after": username })).await?;
    work.tell(Event::AccessChanged { user });
    work.commit().await
}
