//! The server functions of the own account. Its forms are posted by the browser itself: language, look and name are all
//! over the page, and a new document has them everywhere.

use leptos::prelude::*;
use model::accounts::{CodeForm, Me, SessionCard, TokenForm};
use model::ids::PushId;
use model::people::NameForm;
use model::profile::{EmailForm, MembershipCard, PasswordForm, PendingEmail, ProfileForm, ProfilePage, UsernameForm};
use model::push::{PushForm, PushPage};
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use domain::accounts::{credentials, new_email, photo, profile, sessions};
#[cfg(feature = "ssr")]
use domain::people::suggestions;
#[cfg(feature = "ssr")]
use model::Done;

#[server(input = GetUrl, output = Wire)]
pub async fn show_profile() -> Result<(Me, ProfilePage)> {
    let person = caller::person()?;
    Ok((person.me.as_ref().clone(), profile::show(&person).await?))
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_security() -> Result<(Me, Option<PendingEmail>)> {
    let person = caller::person()?;
    Ok((person.me.as_ref().clone(), new_email::pending(&person).await?))
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_devices() -> Result<(Me, Vec<SessionCard>)> {
    let person = caller::person()?;
    Ok((person.me.as_ref().clone(), sessions::own(&person).await?))
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_schools() -> Result<(Me, Vec<MembershipCard>)> {
    let person = caller::person()?;
    Ok((person.me.as_ref().clone(), domain::schools::own::list(&person).await?))
}

#[server(output = Wire)]
pub async fn save_profile(form: ProfileForm) -> Result<()> {
    profile::save(&caller::person()?, &form).await?;
    caller::tell(Done::ProfileSaved);
    caller::redirect("/me");
    Ok(())
}

/// Takes the name that a school suggests. The page it was offered on follows.
#[server(output = Wire)]
pub async fn accept_name(school: String, form: NameForm) -> Result<()> {
    suggestions::accept(&caller::scope(&school)?, &form).await?;
    caller::tell(Done::NameAccepted);
    Ok(())
}

/// Keeps the name that one has. The page it was asked on follows.
#[server(output = Wire)]
pub async fn decline_name(school: String, name: String) -> Result<()> {
    suggestions::decline(&caller::scope(&school)?, &name).await?;
    caller::tell(Done::NameDeclined);
    Ok(())
}

#[server(output = Wire)]
pub async fn remove_photo() -> Result<()> {
    photo::remove(&caller::person()?).await?;
    caller::tell(Done::PhotoRemoved);
    caller::redirect("/me");
    Ok(())
}

/// This session gets a new id, the others end.
#[server(output = Wire)]
pub async fn change_password(form: PasswordForm) -> Result<()> {
    let person = caller::person()?;
    let renewed = credentials::change_password(&person, &form).await?;
    caller::log_in(person.me.user_id, renewed.remember).await?;
    caller::tell(Done::PasswordChanged);
    caller::redirect("/me/security");
    Ok(())
}

#[server(output = Wire)]
pub async fn change_username(form: UsernameForm) -> Result<()> {
    credentials::change_username(&caller::person()?, &form).await?;
    caller::tell(Done::UsernameChanged);
    caller::redirect("/me/security");
    Ok(())
}

#[server(output = Wire)]
pub async fn ask_email(form: EmailForm) -> Result<()> {
    new_email::ask(&caller::person()?, &form).await?;
    caller::tell(Done::EmailAsked);
    caller::redirect("/me/security");
    Ok(())
}

#[server(output = Wire)]
pub async fn keep_email() -> Result<()> {
    new_email::cancel(&caller::person()?).await?;
    caller::tell(Done::EmailKept);
    caller::redirect("/me/security");
    Ok(())
}

#[server(output = Wire)]
pub async fn prove_email_code(form: CodeForm) -> Result<()> {
    new_email::by_code(&caller::person()?, &form.code).await?;
    caller::tell(Done::EmailChanged);
    caller::redirect("/me/security");
    Ok(())
}

#[server(output = Wire)]
pub async fn prove_email_link(form: TokenForm) -> Result<()> {
    new_email::by_link(&caller::visitor()?, &form.token).await?;
    caller::tell(Done::EmailChanged);
    caller::redirect("/");
    Ok(())
}

#[server(output = Wire)]
pub async fn end_session(key: String) -> Result<()> {
    sessions::end_one(&caller::person()?, &key).await?;
    caller::tell(Done::SessionEnded);
    caller::redirect("/me/devices");
    Ok(())
}

/// The devices that are told while no page is open.
#[server(input = GetUrl, output = Wire)]
pub async fn show_push() -> Result<PushPage> {
    Ok(domain::push::list(&caller::person()?).await?)
}

/// Sent by a script alone: no form knows what the browser says. The service worker sends it too.
#[server(output = Wire)]
pub async fn subscribe_push(form: PushForm) -> Result<()> {
    Ok(domain::push::subscribe(&caller::person()?, &form).await?)
}

#[server(output = Wire)]
pub async fn try_push(id: PushId) -> Result<()> {
    domain::push::try_out(&caller::person()?, id).await?;
    caller::tell(Done::PushTried);
    caller::redirect("/me/devices");
    Ok(())
}

#[server(output = Wire)]
pub async fn turn_push_off(id: PushId) -> Result<()> {
    domain::push::turn_off(&caller::person()?, id).await?;
    caller::tell(Done::PushOff);
    caller::redirect("/me/devices");
    Ok(())
}

#[server(output = Wire)]
pub async fn start_here(school: String) -> Result<()> {
    domain::schools::own::make_primary(&caller::scope(&school)?).await?;
    caller::tell(Done::PrimaryChosen);
    caller::redirect("/me/schools");
    Ok(())
}

#[server(output = Wire)]
pub async fn leave_school(school: String) -> Result<()> {
    domain::schools::own::leave(&caller::scope(&school)?).await?;
    caller::tell(Done::SchoolLeft);
    caller::redirect("/me/schools");
    Ok(())
}
