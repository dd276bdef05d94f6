//! Rows between databases: as JSON objects, and what many of them are known by.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use store::Cell;

use crate::backup::manifest::{Column, Table};

pub(super) type Row = Map<String, Value>;

/// Rows that are read and written at a time.
pub(super) const BATCH: usize = 500;
/// Bytes of them, about.
const BYTES: usize = 1024 * 1024;

/// Rows on their way, as many as go at a time.
#[derive(Debug, Default)]
pub(super) struct Batch {
    rows: Vec<Row>,
    bytes: usize,
}

impl Batch {
    pub fn push(&mut self, row: Row) {
        let text = |value: &Value| value.as_str().map_or(8, str::len);
        self.bytes += row.values().map(text).sum::<usize>();
        self.rows.push(row);
    }

    pub fn is_full(&self) -> bool {
        self.rows.len() >= BATCH || self.bytes >= BYTES
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn take(&mut self) -> Vec<Row> {
        self.bytes = 0;
        std::mem::take(&mut self.rows)
    }
}

/// Columns that the database writes itself, by triggers.
const DERIVED: &[(&str, &str)] = &[("memberships", "search_key"), ("memberships", "email_key")];

/// A row that was read, by the names of its columns.
pub(super) fn row(columns: &[Column], cells: Vec<Cell>) -> Row {
    columns.iter().zip(cells).map(|(column, cell)| (column.name.to_owned(), value(cell))).collect()
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => number.into(),
        Cell::Text(text) => text.into(),
        Cell::Bool(yes) => yes.into(),
        Cell::Float(number) => number.into(),
        Cell::Bytes(bytes) => crate::secrets::hex(&bytes).into(),
    }
}

/// What rows are known by together, in whatever order they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub rows: u64,
    sum: u128,
}

impl Tally {
    pub fn add(&mut self, table: &Table, columns: &[Column], row: &Row) {
        let mut hash = Sha256::new();
        for column in columns.iter().filter(|column| !DERIVED.contains(&(table.name, column.name))) {
            let text = row.get(column.name).unwrap_or(&Value::Null).to_string();
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text);
        }
        let sum = hash.finalize().iter().take(16).fold(0, |sum, byte| (sum << 8) | u128::from(*byte));
        self.rows += 1;
        self.sum = self.sum.wrapping_add(sum);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::backup::manifest::TABLES;

    fn tally(rows: &[Value]) -> Tally {
        let table = TABLES.iter().find(|table| table.name == "memberships").unwrap();
        let columns: Vec<Column> = table.archived(false).collect();
        let mut tally = Tally::default();
        for row in rows {
            tally.add(table, &columns, row.as_object().unwrap());
        }
        tally
    }

    #[test]
    fn rows_are_known_by_what_they_hold_in_any_order() {
        let (one, two) = (json!({ "user_id": "a", "role": "b" }), json!({ "user_id": "c", "role": null }));
        assert_eq!(tally(&[one.clone(), two.clone()]), tally(&[two.clone(), one.clone()]));
        assert_ne!(tally(std::slice::from_ref(&one)), tally(&[one.clone(), one.clone()]));
        for other in [json!({ "user_id": "ab", "role": "" }), json!({ "user_id": "b", "role": "a" }), json!({ "user_id": "a" })] {
            assert_ne!(tally(std::slice::from_ref(&one)), tally(&[other]));
        }
        let folded = json!({ "user_id": "a", "role": "b", "search_key": "written by a trigger" });
        assert_eq!(tally(&[one]), tally(&[folded]));
    }

    #[test]
    fn derived_columns_are_columns() {
        for (name, column) in DERIVED {
            let table = TABLES.iter().find(|table| table.name == *name).unwrap();
            assert!(table.columns.iter().any(|it| it.name == *column), "{name}.{column}");
        }
    }
}
