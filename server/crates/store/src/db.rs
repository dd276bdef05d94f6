//! The two pools behind one door.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

use crate::{Arg, Changes, Record, Result, Sql, Tx};

/// Where the data is and how many connections may be open.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:PATH` or `postgres://...`
    pub url: String,
    /// Connections at most; on SQLite the number of readers beside the one writer.
    pub connections: u32,
    /// PostgreSQL only: the schema to work in instead of `public`.
    pub schema: Option<String>,
}

/// A database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer, several readers, write-ahead log (architecture, dialect rule 9).
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
        file: PathBuf,
        changes: Arc<Changes>,
    },
    Postgres {
        pool: PgPool,
        changes: Arc<Changes>,
    },
}

impl Db {
    /// Opens the database, making the SQLite file where there is none.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) when nothing answers, `Other` for an address that cannot be read.
    pub async fn open(options: &Options) -> Result<Db> {
        if options.url.starts_with("postgres://") || options.url.starts_with("postgresql://") {
            // Nobody waits for a lock longer than for a connection.
            let mut connect =
                PgConnectOptions::from_str(&options.url)?.application_name("lyceum").options([("lock_timeout", "5s")]);
            if let Some(schema) = &options.schema {
                connect = connect.options([("search_path", schema.as_str())]);
            }
            let pool = PgPoolOptions::new()
                .max_connections(options.connections)
                .acquire_timeout(Duration::from_secs(5))
                .test_before_acquire(false)
                .connect_with(connect)
                .await?;
            return Ok(Db::Postgres { pool, changes: Changes::new(true, options.schema.as_deref()) });
        }
        let connect = SqliteConnectOptions::from_str(&options.url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-16000")
            .optimize_on_close(true, None);
        let file = connect.get_filename().to_owned();
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .connect_with(connect.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(options.connections)
            .min_connections(1)
            .acquire_timeout(Duration::from_secs(5))
            .test_before_acquire(false)
            .connect_with(connect.read_only(true))
            .await?;
        Ok(Db::Sqlite { read, write, file, changes: Changes::new(false, None) })
    }

    /// Makes a database of its own in a SQLite file, to look at rows before they go anywhere else. It is fast and not safe:
    /// nothing of it is worth keeping. Rows may name rows that are not there, until [`Db::dangling`] is asked.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub async fn scratch(file: PathBuf) -> Result<Db> {
        let connect = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Memory)
            .synchronous(SqliteSynchronous::Off)
            .foreign_keys(false)
            .busy_timeout(Duration::from_secs(5))
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-16000");
        let pool = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(connect).await?;
        // One connection for all: a reader of its own would be in the writer's way without a write-ahead log.
        Ok(Db::Sqlite { read: pool.clone(), write: pool, file, changes: Changes::new(false, None) })
    }

