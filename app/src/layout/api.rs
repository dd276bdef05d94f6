use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::accounts::Me;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// Who is logged in, for the frame around the page.
#[server(input = GetUrl, output = Wire)]
pub async fn who_am_i() -> Result<Option<Me>> {
    Ok(caller::maybe_person().map(|person| person.me.as_ref().clone()))
}
