use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::dashboards::{Dashboard, MailFilter, MailsPage, PlatformBoard};
use model::settings::calendar::OpenCalendar;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The school's dashboard for the caller's role.
#[server(input = GetUrl, output = Wire)]
pub async fn show_dashboard(school: String) -> Result<Dashboard> {
    Ok(domain::dashboards::show(&caller::scope(&school)?).await?)
}

/// The school's calendar, for every member.
#[server(input = GetUrl, output = Wire)]
pub async fn read_calendar(school: String) -> Result<OpenCalendar> {
    Ok(domain::settings::calendar::read(&caller::scope(&school)?).await?)
}

/// The platform admin's.
#[server(input = GetUrl, output = Wire)]
pub async fn show_platform() -> Result<PlatformBoard> {
    Ok(domain::dashboards::platform(&caller::person()?).await?)
}

/// A page of the outbox.
#[server(input = GetUrl, output = Wire)]
pub async fn list_mails(#[server(default)] filter: MailFilter) -> Result<MailsPage> {
    Ok(domain::mail::outbox(&caller::person()?, &filter).await?)
}
