//! Who is behind a session, kept in memory (product.md section 27): the person with their schools, roles and
//! permissions. It holds only as long as nothing of it was written anywhere: every commit counts that writes people,
//! memberships, links to children, schools or ends sessions. So a change of a role holds at the very next request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use model::At;
use model::accounts::Me;
use store::Db;

use crate::cache::Cache;
use crate::{Person, Request};

/// Seconds a context is kept at most (product.md section 27).
const SECONDS: u64 = 300;
/// Contexts kept at most: about 100 MB of them.
const MOST: u64 = 50_000;

/// What a session's row and its person's rows say.
#[derive(Debug)]
pub(crate) struct Known {
    pub me: Arc<Me>,
    /// The account was not used so far.
    pub pending: bool,
    pub remember: bool,
    pub seen_at: At,
    /// When the session runs out, or what it sees with another member's eyes.
    pub expires_at: At,
    /// The person may do something else than when the session began.
    pub changed: bool,
    /// Another session has taken its place.
    pub aside: bool,
    /// It took the place of another, which is still told its id.
    pub repeated: bool,
    /// It saw with another member's eyes until that ended by itself.
    pub lapsed: bool,
}

impl Known {
    /// The person, as a request finds them.
    pub fn person(&self, request: &Request, id_hash: &str) -> Person {
        Person { request: request.clone(), me: self.me.clone(), session: id_hash.into() }
    }
}

#[derive(Clone, Debug)]
struct Kept {
    known: Arc<Known>,
    read_at: At,
}

/// The contexts in use, by the hash of the session.
#[derive(Debug)]
pub struct Contexts {
    kept: Cache<Kept>,
    hits: AtomicU64,
    misses: AtomicU64,
    nanoseconds: AtomicU64,
}

/// How well the cache serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheFigures {
    pub hits: u64,
    pub misses: u64,
    /// Nanoseconds a hit took on the average.
    pub hit_nanoseconds: u64,
}

impl CacheFigures {
    /// Hits of 1,000 requests.
    pub fn per_mille(self) -> Option<i64> {
        (self.hits * 1000).checked_div(self.hits + self.misses).and_then(|share| i64::try_from(share).ok())
    }
}

impl Default for Contexts {
    fn default() -> Contexts {
        let kept = Cache::new(MOST, SECONDS);
        Contexts { kept, hits: AtomicU64::default(), misses: AtomicU64::default(), nanoseconds: AtomicU64::default() }
    }
}

impl Contexts {
    /// What is known of a session that still stands.
    pub(crate) fn find(&self, db: &Db, id_hash: &str, now: At) -> Option<Arc<Known>> {
        let started = Instant::now();
        let found = self
            .kept
            .find(db.changes().epoch(), id_hash)
            .filter(|kept| kept.known.expires_at > now && (0..(SECONDS as i64) * 1000).contains(&(now.0 - kept.read_at.0)));
        match &found {
            Some(_) => {
                let nanoseconds = started.elapsed().as_nanos() as u64;
                self.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
                metrics::counter!("context_cache_nanoseconds_total").increment(nanoseconds);
                self.hits.fetch_add(1, Ordering::Relaxed);
                metrics::counter!("context_cache_total", "result" => "hit").increment(1);
            }
            None => {
                self.misses.fetch_add(1, Ordering::Relaxed);
                metrics::counter!("context_cache_total", "result" => "miss").increment(1);
            }
        }
        found.map(|kept| kept.known)
    }

    /// Keeps what was read after `epoch` changes; without one nothing may be kept.
    pub(crate) fn keep(&self, epoch: Option<u64>, id_hash: &str, known: &Arc<Known>, now: At) {
        self.kept.keep(epoch, id_hash, Kept { known: known.clone(), read_at: now });
    }

    pub(crate) fn forget(&self, id_hash: &str) {
        self.kept.forget(id_hash);
    }

    pub fn figures(&self) -> CacheFigures {
        let hits = self.hits.load(Ordering::Relaxed);
        CacheFigures {
            hits,
            misses: self.misses.load(Ordering::Relaxed),
            hit_nanoseconds: self.nanoseconds.load(Ordering::Relaxed).checked_div(hits).unwrap_or_default(),
        }
    }
}

/// Notes on a session that change nothing of what a context holds: that it is in use, what its person might do when it
/// began, which one took its place, and that the id of that one has arrived. Of those with a new id to come none is kept.
const NOTES: [&str; 4] = [
    "update sessions set seen_at",
    "update sessions set rights",
    "update sessions set next_hash",
    "update sessions set next_salt",
];

