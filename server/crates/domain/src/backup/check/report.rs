//! What a check found, in words for the command line.

use std::fmt;

use crate::backup::archive::contents::{Contents, FORMAT};

/// Problems that are kept; of more it is known how many they are.
const MOST: usize = 100;

/// What an archive is and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Its table of contents; nothing where it could not be read. Without a problem it is true.
    pub contents: Option<Contents>,
    pub problems: Vec<Problem>,
    /// Problems beyond those.
    pub more: u64,
}

impl Report {
    /// Whether everything that it says is in it is in it, as it was written. What the file store lacked already when it was
    /// made is told by its list.
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn rows(&self) -> u64 {
        self.contents.iter().flat_map(|it| &it.tables).map(|table| table.rows).sum()
    }

    pub fn files(&self) -> usize {
        self.contents.as_ref().map_or(0, |it| it.files.len())
    }

    pub fn file_bytes(&self) -> u64 {
        self.contents.iter().flat_map(|it| &it.files).map(|file| file.sum.bytes).sum()
    }

    pub(super) fn tell(&mut self, problem: Problem) {
        if self.problems.len() < MOST { self.problems.push(problem) } else { self.more += 1 }
    }
}

/// What is wrong with an archive. A part is named by its place in it, a row by the number of its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No zip, or one whose end is missing.
    NotAnArchive(String),
    NoContents,
    ContentsUnreadable(String),
    /// Written by a program newer than this one.
    NewerFormat(u32),
    NewerSchema {
        found: i64,
        known: i64,
    },
    /// A name that would lead out of the folder it is unpacked to.
    Name(String),
    Twice(String),
    /// In the archive, but not in its list.
    Unlisted(String),
    /// In the list, but not in the archive.
    Absent(String),
    Size {
        part: String,
        said: u64,
        found: u64,
    },
    Unreadable {
        part: String,
        why: String,
    },
    /// Another content than was written.
    Changed(String),
    UnknownTable(String),
    NoTable(String),
    Columns(String),
    Row {
        table: String,
        line: u64,
        why: String,
    },
    Rows {
        table: String,
        said: u64,
        found: u64,
    },
    /// A row with the key of another one.
    Duplicate {
        table: String,
        line: u64,
    },
    /// A row that does not stand in the order of its key.
    Order {
        table: String,
        line: u64,
    },
    /// A row that names a row that is not there.
    Reference {
        table: String,
        line: u64,
        to: String,
    },
    /// A row that names a content that neither is there nor was missing when the archive was made.
    Content {
        table: String,
        line: u64,
        path: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NotAnArchive(why) => write!(f, "This is no archive, or its end is missing: {why}."),
            Problem::NoContents => write!(f, "It has no manifest.json: it is no archive of Lyceum, or it was cut short."),
            Problem::ContentsUnreadable(why) => write!(f, "manifest.json cannot be read: {why}."),
            Problem::NewerFormat(found) => {
                write!(f, "It was written by a newer Lyceum: its format is {found}, this program reads up to {FORMAT}.")
            }
            Problem::NewerSchema { found, known } => {
                write!(f, "It was written by a newer Lyceum: its schema is {found}, this program knows up to {known}.")
            }
            Problem::Name(name) => write!(f, "{name:?} is no name that an archive of Lyceum has."),
            Problem::Twice(name) => write!(f, "{name} is there more than once."),
            Problem::Unlisted(name) => write!(f, "{name:?} is not in manifest.json."),
            Problem::Absent(part) => write!(f, "{part} is not there."),
            Problem::Size { part, said, found } => {
                write!(f, "{part} has {found} bytes, manifest.json says {said}.")
            }
            Problem::Unreadable { part, why } => write!(f, "{part} cannot be read whole: {why}."),
            Problem::Changed(part) => write!(f, "{part} is not as it was written: its SHA-256 is another one."),
            Problem::UnknownTable(table) => write!(f, "There is no table {table}."),
            Problem::NoTable(table) => write!(f, "The table {table} is missing."),
            Problem::Columns(table) => write!(f, "The table {table} has other columns than its schema."),
            Problem::Row { table, line, why } => write!(f, "{table}, line {line}: {why}."),
            Problem::Rows { table, said, found } => {
                write!(f, "The table {table} has {found} rows, manifest.json says {said}.")
            }
            Problem::Duplicate { table, line } => write!(f, "{table}, line {line}: a row with the same key stands before it."),
            Problem::Order { table, line } => write!(f, "{table}, line {line}: the row is not in its place."),
            Problem::Reference { table, line, to } => {
                write!(f, "{table}, line {line}: the row of {to} that it names is not there.")
            }
            Problem::Content { table, line, path } => write!(f, "{table}, line {line}: {path}, which it names, is not there."),
        }
    }
}
