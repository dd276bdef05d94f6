//! Counts the commits that change what a cache holds. It looks at the statements themselves, so that no path that
//! writes can forget to tell the cache.

use std::io::ErrorKind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::time::timeout;

use crate::{Db, Result, Sql};

/// How long a line to the database may say nothing before it is asked whether it is there, and how long it has to answer.
const QUIET: Duration = Duration::from_secs(5);

/// Whether a statement changes something that is cached, by its text.
pub type Watch = fn(&str) -> bool;

/// How often something that is cached has changed. Shared by the clones of a database.
#[derive(Debug)]
pub struct Changes {
    watch: OnceLock<Watch>,
    epoch: AtomicU64,
    /// Nobody tells what other nodes change.
    blind: AtomicBool,
    /// PostgreSQL: where nodes tell one another.
    channel: String,
    /// Names this node among them.
    node: String,
}

impl Changes {
    pub(crate) fn new(shared: bool, schema: Option<&str>) -> Arc<Changes> {
        Arc::new(Changes {
            watch: OnceLock::new(),
            epoch: AtomicU64::new(0),
            blind: AtomicBool::new(shared),
            channel: format!("lyceum_changes_{}", schema.unwrap_or("public")),
            node: format!("{}-{}", std::process::id(), crate::clock::now().0),
        })
    }

    /// Names the statements that count. The first one to say so decides.
    pub fn watch(&self, watch: Watch) {
        let _ = self.watch.set(watch);
    }

    /// The number of changes so far; none while changes of other nodes go unseen, and nothing may be cached.
    pub fn epoch(&self) -> Option<u64> {
        (!self.blind.load(Ordering::Acquire)).then(|| self.epoch.load(Ordering::Acquire))
    }

    /// Something changed.
    pub fn count(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn counts(&self, sql: Sql) -> bool {
        self.watch.get().is_some_and(|watch| sql.is_watched(*watch))
    }

    /// The channel, and what this node says in it.
    pub(crate) fn call(&self) -> (&str, &str) {
        (&self.channel, &self.node)
    }

    fn set_blind(&self, blind: bool) {
        self.count();
        self.blind.store(blind, Ordering::Release);
    }

    /// Counts what other nodes say; answers why it cannot any more. A line that says nothing is asked whether it is there:
    /// one that died without a word would else leave this node with what it knew.
    async fn hear(&self, listener: &mut PgListener) -> sqlx::Error {
        loop {
            match timeout(QUIET, listener.try_recv()).await {
                Ok(Ok(Some(heard))) if heard.payload() == self.node => {}
                Ok(Ok(Some(_))) => self.count(),
                Ok(Ok(None)) => return sqlx::Error::Io(ErrorKind::ConnectionAborted.into()),
                Ok(Err(error)) => return error,
                Err(_) => match timeout(QUIET, sqlx::query("select 1").execute(&mut *listener)).await {
                    Ok(Ok(_)) => {}
                    Ok(Err(error)) => return error,
                    Err(_) => return sqlx::Error::Io(ErrorKind::TimedOut.into()),
                },
            }
        }
    }
}

async fn listen(pool: &PgPool, channel: &str) -> sqlx::Result<PgListener> {
    let mut listener = PgListener::connect_with(pool).await?;
    // One whose connection is lost has missed what nobody knows: another one takes its place, and nothing is cached until then.
    listener.eager_reconnect(false);
    listener.listen(channel).await?;
    Ok(listener)
}

impl Db {
    /// Follows what other nodes change, until the database is closed. SQLite has one node only, and needs none of this.
    ///
    /// # Errors
    /// As the database answers: then nothing is cached.
    pub async fn follow(&self) -> Result<()> {
        let Db::Postgres { pool, changes } = self else { return Ok(()) };
        let mut listener = listen(pool, &changes.channel).await?;
        changes.set_blind(false);
        let (pool, changes) = (pool.clone(), changes.clone());
        tokio::spawn(async move {
            loop {
                let error = changes.hear(&mut listener).await;
                changes.set_blind(true);
                drop(listener);
                if pool.is_closed() {
                    return;
                }
                tracing::warn!(%error, "changes of other nodes are not seen; nothing is cached");
                listener = loop {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    match timeout(QUIET, listen(&pool, &changes.channel)).await {
                        Ok(Ok(listener)) => break listener,
                        _ if pool.is_closed() => return,
                        _ => {}
                    }
                };
                changes.set_blind(false);
            }
        });
        Ok(())
    }
}
