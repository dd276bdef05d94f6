use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::backup::Overview;
use model::backup::clear::ClearPage;
use model::backup::kept::{KeptPage, ScheduleForm};
use model::backup::lock::OpenForm;
use model::backup::restore::{RestoreForm, Running};
use model::backup::storage::StoragePage;
use model::backup::upload::{HandForm, RestorePage, UploadPage};
use model::ids::{KeptId, UploadId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::head::address;
#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use domain::backup::kept;
#[cfg(feature = "ssr")]
use model::{Done, Permission};

/// Tells what was done, on the page of kept backups.
#[cfg(feature = "ssr")]
fn done(school: &str, done: Done) -> Result<()> {
    caller::tell(done);
    caller::redirect(&address(school, "/kept"));
    Ok(())
}

#[cfg(feature = "ssr")]
async fn kept_of(school: &str) -> Result<domain::Reach> {
    Ok(domain::backup::reach(&caller::person()?, Some(school)).await?)
}

/// Leads whoever looks after one school, and not after the platform, from the platform's address to their school's, with its
/// menu.
#[cfg(feature = "ssr")]
fn lead_home(school: &str, permission: Permission, path: &str) -> Result<()> {
    if school.is_empty()
        && let [(slug, _)] = domain::backup::own(&caller::person()?, permission).as_slice()
    {
        caller::redirect(&address(slug, path));
    }
    Ok(())
}

/// The figures of a school, or of the whole platform for an empty slug; for those who look after several schools alone, these.
#[server(input = GetUrl, output = Wire)]
pub async fn show_backup(school: String) -> Result<Overview> {
    lead_home(&school, Permission::BackupRead, "")?;
    Ok(domain::backup::overview(&caller::person()?, &school).await?)
}

/// The kept backups of a school, or of the whole platform for an empty slug, with a page of the schools that `q` fits.
#[server(input = GetUrl, output = Wire)]
pub async fn show_kept(school: String, #[server(default)] q: String, #[server(default)] page: i64) -> Result<KeptPage> {
    lead_home(&school, Permission::BackupRead, "/kept")?;
    Ok(kept::with_schools(&kept_of(&school).await?, &q, page).await?)
}

#[server(output = Wire)]
pub async fn keep_now(school: String) -> Result<()> {
    kept::ask(&kept_of(&school).await?).await?;
    done(&school, Done::BackupAsked)
}

#[server(output = Wire)]
pub async fn set_schedule(school: String, form: ScheduleForm) -> Result<()> {
    kept::set_schedule(&kept_of(&school).await?, &form).await?;
    done(&school, Done::BackupPlanned)
}

#[server(output = Wire)]
pub async fn verify_kept(school: String, id: KeptId) -> Result<()> {
    kept::ask_to_verify(&kept_of(&school).await?, id).await?;
    done(&school, Done::BackupChecking)
}

#[server(output = Wire)]
pub async fn test_kept(school: String) -> Result<()> {
    kept::ask_to_test(&kept_of(&school).await?).await?;
    done(&school, Done::BackupTesting)
}

#[server(output = Wire)]
pub async fn remove_kept(school: String, id: KeptId) -> Result<()> {
    kept::remove(&kept_of(&school).await?, id).await?;
    done(&school, Done::BackupRemoved)
}

/// What is stored for a school, or on the whole platform for an empty slug, with a page of its classes or of the schools that
/// `q` fits; with `look` also what lies in the store for nothing.
#[server(input = GetUrl, output = Wire)]
pub async fn show_space(
    school: String,
    #[server(default)] q: String,
    #[server(default)] page: i64,
    #[server(default)] look: bool,
) -> Result<StoragePage> {
    lead_home(&school, Permission::BackupRead, "/storage")?;
    let reach = domain::backup::storage::reach(&caller::person()?, &school).await?;
    Ok(domain::backup::storage::show(&reach, &q, page, look).await?)
}

/// What a school can clear and bring back; for the platform's admins without a slug, the schools to choose from, a page of
/// those that `q` fits.
#[server(input = GetUrl, output = Wire)]
pub async fn show_clear(school: String, #[server(default)] q: String, #[server(default)] page: i64) -> Result<ClearPage> {
    lead_home(&school, Permission::BackupClear, "/clear")?;
    Ok(domain::backup::clear::show(&caller::person()?, &school, &q, page).await?)
}

/// How far it is with what is being cleared; nothing where nothing is.
#[server(input = GetUrl, output = Wire)]
pub async fn show_clearing(school: String) -> Result<Option<Running>> {
    Ok(domain::backup::clear::running(&caller::person()?, &school).await?)
}

/// Where somebody reads of restores: in the school or, as the platform's admin without such a place in it, on the platform's
/// page, to which they are led.
#[cfg(feature = "ssr")]
async fn restores_of(school: &str, path: &str) -> Result<domain::Reach> {
    lead_home(school, Permission::BackupRestore, path)?;
    let person = caller::person()?;
    let reach = kept::reach_to_restore(&person, school)?;
    if reach.slug().is_none() && !school.is_empty() {
        // A school that there is not is not found here either.
        domain::backup::reach(&person, Some(school)).await?;
        caller::redirect(&address("", path));
    }
    Ok(reach)
}

/// The archives that the reader has brought to restore from.
#[server(input = GetUrl, output = Wire)]
pub async fn show_restore(school: String) -> Result<RestorePage> {
    Ok(domain::backup::upload::mine(&restores_of(&school, "/restore").await?).await?)
}

/// One of them, and what was found in it.
#[server(input = GetUrl, output = Wire)]
pub async fn show_upload(school: String, id: UploadId) -> Result<UploadPage> {
    let reach = restores_of(&school, &format!("/restore/{id}")).await?;
    Ok(domain::backup::upload::show(&reach, id).await?)
}

/// Throws one of them away.
#[server(output = Wire)]
pub async fn give_up_upload(school: String, id: UploadId) -> Result<()> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    domain::backup::upload::give_up(&reach, id).await?;
    caller::tell(Done::UploadThrownAway);
    caller::redirect(&address(&school, "/restore"));
    Ok(())
}

