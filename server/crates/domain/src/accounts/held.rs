//! A registration that waits for its mail (product.md section 3). Where mail leaves, nothing of it is made before the
//! address is proven: no account, no place, no school, no code used up. So a new and a taken address are answered alike,
//! at once and by everything that can be asked later; only the owner of the address reads which it was.

mod proving;
mod twins;

use model::accounts::{AccountForm, FoundForm, JoinForm};
use model::guardians::FamilyForm;
use model::ids::RegistrationId;
use model::{At, Done, Error, Locale, Problem};
use serde::{Deserialize, Serialize};
use store::{args, sql};

pub use proving::{Proven, by_code, by_link};

use crate::accounts::register::Registered;
use crate::accounts::{self, fold};
use crate::scope::Actor;
use crate::{Request, Result, Visitor, Work, mail, secrets, twice};

/// Hours a registration waits.
const HOURS: i64 = 1;
/// Mails an hour to one address, whether it has an account or not.
const MAILS: i64 = 5;

/// What somebody registers for, with all they typed but the password.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wish {
    Class(JoinForm),
    Family(FamilyForm),
    School(FoundForm),
}

impl Wish {
    fn account(&self) -> &AccountForm {
        match self {
            Wish::Class(form) => &form.account,
            Wish::Family(form) => &form.account,
            Wish::School(form) => &form.account,
        }
    }

    fn take_password(&mut self) -> String {
        let account = match self {
            Wish::Class(form) => &mut form.account,
            Wish::Family(form) => &mut form.account,
            Wish::School(form) => &mut form.account,
        };
        std::mem::take(&mut account.password)
    }

    const fn done(&self) -> Done {
        match self {
            Wish::Class(_) => Done::ClassJoined,
            Wish::Family(_) => Done::ChildAdded,
            Wish::School(_) => Done::SchoolFounded,
        }
    }
}

/// A wish as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What its mails are written in: the language of the school they come to, or the founder's.
    #[serde(default)]
    locale: Option<Locale>,
    #[serde(flatten)]
    wish: Wish,
}

impl Kept {
    /// Whoever comes back, in the language the registration began in.
    fn read_by(&self, visitor: &Visitor) -> Visitor {
        visitor.reading(self.locale.unwrap_or(visitor.locale))
    }
}

/// Whether registrations wait for their mail: where mail leaves, but for the very first one, which nobody can be hidden
/// from and which must not need a mail server that works.
pub(crate) async fn waits(visitor: &Visitor) -> Result<bool> {
    Ok(visitor.settings.sends_mail && !accounts::is_first_run(visitor).await?)
}

/// Keeps a registration and sends its mail, in the visitor's language: a code and a link to a new address, a word to the
/// owner of a taken one. A double click is one mail; the same form with another password is no double click. A taken
/// username is said, whatever the address is.
pub(crate) async fn hold(visitor: &Visitor, mut wish: Wish) -> Result<Registered> {
    // The same work for both.
    let password = wish.take_password();
    let password_hash = visitor.passwords.hash(&password).await?;
    let kept = Kept { locale: Some(visitor.locale), wish };
    let (account, form) = (kept.wish.account(), serde_json::to_string(&kept)?);
    let (key, now) = (fold(&account.email), visitor.now);
    let (mut work, twin) = twins::begin(visitor, &key, &form, &password).await?;
    let (taken,): (bool,) = work
        .tx
        .one(sql!("select exists (select 1 from users where username_key = $1) as taken"), args![fold(&account.username)])
        .await?;
    if taken {
        return Err(Error::field("username", Problem::Taken).within("account").into());
    }
    let (id, token, mails) = (RegistrationId::new(), secrets::token(), twin.is_none());
    if mails {
        twins::end_earlier(&mut work, &key, &form).await?;
    }
    let (code_hash, tries) = twin.map(|twin| (twin.code_hash, twin.tries)).unwrap_or_default();
    work.tx
        .run(
            sql!(
                "insert into registrations (id, token_hash, link_hash, email_key, code_hash, form, password_hash, tries,
                                            mailed_at, created_at, expires_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
            ),
            args![
                id,
                secrets::hash(&token),
                secrets::hash(&secrets::token()),
                key.as_str(),
                code_hash,
                form.as_str(),
                password_hash,
                tries,
                now,
                now,
                now.plus_hours(HOURS)
            ],
        )
        .await?;
    if mails {
        write(&mut work, visitor, id, account).await?;
    }
    work.commit().await?;
    Ok(Registered::Held { token })
}

