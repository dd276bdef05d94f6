use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::backup::BackupPage;
use model::backup::clear::ClearPage;
use model::backup::storage::StoragePage;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The figures of a school, or of the whole platform for an empty slug.
#[server(input = GetUrl, output = Wire)]
pub async fn show_backup(school: String) -> Result<BackupPage> {
    let reach = domain::backup::reach(&caller::person()?, Some(&school))?;
    Ok(domain::backup::show(&reach).await?)
}

/// What is stored for a school, or on the whole platform for an empty slug, with a page of its classes or schools; with
/// `look` also what lies in the store for nothing.
#[server(input = GetUrl, output = Wire)]
pub async fn show_space(school: String, #[server(default)] page: i64, #[server(default)] look: bool) -> Result<StoragePage> {
    let reach = domain::backup::reach(&caller::person()?, Some(&school))?;
    Ok(domain::backup::storage::show(&reach, page, look).await?)
}

/// What a school can clear and bring back; for the platform's admins without a slug, the schools to choose from.
#[server(input = GetUrl, output = Wire)]
pub async fn show_clear(school: String) -> Result<ClearPage> {
    Ok(domain::backup::clear::show(&caller::person()?, &school).await?)
}
