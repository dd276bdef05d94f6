//! Checks an archive without a server and without a database (product.md section 22): whether all that its list names is
//! in it, and nothing else, as it was written; and whether its rows fit together. It trusts nothing of the file: names,
//! sizes and counts are compared before they are believed, and no part is read further than it should go.

mod directory;
mod inside;
mod part;
mod report;
mod rows;
#[cfg(test)]
pub(super) mod tests;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Error, Read, Result, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use self::part::Part;
use self::rows::{Rows, text_mark};
use super::archive::content::{Content, is_hash};
use super::archive::contents::{Contents, FORMAT, Head, NAME, Sum, TablePart, table_path};
use super::lock::{self, Passphrase};
use super::manifest::{Kind, TABLES, Table};
use super::seal::{self, SEAL, Seal};

pub use inside::school_in;
pub(super) use inside::{holds, schools, students};
pub use model::backup::archive::{Problem, Shown};
pub use report::Report;

/// Bytes that deflate makes of one at most, a little more; and of rows, which are never all alike.
const SWELL: u64 = 1100;
const TABLE_SWELL: u64 = 200;
/// What is too little to be measured so.
const SLACK: u64 = 64 * 1024;
/// Bytes a list may have, and for each byte of it that is packed: half of it is hashes, which nothing makes small.
const LIST: u64 = 1024 * 1024;
const LIST_SWELL: u64 = 16;
/// And at most, as it is read into memory.
const LIST_MOST: u64 = 256 * 1024 * 1024;

/// What an archive is read from.
trait Source: Read + Seek {}

impl<T: Read + Seek> Source for T {}

type Zip = ZipArchive<BufReader<Box<dyn Source>>>;

/// An entry that is there.
struct Entry {
    index: usize,
    packed: u64,
    bytes: u64,
}

/// Checks the archive in a file. It reads all of it: for a thread of its own.
///
/// # Errors
/// When there is no such file or it cannot be opened. All that is wrong with its content stands in the report.
pub fn check(path: &Path) -> Result<Report> {
    if is_locked(path)? {
        return Ok(Report { problems: vec![Problem::Locked], ..Report::default() });
    }
    look(Box::new(File::open(path)?), false)
}

/// The same of one that is locked with a passphrase; nothing where it is locked with another one. No open copy of it is made.
///
/// # Errors
/// As [`check`], and when it is not locked with a passphrase at all.
pub fn check_locked(path: &Path, with: &Passphrase) -> Result<Option<Report>> {
    match lock::unlock(File::open(path)?, with)? {
        Some(open) => look(Box::new(open), false).map(Some),
        None => Ok(None),
    }
}

/// Whether the file begins as what is locked does.
///
/// # Errors
/// When it cannot be read.
pub fn is_locked(path: &Path) -> Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(lock::BEGINNING.len() as u64).read_to_end(&mut beginning)?;
    Ok(beginning == lock::BEGINNING)
}

/// The same for the rows of a kept backup, whose files lie apart: of those, what the list says of them alone is looked at.
///
/// # Errors
/// As [`check`].
pub(super) fn check_apart(path: &Path) -> Result<Report> {
    look(Box::new(File::open(path)?), true)
}

fn look(mut file: Box<dyn Source>, apart: bool) -> Result<Report> {
    let size = file.seek(SeekFrom::End(0))?;
    let known = store::migrate::history("sqlite").map_err(Error::other)?.last().map_or(0, |(version, _, _)| *version);
    let mut report = Report::default();
    if size >= 4 && !directory::begins(&mut file)? {
        report.tell(Problem::NoZip);
        return Ok(report);
    }
    if let Some(why) = directory::wrong(&mut file)? {
        report.tell(Problem::NotAnArchive(why.into()));
        return Ok(report);
    }
    let mut zip = match ZipArchive::new(BufReader::new(file)) {
        Ok(zip) => zip,
        Err(error) => {
            report.tell(Problem::NotAnArchive(error.to_string()));
            return Ok(report);
        }
    };
    if zip.has_duplicate_names() {
        report.tell(Problem::SameName);
    }
    let entries = entries(&mut zip, size, &mut report);
    let Some(contents) = contents(&mut zip, &entries, known, &mut report) else { return Ok(report) };
    if contents.apart != apart {
        report.tell(if apart { Problem::NotApart } else { Problem::Apart });
        return Ok(report);
    }
    compare(&entries, &contents, &mut report);
    read_seal(&mut zip, &entries, &mut report);
    if contents.schema == known {
        compare_tables(&contents, &mut report);
    }
    let read = read_tables(&mut zip, &entries, &contents, &mut report);
    read_files(&mut zip, &entries, &contents, read, &mut report);
    report.contents = Some(contents);
    Ok(report)
}

