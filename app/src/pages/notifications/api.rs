use leptos::prelude::*;
use model::accounts::Me;
use model::ids::NotificationId;
use model::notifications::{Bell, NotificationForm, NotificationSettings, NotificationsPage, PauseForm, Stopping};
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use model::Done;

/// A page of what one was told, from 1.
#[server(input = GetUrl, output = Wire)]
pub async fn list_notifications(#[server(default)] unread: bool, #[server(default)] page: i64) -> Result<NotificationsPage> {
    Ok(domain::notifications::page(&caller::person()?, unread, page).await?)
}

/// How many are still to be read, with the newest.
#[server(input = GetUrl, output = Wire)]
pub async fn show_bell() -> Result<Bell> {
    Ok(domain::notifications::bell(&caller::person()?).await?)
}

/// Which of those that a device shows are still to be read: their ids, parted by commas. Asked by the service worker.
#[server(input = GetUrl, output = Wire)]
pub async fn unread_notifications(ids: String) -> Result<Vec<NotificationId>> {
    Ok(domain::notifications::unread_among(&caller::person()?, &model::notifications::named(&ids)).await?)
}

/// Marks one as read. The page it was done on follows.
#[server(output = Wire)]
pub async fn read_notification(id: NotificationId) -> Result<()> {
    domain::notifications::read(&caller::person()?, id).await?;
    Ok(())
}

/// Marks what leads to a page as read.
#[server(output = Wire)]
pub async fn read_notifications_of(page: String) -> Result<()> {
    Ok(domain::notifications::visited(&caller::person()?, &page).await?)
}

#[server(output = Wire)]
pub async fn read_all_notifications() -> Result<()> {
    domain::notifications::read_all(&caller::person()?).await?;
    caller::tell(Done::NotificationsRead);
    caller::redirect("/notifications");
    Ok(())
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_notification_settings() -> Result<(Me, NotificationSettings)> {
    let person = caller::person()?;
    Ok((person.me.as_ref().clone(), domain::notifications::settings(&person).await?))
}

#[server(output = Wire)]
pub async fn save_notification_settings(form: NotificationForm) -> Result<()> {
    domain::notifications::save(&caller::person()?, &form).await?;
    caller::tell(Done::NotificationsSaved);
    caller::redirect("/me/notifications");
    Ok(())
}

/// Begins a pause in which nobody disturbs the caller, or ends it.
#[server(output = Wire)]
pub async fn pause_notifications(form: PauseForm) -> Result<()> {
    let ends = form.how == model::notifications::Pause::Off.text();
    domain::notifications::pause(&caller::person()?, &form).await?;
    caller::tell(if ends { Done::PauseEnded } else { Done::NotificationsPaused });
    caller::redirect("/me/notifications");
    Ok(())
}

/// What the address in a mail would stop; nothing for one that stops nothing.
#[server(input = GetUrl, output = Wire)]
pub async fn show_stopping(token: String) -> Result<Option<Stopping>> {
    Ok(domain::notifications::look_at(&caller::visitor()?, &token).await?)
}

/// Stops those mails, whoever is logged in, or nobody.
#[server(output = Wire)]
pub async fn stop_mails(token: String) -> Result<()> {
    domain::notifications::stop(&caller::visitor()?, &token).await?;
    caller::tell(Done::MailsStopped);
    caller::redirect(&format!("/unsubscribe/{}", crate::params::encode(&token)));
    Ok(())
}
