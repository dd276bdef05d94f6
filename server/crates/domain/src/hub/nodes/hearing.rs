//! What the other nodes say, told in this one.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use model::ids::UserId;
use redis::aio::MultiplexedConnection;
use redis::streams::{StreamId, StreamRangeReply, StreamReadReply};
use redis::{RedisResult, cmd};

use super::super::Event;
use super::super::presence::Key;
use super::super::wire::{Word, read_seat};
use super::{ANSWER, Node, Pause, Place, SILENCE, State};
use crate::{World, chat};

/// Words that are read at once.
const BATCH: usize = 200;
/// How long a read waits for a word: also how late it is seen that a node says nothing.
const WAIT: Duration = Duration::from_secs(1);
/// How long an answer to it may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(WAIT.as_secs() + ANSWER.as_secs());
/// Between two looks of everybody at the database, beside the time they take.
const REST: Duration = Duration::from_secs(3);
/// A node that says nothing may be dead, or only cut off from Redis and at work: so long everybody looks now and then.
const DOUBT: Duration = Duration::from_secs(5 * 60);
const NOW_AND_THEN: Duration = Duration::from_secs(15);

/// What was heard of a node.
struct Heard {
    /// Of its last word.
    number: u64,
    at: Instant,
}

pub(super) struct Hearing {
    place: Place,
    world: World,
    state: Arc<State>,
    nodes: HashMap<Node, Heard>,
    /// How far the stream has been read.
    last: Option<String>,
    /// Something was missed, and nobody was told yet.
    missed: bool,
    /// Until when nobody is told again.
    rests: Option<Instant>,
    /// Until when a node that says nothing may be at work.
    doubts: Option<Instant>,
}

impl Hearing {
    pub fn new(place: Place, world: World, state: Arc<State>) -> Hearing {
        Hearing { place, world, state, nodes: HashMap::new(), last: None, missed: false, rests: None, doubts: None }
    }

    /// Begins to listen: with the next word for the first time, else where it was interrupted.
    pub async fn begin(&mut self, mut line: MultiplexedConnection) -> RedisResult<MultiplexedConnection> {
        let newest: StreamRangeReply =
            cmd("XREVRANGE").arg(self.place.stream()).arg("+").arg("-").arg("COUNT").arg(1).query_async(&mut line).await?;
        let newest = newest.ids.into_iter().next().map_or_else(|| "0-0".to_owned(), |entry| entry.id);
        match &self.last {
            Some(last) => {
                // A Redis that has forgotten everything begins anew.
                if position(&newest) < position(last) {
                    self.last = Some(newest);
                }
                self.missed = true;
            }
            None => self.last = Some(newest),
        }
        self.state.hears.store(true, Ordering::Relaxed);
        self.state.note();
        Ok(line)
    }

    /// Listens as long as the process lives. While there is no Redis, everybody looks at the database again and again.
    pub async fn run(mut self, mut line: MultiplexedConnection) {
        loop {
            let Err(error) = self.listen(line).await;
            tracing::warn!(%error, "Redis went away: what other nodes tell is looked up in the database");
            self.state.hears.store(false, Ordering::Relaxed);
            self.state.note();
            metrics::counter!("hub_lost_total", "way" => "in").increment(1);
            let mut pause = Pause::new();
            line = loop {
                self.missed = true;
                self.settle();
                tokio::time::sleep(pause.next()).await;
                let begun = match self.place.connect(PATIENCE).await {
                    Ok(line) => self.begin(line).await,
                    Err(error) => Err(error),
                };
                match begun {
                    Ok(line) => break line,
                    Err(error) => tracing::debug!(%error, "Redis is still away"),
                }
            };
            tracing::info!("Redis is back: other nodes are heard");
        }
    }

    async fn listen(&mut self, mut line: MultiplexedConnection) -> RedisResult<Infallible> {
        loop {
            let last = self.last.as_deref().unwrap_or("$");
            let mut read = cmd("XREAD");
            read.arg("COUNT")
                .arg(BATCH)
                .arg("BLOCK")
                .arg(WAIT.as_millis() as u64)
                .arg("STREAMS")
                .arg(self.place.stream())
                .arg(last);
            let words: Option<StreamReadReply> = read.query_async(&mut line).await?;
            for entry in words.into_iter().flat_map(|it| it.keys).flat_map(|it| it.ids) {
                self.take(&mut line, &entry).await?;
                self.last = Some(entry.id);
            }
            self.settle();
        }
    }

