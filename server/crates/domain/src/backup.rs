//! The backup page (product.md section 22): what there is, and downloads of it that hold nothing back but secrets.
//! The [`manifest`] names every table of the schema; all that is exported is made from it.

mod counts;
pub mod csv;
mod json;
pub mod manifest;
pub(crate) mod stream;
#[cfg(test)]
mod tests;

use model::At;
use model::Permission;
use model::backup::Table;
use model::ids::SchoolId;
use serde_json::json;

use crate::calendar::Reader;
use crate::scope::Actor;
use crate::{Person, Request, Result, Scope, Work, calendar};

pub use counts::show;
pub use stream::{Download, Places};

/// How much of the platform a backup covers: all of it, or one school.
#[derive(Clone, Debug)]
pub enum Reach {
    Platform(Person),
    School(Scope),
}

impl Reach {
    /// The school of that slug; without one the platform for its admins, and for others the only school whose data
    /// they look after.
    ///
    /// # Errors
    /// `NotFound` for a school that is not the person's, `Forbidden` without `backup.read`.
    pub fn of(person: &Person, school: Option<&str>) -> Result<Reach> {
        if let Some(slug) = school.filter(|slug| !slug.is_empty()) {
            let scope = person.enter(slug)?;
            scope.require(Permission::BackupRead)?;
            return Ok(Reach::School(scope));
        }
        if person.me.is_platform_admin() {
            return Ok(Reach::Platform(person.clone()));
        }
        let mut places = person.me.places.iter().filter(|place| place.can(Permission::BackupRead));
        match (places.next(), places.next()) {
            (Some(only), None) => Ok(Reach::School(person.enter(&only.slug)?)),
            _ => Err(model::Error::Forbidden.into()),
        }
    }

    fn request(&self) -> &Request {
        match self {
            Reach::Platform(person) => &person.request,
            Reach::School(scope) => &scope.request,
        }
    }

    /// The argument of a statement that is limited to a school when there is one.
    fn school(&self) -> Option<SchoolId> {
        match self {
            Reach::Platform(_) => None,
            Reach::School(scope) => Some(scope.school_id()),
        }
    }

    fn zone(&self) -> &str {
        match self {
            Reach::Platform(_) => "UTC",
            Reach::School(scope) => &scope.place.time_zone,
        }
    }

    fn reader(&self) -> Reader<'_> {
        let locale = match self {
            Reach::Platform(person) => person.locale(),
            Reach::School(scope) => scope.locale(),
        };
        Reader { zone: self.zone(), locale }
    }

    async fn begin(&self) -> Result<Work> {
        match self {
            Reach::Platform(person) => person.begin().await,
            Reach::School(scope) => scope.begin().await,
        }
    }

    /// Notes in the audit log who downloads what: before the first byte, so that there is no download without it.
    async fn note(&self, what: &str, format: &str) -> Result<()> {
        let mut work = self.begin().await?;
        let school = match self {
            Reach::Platform(_) => None,
            Reach::School(scope) => Some(scope.place.slug.as_str()),
        };
        work.audit("backup.download", what, json!({ "format": format, "school": school })).await?;
        work.commit().await
    }

    /// `students_backup_15_01_2024_14_30_45.csv`
    fn file_name(&self, what: &str, ending: &str) -> String {
        let now: At = self.request().now;
        format!("{what}_backup_{}.{ending}", calendar::file_stamp(now, self.zone()))
    }
}

/// A table as CSV, as it was at one instant, streamed.
///
/// # Errors
/// `TooMany` while several downloads run already; else as the database answers.
pub async fn csv(reach: Reach, table: Table) -> Result<Download> {
    let place = reach.request().downloads.take()?;
    reach.note(table.text(), "csv").await?;
    let file_name = reach.file_name(table.text(), "csv");
    Ok(Download { file_name, media_type: "text/csv; charset=utf-8", body: csv::stream(reach, table, place) })
}

/// Everything as JSON, as it was at one instant, streamed. Secrets are left out.
///
/// # Errors
/// As [`csv`].
pub async fn all(reach: Reach) -> Result<Download> {
    let place = reach.request().downloads.take()?;
    reach.note("complete", "json").await?;
    let file_name = reach.file_name("complete", "json");
    Ok(Download { file_name, media_type: "application/json", body: json::stream(reach, place) })
}
