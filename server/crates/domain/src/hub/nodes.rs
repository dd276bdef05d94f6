//! Many nodes on one database: what each has to tell goes through one stream of a Redis, which all of them read.
//!
//! A stream and no publish/subscribe: it keeps what was said for a while, so that order, replay after a lost connection
//! and live delivery are one and the same reading. Each node numbers its words. A number that is left out was lost, by
//! whatever: then everybody on the node that sees it looks at the database ([`Event::Missed`]), as they do all the time
//! while there is no Redis. So nothing depends on Redis being there, or on it remembering anything; only how fast the
//! nodes hear of each other does.
//!
//! Of who is where each node keeps a hash, with an end. Others read it when they hear of the node for the first time, or
//! when they missed something it said. A node that has said nothing for some seconds is dead, and its people have left.
//!
//! What caches hold does not come this way: [`store::Changes`] hears of changes in the transaction itself.

mod hearing;
mod saying;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;
use rand::RngExt;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisResult};
use store::{Db, args, sql};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::{Event, Hub};
use crate::{World, secrets};
use hearing::Hearing;
use saying::Saying;

/// Names a node among the others, as long as its process lives.
pub(super) type Node = Arc<str>;

/// Words the stream keeps, about.
const KEPT: usize = 10_000;
/// Events that may wait to be said.
const WAITING: usize = 8192;
/// How often a node says that it is there, and the silence after which it is taken for dead.
const ALIVE: Duration = Duration::from_secs(2);
const SILENCE: Duration = Duration::from_secs(8);
/// Seconds until Redis itself forgets who is on a node that says nothing.
const FORGOTTEN: i64 = 60;
/// How long a connection may take to come about, and an answer to come.
const CONNECTING: Duration = Duration::from_secs(3);
const ANSWER: Duration = Duration::from_secs(5);
/// Between two tries to reach a Redis that went away: at first, and at most.
const SOON: Duration = Duration::from_millis(200);
const LATER: Duration = Duration::from_secs(5);
/// How long a node that stops gives itself to say the last words.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Waits until this node stops.
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// What waits to be said to the other nodes; nothing does where there are none.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox(Arc<OnceLock<Queue>>);

#[derive(Debug)]
struct Queue {
    events: mpsc::Sender<Event>,
    state: Arc<State>,
}

/// What both halves of the way to the others know.
#[derive(Debug, Default)]
struct State {
    hears: AtomicBool,
    says: AtomicBool,
    /// Events that found no place to wait.
    lost: AtomicU64,
}

impl State {
    fn note(&self) {
        metrics::gauge!("hub_connected").set(if self.is_connected() { 1.0 } else { 0.0 });
    }

    fn is_connected(&self) -> bool {
        self.hears.load(Ordering::Relaxed) && self.says.load(Ordering::Relaxed)
    }
}

impl Outbox {
    /// Never waits: what finds no place is lost, and the others will know that something was.
    pub fn put(&self, event: &Event) {
        if let Some(queue) = self.0.get()
            && queue.events.try_send(event.clone()).is_err()
        {
            queue.state.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Hub {
    /// Whether this node hears and is heard by the others; nothing where it is alone by its settings.
    pub fn is_connected(&self) -> Option<bool> {
        self.outbox.0.get().map(|queue| queue.state.is_connected())
    }
}

/// The Redis, and where in it this node and its platform keep their things.
#[derive(Clone)]
struct Place {
    client: Client,
    /// Of the platform: others may use the same Redis.
    platform: Arc<str>,
    node: Node,
}

impl Place {
    fn stream(&self) -> String {
        format!("lyceum:{}:events", self.platform)
    }

    /// Who is on a node.
    fn seats(&self, node: &str) -> String {
        format!("lyceum:{}:node:{node}", self.platform)
    }

    /// A connection of its own; an answer may take as long as `patience`.
    async fn connect(&self, patience: Duration) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECTING)).set_response_timeout(Some(patience));
        self.client.get_multiplexed_async_connection_with_config(&config).await
    }
}

/// Waits before another try, longer each time and never in step with other nodes.
struct Pause(Duration);

impl Pause {
    fn new() -> Pause {
        Pause(SOON)
    }

    fn next(&mut self) -> Duration {
        let wait = self.0.mul_f64(rand::rng().random_range(0.5..1.0));
        self.0 = (self.0 * 2).min(LATER);
        wait
    }
}

