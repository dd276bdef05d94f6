//! A transaction: the same verbs as [`Db`](crate::Db). Dropped without [`Tx::commit`], nothing happened.

use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::{Postgres, Sqlite, Transaction};

use crate::db::{postgres, sqlite};
use crate::{Arg, Record, Result, Sql};

#[derive(Debug)]
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// All rows of a query.
    ///
    /// # Errors
    /// As the database answers; see [`Error`](crate::Error).
    pub async fn all<T: Record>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Vec<T>> {
        metrics::counter!("db_queries_total").increment(1);
        Ok(match self {
            Tx::Sqlite(tx) => sqlx::query_as_with(sql.sqlite(), sqlite(args)?).fetch_all(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_as_with(sql.postgres(), postgres(args)?).fetch_all(&mut **tx).await?,
        })
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub async fn maybe<T: Record>(&mut self, sql: Sql, args: Vec<Arg>) -> Result<Option<T>> {
        metrics::counter!("db_queries_total").increment(1);
        Ok(match self {
            Tx::Sqlite(tx) => sqlx::query_as_with(sql.sqlite(), sqlite(args)?).fetch_optional(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_as_with(sql.postgres(), postgres(args)?).fetch_optional(&mut **tx).await?,
        })
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
        Ok(match self {
            Tx::Sqlite(tx) => sqlx::query_with(sql.sqlite(), sqlite(args)?).execute(&mut **tx).await?.rows_affected(),
            Tx::Postgres(tx) => sqlx::query_with(sql.postgres(), postgres(args)?).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Rows as they come, all of the transaction's one instant.
    pub fn stream<'a, T: Record + 'a>(&'a mut self, sql: Sql, args: Vec<Arg>) -> BoxStream<'a, Result<T>> {
        metrics::counter!("db_queries_total").increment(1);
        match self {
            Tx::Sqlite(tx) => match sqlite(args) {
                Ok(args) => sqlx::query_as_with(sql.sqlite(), args).fetch(&mut **tx).map_err(Into::into).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
            Tx::Postgres(tx) => match postgres(args) {
                Ok(args) => sqlx::query_as_with(sql.postgres(), args).fetch(&mut **tx).map_err(Into::into).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
        }
    }

    /// Makes everything since `begin` true at once and for ever.
    ///
    /// # Errors
    /// As the database answers; then nothing happened.
    pub async fn commit(self) -> Result<()> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
