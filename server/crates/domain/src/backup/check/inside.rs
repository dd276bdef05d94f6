//! What is in an archive that was found whole.

use std::fs::File;
use std::io::{BufRead, BufReader, Error, Result};
use std::path::Path;

use model::ids::SchoolId;
use serde_json::{Map, Value};
use zip::ZipArchive;

use crate::backup::archive::contents::{Owner, table_path};

/// Whether a school is in an archive that was found whole.
///
/// # Errors
/// When it cannot be read any more.
pub fn holds(path: &Path, school: SchoolId) -> Result<bool> {
    let own = school.to_string();
    Ok(find_school(path, "id", &own)?.is_some())
}

/// The school of that short name in an archive; nothing where it is not in it.
///
/// # Errors
/// When the file is no archive, or cannot be read any more.
pub fn school_in(path: &Path, slug: &str) -> Result<Option<SchoolId>> {
    let id = find_school(path, "slug", slug)?;
    id.map(|id| id.parse().map_err(|_| Error::other("the id of a school is none"))).transpose()
}

/// How many students are in an archive that was found whole.
///
/// # Errors
/// When it cannot be read any more, or has no members.
pub fn students(path: &Path) -> Result<u64> {
    let mut students = 0;
    each_row(path, "memberships", |row| {
        students += u64::from(text(row, "role") == Some("student") && text(row, "status") == Some("active"));
        true
    })?;
    Ok(students)
}

/// The schools in an archive that was found whole.
///
/// # Errors
/// When it cannot be read any more.
pub fn schools(path: &Path) -> Result<Vec<Owner>> {
    let mut schools = Vec::new();
    each_row(path, "schools", |row| {
        let id = text(row, "id").and_then(|id| id.parse::<SchoolId>().ok());
        let owner = || Some(Owner { id: id?, slug: text(row, "slug")?.to_owned(), name: text(row, "name")?.to_owned() });
        schools.extend(owner());
        true
    })?;
    Ok(schools)
}

/// The id of the first school with that value in that column.
fn find_school(path: &Path, column: &str, value: &str) -> Result<Option<String>> {
    let mut found = None;
    each_row(path, "schools", |row| {
        let is_it = text(row, column) == Some(value);
        if is_it {
            found = text(row, "id").map(str::to_owned);
        }
        !is_it
    })?;
    Ok(found)
}

fn text<'r>(row: &'r Map<String, Value>, column: &str) -> Option<&'r str> {
    row.get(column).and_then(Value::as_str)
}

/// Reads the rows of a table until no more are wanted.
fn each_row(path: &Path, table: &str, mut take: impl FnMut(&Map<String, Value>) -> bool) -> Result<()> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(Error::other)?;
    let rows = zip.by_name(&table_path(table)).map_err(Error::other)?;
    for line in BufReader::new(rows).lines() {
        if !take(&serde_json::from_str(&line?).map_err(Error::other)?) {
            break;
        }
    }
    Ok(())
}