/// Of two registrations at once the second waits here: an address that has no account has no row to wait at.
async fn lock(work: &mut Work) -> Result<()> {
    work.tx.run(sql!("update platform set value = value where key = 'first_run'"), args![]).await?;
    Ok(())
}

/// Sends the mail of a registration; what was sent for it before stops working.
async fn write(work: &mut Work, request: &Request, id: RegistrationId, account: &AccountForm) -> Result<()> {
    let (key, now) = (fold(&account.email), request.now);
    let (sent, taken): (i64, bool) = work
        .tx
        .one(
            sql!(
                "select (select cast(coalesce(sum(mails), 0) as bigint) from registrations
                         where email_key = $1 and mailed_at > $2) as sent,
                        exists (select 1 from users where email_key = $1) as taken"
            ),
            args![key.as_str(), now.plus_hours(-1)],
        )
        .await?;
    if sent >= MAILS {
        return Err(Error::TooMany(3600).into());
    }
    let (token, code) = (secrets::token(), secrets::digits());
    // Where no code is sent, none fits; nor does any other registration share this one.
    let mut kept = secrets::hash(&secrets::token());
    if taken {
        mail::send_exists(work, request, &key).await?;
    } else if mail::may_send(work, now, account.email.trim()).await? {
        kept = code_hash(&key, &code);
        mail::send_register(work, request, account, &code, &token).await?;
    }
    work.tx
        .run(
            sql!(
                "update registrations set link_hash = $2, code_hash = $3, tries = 0, mails = mails + 1, mailed_at = $4,
                                          expires_at = $5 where id = $1"
            ),
            args![id, secrets::hash(&token), kept, now, now.plus_hours(HOURS)],
        )
        .await?;
    Ok(())
}

fn code_hash(email_key: &str, code: &str) -> String {
    secrets::hash(&format!("{email_key}:{code}"))
}

/// What can no longer be finished is begun again.
pub(super) fn gone() -> Error {
    Error::form(Problem::RegistrationGone)
}

/// Whether this browser's registration waits for its mail.
///
/// # Errors
/// As the database answers.
pub async fn is_open(visitor: &Visitor, token: &str) -> Result<bool> {
    let (open,): (bool,) = visitor
        .db
        .one(
            sql!(
                "select exists (select 1 from registrations
                 where token_hash = $1 and used_at is null and expires_at > $2) as open"
            ),
            args![secrets::hash(token), visitor.now],
        )
        .await?;
    Ok(open)
}

/// Sends the mail of a registration again, unless it went out a moment ago.
///
/// # Errors
/// `Invalid` with [`Problem::RegistrationGone`] when there is none any more; `TooMany` after several mails within an hour.
pub async fn send_again(visitor: &Visitor, token: &str) -> Result<()> {
    let mut work = visitor.begin().await?;
    lock(&mut work).await?;
    let held: Option<(RegistrationId, String, At)> = work
        .tx
        .maybe(
            sql!(
                "select id, form, mailed_at from registrations
                 where token_hash = $1 and used_at is null and expires_at > $2"
            ),
            args![secrets::hash(token), visitor.now],
        )
        .await?;
    let (id, form, mailed_at) = held.ok_or_else(gone)?;
    if mailed_at > twice::since(visitor.now) {
        return Ok(());
    }
    let kept: Kept = serde_json::from_str(&form)?;
    write(&mut work, &kept.read_by(visitor), id, kept.wish.account()).await?;
    work.commit().await
}
