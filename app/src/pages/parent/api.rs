use leptos::prelude::*;
use model::guardians::{ChildCard, ChildPage};
use model::ids::UserId;
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The caller's children in all of their schools.
#[server(input = GetUrl, output = Wire)]
pub async fn my_children() -> Result<Vec<ChildCard>> {
    Ok(domain::guardians::children::all(&caller::person()?).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_child(school: String, id: UserId) -> Result<ChildPage> {
    Ok(domain::guardians::children::show(&caller::scope(&school)?, id).await?)
}
