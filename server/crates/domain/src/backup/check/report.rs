//! What a check found, in words for the command line.

use std::fmt::{self, Write as _};

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
        self.contents.iter().flat_map(|it| &it.tables).fold(0_u64, |all, table| all.saturating_add(table.rows))
    }

    pub fn files(&self) -> usize {
        self.contents.as_ref().map_or(0, |it| it.files.len())
    }

    pub fn file_bytes(&self) -> u64 {
        self.contents.iter().flat_map(|it| &it.files).fold(0_u64, |all, file| all.saturating_add(file.sum.bytes))
    }

    pub(in crate::backup) fn tell(&mut self, problem: Problem) {
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
    /// The rows of a kept backup, without its files.
    Apart,
    /// An archive with its files inside, where a kept backup has none.
    NotApart,
    /// A name that would lead out of the folder it is unpacked to.
    Name(String),
    /// Two entries have one name.
    SameName,
    /// Named twice in the list.
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

/// A text out of an archive as a terminal may show it. What would move its cursor, change its colours or turn its lines
/// round is written out.
pub struct Shown<'a>(pub &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| if turns(c) { write!(f, "{}", c.escape_unicode()) } else { f.write_char(c) })
    }
}

/// Control characters, ends of lines and marks of direction (Unicode's `Bidi_Control`).
fn turns(c: char) -> bool {
    let is_mark = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_mark || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NotAnArchive(why) => write!(f, "This is no archive, or its end is missing: {}.", Shown(why)),
            Problem::NoContents => write!(f, "It has no manifest.json: it is no archive of Lyceum, or it was cut short."),
            Problem::ContentsUnreadable(why) => write!(f, "manifest.json cannot be read: {}.", Shown(why)),
            Problem::NewerFormat(found) => {
                write!(f, "It was written by a newer Lyceum: its format is {found}, this program reads up to {FORMAT}.")
            }
            Problem::NewerSchema { found, known } => {
                write!(f, "It was written by a newer Lyceum: its schema is {found}, this program knows up to {known}.")
            }
            Problem::Apart => {
                write!(f, "These are the rows of a kept backup; its files lie beside it. Download it whole instead.")
            }
            Problem::NotApart => write!(f, "It has its files inside, which a kept backup has not."),
            Problem::Name(name) => write!(f, "“{}” is no name that an archive of Lyceum has.", Shown(name)),
            Problem::SameName => write!(f, "Two of its parts have the same name."),
            Problem::Twice(name) => write!(f, "manifest.json names {} more than once.", Shown(name)),
            Problem::Unlisted(name) => write!(f, "“{}” is not in manifest.json.", Shown(name)),
            Problem::Absent(part) => write!(f, "{} is not there.", Shown(part)),
            Problem::Size { part, said, found } => {
                write!(f, "{} has {found} bytes, manifest.json says {said}.", Shown(part))
            }
            Problem::Unreadable { part, why } => write!(f, "{} cannot be read whole: {}.", Shown(part), Shown(why)),
            Problem::Changed(part) => write!(f, "{} is not as it was written: its SHA-256 is another one.", Shown(part)),
            Problem::UnknownTable(table) => write!(f, "There is no table {}.", Shown(table)),
            Problem::NoTable(table) => write!(f, "The table {} is missing.", Shown(table)),
            Problem::Columns(table) => write!(f, "The table {} has other columns than its schema.", Shown(table)),
            Problem::Row { table, line, why } => write!(f, "{}, line {line}: {}.", Shown(table), Shown(why)),
            Problem::Rows { table, said, found } => {
                write!(f, "The table {} has {found} rows, manifest.json says {said}.", Shown(table))
            }
            Problem::Duplicate { table, line } => {
                write!(f, "{}, line {line}: a row with the same key stands before it.", Shown(table))
            }
            Problem::Order { table, line } => write!(f, "{}, line {line}: the row is not in its place.", Shown(table)),
            Problem::Reference { table, line, to } => {
                write!(f, "{}, line {line}: the row of {} that it names is not there.", Shown(table), Shown(to))
            }
            Problem::Content { table, line, path } => {
                write!(f, "{}, line {line}: {}, which it names, is not there.", Shown(table), Shown(path))
            }
        }
    }
}
