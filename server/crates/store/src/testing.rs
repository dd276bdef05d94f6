//! Throw-away databases: every test runs on a fresh SQLite file and on a fresh PostgreSQL schema.

mod brake;

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::{Db, Options, migrate};

pub use brake::Brake;

/// A migrated database that vanishes with this value.
pub struct Scratch {
    pub db: Db,
    /// How to open the same database again, as a restarted server would.
    pub options: Options,
    folder: TempDir,
}

impl Scratch {
    /// A SQLite file in a folder of its own.
    pub async fn sqlite() -> Scratch {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Scratch::make(Options { url, connections: 3, schema: None }, folder).await
    }

    /// One of each kind, brought up as the program does it: for tests that start the program on them.
    pub async fn started() -> [Scratch; 2] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let sqlite = Options { url, connections: 3, schema: None };
        [Scratch::start(sqlite, folder).await, Scratch::started_on_postgres().await]
    }

    /// The second of them alone: for what needs several programs on one database.
    pub async fn started_on_postgres() -> Scratch {
        Scratch::start(postgres_schema().await, tempfile::tempdir().expect("a temporary folder")).await
    }

    async fn start(options: Options, folder: TempDir) -> Scratch {
        let db = Db::open(&options).await.expect("a scratch database");
        migrate::run(&db).await.expect("the schema");
        Scratch { db, options, folder }
    }

    /// A schema of its own on the server that `TEST_POSTGRES_URL` names.
    ///
    /// # Panics
    /// Where there is none: `script/test` starts one.
    pub async fn postgres() -> Scratch {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Scratch::make(postgres_schema().await, folder).await
    }

    async fn make(options: Options, folder: TempDir) -> Scratch {
        let db = Db::open(&options).await.expect("a scratch database");
        migrate_to(&db, |_| true).await;
        Scratch { db, options, folder }
    }

    /// A folder for files that goes with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Throws the database away. A test that fails leaves its PostgreSQL schema for a look at it.
    pub async fn discard(self) {
        self.db.close().await;
        drop_schema(&self.options).await;
    }
}

/// Runs the migrations whose version is asked for.
async fn migrate_to(db: &Db, wanted: impl Fn(i64) -> bool) {
    let history = migrate::history(db.kind()).expect("migrations").into_iter();
    let ddl: String = history.filter(|(version, ..)| wanted(*version)).map(|(_, _, text)| text + "\n").collect();
    match db {
        Db::Sqlite { write, .. } => {
            sqlx::raw_sql(AssertSqlSafe(format!("pragma synchronous = off; {ddl}"))).execute(write).await.expect("the schema");
        }
        Db::Postgres { pool, .. } => {
            sqlx::raw_sql(AssertSqlSafe(ddl)).execute(pool).await.expect("the schema");
        }
    }
}

/// An empty schema with a name of its own.
async fn postgres_schema() -> Options {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL; script/test starts a PostgreSQL and sets it");
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let schema = format!("t{}_{}_{number}", std::process::id(), crate::clock::now().0);
    let maker = Db::open(&Options { url: url.clone(), connections: 1, schema: None }).await.expect("PostgreSQL");
    if let Db::Postgres { pool, .. } = &maker {
        sqlx::raw_sql(AssertSqlSafe(format!("create schema {schema}"))).execute(pool).await.expect("a schema");
    }
    maker.close().await;
    Options { url, connections: 4, schema: Some(schema) }
}

async fn drop_schema(options: &Options) {
    let Some(schema) = &options.schema else { return };
    let keeper = Db::open(&Options { connections: 1, schema: None, ..options.clone() }).await.expect("PostgreSQL");
    if let Db::Postgres { pool, .. } = &keeper {
        sqlx::raw_sql(AssertSqlSafe(format!("drop schema {schema} cascade"))).execute(pool).await.expect("drop");
    }
    keeper.close().await;
}

/// Runs a test with the address of an empty database of each kind and a folder: for tests that start the program
/// itself, which brings the schema up on its own.
pub async fn each_empty(test: impl AsyncFn(&Options, &std::path::Path)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("lyceum.db").display());
    test(&Options { url, connections: 3, schema: None }, folder.path()).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = postgres_schema().await;
    test(&options, folder.path()).await;
    drop_schema(&options).await;
}

/// Runs a test of a migration on SQLite, then on PostgreSQL: what was there before it, and what came of that.
pub async fn each_before(version: i64, before: impl AsyncFn(&Db), after: impl AsyncFn(&Db)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    for options in [Options { url, connections: 3, schema: None }, postgres_schema().await] {
        let db = Db::open(&options).await.expect("a scratch database");
        eprintln!("on {}", db.kind());
        migrate_to(&db, |it| it < version).await;
        before(&db).await;
        migrate_to(&db, |it| it >= version).await;
        after(&db).await;
        db.close().await;
        drop_schema(&options).await;
    }
}

/// As [`each_scratch`], for tests that start the program on the database.
pub async fn each_started(test: impl AsyncFn(&Scratch)) {
    for scratch in Scratch::started().await {
        eprintln!("on {}", scratch.db.kind());
        test(&scratch).await;
        scratch.discard().await;
    }
}

/// Runs a test on SQLite, then on PostgreSQL.
pub async fn each_db(test: impl AsyncFn(Db)) {
    each_scratch(async |scratch| test(scratch.db.clone()).await).await;
}

/// As [`each_db`], for tests that need to reopen the database or keep files beside it.
pub async fn each_scratch(test: impl AsyncFn(&Scratch)) {
    for scratch in [Scratch::sqlite().await, Scratch::postgres().await] {
        eprintln!("on {}", scratch.db.kind());
        test(&scratch).await;
        scratch.discard().await;
    }
}

/// Has the database prepare a statement; answers its result columns with their types as the database names them.
///
/// # Errors
/// What the database says against it.
pub async fn describe(db: &Db, sql: crate::Sql) -> Result<Vec<(String, String)>, sqlx::Error> {
    use sqlx::{Column, Executor, SqlSafeStr, Statement, TypeInfo};

    fn columns<C: Column>(columns: &[C]) -> Vec<(String, String)> {
        columns.iter().map(|column| (column.name().to_owned(), column.type_info().name().to_owned())).collect()
    }
    Ok(match db {
        Db::Sqlite { write, .. } => columns(write.acquire().await?.prepare(sql.sqlite().into_sql_str()).await?.columns()),
        Db::Postgres { pool, .. } => columns(pool.acquire().await?.prepare(sql.postgres().into_sql_str()).await?.columns()),
    })
}

/// How SQLite finds the rows of a statement, a line a step; nothing on PostgreSQL, which goes by what is in its tables.
///
/// # Errors
/// What the database says against it.
pub async fn plan(db: &Db, sql: crate::Sql) -> Result<Vec<String>, sqlx::Error> {
    use sqlx::Row;

    let Db::Sqlite { write, .. } = db else { return Ok(Vec::new()) };
    let asked = sqlx::raw_sql(AssertSqlSafe(format!("explain query plan {}", sql.sqlite())));
    asked.fetch_all(write).await?.iter().map(|step| step.try_get("detail")).collect()
}
