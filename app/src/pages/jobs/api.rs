use leptos::prelude::*;
use model::ids::JobId;
use model::jobs::{JobFilter, JobsPage};
use model::{Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use domain::jobs::desk;
#[cfg(feature = "ssr")]
use model::Done;

/// A page of the jobs.
#[server(input = GetUrl, output = Wire)]
pub async fn list_jobs(#[server(default)] filter: JobFilter) -> Result<JobsPage> {
    Ok(desk::list(&caller::person()?, &filter).await?)
}

/// The page it was asked on follows.
#[server(output = Wire)]
pub async fn retry_job(id: JobId) -> Result<()> {
    desk::retry(&caller::person()?, id).await?;
    caller::tell(Done::JobRetried);
    Ok(())
}

#[server(output = Wire)]
pub async fn retry_dead_jobs(#[server(default)] kind: String) -> Result<()> {
    desk::retry_dead(&caller::person()?, &kind).await?;
    caller::tell(Done::JobsRetried);
    Ok(())
}

#[server(output = Wire)]
pub async fn throw_job_away(id: JobId) -> Result<()> {
    desk::throw_away(&caller::person()?, id).await?;
    caller::tell(Done::JobDropped);
    Ok(())
}