/// Opens one of them that is encrypted.
#[server(output = Wire)]
pub async fn open_upload(school: String, id: UploadId, form: OpenForm) -> Result<()> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    domain::backup::upload::unlock(&reach, id, &form).await?;
    caller::tell(Done::ArchiveOpened);
    caller::redirect(&address(&school, &format!("/restore/{id}")));
    Ok(())
}

/// Hands one of them to the platform's admins, who are told why.
#[server(output = Wire)]
pub async fn hand_upload(school: String, id: UploadId, form: HandForm) -> Result<()> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    domain::backup::upload::hand(&reach, id, &form).await?;
    caller::tell(Done::ArchiveHanded);
    caller::redirect(&address(&school, &format!("/restore/{id}")));
    Ok(())
}

/// How far a restore or a try-out of an archive is; nothing where none runs.
#[server(input = GetUrl, output = Wire)]
pub async fn show_running(school: String, id: UploadId) -> Result<Option<Running>> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    Ok(domain::backup::upload::running(&reach, id).await?)
}

/// Fetches a kept backup to restore from.
#[server(output = Wire)]
pub async fn restore_kept(school: String, id: KeptId) -> Result<()> {
    let reach = kept::reach_to_restore(&caller::person()?, &school)?;
    let upload = domain::backup::upload::from_kept(&reach, id).await?;
    caller::tell(Done::BackupFetched);
    caller::redirect(&address(reach.slug().unwrap_or_default(), &format!("/restore/{upload}")));
    Ok(())
}

/// Finds what a restore of an archive would change; with `only`, the id of a school in it, of that one alone.
#[server(output = Wire)]
pub async fn try_out(school: String, id: UploadId, #[server(default)] only: String) -> Result<()> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    let only =
        if only.is_empty() { None } else { Some(only.parse::<model::ids::SchoolId>().map_err(|_| model::Error::NotFound)?) };
    domain::backup::restore::try_out(&reach, id, only).await?;
    caller::tell(Done::RestoreTried);
    caller::redirect(&address(&school, &format!("/restore/{id}")));
    Ok(())
}

/// Puts an archive back.
#[server(output = Wire)]
pub async fn put_back(school: String, id: UploadId, form: RestoreForm) -> Result<()> {
    let reach = domain::backup::upload::reach(&caller::person()?, Some(&school))?;
    domain::backup::restore::begin(&reach, id, &form).await?;
    caller::tell(Done::RestoreBegun);
    caller::redirect(&address(&school, &format!("/restore/{id}")));
    Ok(())
}
