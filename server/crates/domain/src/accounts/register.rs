//! New accounts: by a class's code, or by founding a school.

use model::accounts::{AccountForm, FoundForm, JoinForm};
use model::classes::{CodeKind, Joining};
use model::ids::UserId;
use model::{At, Error, PlatformRole, Problem};
use serde_json::json;
use store::{args, sql};

use crate::accounts::held::{self, Wish};
use crate::accounts::newcomer::Newcomer;
use crate::accounts::{fold, log_in};
use crate::classes::codes::{self, Code, Joined};
use crate::scope::Actor;
use crate::{Result, Visitor, mail, schools, twice};

/// What came of a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// The account is made: log it in and go to that page.
    In { user: UserId, path: String },
    /// The same, but the class has yet to let them in: log it in and show what it waits for.
    Waits { user: UserId },
    /// The account is made in another browser than the one that registered, and its mail is all that this one has brought:
    /// only the password that was chosen logs in.
    Elsewhere { user: UserId },
    /// Nothing is made before the mail has come back: the secret is for the browser that registered, and the page says
    /// the same for a new and for a taken address.
    Held { token: String },
    /// The e-mail has an account already, where no registration waits: no mail leaves, or a link invited them. Nothing is
    /// made; the owner of the address is told by mail.
    Mailed,
}

/// Registers with a class's student or lecturer code and joins the class. Where mail leaves, that waits for the mail, and
/// whose account it is shows only there; elsewhere who registers with the account they have joins with that one.
///
/// # Errors
/// `Invalid` field by field; the code's own answers stand on the field `code`.
pub async fn join(visitor: &Visitor, form: &JoinForm) -> Result<Registered> {
    form.validate()?;
    // The code is looked at first: a stranger without one learns nothing about names.
    let code = codes::look_up(visitor, &form.code, &form.account.email).await?;
    // Their mail is in the language of the school they come to.
    let visitor = &visitor.reading(code.locale);
    if held::waits(visitor).await? {
        return held::hold(visitor, Wish::Class(form.clone())).await;
    }
    let password_hash = visitor.passwords.hash(&form.account.password).await?;
    let newcomer = Newcomer { account: &form.account, password_hash, held: None };
    match enter_class(visitor, &code, &newcomer).await {
        Err(error) if is_taken(&error) => match answer_taken(visitor, error, &form.account, code.page()).await? {
            Registered::In { user, .. } => {
                let joined = codes::enter(visitor.begin().await?, &code, user, visitor.now).await?;
                Ok(Registered::of(user, joined))
            }
            other => Ok(other),
        },
        registered => registered,
    }
}

/// Makes the account and gives it its place in the class.
pub(crate) async fn enter_class(visitor: &Visitor, code: &Code, newcomer: &Newcomer<'_>) -> Result<Registered> {
    let platform_role = match code.kind {
        CodeKind::Student => PlatformRole::Student,
        CodeKind::Lecturer => PlatformRole::Teacher,
    };
    let mut work = newcomer.begin(visitor).await?;
    let user = newcomer.insert(&mut work, platform_role, visitor.now).await?;
    work.concerns(Some(user), Some(code.school_id));
    // Before the class is asked: a code for one mail domain lets in who has proven their address.
    newcomer.prove(&mut work, visitor, user).await?;
    let (joined, _) = code.admit(&mut work, user, visitor.now).await?;
    let detail = json!({ "class": code.class_id, "role": code.seat().role.text(), "answer": joined.answer.text() });
    work.audit("account.joined", user, detail).await?;
    newcomer.settle(&mut work, &joined.path).await?;
    work.commit().await?;
    Ok(Registered::of(user, joined))
}

/// Whether it is the username or the e-mail that has an account already.
pub(crate) fn is_taken(error: &crate::Error) -> bool {
    let crate::Error::Refused(refused) = error else { return false };
    ["username", "email"].iter().any(|field| refused.problem_of(field) == Some(Problem::Taken))
}

impl Registered {
    fn of(user: UserId, joined: Joined) -> Registered {
        match joined.answer {
            Joining::Waiting => Registered::Waits { user },
            _ => Registered::In { user, path: joined.path },
        }
    }

    /// The same, led on to a page below.
    pub(super) fn on_to(self, below: &str) -> Registered {
        match self {
            Registered::In { user, path } => Registered::In { user, path: format!("{path}{below}") },
            other => other,
        }
    }
}

