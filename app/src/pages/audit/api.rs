use leptos::prelude::*;
use model::audit::{AuditFilter, AuditPage};
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The log of a school, or of the whole platform for an empty slug.
#[server(input = GetUrl, output = Wire)]
pub async fn show_audit(school: String, #[server(default)] filter: AuditFilter) -> Result<AuditPage> {
    let log = domain::audit::reach(&caller::person()?, &school)?;
    Ok(domain::audit::show(&log, filter).await?)
}
