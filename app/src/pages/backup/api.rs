use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::backup::BackupPage;
use model::backup::upload::{RestorePage, UploadPage};
use model::ids::UploadId;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::head::address;
#[cfg(feature = "ssr")]
use crate::caller;

/// The figures of a school, or of the whole platform for an empty slug.
#[server(input = GetUrl, output = Wire)]
pub async fn show_backup(school: String) -> Result<BackupPage> {
    let reach = domain::backup::reach(&caller::person()?, Some(&school))?;
    Ok(domain::backup::show(&reach).await?)
}

/// The archives that the reader has brought to restore from.
#[server(input = GetUrl, output = Wire)]
pub async fn show_restore(school: String) -> Result<RestorePage> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    Ok(domain::backup::upload::mine(&reach).await?)
}

/// One of them, and what was found in it.
#[server(input = GetUrl, output = Wire)]
pub async fn show_upload(school: String, id: UploadId) -> Result<UploadPage> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    Ok(domain::backup::upload::show(&reach, id).await?)
}

/// Throws one of them away.
#[server(output = Wire)]
pub async fn give_up_upload(school: String, id: UploadId) -> Result<()> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    domain::backup::upload::give_up(&reach, id).await?;
    caller::tell(model::Done::UploadThrownAway);
    caller::redirect(&address(&school, "/restore"));
    Ok(())
}