    async fn take(&mut self, line: &mut MultiplexedConnection, entry: &StreamId) -> RedisResult<()> {
        let part = |name| entry.get::<String>(name);
        let number = part("number").and_then(|number| number.parse::<u64>().ok());
        let (Some(node), Some(number), Some(word)) = (part("node"), number, part("word")) else {
            self.missed = true;
            return Ok(());
        };
        if *node == *self.place.node {
            return Ok(());
        }
        let node: Node = node.into();
        let before = self.nodes.get(&node).map(|heard| heard.number);
        match before {
            // Told before the connection broke.
            Some(before) if number <= before => return Ok(()),
            Some(before) if number == before + 1 => {}
            _ => {
                // All but the first word of a new node: there were others.
                self.missed |= number > 1;
                self.load(line, &node).await?;
            }
        }
        self.nodes.insert(node.clone(), Heard { number, at: Instant::now() });
        match Word::read(&word) {
            Some(Word::Alive) => {}
            Some(Word::Gone) => {
                self.nodes.remove(&node);
                self.replace(&node, &[]);
            }
            Some(Word::Event(event)) => self.tell(&node, event),
            Some(Word::Long { school, room, id, said }) => match chat::told(&self.world.db, school, room, id).await {
                Ok(Some(message)) => {
                    let message = Arc::new(message);
                    let said =
                        if said { Event::Said { school, room, message } } else { Event::Changed { school, room, message } };
                    self.world.hub.hear(said);
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::debug!(?error, "a message that another node told of could not be read");
                    self.missed = true;
                }
            },
            None => {
                tracing::debug!(%node, "another version says what this one does not know");
                self.missed = true;
            }
        }
        Ok(())
    }

    /// Tells it in this process, in which nobody tells it apart from what happened here.
    fn tell(&self, node: &Node, event: Event) {
        match event {
            Event::Present { school, room, user, name, here } => {
                self.world.hub.elsewhere(node, (school, room), user, &name, here);
            }
            Event::AccessChanged { .. } | Event::Shut { .. } => {
                // The database's own word of it may come later than this one: whoever looks again sees what is true.
                self.world.db.changes().count();
                self.world.hub.hear(event);
            }
            event => self.world.hub.hear(event),
        }
    }

    /// Reads who is on a node.
    async fn load(&mut self, line: &mut MultiplexedConnection, node: &Node) -> RedisResult<()> {
        let seats: HashMap<String, String> = cmd("HGETALL").arg(self.place.seats(node)).query_async(line).await?;
        let people = seats.into_iter().filter_map(|(seat, name)| {
            let (key, user) = read_seat(&seat)?;
            Some((key, user, Arc::<str>::from(name)))
        });
        self.replace(node, &people.collect::<Vec<_>>());
        Ok(())
    }

    fn replace(&mut self, node: &Node, people: &[(Key, UserId, Arc<str>)]) {
        self.missed |= !self.world.hub.replace(node, people);
    }

    /// Forgets nodes that are dead, and has everybody look for what was missed. What the dead wrote and did not say any more
    /// is missed too.
    fn settle(&mut self) {
        let dead: Vec<Node> =
            self.nodes.iter().filter(|(_, heard)| heard.at.elapsed() > SILENCE).map(|(node, _)| node.clone()).collect();
        let now = Instant::now();
        for node in dead {
            tracing::warn!(%node, "another node says nothing any more: its people have left");
            self.nodes.remove(&node);
            self.replace(&node, &[]);
            self.missed = true;
            self.doubts = Some(now + DOUBT);
        }
        if self.doubts.is_some_and(|until| now < until) && self.rests.is_some_and(|until| now >= until + NOW_AND_THEN) {
            self.missed = true;
        }
        if self.missed && self.rests.is_none_or(|until| now >= until) {
            self.missed = false;
            self.rests = Some(now + self.world.hub.miss() + REST);
        }
    }
}

/// Where an entry stands in the stream: the millisecond, and its number in it.
fn position(id: &str) -> (u64, u64) {
    let (at, number) = id.split_once('-').unwrap_or((id, "0"));
    (at.parse().unwrap_or_default(), number.parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_a_stream_are_numbers_and_no_words() {
        assert!(position("0-0") < position("999-9"));
        assert!(position("999-9") < position("1000-0"));
        assert!(position("1000-9") < position("1000-10"));
    }
}
