//! Rows that come from outside of this database, put into a table whose columns are known when they come: what a restore
//! and an undo do. The one place beside the migrations where a statement is made of names.

use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;

use crate::db::{postgres, sqlite};
use crate::tx::Open;
use crate::{Arg, Error, Result, Tx, dialect};

/// What a column takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    Text,
    Int,
    Bool,
}

/// What becomes of a row whose key is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is an error.
    Refuse,
    /// The row that is there stays as it is.
    Leave,
    /// The row that has the same values in these columns, which are a key, becomes the one that comes.
    Replace(&'static [&'static str]),
}

/// A table with the columns that rows bring; others get their defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    table: String,
    columns: Vec<(String, Type)>,
}

impl Shape {
    /// Names of lower-case letters, digits and underscores alone.
    ///
    /// # Errors
    /// `Other` for any other name, and for a table without columns.
    pub fn new<N: Into<String>>(table: N, columns: impl IntoIterator<Item = (N, Type)>) -> Result<Shape> {
        let shape = Shape { table: table.into(), columns: columns.into_iter().map(|(name, kind)| (name.into(), kind)).collect() };
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        let names = std::iter::once(&shape.table).chain(shape.columns.iter().map(|(name, _)| name));
        match names.into_iter().find(|name| !is_name(name)) {
            None if shape.columns.is_empty() => Err(odd(format!("{} has no columns", shape.table))),
            None => Ok(shape),
            Some(name) => Err(odd(format!("{name:?} is the name of no table and no column"))),
        }
    }

    pub fn table(&self) -> &str {
        &self.table
    }

    pub fn columns(&self) -> &[(String, Type)] {
        &self.columns
    }

    /// The names of the columns, with commas between.
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Puts in the rows of the list `$1`.
    fn insert(&self, found: Found) -> String {
        let cells = self.columns.iter().enumerate().map(|(place, (_, kind))| match kind {
            Type::Text => format!("value ->> {place}"),
            Type::Int => format!("cast(value ->> {place} as bigint)"),
            Type::Bool => format!("cast(value ->> {place} as boolean)"),
        });
        // Without the condition SQLite takes the last words for a join.
        let end = match found {
            Found::Refuse => String::new(),
            Found::Leave => " where true on conflict do nothing".to_owned(),
            Found::Replace(key) => {
                let others = self.columns.iter().filter(|(name, _)| !key.contains(&name.as_str()));
                let set: Vec<String> = others.map(|(name, _)| format!("{name} = excluded.{name}")).collect();
                format!(" where true on conflict ({}) do update set {}", key.join(", "), set.join(", "))
            }
        };
        let (names, cells) = (self.names(), cells.collect::<Vec<_>>().join(", "));
        format!("insert into {} ({names}) select {cells} from {{rows $1}}{end}", self.table)
    }

    /// The rows as a list of lists, each in the order of the columns. A column that a row lacks is empty.
    fn list<'r>(&self, rows: impl IntoIterator<Item = &'r Map<String, Value>>) -> Result<String> {
        let cells = |row: &'r Map<String, Value>| {
            self.columns.iter().map(|(name, _)| row.get(name).unwrap_or(&Value::Null)).collect::<Vec<&Value>>()
        };
        let rows: Vec<Vec<&Value>> = rows.into_iter().map(cells).collect();
        serde_json::to_string(&rows).map_err(|error| odd(error.to_string()))
    }
}

fn odd(why: String) -> Error {
    Error::Other(sqlx::Error::Protocol(why))
}