    /// The tables of a [scratch](Db::scratch) whose rows name rows that are not there: table, the table named, how many.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn dangling(&self) -> Result<Vec<(String, String, i64)>> {
        let Db::Sqlite { read, .. } = self else { return Ok(Vec::new()) };
        let found =
            sqlx::query_as("select \"table\", \"parent\", count(*) from pragma_foreign_key_check group by 1, 2 order by 1, 2");
        Ok(found.fetch_all(read).await?)
    }

    /// The columns of a table of a [scratch](Db::scratch) database; none where there is no such table.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn columns(&self, table: &str) -> Result<Vec<String>> {
        let Db::Sqlite { read, .. } = self else { return Ok(Vec::new()) };
        Ok(sqlx::query_scalar("select name from pragma_table_info($1) order by cid").bind(table).fetch_all(read).await?)
    }

    /// `"sqlite"` or `"postgres"`, for log lines and the readiness page.
    pub fn kind(&self) -> &'static str {
        match self {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres { .. } => "postgres",
        }
    }

    /// How often what is cached has changed.
    pub fn changes(&self) -> &Arc<Changes> {
        match self {
            Db::Sqlite { changes, .. } | Db::Postgres { changes, .. } => changes,
        }
    }

    /// A transaction that may write. On SQLite it takes the one writer at once (`begin immediate`).
    ///
    /// # Errors
    /// `Unavailable` when no connection comes free in time.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Db::Sqlite { write, changes, .. } => Tx::sqlite(write.begin_with("begin immediate").await?, changes),
            Db::Postgres { pool, changes } => Tx::postgres(pool.begin().await?, changes),
        })
    }

    /// A transaction that sees one instant and writes nothing: for exports, and for all that reads more than once. On SQLite it
    /// does not wait for whoever writes.
    ///
    /// # Errors
    /// `Unavailable` when no connection comes free in time.
    pub async fn snapshot(&self) -> Result<Tx> {
        Ok(match self {
            Db::Sqlite { read, changes, .. } => Tx::sqlite(read.begin().await?, changes),
            Db::Postgres { pool, changes } => {
                Tx::postgres(pool.begin_with("begin isolation level repeatable read read only").await?, changes)
            }
        })
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// As the database answers; see [`Error`](crate::Error).
    pub async fn all<T: Record>(&self, sql: Sql, args: Vec<Arg>) -> Result<Vec<T>> {
        metrics::counter!("db_queries_total").increment(1);
        Ok(match self {
            Db::Sqlite { read, .. } => sqlx::query_as_with(sql.sqlite(), sqlite(args)?).fetch_all(read).await?,
            Db::Postgres { pool, .. } => sqlx::query_as_with(sql.postgres(), postgres(args)?).fetch_all(pool).await?,
        })
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn maybe<T: Record>(&self, sql: Sql, args: Vec<Arg>) -> Result<Option<T>> {
        metrics::counter!("db_queries_total").increment(1);
        Ok(match self {
            Db::Sqlite { read, .. } => sqlx::query_as_with(sql.sqlite(), sqlite(args)?).fetch_optional(read).await?,
            Db::Postgres { pool, .. } => sqlx::query_as_with(sql.postgres(), postgres(args)?).fetch_optional(pool).await?,
        })
    }

    /// The row of a query that always has one, such as a count.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is none; else as [`Db::all`].
    pub async fn one<T: Record>(&self, sql: Sql, args: Vec<Arg>) -> Result<T> {
        self.maybe(sql, args).await?.ok_or(crate::Error::NotFound)
    }

    /// Runs a single statement that writes, in a transaction of its own; answers the number of rows it touched.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn run(&self, sql: Sql, args: Vec<Arg>) -> Result<u64> {
        if self.changes().counts(sql) {
            let mut tx = self.begin().await?;
            let touched = tx.run(sql, args).await?;
            tx.commit().await?;
            return Ok(touched);
        }
        metrics::counter!("db_queries_total").increment(1);
        Ok(match self {
            Db::Sqlite { write, .. } => sqlx::query_with(sql.sqlite(), sqlite(args)?).execute(write).await?.rows_affected(),
            Db::Postgres { pool, .. } => sqlx::query_with(sql.postgres(), postgres(args)?).execute(pool).await?.rows_affected(),
        })
    }

    /// Rows as they come, for exports of any size in constant memory.
    pub fn stream<'a, T: Record + 'a>(&'a self, sql: Sql, args: Vec<Arg>) -> BoxStream<'a, Result<T>> {
        metrics::counter!("db_queries_total").increment(1);
        match self {
            Db::Sqlite { read, .. } => match sqlite(args) {
                Ok(args) => sqlx::query_as_with(sql.sqlite(), args).fetch(read).map_err(Into::into).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
            Db::Postgres { pool, .. } => match postgres(args) {
                Ok(args) => sqlx::query_as_with(sql.postgres(), args).fetch(pool).map_err(Into::into).boxed(),
                Err(error) => futures::stream::once(async { Err(error) }).boxed(),
            },
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn ping(&self) -> Result<()> {
        match self {
            Db::Sqlite { read, .. } => sqlx::query("select 1").execute(read).await.map(|_| ())?,
            Db::Postgres { pool, .. } => sqlx::query("select 1").execute(pool).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Bytes the database takes on disk.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn size(&self) -> Result<i64> {
        Ok(match self {
            Db::Sqlite { read, .. } => {
                sqlx::query_scalar::<_, i64>("select page_count * page_size from pragma_page_count(), pragma_page_size()")
                    .fetch_one(read)
                    .await?
            }
            Db::Postgres { pool, .. } => {
                sqlx::query_scalar::<_, i64>("select pg_database_size(current_database())").fetch_one(pool).await?
            }
        })
    }

    /// Lets the database look at what it holds, so that it finds the best ways to it. A SQLite file that was made to
    /// shrink gives back what lies free in it; PostgreSQL clears up by itself.
    ///
    /// # Errors
    /// As [`Db::all`].
    pub async fn tend(&self) -> Result<()> {
        match self {
            Db::Sqlite { write, .. } => {
                // Of any other file it takes nothing.
                sqlx::query("pragma incremental_vacuum").execute(write).await?;
                // Tables that this connection has not read are looked at too, none of them for long.
                sqlx::query("pragma optimize = 0x10012").execute(write).await?;
            }
            Db::Postgres { pool, .. } => {
                // Those of this schema alone: others may share the database.
                let tables: Vec<String> =
                    sqlx::query_scalar("select quote_ident(tablename) from pg_tables where schemaname = current_schema()")
                        .fetch_all(pool)
                        .await?;
                if !tables.is_empty() {
                    sqlx::query(AssertSqlSafe(format!("analyze {}", tables.join(", ")))).execute(pool).await?;
                }
            }
        }
        Ok(())
    }

    /// Lets running statements end and closes every connection.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres { pool, .. } => pool.close().await,
        }
    }
}

pub(crate) fn sqlite(args: Vec<Arg>) -> Result<SqliteArguments> {
    let mut out = SqliteArguments::default();
    for arg in args {
        arg.bind(&mut out).map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}

pub(crate) fn postgres(args: Vec<Arg>) -> Result<PgArguments> {
    let mut out = PgArguments::default();
    for arg in args {
        arg.bind(&mut out).map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}
