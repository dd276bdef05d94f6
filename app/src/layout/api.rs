use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::accounts::Me;
use model::finding::Found;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// Who is logged in, for the frame around the page.
#[server(input = GetUrl, output = Wire)]
pub async fn who_am_i() -> Result<Option<Me>> {
    Ok(caller::maybe_person().map(|person| person.me.as_ref().clone()))
}

/// What some words lead to in a school.
#[server(input = GetUrl, output = Wire)]
pub async fn find(school: String, q: String) -> Result<Found> {
    Ok(domain::finding::find(&caller::scope(&school)?, &q).await?)
}
