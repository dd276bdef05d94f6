//! The backup page (product.md section 22): what there is, and downloads of it that hold nothing back but secrets.
//! The [`manifest`] names every table of the schema; all that is exported is made from it. An archive holds what is needed
//! to put it all back, and [`check`] tells whether one does.

mod archive;
mod check;
pub mod clear;
mod clock;
mod counts;
mod courtesy;
pub mod csv;
mod disk;
pub mod gate;
mod json;
pub mod kept;
mod lock;
mod made;
pub mod manifest;
mod policy;
mod references;
pub mod restore;
mod schools;
mod seal;
pub mod storage;
pub(crate) mod stream;
#[cfg(test)]
mod tests;
pub mod upload;

use model::Permission;
use model::backup::{Overview, Table};
use model::schools::Place;
use serde_json::json;

use crate::calendar::Reader;
use crate::hub::Watch;
use crate::{Person, Reach, Result, calendar};

pub use archive::contents::Contents;
pub use archive::{archive, archive_locked, by_command};
pub use check::{Problem, Report, Shown, check, check_locked, is_locked, school_in};
pub use counts::show;
pub use courtesy::somebody_asks;
pub use lock::{Opened, Passphrase, opened};
pub use stream::{Download, Places};

/// What the platform's admin, who may have all of it anyway, may do with the data of a school they have no such place in.
const MAY: [Permission; 5] = [
    Permission::BackupRead,
    Permission::BackupRestore,
    Permission::BackupClear,
    Permission::ClassesManage,
    Permission::ClassesReadAll,
];

/// The school of that slug, which the platform's admins need no place in; without one the platform for its admins, and for
/// others the only school whose data they look after.
///
/// # Errors
/// `NotFound` for a school that is not the person's, or that there is not; `Forbidden` without `backup.read`.
pub async fn reach(person: &Person, school: Option<&str>) -> Result<Reach> {
    match school.filter(|slug| !slug.is_empty() && !looks_after(person, slug)) {
        Some(slug) if person.me.is_platform_admin() => Ok(Reach::School(clear::of_platform(person, slug, &MAY).await?)),
        _ => reach_with(person, school, Permission::BackupRead),
    }
}

/// Whether they look after the data of a school by their place in it.
fn looks_after(person: &Person, school: &str) -> bool {
    person.me.place(school).is_some_and(reads)
}

/// Whether somebody looks after a school as the platform's admin alone.
fn is_of_platform(reach: &Reach) -> bool {
    match reach {
        Reach::Platform(_) => false,
        Reach::School(scope) => scope.me.is_platform_admin() && !scope.me.place(&scope.place.slug).is_some_and(reads),
    }
}

fn reads(place: &Place) -> bool {
    place.can(Permission::BackupRead)
}

/// The same by another permission than the one to read.
fn reach_with(person: &Person, school: Option<&str>, permission: Permission) -> Result<Reach> {
    if let Some(slug) = school.filter(|slug| !slug.is_empty()) {
        return Reach::of(person, slug, permission);
    }
    if person.me.is_platform_admin() {
        return Ok(Reach::Platform(person.clone()));
    }
    let mut places = person.me.places.iter().filter(|place| place.can(permission));
    match (places.next(), places.next()) {
        (Some(only), None) => Ok(Reach::School(person.enter(&only.slug)?)),
        _ => Err(model::Error::Forbidden.into()),
    }
}

/// The schools whose own pages somebody is led to who asks for the platform's and is not its admin: by slug and name.
pub fn own(person: &Person, permission: Permission) -> Vec<(String, String)> {
    if person.me.is_platform_admin() {
        return Vec::new();
    }
    let places = person.me.places.iter().filter(|place| place.can(permission));
    places.map(|place| (place.slug.clone(), place.name.clone())).collect()
}

/// The page, or, for those who look after several schools and not after the platform, which.
///
/// # Errors
/// As [`reach`] and [`show`].
pub async fn overview(person: &Person, school: &str) -> Result<Overview> {
    let own = if school.is_empty() { own(person, Permission::BackupRead) } else { Vec::new() };
    if own.len() > 1 {
        return Ok(Overview::Choose(own));
    }
    Ok(Overview::Page(Box::new(show(&reach(person, Some(school)).await?).await?)))
}

/// Hears of every change to what the figures count.
pub fn watch(reach: &Reach) -> Watch {
    reach.request().hub.watch(reach.school())
}

/// The school's zone. The platform's data is of many zones: UTC.
fn zone(reach: &Reach) -> &str {
    match reach {
        Reach::Platform(_) => "UTC",
        Reach::School(scope) => &scope.place.time_zone,
    }
}

fn reader(reach: &Reach) -> Reader<'_> {
    Reader { zone: zone(reach), ..reach.reader() }
}

/// Notes in the audit log who downloads what: before the first byte, so that there is no download without it.
pub(crate) async fn note(reach: &Reach, what: &str, format: &str) -> Result<()> {
    let mut work = reach.begin().await?;
    work.audit("backup.download", what, json!({ "format": format, "school": reach.slug() })).await?;
    work.commit().await
}

/// `students_backup_15_01_2024_14_30_45.csv`
fn file_name(reach: &Reach, what: &str, ending: &str) -> String {
    format!("{what}_backup_{}.{ending}", calendar::file_stamp(reach.request().now, zone(reach)))
}

/// A table as CSV, as it was at one instant, streamed.
///
/// # Errors
/// `NotFound` for a table that no school has a part of, `TooMany` while several downloads run already; else as the database
/// answers.
pub async fn csv(reach: Reach, table: Table) -> Result<Download> {
    let sheet = csv::Sheet::of(table, reach.school()).ok_or(model::Error::NotFound)?;
    let place = reach.request().downloads.take()?;
    note(&reach, table.text(), "csv").await?;
    let file_name = file_name(&reach, table.text(), "csv");
    Ok(Download { file_name, media_type: "text/csv; charset=utf-8", body: csv::stream(reach, sheet, place) })
}

/// Everything as JSON, as it was at one instant, streamed. Secrets are left out.
///
/// # Errors
/// As [`csv`].
pub async fn all(reach: Reach) -> Result<Download> {
    let place = reach.request().downloads.take()?;
    note(&reach, "complete", "json").await?;
    let file_name = file_name(&reach, "complete", "json");
    Ok(Download { file_name, media_type: "application/json", body: json::stream(reach, place) })
}