/// The entries by their names, as far as they can be what they say.
fn entries(zip: &mut Zip, size: u64, report: &mut Report) -> HashMap<String, Entry> {
    let mut entries = HashMap::new();
    let mut all = 0_u64;
    for index in 0..zip.len() {
        let entry = match zip.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                report.tell(Problem::Unreadable { part: format!("Entry {index}"), why: error.to_string() });
                continue;
            }
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let (bytes, packed) = (entry.size(), entry.compressed_size());
        all = all.saturating_add(packed);
        let swell = if name.starts_with("tables/") { TABLE_SWELL } else { SWELL };
        if !is_plain(&name) {
            report.tell(Problem::Name(name));
        } else if bytes > packed.saturating_mul(swell).saturating_add(SLACK) || all > size {
            report.tell(Problem::Unreadable { part: name, why: "it says that it unpacks to more than it can hold".into() });
        } else {
            entries.insert(name, Entry { index, packed, bytes });
        }
    }
    entries
}

/// Whether a name leads nowhere but down, on every system.
fn is_plain(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        !part.is_empty() && part.chars().all(is_letter) && !part.starts_with('.') && !part.ends_with('.')
    };
    name.split('/').all(is_part)
}

/// The list, if this program can read it.
fn contents(zip: &mut Zip, entries: &HashMap<String, Entry>, known: i64, report: &mut Report) -> Option<Contents> {
    let Some(entry) = entries.get(NAME) else {
        report.tell(Problem::NoContents);
        return None;
    };
    let read = |report: &mut Report, why: String| {
        report.tell(Problem::ContentsUnreadable(why));
        None
    };
    let most = entry.packed.saturating_mul(LIST_SWELL).saturating_add(LIST).min(LIST_MOST);
    if entry.bytes > most {
        return read(report, format!("it has {} bytes", entry.bytes));
    }
    let mut text = Vec::new();
    let whole = zip.by_index(entry.index).map_err(Error::other).and_then(|file| Part::new(file, most).read_to_end(&mut text));
    if let Err(error) = whole {
        return read(report, error.to_string());
    }
    let head: Head = match serde_json::from_slice(&text) {
        Ok(head) => head,
        Err(error) => return read(report, error.to_string()),
    };
    if head.format > FORMAT {
        report.tell(Problem::NewerFormat { found: head.format, known: FORMAT });
        return None;
    }
    if head.schema > known {
        report.tell(Problem::NewerSchema { found: head.schema, known });
        return None;
    }
    match serde_json::from_slice(&text) {
        Ok(contents) => Some(contents),
        Err(error) => read(report, error.to_string()),
    }
}

/// The parts that the list names, with their sizes.
fn parts(contents: &Contents) -> impl Iterator<Item = (String, &Sum)> {
    let tables = contents.tables.iter().map(|part| (table_path(&part.name), &part.sum));
    tables.chain(contents.files.iter().map(|part| (part.path.clone(), &part.sum)))
}

/// What is there against what the list names.
fn compare(entries: &HashMap<String, Entry>, contents: &Contents, report: &mut Report) {
    // Archives of before have no seal.
    let mut listed = HashSet::from([NAME.to_owned(), SEAL.to_owned()]);
    for (part, sum) in parts(contents) {
        match entries.get(&part) {
            // It lies elsewhere, under its own hash: the list must name a place that this can be said of.
            None if contents.apart && Content::parse(&part).is_some() && is_hash(&sum.sha256) => {}
            None if is_plain(&part) => report.tell(Problem::Absent(part.clone())),
            None => report.tell(Problem::Name(part.clone())),
            Some(entry) if entry.bytes != sum.bytes => {
                report.tell(Problem::Size { part: part.clone(), said: sum.bytes, found: entry.bytes });
            }
            Some(_) => {}
        }
        if !listed.insert(part.clone()) {
            report.tell(Problem::Twice(part));
        }
    }
    let mut unlisted: Vec<&String> = entries.keys().filter(|name| !listed.contains(*name)).collect();
    unlisted.sort();
    for name in unlisted {
        report.tell(Problem::Unlisted(name.clone()));
    }
}