impl Tx {
    /// Puts rows into a table, in one statement; answers how many came in. It counts as a change of all that is cached.
    ///
    /// # Errors
    /// As [`Tx::all`]; a row whose key is there is one, unless it may be left.
    pub async fn load<'r>(
        &mut self,
        shape: &Shape,
        rows: impl IntoIterator<Item = &'r Map<String, Value>>,
        found: Found,
    ) -> Result<u64> {
        metrics::counter!("db_queries_total").increment(1);
        self.forget();
        let args = vec![Arg::Text(Some(shape.list(rows)?))];
        let text = shape.insert(found);
        Ok(match &mut self.open {
            Open::Sqlite(tx) => {
                let query = sqlx::query_with(AssertSqlSafe(dialect::sqlite(&text).into_owned()), sqlite(args)?);
                query.execute(&mut **tx).await?.rows_affected()
            }
            Open::Postgres(tx) => {
                let query = sqlx::query_with(AssertSqlSafe(dialect::postgres(&text).into_owned()), postgres(args)?);
                query.execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// Takes all rows of a table away. It counts as a change of all that is cached.
    ///
    /// # Errors
    /// As [`Tx::all`], and `Other` for what is the name of no table.
    pub async fn empty(&mut self, table: &'static str) -> Result<u64> {
        metrics::counter!("db_queries_total").increment(1);
        let shape = Shape::new(table, [("all", Type::Text)])?;
        self.forget();
        let text = AssertSqlSafe(format!("delete from {}", shape.table));
        Ok(match &mut self.open {
            Open::Sqlite(tx) => sqlx::query(text).execute(&mut **tx).await?.rows_affected(),
            Open::Postgres(tx) => sqlx::query(text).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Holds off everybody else who would write to these tables, until the transaction ends; reading goes on. On SQLite a
    /// transaction that writes is alone anyway.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn hold_tables(&mut self, tables: impl IntoIterator<Item = &'static str>) -> Result<()> {
        if let Open::Postgres(tx) = &mut self.open {
            let tables: Vec<&str> = tables.into_iter().collect();
            // Whoever holds one for longer is asked to come again, instead of this one.
            sqlx::query("set local lock_timeout = '60s'").execute(&mut **tx).await?;
            let text = format!("lock table {} in share row exclusive mode", tables.join(", "));
            sqlx::query(AssertSqlSafe(text)).execute(&mut **tx).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::each_db;
    use crate::{args, sql};

    fn rows(list: Value) -> Vec<Map<String, Value>> {
        serde_json::from_value(list).unwrap()
    }

    #[test]
    fn only_plain_names_make_a_statement() {
        for (table, column) in [("a b", "c"), ("a", "c; drop"), ("", "c"), ("a", "C"), ("a\"", "c"), ("_a", "c")] {
            assert!(Shape::new(table, [(column, Type::Text)]).is_err(), "{table} {column}");
        }
        assert!(Shape::new("platform", Vec::<(&str, Type)>::new()).is_err());
        assert!(Shape::new("t2", [("a_1", Type::Text)]).is_ok());
    }

    #[tokio::test]
    async fn rows_come_in_as_they_are_whatever_they_hold() {
        each_db(async |db| {
            let shape = Shape::new("platform", [("key", Type::Text), ("value", Type::Text)]).unwrap();
            let odd = "' \" \\ \n\r\t ; -- $1 {rows $1} ض 😀";
            let sent = rows(json!([{ "key": "a", "value": odd }, { "value": "007", "key": odd }, { "key": "z", "value": "" }]));
            let mut tx = db.begin().await.unwrap();
            assert_eq!(tx.load(&shape, &sent, Found::Refuse).await.unwrap(), 3);
            tx.commit().await.unwrap();
            let found: Vec<(String, String)> = db
                .all(sql!("select key, value from platform where key in ('a', 'z') or value = '007' order by key"), args![])
                .await
                .unwrap();
            let is = |key: &str, value: &str| (key.to_owned(), value.to_owned());
            assert_eq!(found, [is(odd, "007"), is("a", odd), is("z", "")]);
        })
        .await;
    }

    #[tokio::test]
    async fn a_row_that_is_there_is_an_error_or_stays_or_is_replaced() {
        each_db(async |db| {
            let shape = Shape::new("platform", [("key", Type::Text), ("value", Type::Text)]).unwrap();
            let mut tx = db.begin().await.unwrap();
            tx.load(&shape, &rows(json!([{ "key": "a", "value": "1" }])), Found::Refuse).await.unwrap();
            tx.commit().await.unwrap();
            let again = rows(json!([{ "key": "a", "value": "2" }, { "key": "b", "value": "2" }]));
            let mut tx = db.begin().await.unwrap();
            assert!(tx.load(&shape, &again, Found::Refuse).await.unwrap_err().is_unique());
            drop(tx);
            let mut tx = db.begin().await.unwrap();
            assert_eq!(tx.load(&shape, &again, Found::Leave).await.unwrap(), 1);
            tx.commit().await.unwrap();
            let found = async || -> Vec<(String,)> {
                db.all(sql!("select value from platform where key in ('a', 'b') order by key"), args![]).await.unwrap()
            };
            assert_eq!(found().await, [("1".to_owned(),), ("2".to_owned(),)]);
            let mut tx = db.begin().await.unwrap();
            tx.load(&shape, &again, Found::Replace(&["key"])).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(found().await, [("2".to_owned(),), ("2".to_owned(),)]);
            let mut tx = db.begin().await.unwrap();
            assert!(tx.empty("platform").await.unwrap() >= 2);
            assert!(tx.empty("no such; table").await.is_err());
            drop(tx);
            assert_eq!(found().await.len(), 2);
        })
        .await;
    }

    #[tokio::test]
    async fn numbers_truths_and_nothing_keep_their_kind() {
        each_db(async |db| {
            let shape = Shape::new(
                "jobs",
                [
                    ("id", Type::Text),
                    ("kind", Type::Text),
                    ("payload", Type::Text),
                    ("state", Type::Text),
                    ("run_at", Type::Int),
                    ("created_at", Type::Int),
                ],
            )
            .unwrap();
            let sent = rows(
                json!([{ "id": "j", "kind": "none", "payload": "", "state": "done", "run_at": 9_007_199_254_740_993_i64, "created_at": -1 }]),
            );
            let mut tx = db.begin().await.unwrap();
            tx.load(&shape, &sent, Found::Refuse).await.unwrap();
            tx.hold_tables(["jobs", "platform"]).await.unwrap();
            tx.commit().await.unwrap();
            let (run_at, created_at, ended): (i64, i64, Option<i64>) =
                db.one(sql!("select run_at, created_at, finished_at from jobs where id = 'j'"), args![]).await.unwrap();
            assert_eq!((run_at, created_at, ended), (9_007_199_254_740_993, -1, None));
        })
        .await;
    }
}
