//! Accounts (product.md section 3): registration, log-in, sessions, verification, password reset, and one's own profile.

pub(crate) mod contexts;
pub mod credentials;
pub mod held;
mod imported;
pub(crate) mod links;
pub mod log_in;
pub mod new_email;
pub(crate) mod newcomer;
pub mod passwords;
pub mod photo;
pub mod profile;
pub(crate) mod proof;
pub mod register;
pub mod reset;
pub mod sessions;
pub(crate) mod sweep;
#[cfg(test)]
mod tests;
pub mod verify;

use model::At;
use model::PlatformRole;
use model::accounts::{AccountForm, UserStatus};
use model::ids::UserId;
use store::{Db, Tx, args, sql};

use crate::{Error, Request, Result, names};

pub use proof::Proof;

/// A username, an address, or a name that stands once in its school, as two are told to be the same: trimmed and in small
/// letters, folded in Rust (dialect rule 5). What is searched and sorted is folded further, see [`names::key`].
pub(crate) fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether nobody has an account yet: then the first-run page is open.
///
/// # Errors
/// As the database answers.
pub async fn is_first_run(request: &Request) -> Result<bool> {
    let (any,): (bool,) = request.db.one(sql!("select exists (select 1 from users) as any_user"), args![]).await?;
    Ok(!any)
}

/// What a new account starts as.
pub(crate) struct NewUser<'a> {
    pub form: &'a AccountForm,
    pub password_hash: String,
    pub platform_role: PlatformRole,
    pub now: At,
}

/// Writes the row of a new, still unproven, account.
pub(crate) async fn insert(tx: &mut Tx, new: NewUser<'_>) -> Result<UserId> {
    let id = UserId::new();
    let NewUser { form, password_hash, platform_role, now } = new;
    let taken: Option<(bool,)> = tx
        .maybe(
            sql!(
                "select (email_key = $2) as is_email from users where username_key = $1 or email_key = $2
                 order by is_email desc, id limit 1"
            ),
            args![fold(&form.username), fold(&form.email)],
        )
        .await?;
    if let Some((is_email,)) = taken {
        // That an e-mail is taken is never said here: `register` answers it like a success and mails its owner.
        let field = if is_email { "email" } else { "username" };
        return Err(model::Error::field(field, model::Problem::Taken).into());
    }
    tx.run(
        sql!(
            "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                platform_role, locale, created_at, email_search)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        args![
            id,
            form.username.trim(),
            fold(&form.username),
            form.email.trim(),
            fold(&form.email),
            form.name.trim(),
            names::key(&form.name),
            password_hash,
            UserStatus::Pending.text(),
            platform_role.text(),
            "",
            now,
            names::key(&form.email)
        ],
    )
    .await
    .map_err(|error| Error::taken(error, "username"))?;
    Ok(id)
}

/// Notes that an account is in use, so that the sweep leaves it alone.
pub(crate) async fn note_use(db: &Db, user: UserId) -> Result<()> {
    db.run(
        sql!("update users set status = $2 where id = $1 and status = $3"),
        args![user, UserStatus::Active.text(), UserStatus::Pending.text()],
    )
    .await?;
    Ok(())
}
