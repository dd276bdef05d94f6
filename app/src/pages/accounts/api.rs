//! The account's server functions. Those that change who is logged in are posted by the browser itself, so that the
//! page after them is a new document with the new session.

use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::accounts::{ForgotForm, FoundForm, JoinForm, LogInForm, Me, ResetForm, ResetOf};
#[cfg(feature = "ssr")]
use model::classes::Joining;
use model::classes::{CodeSight, OwnRequest};
use model::guardians::{FamilyCodeForm, FamilyForm};
use model::schools::SchoolForm;
use model::settings::brand::Face;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use domain::accounts::register::Registered;

/// Where the start page leads: nobody has an account yet, somebody is logged in, or neither.
#[server(input = GetUrl, output = Wire)]
pub async fn start() -> Result<Option<String>> {
    let visitor = caller::visitor()?;
    let path = match caller::maybe_person() {
        // At a school's own address one begins in that school.
        Some(person) => Some(match caller::door().filter(|face| person.me.place(&face.slug).is_some()) {
            Some(face) => format!("/s/{}", face.slug),
            None => person.me.home(caller::last_school().as_deref()),
        }),
        None if domain::accounts::is_first_run(&visitor).await? => Some("/setup".to_owned()),
        None => None,
    };
    if let Some(path) = &path {
        caller::redirect(path);
    }
    Ok(path)
}

/// The school at whose own address one is.
#[server(input = GetUrl, output = Wire)]
pub async fn front_door() -> Result<Option<Face>> {
    Ok(caller::door())
}

/// Whether the first-run page is open; closed, it leads to the start.
#[server(input = GetUrl, output = Wire)]
pub async fn first_run() -> Result<bool> {
    let visitor = caller::visitor()?;
    Ok(domain::accounts::is_first_run(&visitor).await?)
}

/// The zones a school can be in.
#[server(input = GetUrl, output = Wire)]
pub async fn time_zones() -> Result<Vec<String>> {
    Ok(domain::calendar::zones().map(str::to_owned).collect())
}

/// The person who is logged in.
#[server(input = GetUrl, output = Wire)]
pub async fn my_account() -> Result<Me> {
    Ok(caller::person()?.me.as_ref().clone())
}

#[server(output = Wire)]
pub async fn log_in(form: LogInForm) -> Result<()> {
    let user = domain::accounts::log_in::log_in(&caller::visitor()?, &form).await?;
    caller::log_in(user, form.remember).await?;
    caller::redirect(if crate::params::is_own_path(&form.next) { &form.next } else { "/" });
    Ok(())
}

#[server(output = Wire)]
pub async fn log_out() -> Result<()> {
    caller::log_out().await?;
    caller::redirect("/");
    Ok(())
}

#[cfg(feature = "ssr")]
pub(in crate::pages) async fn enter(registered: Registered, done: model::Done) -> Result<()> {
    match registered {
        Registered::In { user, path } => {
            caller::log_in(user, false).await?;
            caller::tell(done);
            caller::redirect(&path);
        }
        Registered::Waits { user } => {
            caller::log_in(user, false).await?;
            caller::tell(model::Done::ClassAsked);
            caller::redirect("/schools");
        }
        Registered::Elsewhere { user } => {
            // Who is logged in already has clicked once more.
            let inside = caller::maybe_person().is_some_and(|person| person.me.user_id == user);
            caller::tell(if inside { model::Done::EmailConfirmed } else { done });
            caller::redirect(if inside { "/" } else { "/login" });
        }
        Registered::Held { token } => {
            caller::keep_registration(&token);
            caller::redirect("/check-mail");
        }
        Registered::Mailed => caller::redirect("/check-mail"),
    }
    Ok(())
}

/// Whether this browser has registered and the mail has yet to come back.
#[server(input = GetUrl, output = Wire)]
pub async fn awaits_mail() -> Result<bool> {
    Ok(match caller::registration() {
        Some(token) => domain::accounts::held::is_open(&caller::visitor()?, &token).await?,
        None => false,
    })
}

/// Finishes a registration with the code of its mail.
#[server(output = Wire)]
pub async fn prove_registration(form: model::accounts::CodeForm) -> Result<()> {
    let token = caller::registration().unwrap_or_default();
    let proven = domain::accounts::held::by_code(&caller::visitor()?, &token, &form.code).await?;
    caller::forget_registration();
    enter(proven.registered, proven.done).await
}

/// Sends the mail of a registration again.
#[server(output = Wire)]
pub async fn mail_registration_again() -> Result<()> {
    let token = caller::registration().unwrap_or_default();
    domain::accounts::held::send_again(&caller::visitor()?, &token).await?;
    caller::tell(model::Done::MailSent);
    caller::redirect("/check-mail");
    Ok(())
}

/// Registers with a class's code.
#[server(output = Wire)]
pub async fn register_by_code(form: JoinForm) -> Result<()> {
    enter(domain::accounts::register::join(&caller::visitor()?, &form).await?, model::Done::ClassJoined).await
}

/// Registers by founding a school.
#[server(output = Wire)]
pub async fn register_by_founding(form: FoundForm) -> Result<()> {
    enter(founded(domain::accounts::register::found(&caller::visitor()?, &form).await?), model::Done::SchoolFounded).await
}