/// Whether a statement changes what a context holds, or what is closed (see [`crate::backup::gate`]). A new session changes none that is known, and a lock
/// (`update users set id = id where ..`) nothing at all.
pub(crate) fn is_watched(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().take(7).collect();
    let table = match words.as_slice() {
        ["update", _, "set", column, "=", same, "where"] if column == same => return false,
        ["insert" | "delete", _, table, ..] | ["update", table, ..] => *table,
        _ => return false,
    };
    match table {
        "users" | "memberships" | "schools" | "guardians" | "closures" => true,
        "sessions" => !text.starts_with("insert") && !NOTES.iter().any(|note| text.starts_with(note)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use store::testing::each_db;
    use store::{args, sql, statements};

    use super::*;
    use crate::accounts::sessions;
    use crate::testing::{NOON, Scene};

    #[test]
    fn whatever_writes_people_places_or_ends_sessions_is_watched() {
        for text in [
            "update users set name = $1 where id = $2",
            "insert into memberships (school_id) values ($1)",
            "delete from sessions where id_hash = $1",
            "insert into guardians (school_id) values ($1)",
            "delete from guardians where school_id = $1",
            "update\n  schools set name = $1",
            "update sessions set view_user_id = $1",
            "update users set name = username where id = $1",
            "insert into closures (id) values ($1)",
            "update closures set beat_at = $2 where id = $1",
            "update users set id = id, name = $1 where id = $1",
        ] {
            assert!(is_watched(text), "{text}");
        }
        for text in [
            "select 1 from users",
            "insert into sessions (id_hash) values ($1)",
            "update rooms set last_seq = 1",
            "update sessions set seen_at = $1 where id_hash = $2",
            "update sessions set next_salt = null where next_hash = $1",
            "update users set id = id where id = $1 returning name",
            "update memberships set user_id = user_id\n  where school_id = $1",
        ] {
            assert!(!is_watched(text), "{text}");
        }
        // A statement that writes them in another shape would go unseen.
        for statement in statements() {
            let text = statement.text.trim_start();
            if text.starts_with("with ") {
                assert!(
                    !["insert ", "update ", "delete "].iter().any(|verb| text.contains(verb)),
                    "{}:{}",
                    statement.file,
                    statement.line
                );
            }
        }
    }

    #[tokio::test]
    async fn a_context_is_kept_until_something_of_it_changes() {
        each_db(async |db| {
            db.follow().await.unwrap();
            let scene = Scene::new(&db).await;
            let request = scene.teacher.request.clone();
            let (session,): (String,) = db
                .one(
                    sql!("select id_hash from sessions where user_id = $1 order by id_hash limit 1"),
                    args![scene.teacher.user_id()],
                )
                .await
                .unwrap();
            let load = async || sessions::load(&request, &session).await.unwrap().map(|person| person.me);
            let first = load().await.unwrap();
            let before = scene.world.contexts.figures();
            assert!(Arc::ptr_eq(&first, &load().await.unwrap()), "the same context");
            assert_eq!(scene.world.contexts.figures().hits, before.hits + 1);

            db.run(
                sql!("update memberships set granted = 'audit.read' where school_id = $1 and user_id = $2"),
                args![scene.teacher.school_id(), scene.teacher.user_id()],
            )
            .await
            .unwrap();
            assert!(load().await.unwrap().places[0].can(model::Permission::AuditRead), "at the next request");

            db.run(sql!("update users set status = 'suspended' where id = $1"), args![scene.teacher.user_id()]).await.unwrap();
            assert!(load().await.is_none());
            db.run(sql!("update users set status = 'active' where id = $1"), args![scene.teacher.user_id()]).await.unwrap();
            assert!(load().await.is_some());
            let mut later = request.clone();
            later.now = NOON.plus_hours(sessions::IDLE_HOURS + 1);
            assert!(sessions::load(&later, &session).await.unwrap().is_none(), "a session that ran out");
            db.run(sql!("delete from sessions where id_hash = $1"), args![session.as_str()]).await.unwrap();
            assert!(load().await.is_none(), "a session that was ended");
        })
        .await;
    }

    #[tokio::test]
    async fn what_finds_nothing_and_what_only_locks_is_no_change() {
        each_db(async |db| {
            db.follow().await.unwrap();
            let scene = Scene::new(&db).await;
            let user = scene.teacher.user_id();
            let epoch = || db.changes().epoch().expect("changes are seen");
            let before = epoch();
            db.run(sql!("delete from sessions where id_hash = $1"), args!["none"]).await.unwrap();
            db.run(sql!("update users set name = name || ' ' where username = $1"), args!["nobody"]).await.unwrap();
            let mut tx = db.begin().await.unwrap();
            tx.run(sql!("update users set id = id where id = $1"), args![user]).await.unwrap();
            let none: Option<(String,)> =
                tx.maybe(sql!("delete from sessions where id_hash = $1 returning device"), args!["none"]).await.unwrap();
            let nobody: Vec<(String,)> =
                tx.all(sql!("update users set name = $2 where id = $1 returning name"), args!["none", "x"]).await.unwrap();
            assert!(none.is_none() && nobody.is_empty());
            tx.commit().await.unwrap();
            sessions::end(&scene.teacher.request, "none").await.unwrap();
            assert_eq!(epoch(), before);
            let mut tx = db.begin().await.unwrap();
            let found: Vec<(String,)> =
                tx.all(sql!("update users set name = 'New' where id = $1 returning name"), args![user]).await.unwrap();
            assert_eq!((found.len(), epoch()), (1, before), "not before it is true");
            tx.commit().await.unwrap();
            assert_eq!(epoch(), before + 1);
        })
        .await;
    }

    #[tokio::test]
    async fn what_another_node_changes_is_seen() {
        let scratch = store::testing::Scratch::postgres().await;
        let other = Db::open(&scratch.options).await.unwrap();
        assert_eq!(other.changes().epoch(), None, "nobody tells it yet");
        other.changes().watch(is_watched);
        other.follow().await.unwrap();
        let scene = Scene::new(&scratch.db).await;
        let before = other.changes().epoch().unwrap();
        scratch
            .db
            .run(sql!("update users set status = 'suspended' where id = $1"), args![scene.teacher.user_id()])
            .await
            .unwrap();
        while other.changes().epoch() == Some(before) {
            tokio::task::yield_now().await;
        }
        other.close().await;
        scratch.discard().await;
    }
}
