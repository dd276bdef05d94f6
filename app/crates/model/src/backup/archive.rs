//! What is wrong with an archive: the same sentences on the page and on the command line.

use std::fmt::{self, Display, Write as _};

use serde::{Deserialize, Serialize};

use crate::text::archives as t;
use crate::text::fill;
use crate::text::problems::Sentence;

/// What is wrong with an archive. A part is named by its place in it, a row by the number of its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Something else than a zip.
    NoZip,
    /// A zip, but none of ours, or one whose end is missing.
    NotAnArchive(String),
    /// Encrypted with a passphrase.
    Locked,
    NoContents,
    ContentsUnreadable(String),
    /// Written by a program newer than this one.
    NewerFormat {
        found: u32,
        known: u32,
    },
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
    /// Whole, but of another school than the one it was brought to.
    OtherSchool(String),
    /// Whole and of a whole platform, in which the school is not.
    SchoolNotInIt,
}

/// Characters of a hash that tell a file from others.
const SHORT: usize = 12;

impl Problem {
    /// The sentence. What came out of the archive is written so that it moves nothing.
    pub fn text(&self) -> Sentence {
        let shown = |name: &'static str, text: &str| (name, Shown(text).to_string());
        let named = |text: &str| ("part", Shown(&short(text)).to_string());
        let part = |key, text: &str| (key, vec![named(text)]);
        let why = |key, text: &str| (key, vec![shown("why", text)]);
        let of_table = |key, text: &str| (key, vec![shown("table", text)]);
        let line = |key, table: &str, line: &u64| (key, vec![shown("table", table), ("line", line.to_string())]);
        let newer = |key, found: String, known: String| (key, vec![("found", found), ("known", known)]);
        match self {
            Problem::NoZip => (t::NO_ZIP, Vec::new()),
            Problem::NotAnArchive(text) => why(t::NOT_AN_ARCHIVE, text),
            Problem::Locked => (t::LOCKED, Vec::new()),
            Problem::NoContents => (t::NO_CONTENTS, Vec::new()),
            Problem::ContentsUnreadable(text) => why(t::CONTENTS_UNREADABLE, text),
            Problem::NewerFormat { found, known } => newer(t::NEWER_FORMAT, found.to_string(), known.to_string()),
            Problem::NewerSchema { found, known } => newer(t::NEWER_SCHEMA, found.to_string(), known.to_string()),
            Problem::Apart => (t::APART, Vec::new()),
            Problem::NotApart => (t::NOT_APART, Vec::new()),
            Problem::Name(name) => part(t::ODD_NAME, name),
            Problem::SameName => (t::SAME_NAME, Vec::new()),
            Problem::Twice(name) => part(t::TWICE, name),
            Problem::Unlisted(name) => part(t::UNLISTED, name),
            Problem::Absent(name) => part(t::ABSENT, name),
            Problem::Size { part, said, found } => {
                (t::SIZE, vec![named(part), ("found", found.to_string()), ("said", said.to_string())])
            }
            Problem::Unreadable { part, why } => (t::UNREADABLE, vec![named(part), shown("why", why)]),
            Problem::Changed(name) => part(t::CHANGED, name),
            Problem::UnknownTable(table) => of_table(t::UNKNOWN_TABLE, table),
            Problem::NoTable(table) => of_table(t::NO_TABLE, table),
            Problem::Columns(table) => of_table(t::COLUMNS, table),
            Problem::Row { table, line, why } => {
                (t::ROW, vec![shown("table", table), ("line", line.to_string()), shown("why", why)])
            }
            Problem::Rows { table, said, found } => {
                (t::ROWS, vec![shown("table", table), ("found", found.to_string()), ("said", said.to_string())])
            }
            Problem::Duplicate { table, line: at } => line(t::DUPLICATE, table, at),
            Problem::Order { table, line: at } => line(t::ORDER, table, at),
            Problem::Reference { table, line, to } => {
                (t::REFERENCE, vec![shown("table", table), ("line", line.to_string()), shown("to", to)])
            }
            Problem::Content { table, line, path } => {
                (t::CONTENT, vec![shown("table", table), ("line", line.to_string()), shown("path", path)])
            }
            Problem::OtherSchool(name) => (t::OTHER_SCHOOL, vec![shown("school", name)]),
            Problem::SchoolNotInIt => (t::SCHOOL_NOT_IN_IT, Vec::new()),
        }
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, values) = self.text();
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        f.write_str(&fill(key.english, &values))
    }
}

/// A text out of an archive as a terminal or a page may show it. What would move a cursor, change colours or turn lines round
/// is written out.
pub struct Shown<'a>(pub &'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| if turns(c) { write!(f, "{}", c.escape_unicode()) } else { f.write_char(c) })
    }
}

/// Control characters, ends of lines and marks of direction (Unicode's `Bidi_Control`).
fn turns(c: char) -> bool {
    let is_mark = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_mark || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The place of an uploaded file, as far as it is worth reading: its school and its own hash are long, and nobody knows them.
fn short(part: &str) -> String {
    match part.split('/').collect::<Vec<_>>().as_slice() {
        ["files", _, hash] | ["photos", hash] if hash.len() > SHORT && hash.is_ascii() => format!("files/…{}…", &hash[..SHORT]),
        _ => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_the_beginning_of_its_hash() {
        let hash = "0123456789abcdef".repeat(4);
        let said = Problem::Changed(format!("files/0192f0c1-2345-7000-8000-00000000abcd/{hash}")).to_string();
        assert!(said.starts_with("files/…0123456789ab…") && said.len() < 90, "{said}");
        assert!(Problem::Changed("tables/rooms.jsonl".into()).to_string().starts_with("tables/rooms.jsonl"));
    }

    #[test]
    fn a_problem_travels_whole_and_says_itself_with_its_values() {
        for (problem, said) in [
            (Problem::NewerFormat { found: 2, known: 1 }, "reads up to 1"),
            (Problem::Size { part: "a".into(), said: 1, found: 2 }, "a has 2 bytes, manifest.json says 1."),
            (Problem::Reference { table: "rooms".into(), line: 3, to: "schools".into() }, "rooms, line 3: the row of schools"),
            (Problem::OtherSchool("Beta".into()), "“Beta”"),
            (Problem::SameName, "Two of its parts"),
        ] {
            let sentence = problem.to_string();
            assert!(sentence.contains(said) && !sentence.contains('{'), "{sentence}");
            let text = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<Problem>(&text).unwrap(), problem, "{text}");
        }
    }
}