/// Founds a further school with the account that is logged in.
#[server(output = Wire)]
pub async fn found_school(form: SchoolForm) -> Result<()> {
    let slug = domain::schools::found(&caller::person()?, &form).await?;
    caller::tell(model::Done::SchoolFounded);
    caller::redirect(&format!("/s/{slug}/start"));
    Ok(())
}

/// A new school is set up step by step.
#[cfg(feature = "ssr")]
fn founded(registered: Registered) -> Registered {
    match registered {
        Registered::In { user, path } => Registered::In { user, path: format!("{path}/start") },
        other => other,
    }
}

/// Joins a further class with the account that is logged in.
#[server(output = Wire)]
pub async fn join_by_code(form: model::accounts::CodeForm) -> Result<()> {
    let joined = domain::classes::codes::join(&caller::person()?, &form.code).await?;
    caller::tell(match joined.answer {
        Joining::Waiting => model::Done::ClassAsked,
        Joining::AlreadyMember => model::Done::InClassAlready,
        _ => model::Done::ClassJoined,
    });
    caller::redirect(&joined.path);
    Ok(())
}

/// Registers as a parent with a family code.
#[server(output = Wire)]
pub async fn register_by_family_code(form: FamilyForm) -> Result<()> {
    enter(domain::guardians::codes::register(&caller::visitor()?, &form).await?, model::Done::ChildAdded).await
}

/// Adds a child to the account that is logged in.
#[server(output = Wire)]
pub async fn join_family(form: FamilyCodeForm) -> Result<()> {
    let added = domain::guardians::codes::join(&caller::person()?, &form).await?;
    caller::tell(if added.beside { model::Done::ChildAddedBeside } else { model::Done::ChildAdded });
    caller::redirect(&added.path);
    Ok(())
}

/// What a code would answer the one who asks, before anything is sent.
#[server(input = GetUrl, output = Wire)]
pub async fn look_at_code(code: String) -> Result<CodeSight> {
    Ok(match caller::maybe_person() {
        Some(person) => domain::classes::codes::look_at_as(&person, &code).await?,
        None => domain::classes::codes::look_at(&caller::visitor()?, &code).await?,
    })
}

/// What the person waits for to be let into.
#[server(input = GetUrl, output = Wire)]
pub async fn my_requests() -> Result<Vec<OwnRequest>> {
    Ok(domain::classes::requests::own(&caller::person()?).await?)
}

#[server(output = Wire)]
pub async fn ask_reset(form: ForgotForm) -> Result<()> {
    domain::accounts::reset::ask(&caller::visitor()?, &form).await?;
    caller::tell(model::Done::ResetSent);
    caller::redirect("/forgot");
    Ok(())
}

/// Whose password a link sets anew; nothing for one that no longer works.
#[server(input = GetUrl, output = Wire)]
pub async fn reset_link(token: String) -> Result<Option<ResetOf>> {
    Ok(domain::accounts::reset::look_at(&caller::visitor()?, &token).await?)
}

#[server(output = Wire)]
pub async fn reset_password(form: ResetForm) -> Result<()> {
    domain::accounts::reset::reset(&caller::visitor()?, &form).await?;
    caller::tell(model::Done::PasswordSaved);
    caller::redirect("/login");
    Ok(())
}

/// The person who is about to prove their address, and whether mails leave at all.
#[server(input = GetUrl, output = Wire)]
pub async fn show_verify() -> Result<(Me, bool)> {
    let person = caller::person()?;
    Ok((person.me.as_ref().clone(), person.settings.sends_mail))
}

#[server(output = Wire)]
pub async fn verify_code(form: model::accounts::CodeForm) -> Result<()> {
    domain::accounts::verify::by_code(&caller::person()?, &form.code).await?;
    caller::tell(model::Done::EmailConfirmed);
    caller::redirect("/me");
    Ok(())
}

#[server(output = Wire)]
pub async fn verify_link(form: model::accounts::TokenForm) -> Result<()> {
    let visitor = caller::visitor()?;
    let own = caller::registration();
    if let Some(proven) = domain::accounts::held::by_link(&visitor, &form.token, own.as_deref()).await? {
        // Of another browser's registration nothing is known here, and this one's own may still wait.
        if !matches!(proven.registered, Registered::Elsewhere { .. }) {
            caller::forget_registration();
        }
        return enter(proven.registered, proven.done).await;
    }
    domain::accounts::verify::by_link(&visitor, &form.token).await?;
    caller::tell(model::Done::EmailConfirmed);
    caller::redirect("/");
    Ok(())
}

#[server(output = Wire)]
pub async fn verify_again() -> Result<()> {
    domain::accounts::verify::send_again(&caller::person()?).await?;
    caller::tell(model::Done::MailSent);
    caller::redirect("/verify");
    Ok(())
}

#[server(output = Wire)]
pub async fn log_out_everywhere() -> Result<()> {
    domain::accounts::sessions::end_all(&caller::person()?).await?;
    caller::log_out().await?;
    caller::tell(model::Done::LoggedOutEverywhere);
    caller::redirect("/login");
    Ok(())
}
