//! The mail of a registration has come back: what it waited for is made.

use model::ids::{RegistrationId, UserId};
use model::{At, Done, Error, Problem};
use store::{args, sql};

use super::{Kept, Wish, code_hash, gone};
use crate::accounts::newcomer::Newcomer;
use crate::accounts::register::{self, Registered};
use crate::classes::codes;
use crate::scope::Actor;
use crate::{Result, Visitor, guardians, secrets, twice};

/// Wrong codes after which a new mail is needed.
const TRIES: i64 = 10;

/// What a registration became once its address was proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    pub registered: Registered,
    pub done: Done,
}

/// A registration as it is kept.
#[derive(sqlx::FromRow)]
struct Held {
    id: RegistrationId,
    email_key: String,
    code_hash: String,
    form: String,
    password_hash: String,
    /// Codes typed for the mail, by all who share it.
    tries: i64,
    used_at: Option<At>,
    path: String,
}

/// Proves the address by the code in the mail and makes what was registered for.
///
/// # Errors
/// `Invalid` on `code` with [`Problem::WrongCode`] or, after ten wrong ones, [`Problem::LinkExpired`]; on the whole form
/// with [`Problem::RegistrationGone`] after an hour, or when what was chosen is no longer free.
pub async fn by_code(visitor: &Visitor, token: &str, code: &str) -> Result<Proven> {
    let mut work = visitor.begin().await?;
    let token_hash = secrets::hash(token);
    // A double click has a row of its own: what is typed for one of them counts for all that share the code.
    work.tx
        .run(
            sql!(
                "update registrations set tries = tries + 1
                 where expires_at > $2 and (email_key, code_hash) =
                       (select email_key, code_hash from registrations where token_hash = $1)"
            ),
            args![token_hash.as_str(), visitor.now],
        )
        .await?;
    let held: Option<Held> = work
        .tx
        .maybe(
            sql!(
                "select h.id, h.email_key, h.code_hash, h.form, h.password_hash, h.used_at, h.path,
                        (select cast(max(t.tries) as bigint) from registrations t
                         where t.email_key = h.email_key and t.code_hash = h.code_hash) as tries
                 from registrations h where h.token_hash = $1 and h.expires_at > $2"
            ),
            args![token_hash, visitor.now],
        )
        .await?;
    let held = held.ok_or_else(gone)?;
    if held.tries > TRIES {
        return Err(Error::field("code", Problem::LinkExpired).into());
    }
    // A wrong try counts.
    work.commit().await?;
    let wrong = Error::field("code", Problem::WrongCode);
    let typed = code_hash(&held.email_key, &code.trim().replace(' ', ""));
    if !secrets::same(&held.code_hash, &typed) {
        return Err(wrong.into());
    }
    held.finish(visitor, wrong).await
}

/// Proves the address by the link in the mail, in any browser; nothing for a link of another kind. `own` is the secret of
/// the registration this browser waits with: only there the link logs in too. The password may be a stranger's, who
/// registered with somebody else's address, and so may the mail, whose link somebody else was made to open.
///
/// # Errors
/// As [`by_code`], all on the whole form.
pub async fn by_link(visitor: &Visitor, token: &str, own: Option<&str>) -> Result<Option<Proven>> {
    let held: Option<Held> = visitor
        .db
        .maybe(
            sql!(
                "select id, email_key, code_hash, form, password_hash, tries, used_at, path
                 from registrations where link_hash = $1 and expires_at > $2"
            ),
            args![secrets::hash(token), visitor.now],
        )
        .await?;
    let Some(held) = held else { return Ok(None) };
    let here = match own {
        Some(own) => held.began_with(visitor, own).await?,
        None => false,
    };
    let proven = held.finish(visitor, Error::form(Problem::LinkExpired)).await?;
    Ok(Some(if here { proven } else { proven.elsewhere() }))
}

impl Proven {
    fn elsewhere(self) -> Proven {
        match self.registered {
            Registered::In { user, .. } | Registered::Waits { user } => {
                Proven { registered: Registered::Elsewhere { user }, done: Done::AccountReady }
            }
            _ => self,
        }
    }
}

impl Held {
    /// Whether it is the registration of that secret, or the other click of it.
    async fn began_with(&self, visitor: &Visitor, token: &str) -> Result<bool> {
        let (same,): (bool,) = visitor
            .db
            .one(
                sql!(
                    "select exists (select 1 from registrations
                     where token_hash = $1 and email_key = $2 and code_hash = $3) as same"
                ),
                args![secrets::hash(token), self.email_key.as_str(), self.code_hash.as_str()],
            )
            .await?;
        Ok(same)
    }

    /// Makes what was registered for, once. An address that has got an account meanwhile is answered as what proved it
    /// would be for one that always had.
    async fn finish(self, visitor: &Visitor, taken: Error) -> Result<Proven> {
        let kept: Kept = serde_json::from_str(&self.form)?;
        let done = kept.wish.done();
        if let Some(used_at) = self.used_at {
            return self.again(visitor, used_at, &self.path, done).await;
        }
        let refused = match self.make(&kept.read_by(visitor), &kept.wish).await {
            Ok(registered) => return Ok(Proven { registered, done }),
            Err(crate::Error::Refused(refused @ Error::Invalid(_))) => refused,
            Err(error) => return Err(error),
        };
        // Another click may have been faster.
        let used: (Option<At>, String) =
            visitor.db.one(sql!("select used_at, path from registrations where id = $1"), args![self.id]).await?;
        if let (Some(used_at), path) = used {
            return self.again(visitor, used_at, &path, done).await;
        }
        let answer = if refused.problem_of("email") == Some(Problem::Taken) { taken } else { gone() };
        Err(answer.into())
    }

    async fn make(&self, visitor: &Visitor, wish: &Wish) -> Result<Registered> {
        let newcomer = Newcomer { account: wish.account(), password_hash: self.password_hash.clone(), held: Some(self.id) };
        match wish {
            Wish::Class(form) => {
                let code = codes::look_up(visitor, &form.code, &form.account.email).await?;
                register::enter_class(visitor, &code, &newcomer).await
            }
            Wish::Family(form) => guardians::codes::come_proven(visitor, form, &newcomer).await,
            // A new school is set up step by step.
            Wish::School(form) => Ok(register::found_new(visitor, form, &newcomer).await?.on_to("/start")),
        }
    }

    /// The second of two clicks leads where the first one led; whoever comes later reads that the account is there.
    async fn again(&self, visitor: &Visitor, used_at: At, path: &str, done: Done) -> Result<Proven> {
        let user: Option<(UserId,)> = visitor
            .db
            .maybe(sql!("select id from users where email_key = $1 and status = 'active'"), args![self.email_key.as_str()])
            .await?;
        let (user,) = user.ok_or_else(gone)?;
        let registered = match path {
            codes::WAITING_PAGE => Registered::Waits { user },
            _ => Registered::In { user, path: path.to_owned() },
        };
        let proven = Proven { registered, done };
        Ok(if used_at <= twice::since(visitor.now) { proven.elsewhere() } else { proven })
    }
}