/// Founds a school with its first admin. On an empty platform that person also becomes the platform's admin, at once. On
/// all others, where mail leaves, it waits for the mail; elsewhere who registers with the account they have founds with
/// that one.
///
/// # Errors
/// `Invalid` field by field.
pub async fn found(visitor: &Visitor, form: &FoundForm) -> Result<Registered> {
    form.validate()?;
    schools::check_zone(&form.school).map_err(|error| error.within("school"))?;
    if held::waits(visitor).await? {
        let mut tx = visitor.db.begin().await?;
        schools::refuse_taken(&mut tx, &form.school).await.map_err(|error| error.within("school"))?;
        drop(tx);
        return held::hold(visitor, Wish::School(form.clone())).await;
    }
    let password_hash = visitor.passwords.hash(&form.account.password).await?;
    let newcomer = Newcomer { account: &form.account, password_hash, held: None };
    match found_new(visitor, form, &newcomer).await {
        Err(error) if is_taken(&error) => match answer_taken(visitor, error, &form.account, String::new()).await? {
            Registered::In { user, .. } => found_further(visitor, form, user).await,
            other => Ok(other),
        },
        Err(error) if is_school_taken(&error) => {
            if let Some(user) = same_person(visitor, &form.account).await?
                && let Some(slug) = schools::founded_since(visitor, &form.school, user, At(0)).await?
            {
                return Ok(Registered::In { user, path: format!("/s/{slug}") });
            }
            Err(error)
        }
        registered => registered,
    }
}

fn is_school_taken(error: &crate::Error) -> bool {
    let crate::Error::Refused(refused) = error else { return false };
    ["school[slug]", "school[name]"].iter().any(|field| refused.problem_of(field) == Some(Problem::Taken))
}

/// Makes the account and founds its school.
pub(super) async fn found_new(visitor: &Visitor, form: &FoundForm, newcomer: &Newcomer<'_>) -> Result<Registered> {
    let mut work = newcomer.begin(visitor).await?;
    // Before the account: else a taken address would tell by whether the school is complained about.
    schools::refuse_taken(&mut work.tx, &form.school).await.map_err(|error| error.within("school"))?;
    let first = schools::claim_first_run(&mut work.tx).await?;
    let platform_role = if first { PlatformRole::SuperAdmin } else { PlatformRole::SchoolAdmin };
    let user = newcomer.insert(&mut work, platform_role, visitor.now).await?;
    work.concerns(Some(user), None);
    let slug = schools::insert(&mut work, visitor, &form.school, user).await.map_err(|error| error.within("school"))?;
    newcomer.prove(&mut work, visitor, user).await?;
    newcomer.settle(&mut work, &format!("/s/{slug}/start")).await?;
    work.commit().await?;
    Ok(Registered::In { user, path: format!("/s/{slug}") })
}

/// Founds with an account that exists, unless the first of two clicks has done so.
async fn found_further(visitor: &Visitor, form: &FoundForm, user: UserId) -> Result<Registered> {
    let mut work = visitor.begin().await?;
    work.concerns(Some(user), None);
    let slug = match schools::insert(&mut work, visitor, &form.school, user).await {
        Ok(slug) => {
            work.commit().await?;
            slug
        }
        Err(error) => {
            drop(work);
            let own = schools::founded_since(visitor, &form.school, user, At(0)).await?;
            own.ok_or(error).map_err(|error| error.within("school"))?
        }
    };
    Ok(Registered::In { user, path: format!("/s/{slug}") })
}

/// Username or e-mail has an account. Whoever sends both with the right password is its owner, sending a second time:
/// logged in. Else a taken username is said, and a taken e-mail is told by mail to its owner alone.
pub(crate) async fn answer_taken(
    visitor: &Visitor,
    error: crate::Error,
    account: &AccountForm,
    path: String,
) -> Result<Registered> {
    let crate::Error::Refused(refused) = &error else { return Err(error) };
    if let Some(user) = same_person(visitor, account).await? {
        return Ok(Registered::In { user, path });
    }
    if refused.problem_of("email") != Some(Problem::Taken) {
        return Err(error.within("account"));
    }
    let mut work = visitor.begin().await?;
    mail::send_exists(&mut work, visitor, &fold(&account.email)).await?;
    work.commit().await?;
    Ok(Registered::Mailed)
}

/// The account of exactly this username, e-mail and password. A password is asked for here, so the wait and the count
/// of the log-in hold here too; while it waits, nobody is recognised.
pub(crate) async fn same_person(visitor: &Visitor, account: &AccountForm) -> Result<Option<UserId>> {
    let same: Option<(UserId, String, At)> = visitor
        .db
        .maybe(
            sql!(
                "select id, password_hash, created_at from users
                 where username_key = $1 and email_key = $2 and status in ('pending', 'active')"
            ),
            args![fold(&account.username), fold(&account.email)],
        )
        .await?;
    let Some((user, hash, created)) = same else { return Ok(None) };
    let key = log_in::key_of(user);
    match log_in::count_try(visitor, &key).await {
        Ok(()) => {}
        Err(crate::Error::Refused(Error::TooMany(_))) => return Ok(None),
        Err(fault) => return Err(fault),
    }
    if !visitor.passwords.verify(&account.password, Some(hash.clone())).await? {
        return Ok(None);
    }
    visitor.proof.keep(user, &hash);
    log_in::forget_tries(visitor, &key).await?;
    // Who comes back uses the account; the second of two clicks does not.
    if created <= twice::since(visitor.now) {
        super::note_use(&visitor.db, user).await?;
    }
    Ok(Some(user))
}
