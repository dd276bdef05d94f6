//! Holds whoever writes to a table in the middle of it, for tests that kill them there.

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgPool, Postgres, SqlitePool};

use crate::Db;

/// A table that nobody comes past, until this is released.
pub enum Brake {
    Sqlite(SqlitePool),
    Postgres {
        pool: PgPool,
        /// What the others wait for is its.
        holder: PoolConnection<Postgres>,
        pid: i32,
    },
}

impl Brake {
    /// Puts it on the table: whoever does that (`insert`, `update` or `delete`) to a row of it goes no further.
    pub async fn on(db: &Db, table: &str, deed: &str) -> Brake {
        match db {
            Db::Sqlite { write, .. } => {
                let text = format!(
                    "create view endless as
                       with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) as n from c;
                     create trigger brake before {deed} on {table} begin select n from endless; end"
                );
                sqlx::raw_sql(AssertSqlSafe(text)).execute(write).await.expect("a trigger");
                Brake::Sqlite(write.clone())
            }
            Db::Postgres { pool, .. } => {
                let mut holder = pool.acquire().await.expect("a connection");
                let pid = sqlx::query_scalar("select pg_backend_pid()").fetch_one(&mut *holder).await.expect("its number");
                let lock = "select pg_advisory_lock(hashtext(current_schema()))";
                sqlx::raw_sql(lock).execute(&mut *holder).await.expect("the lock");
                let text = format!(
                    "create function brake() returns trigger language plpgsql as $$ begin
                       perform pg_advisory_xact_lock(hashtext(current_schema())); return coalesce(new, old); end $$;
                     create trigger brake before {deed} on {table} for each row execute function brake()"
                );
                sqlx::raw_sql(AssertSqlSafe(text)).execute(pool).await.expect("a trigger");
                Brake::Postgres { pool: pool.clone(), holder, pid }
            }
        }
    }

    /// Waits until somebody is held.
    pub async fn holds(&self) {
        let somebody = async {
            while !self.holds_now().await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), somebody).await.expect("somebody who is held");
    }

    async fn holds_now(&self) -> bool {
        match self {
            // Nobody else is told where the one writer is: it is there when it lets nobody else write for so long.
            Brake::Sqlite(write) => {
                let mut writer = write.acquire().await.expect("a connection");
                sqlx::raw_sql("pragma busy_timeout = 400").execute(&mut *writer).await.expect("a shorter wait");
                let is_held = sqlx::raw_sql("begin immediate; rollback").execute(&mut *writer).await.is_err();
                sqlx::raw_sql("pragma busy_timeout = 5000").execute(&mut *writer).await.expect("the wait as it was");
                is_held
            }
            Brake::Postgres { pool, pid, .. } => {
                let text = "select exists (select 1 from pg_stat_activity where $1 = any(pg_blocking_pids(pid)))";
                sqlx::query_scalar(text).bind(*pid).fetch_one(pool).await.expect("who waits")
            }
        }
    }

    /// Takes it off when whoever was held is dead.
    pub async fn release(self) {
        match self {
            Brake::Sqlite(write) => {
                sqlx::raw_sql("drop trigger brake; drop view endless").execute(&write).await.expect("no trigger");
            }
            Brake::Postgres { pool, mut holder, pid } => {
                // The server of the database hears of a death only when it has something to say.
                let end = "select pg_terminate_backend(pid) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))";
                sqlx::query(end).bind(pid).execute(&pool).await.expect("nobody who waits");
                sqlx::raw_sql("select pg_advisory_unlock_all()").execute(&mut *holder).await.expect("no lock");
                sqlx::raw_sql("drop function brake() cascade").execute(&pool).await.expect("no trigger");
            }
        }
    }
}
