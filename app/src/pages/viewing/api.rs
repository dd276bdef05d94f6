//! Both change who one is, so they are posted by the browser itself: the page after them is a new document.

use leptos::prelude::*;
use model::viewing::{ViewForm, ViewPage};
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The member that `member` names, or those whose names fit `q`.
#[server(input = GetUrl, output = Wire)]
pub async fn show_view_as(school: String, #[server(default)] member: String, #[server(default)] q: String) -> Result<ViewPage> {
    let scope = caller::scope(&school)?;
    let member = match member.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| model::Error::NotFound)?),
    };
    Ok(domain::viewing::page(&scope, member, &q).await?)
}

#[server(output = Wire)]
pub async fn start_view(school: String, form: ViewForm) -> Result<()> {
    let person = caller::person()?;
    let scope = caller::scope(&school)?;
    let (view, remember) = domain::viewing::start(&scope, &person.session, &form).await?;
    caller::see(person.me.user_id, remember, Some(view)).await?;
    caller::redirect(&format!("/s/{school}"));
    Ok(())
}

/// Who views nobody is led to the start, as after a stop.
#[server(output = Wire)]
pub async fn stop_view() -> Result<()> {
    let person = caller::person()?;
    let path = match domain::viewing::stop(&person).await? {
        Some((user, remember, path)) => {
            caller::see(user, remember, None).await?;
            caller::tell(model::Done::ViewStopped);
            path
        }
        None => "/".to_owned(),
    };
    caller::redirect(&path);
    Ok(())
}
