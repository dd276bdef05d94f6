//! One history of the schema, forward only, embedded in the binary and applied at start under a lock.
//!
//! A file `NNNN_name.sql` serves both databases; `NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql` are a pair
//! for what cannot be said once.

use std::borrow::Cow;
use std::fs::File;

use anyhow::{Context, ensure};
use fs4::fs_std::FileExt;
use rust_embed::RustEmbed;
use sqlx::AssertSqlSafe;
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::Db;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../../migrations"]
struct Files;

/// Version, name and text of every migration for one kind of database (`"sqlite"` or `"postgres"`), in order.
///
/// # Errors
/// When a file is not named `NNNN_name[.kind].sql` or is not UTF-8.
pub fn history(kind: &str) -> anyhow::Result<Vec<(i64, String, String)>> {
    let mut history = Vec::new();
    for path in Files::iter() {
        let stem = path.strip_suffix(".sql").context("only .sql")?;
        let (stem, only) = match stem.split_once('.') {
            Some((stem, only)) => (stem, Some(only)),
            None => (stem, None),
        };
        if only.is_some_and(|only| only != kind) {
            continue;
        }
        let (version, name) = stem.split_once('_').with_context(|| format!("{path}: expected NNNN_name.sql"))?;
        let file = Files::get(&path).with_context(|| format!("{path} has gone"))?;
        let text = String::from_utf8(file.data.into_owned()).with_context(|| format!("{path}: not UTF-8"))?;
        history.push((version.parse().with_context(|| format!("{path}: no number"))?, name.to_owned(), text));
    }
    history.sort();
    Ok(history)
}

/// Brings the schema up to this program's version. Several nodes may start at once: one works, the others wait.
///
/// # Errors
/// When the lock cannot be had, a migration fails (its transaction is rolled back), or a PostgreSQL database does
/// not sort by collation C.
pub async fn run(db: &Db) -> anyhow::Result<()> {
    run_to(db, i64::MAX).await
}

/// The same to an older version, and no further: to read rows that were written under it.
///
/// # Errors
/// As [`run`].
pub async fn run_to(db: &Db, last: i64) -> anyhow::Result<()> {
    let migrations = history(db.kind())?
        .into_iter()
        .filter(|(version, ..)| *version <= last)
        .map(|(version, name, text)| {
            let text = AssertSqlSafe(text).into_sql_str();
            Migration::new(version, Cow::Owned(name), MigrationType::Simple, text, false)
        })
        .collect();
    let mut migrator = Migrator::with_migrations(migrations);
    match db {
        Db::Sqlite { write, file, .. } => {
            // sqlx takes no lock on SQLite, so a file beside the database is one.
            let lock = File::create(file.with_extension("lock")).context("the migration lock file")?;
            let lock = tokio::task::spawn_blocking(move || lock.lock_exclusive().map(|()| lock)).await??;
            migrator.set_locking(false).run(write).await?;
            drop(lock);
        }
        Db::Postgres { pool, .. } => {
            let (collation,): (String,) =
                sqlx::query_as("select datcollate from pg_database where datname = current_database()").fetch_one(pool).await?;
            ensure!(
                matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8"),
                "this PostgreSQL database sorts by {collation}; make it with: createdb --template=template0 --lc-collate=C --encoding=UTF8"
            );
            // Another node may be at work on a long one: this one waits.
            let mut connection = pool.acquire().await?;
            sqlx::query("set lock_timeout = 0").execute(&mut *connection).await?;
            let ran = migrator.run_direct(None, &mut *connection, false).await;
            sqlx::query("reset lock_timeout").execute(&mut *connection).await?;
            ran?;
        }
    }
    Ok(())
}