/// Names the platform in Redis: all nodes on its database have the same, and no other platform has.
async fn platform(db: &Db) -> store::Result<Arc<str>> {
    let (secret,): (String,) = db.one(sql!("select value from secrets where name = 'archives'"), args![]).await?;
    // Nothing of the secret itself can be read of it.
    let name = secrets::hash(&format!("hub {secret}"));
    Ok(Arc::from(&name[..16]))
}

/// This node among the others.
#[derive(Debug)]
pub struct Nodes {
    stop: watch::Sender<bool>,
    saying: JoinHandle<()>,
    hearing: JoinHandle<()>,
}

impl Nodes {
    /// Joins the others. From here on the hub tells them everything, and hears what they tell.
    ///
    /// # Errors
    /// When Redis cannot be reached or does not take what is said, and for a hub that has joined before.
    pub async fn join(world: &World, url: &str) -> anyhow::Result<Nodes> {
        let client = Client::open(url).context("the address of Redis")?;
        let node = format!("{:016x}", rand::rng().random::<u64>()).into();
        let place = Place { client, platform: platform(&world.db).await?, node };
        let state = Arc::new(State::default());
        let (events, waiting) = mpsc::channel(WAITING);
        let (stop, stopping) = watch::channel(false);
        let (ear, mouth) = (place.connect(hearing::PATIENCE).await?, place.connect(ANSWER).await?);
        let mut hearing = Hearing::new(place.clone(), world.clone(), state.clone());
        let mut saying = Saying::new(place, world.hub.clone(), waiting, state.clone(), stopping);
        // In this order: it hears whatever the others say after they have heard of it.
        let ear = hearing.begin(ear).await?;
        world.hub.outbox.0.set(Queue { events, state }).ok().context("a hub joins the other nodes once")?;
        let mouth = saying.begin(mouth).await?;
        Ok(Nodes { stop, saying: tokio::spawn(saying.run(mouth)), hearing: tokio::spawn(hearing.run(ear)) })
    }

    /// Says what is still to be said, and that this node has gone.
    pub async fn leave(self) {
        self.hearing.abort();
        let _ = self.stop.send(true);
        if tokio::time::timeout(LAST_WORDS, self.saying).await.is_err() {
            tracing::warn!("the other nodes did not hear that this one stops");
        }
    }
}

#[cfg(test)]
mod tests {
    use store::testing::each_db;

    use super::*;

    #[test]
    fn pauses_grow_and_end_at_five_seconds() {
        let mut pause = Pause::new();
        let waits: Vec<Duration> = (0..10).map(|_| pause.next()).collect();
        assert!(waits[0] <= SOON && waits[0] >= SOON / 2, "{waits:?}");
        assert!(waits[9] <= LATER && waits[9] >= LATER / 2, "{waits:?}");
    }

    #[test]
    fn a_node_that_is_alone_keeps_nothing_for_others() {
        let hub = Hub::default();
        (0..WAITING * 2).for_each(|_| hub.tell(Event::JobAdded));
        assert_eq!(hub.is_connected(), None);
    }

    #[test]
    fn what_finds_no_place_to_wait_is_counted_and_nobody_waits_for_it() {
        let hub = Hub::default();
        let (events, mut waiting) = mpsc::channel(2);
        let state = Arc::new(State::default());
        assert!(hub.outbox.0.set(Queue { events, state: state.clone() }).is_ok());
        (0..5).for_each(|_| hub.tell(Event::JobAdded));
        assert_eq!((waiting.len(), state.lost.load(Ordering::Relaxed)), (2, 3));
        assert!(waiting.try_recv().is_ok());
        // What is told in this process alone takes no place.
        hub.miss();
        assert_eq!(waiting.len(), 1);
        assert_eq!(hub.is_connected(), Some(false));
    }

    #[tokio::test]
    async fn the_name_of_a_platform_is_its_own_and_tells_nothing_of_its_secret() {
        each_db(async |db| {
            let name = platform(&db).await.unwrap();
            assert_eq!(platform(&db).await.unwrap(), name);
            let (secret,): (String,) = db.one(sql!("select value from secrets where name = 'archives'"), args![]).await.unwrap();
            assert!(name.len() == 16 && !secret.contains(&*name));
        })
        .await;
    }
}
