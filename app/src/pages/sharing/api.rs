use leptos::prelude::*;
use model::sharing::ShareTargets;
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// Where something can go that the caller shares.
#[server(input = GetUrl, output = Wire)]
pub async fn show_targets() -> Result<Vec<ShareTargets>> {
    Ok(domain::sharing::targets(&caller::person()?).await?)
}
