//! The rows of an archive: whether each is a row of its table, stands once, and names rows and contents that are there.
//! Of a table that others name the keys are kept, in 16 bytes each; of the others the last one alone, as rows stand in
//! the order of their keys.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Error, Read};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::part::Part;
use super::{Problem, Report};
use crate::backup::archive::Content;
use crate::backup::archive::contents::{Sum, TablePart};
use crate::backup::manifest::{Kind, Table};
use crate::backup::references::{REFERENCES, Reference};

/// Bytes a row may have: more than all limits of its columns together.
const LONGEST: u64 = 16 * 1024 * 1024;
/// Rows of all tables together.
const MOST: u64 = 50_000_000;
/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// A value of a key, sorted as both databases sort it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Int(i64),
    Text(String),
}

impl Field {
    fn of(value: Option<&Value>) -> Option<Field> {
        match value? {
            Value::Number(number) => number.as_i64().map(Field::Int),
            Value::String(text) => Some(Field::Text(text.clone())),
            _ => None,
        }
    }
}

/// The values of columns; nothing where one of them has none.
fn fields(row: &Map<String, Value>, columns: &[&str]) -> Option<Vec<Field>> {
    columns.iter().map(|column| Field::of(row.get(*column))).collect()
}

/// 128 bits that stand for values: of a hash that nobody finds two of.
fn mark(fields: &[Field]) -> u128 {
    let mut hash = Sha256::new();
    for field in fields {
        match field {
            Field::Int(number) => hash.update(format!("i{number};")),
            Field::Text(text) => hash.update(format!("t{}:{text};", text.len())),
        }
    }
    hash.finalize().iter().take(16).fold(0, |mark, byte| (mark << 8) | u128::from(*byte))
}

/// The mark of a text by itself.
pub(super) fn text_mark(text: &str) -> u128 {
    mark(&[Field::Text(text.to_owned())])
}

/// What has been read so far.
pub(super) struct Rows<'a> {
    pub report: &'a mut Report,
    /// Marks of the contents that are in the archive, or were missing when it was made.
    pub contents: HashSet<u128>,
    /// The school whose it is, where it is one's.
    pub of_school: Option<String>,
    keys: HashMap<&'static str, HashSet<u128>>,
    /// Rows of all tables so far.
    count: u64,
}

/// The rows of one table.
struct Reading<'t> {
    table: &'t Table,
    part: &'t TablePart,
    /// Those that go from it.
    references: Vec<&'static Reference>,
    before: Option<Vec<Field>>,
    line: u64,
}

impl<'a> Rows<'a> {
    pub fn new(report: &'a mut Report, contents: HashSet<u128>, of_school: Option<String>) -> Rows<'a> {
        Rows { report, contents, of_school, keys: HashMap::new(), count: 0 }
    }

    /// Reads a table; answers what its part is known by, or why it could not be read to its end.
    pub fn read(&mut self, table: &Table, part: &TablePart, from: impl Read) -> std::io::Result<Sum> {
        let leads_on = |it: &&Reference| it.from == table.name && (it.is_within() || self.of_school.is_none());
        let references = REFERENCES.iter().filter(leads_on).collect();
        let mut reading = Reading { table, part, references, before: None, line: 0 };
        let mut reader = BufReader::with_capacity(PIECE, Part::new(from, part.sum.bytes));
        let mut line = Vec::new();
        loop {
            line.clear();
            if reader.by_ref().take(LONGEST).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            reading.line += 1;
            self.count += 1;
            if self.count > MOST {
                return Err(Error::other("it has more rows than any archive"));
            }
            if line.last() != Some(&b'\n') {
                self.refuse(&reading, "it has no end");
                break;
            }
            match serde_json::from_slice(&line) {
                Ok(row) => self.row(&mut reading, &row),
                Err(error) => self.refuse(&reading, error),
            }
        }
        // The rest of what has no end, for the hash of all.
        std::io::copy(&mut reader, &mut std::io::sink())?;
        if reading.line != part.rows {
            self.report.tell(Problem::Rows { table: part.name.clone(), said: part.rows, found: reading.line });
        }
        Ok(reader.into_inner().sum())
    }

    fn refuse(&mut self, reading: &Reading<'_>, why: impl ToString) {
        self.report.tell(Problem::Row { table: reading.part.name.clone(), line: reading.line, why: why.to_string() });
    }

    fn row(&mut self, reading: &mut Reading<'_>, row: &Map<String, Value>) {
        let (table, line) = (reading.part.name.clone(), reading.line);
        let has = |(name, kind): &(String, Kind)| row.get(name).is_some_and(|value| is(value, *kind));
        if row.len() != reading.part.columns.len() || !reading.part.columns.iter().all(has) {
            self.refuse(reading, "its columns are not those of the table");
            return;
        }
        let Some(key) = fields(row, reading.table.key) else {
            self.refuse(reading, "its key is not whole");
            return;
        };
        let name = reading.table.name;
        // All that is a school's leads to its row: where there is no other, there is nothing of another.
        if name == "schools" && self.of_school.as_ref().is_some_and(|own| key != [Field::Text(own.clone())]) {
            self.refuse(reading, "it is another school than the one that the list names");
        }
        if REFERENCES.iter().any(|reference| reference.to == name) && !self.keys.entry(name).or_default().insert(mark(&key)) {
            self.report.tell(Problem::Duplicate { table: table.clone(), line });
        } else if let Some(before) = &reading.before {
            match before.cmp(&key) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => self.report.tell(Problem::Duplicate { table: table.clone(), line }),
                std::cmp::Ordering::Greater => self.report.tell(Problem::Order { table: table.clone(), line }),
            }
        }
        reading.before = Some(key);
        for reference in &reading.references {
            let Some(key) = fields(row, reference.columns) else { continue };
            if !self.keys.get(reference.to).is_some_and(|keys| keys.contains(&mark(&key))) {
                self.report.tell(Problem::Reference { table: table.clone(), line, to: reference.to.to_owned() });
            }
        }
        if let Some(content) = Content::of(name, row) {
            let path = content.to_string();
            if !self.contents.contains(&text_mark(&path)) {
                self.report.tell(Problem::Content { table, line, path });
            }
        }
    }
}

/// Whether a value is one of a column, or none.
fn is(value: &Value, kind: Kind) -> bool {
    match (kind, value) {
        (_, Value::Null) | (Kind::Text, Value::String(_)) | (Kind::Bool, Value::Bool(_)) => true,
        (Kind::Int | Kind::At, Value::Number(number)) => number.is_i64(),
        _ => false,
    }
}
