//! A transaction: the same verbs as [`Db`](crate::Db). Dropped without [`Tx::commit`], nothing happened.

use std::sync::Arc;

use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::{Postgres, Sqlite, Transaction};

use crate::db::{postgres, sqlite};
use crate::{Arg, Changes, Record, Result, Sql};

#[derive(Debug)]
pub struct Tx {
    pub(crate) open: Open,
    changes: Arc<Changes>,
    /// It changed something that is cached.
    counts: bool,
}

#[derive(Debug)]
pub(crate) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(crate) fn sqlite(tx: Transaction<'static, Sqlite>, changes: &Arc<Changes>) -> Tx {
        Tx { open: Open::Sqlite(tx), changes: changes.clone(), counts: false }
    }

    pub(crate) fn postgres(tx: Transaction<'static, Postgres>, changes: &Arc<Changes>) -> Tx {
        Tx { open: Open::Postgres(tx), changes: changes.clone(), counts: false }
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// As the database answers; see [`Error`](crate::Error).
    pub async fn all<T: Record>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Vec<T>> {
        metrics::counter!("db_queries_total").increment(1);
        let rows: Vec<T> = match &mut self.open {
            Open::Sqlite(tx) => sqlx::query_as_with(sql.sqlite(), sqlite(args)?).fetch_all(&mut **tx).await?,
            Open::Postgres(tx) => sqlx::query_as_with(sql.postgres(), postgres(args)?).fetch_all(&mut **tx).await?,
        };
        self.touched(sql, !rows.is_empty());
        Ok(rows)
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn maybe<T: Record>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Option<T>> {
        metrics::counter!("db_queries_total").increment(1);
        let row: Option<T> = match &mut self.open {
            Open::Sqlite(tx) => sqlx::query_as_with(sql.sqlite(), sqlite(args)?).fetch_optional(&mut **tx).await?,
            Open::Postgres(tx) => sqlx::query_as_with(sql.postgres(), postgres(args)?).fetch_optional(&mut **tx).await?,
        };
        self.touched(sql, row.is_some());
        Ok(row)
    }

    /// The row of a query that always has one.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is none; else as [`Tx::all`].
    pub async fn one<T: Record>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<T> {
        self.maybe(sql, args).await?.ok_or(crate::Error::NotFound)
    }

    /// Runs a statement; answers the number of rows it touched.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn run(&mut self, sql: Sql, args: Vec<Arg>) -> Result<u64> {
        metrics::counter!("db_queries_total").increment(1);
        let rows = match &mut self.open {
            Open::Sqlite(tx) => sqlx::query_with(sql.sqlite(), sqlite(args)?).execute(&mut **tx).await?.rows_affected(),
            Open::Postgres(tx) => sqlx::query_with(sql.postgres(), postgres(args)?).execute(&mut **tx).await?.rows_affected(),
        };
        self.touched(sql, rows > 0);
        Ok(rows)
    }

    /// A statement that found no row has changed nothing.
    fn touched(&mut self, sql: Sql, rows: bool) {
        self.counts |= rows && self.changes.counts(sql);
    }

    /// Rows as they come, all of the transaction's one instant.
    pub fn stream<'a, T: Record + 'a>(&'a mut self, sql: Sql, args: Vec<Arg>) -> BoxStream<'a, Result<T>> {
        metrics::counter!("db_queries_total").increment(1);
        match &mut self.open {
            Open::Sqlite(tx) => match sqlite(args) {
                Ok(args) => sqlx::query_as_with(sql.sqlite(), args).fetch(&mut **tx).map_err(Into::into).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
            Open::Postgres(tx) => match postgres(args) {
                Ok(args) => sqlx::query_as_with(sql.postgres(), args).fetch(&mut **tx).map_err(Into::into).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
        }
    }

    /// Its commit counts as a change of all that is cached, on every node.
    pub fn forget(&mut self) {
        self.counts = true;
    }

    /// Makes everything since `begin` true at once and for ever.
    ///
    /// # Errors
    /// As the database answers; then nothing happened.
    pub async fn commit(self) -> Result<()> {
        match self.open {
            Open::Sqlite(tx) => tx.commit().await?,
            Open::Postgres(mut tx) => {
                if self.counts {
                    let (channel, node) = self.changes.call();
                    sqlx::query("select pg_notify($1, $2)").bind(channel).bind(node).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
        }
        // After the commit: whoever has read before it sees that the count is another one now.
        if self.counts {
            self.changes.count();
        }
        Ok(())
    }
}
