//! Rows of any shape: for exports, which take every table as it is.

use sqlx::postgres::{PgRow, PgTypeInfo};
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, FromRow, Row, TypeInfo, ValueRef};

/// One value of one of the five column types.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bool(bool),
    Float(f64),
    Bytes(Vec<u8>),
}

/// A row as the statement lists its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells(pub Vec<Cell>);

impl<'r> FromRow<'r, SqliteRow> for Cells {
    fn from_row(row: &'r SqliteRow) -> Result<Self, sqlx::Error> {
        let cell = |index: usize| {
            let value = row.try_get_raw(index)?;
            if value.is_null() {
                return Ok(Cell::Null);
            }
            // A value knows its storage only; that a number is a boolean, the declared column says.
            if row.column(index).type_info().name() == "BOOLEAN" {
                return Ok(Cell::Bool(row.try_get(index)?));
            }
            match value.type_info().name() {
                "INTEGER" => Ok(Cell::Int(row.try_get(index)?)),
                "REAL" => Ok(Cell::Float(row.try_get(index)?)),
                "BLOB" => Ok(Cell::Bytes(row.try_get(index)?)),
                _ => Ok(Cell::Text(row.try_get(index)?)),
            }
        };
        (0..row.len()).map(cell).collect::<Result<_, _>>().map(Cells)
    }
}

impl<'r> FromRow<'r, PgRow> for Cells {
    fn from_row(row: &'r PgRow) -> Result<Self, sqlx::Error> {
        let cell = |index: usize| {
            if row.try_get_raw(index)?.is_null() {
                return Ok(Cell::Null);
            }
            match PgTypeInfo::name(row.column(index).type_info()) {
                "INT8" => Ok(Cell::Int(row.try_get(index)?)),
                "BOOL" => Ok(Cell::Bool(row.try_get(index)?)),
                "FLOAT8" => Ok(Cell::Float(row.try_get(index)?)),
                "BYTEA" => Ok(Cell::Bytes(row.try_get(index)?)),
                _ => Ok(Cell::Text(row.try_get(index)?)),
            }
        };
        (0..row.len()).map(cell).collect::<Result<_, _>>().map(Cells)
    }
}

/// A row with the names of its columns, for statements that answer whole rows (`returning *`).
#[derive(Clone, Debug, PartialEq)]
pub struct Named(pub Vec<(String, Cell)>);

macro_rules! named {
    ($($row:ty),+) => { $(
        impl<'r> FromRow<'r, $row> for Named {
            fn from_row(row: &'r $row) -> Result<Self, sqlx::Error> {
                let Cells(cells) = Cells::from_row(row)?;
                Ok(Named(row.columns().iter().map(|column| column.name().to_owned()).zip(cells).collect()))
            }
        }
    )+ };
}

named!(SqliteRow, PgRow);