/// The seal, where there is one. Whose it is, is no question of whether the rest is whole.
fn read_seal(zip: &mut Zip, entries: &HashMap<String, Entry>, report: &mut Report) {
    let Some(entry) = entries.get(SEAL) else { return };
    let mut text = Vec::new();
    let file = zip.by_index(entry.index).map_err(Error::other);
    let why = match file.and_then(|file| Part::new(file, seal::MOST).read_to_end(&mut text)) {
        Ok(_) if Seal::read(&text).is_some() => return,
        Ok(_) => "it is no seal".to_owned(),
        Err(error) => error.to_string(),
    };
    report.tell(Problem::Unreadable { part: SEAL.to_owned(), why });
}

/// The tables of an archive of this program's own schema are known to the last column.
fn compare_tables(contents: &Contents, report: &mut Report) {
    let of_school = contents.school.is_some();
    for table in TABLES.iter().filter(|table| !of_school || table.whole.school.is_some()) {
        let Some(part) = find(contents, table) else {
            report.tell(Problem::NoTable(table.name.to_owned()));
            continue;
        };
        let columns: Vec<(String, Kind)> = table.archived(of_school).map(|it| (it.name.to_owned(), it.kind)).collect();
        if part.columns != columns {
            report.tell(Problem::Columns(table.name.to_owned()));
        }
    }
    for part in &contents.tables {
        if !TABLES.iter().any(|table| table.name == part.name) {
            report.tell(Problem::UnknownTable(part.name.clone()));
        }
    }
}

fn find<'c>(contents: &'c Contents, table: &Table) -> Option<&'c TablePart> {
    contents.tables.iter().find(|part| part.name == table.name)
}

/// In the order in which rows name rows; answers which entries were read.
fn read_tables(zip: &mut Zip, entries: &HashMap<String, Entry>, contents: &Contents, report: &mut Report) -> HashSet<usize> {
    let there = contents.files.iter().map(|file| &file.path).chain(&contents.missing).map(|path| text_mark(path)).collect();
    let mut rows = Rows::new(report, there, contents.school.as_ref().map(|school| school.id.to_string()));
    let mut read_before = HashSet::new();
    for table in TABLES {
        let Some(part) = find(contents, table) else { continue };
        let path = table_path(table.name);
        let Some(entry) = entries.get(&path) else { continue };
        read_before.insert(entry.index);
        let read = zip.by_index(entry.index).map_err(Error::other).and_then(|file| rows.read(table, part, file));
        judge(rows.report, path, &part.sum, read);
    }
    read_before
}

/// Each once, however often the list names it.
fn read_files(
    zip: &mut Zip,
    entries: &HashMap<String, Entry>,
    contents: &Contents,
    mut read_before: HashSet<usize>,
    report: &mut Report,
) {
    let damaged: HashSet<&String> = contents.damaged.iter().collect();
    // Of tables that this program has no more the content alone is known.
    let gone = contents.tables.iter().filter(|part| !TABLES.iter().any(|table| table.name == part.name));
    let gone = gone.map(|part| (table_path(&part.name), &part.sum));
    for (path, sum) in gone.chain(contents.files.iter().map(|part| (part.path.clone(), &part.sum))) {
        let is_named = path.starts_with("tables/") || path.ends_with(&format!("/{}", sum.sha256)) || damaged.contains(&path);
        let Some(entry) = entries.get(&path) else {
            if contents.apart && !is_named {
                report.tell(Problem::Changed(path));
            }
            continue;
        };
        if !read_before.insert(entry.index) {
            continue;
        }
        let read = zip.by_index(entry.index).map_err(Error::other).and_then(|file| {
            let mut part = Part::new(file, sum.bytes);
            std::io::copy(&mut part, &mut std::io::sink())?;
            Ok(part.sum())
        });
        if is_named {
            judge(report, path, sum, read);
        } else {
            report.tell(Problem::Changed(path));
        }
    }
}

/// What the zip library says, in words.
fn why(error: &Error) -> String {
    match error.to_string() {
        said if said == "Invalid checksum" => "some of its bytes were changed on the way".to_owned(),
        said => said,
    }
}

/// What was read of a part against what it is known by.
pub(super) fn judge(report: &mut Report, part: String, said: &Sum, read: Result<Sum>) {
    match read {
        Err(error) => report.tell(Problem::Unreadable { part, why: why(&error) }),
        Ok(found) if found.bytes != said.bytes => {
            report.tell(Problem::Size { part, said: said.bytes, found: found.bytes });
        }
        Ok(found) if found.sha256 != said.sha256 => report.tell(Problem::Changed(part)),
        Ok(_) => {}
    }
}
