//! What this node says to the others: one word after the other, each with its number.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use redis::aio::MultiplexedConnection;
use redis::{Pipeline, RedisResult};
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval};

use super::super::wire::{Word, seat};
use super::super::{Event, Hub};
use super::{ALIVE, ANSWER, FORGOTTEN, KEPT, Pause, Place, State, stopped};

/// Words that go to Redis at once.
const BATCH: usize = 200;
/// Who is here, in one command.
const SEATS: usize = 500;

pub(super) struct Saying {
    place: Place,
    hub: Hub,
    waiting: mpsc::Receiver<Event>,
    state: Arc<State>,
    stopping: watch::Receiver<bool>,
    /// Of the last word, whether it arrived or not.
    number: u64,
}

impl Saying {
    pub fn new(
        place: Place,
        hub: Hub,
        waiting: mpsc::Receiver<Event>,
        state: Arc<State>,
        stopping: watch::Receiver<bool>,
    ) -> Saying {
        Saying { place, hub, waiting, state, stopping, number: 0 }
    }

    /// Begins to speak, for the first time or after a silence. What waited is not said any more: of much of it the time is
    /// over, and the numbers that are left out have everybody look for the rest.
    pub async fn begin(&mut self, mut line: MultiplexedConnection) -> RedisResult<MultiplexedConnection> {
        self.number += self.state.lost.swap(0, Ordering::Relaxed);
        while self.waiting.try_recv().is_ok() {
            self.number += 1;
        }
        // Whoever enters or leaves from here on waits to be said: this may tell of them already, and telling it again is
        // no matter.
        let seats = self.place.seats(&self.place.node);
        let mut words = redis::pipe();
        words.cmd("DEL").arg(&seats).ignore();
        for people in self.hub.seated().chunks(SEATS) {
            words.cmd("HSET").arg(&seats);
            for ((school, room), user, name) in people {
                words.arg(seat(*school, *room, *user)).arg(&**name);
            }
            words.ignore();
        }
        self.alive(&mut words);
        words.query_async::<()>(&mut line).await?;
        self.state.says.store(true, Ordering::Relaxed);
        self.state.note();
        Ok(line)
    }

    /// Speaks until it is told to stop. A Redis that goes away is waited for.
    pub async fn run(mut self, mut line: MultiplexedConnection) {
        loop {
            match self.speak(line).await {
                Ok(()) => return,
                Err(error) => tracing::warn!(%error, "Redis went away: other nodes do not hear this one"),
            }
            self.state.says.store(false, Ordering::Relaxed);
            self.state.note();
            metrics::counter!("hub_lost_total", "way" => "out").increment(1);
            let mut pause = Pause::new();
            line = loop {
                tokio::select! {
                    // Nobody would hear it.
                    () = stopped(&mut self.stopping) => return,
                    () = tokio::time::sleep(pause.next()) => {}
                }
                let begun = match self.place.connect(ANSWER).await {
                    Ok(line) => self.begin(line).await,
                    Err(error) => Err(error),
                };
                match begun {
                    Ok(line) => break line,
                    Err(error) => tracing::debug!(%error, "Redis is still away"),
                }
            };
            tracing::info!("Redis is back: other nodes hear this one");
        }
    }

    /// Says what comes until it is told to stop.
    async fn speak(&mut self, mut line: MultiplexedConnection) -> RedisResult<()> {
        let mut clock = interval(ALIVE);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::with_capacity(BATCH);
        loop {
            batch.clear();
            let stops = tokio::select! {
                () = stopped(&mut self.stopping) => true,
                _ = self.waiting.recv_many(&mut batch, BATCH) => false,
                _ = clock.tick() => false,
            };
            if self.state.lost.load(Ordering::Relaxed) > 0 {
                self.number += batch.len() as u64;
                line = self.begin(line).await?;
                continue;
            }
            if stops {
                return self.end(line).await;
            }
            let mut words = redis::pipe();
            if batch.is_empty() {
                self.alive(&mut words);
            }
            for event in batch.drain(..) {
                self.say(&mut words, event);
            }
            words.query_async::<()>(&mut line).await?;
        }
    }

    /// The last words.
    async fn end(&mut self, mut line: MultiplexedConnection) -> RedisResult<()> {
        let mut words = redis::pipe();
        while let Ok(event) = self.waiting.try_recv() {
            self.say(&mut words, event);
        }
        self.word(&mut words, Word::Gone);
        words.cmd("DEL").arg(self.place.seats(&self.place.node)).ignore();
        words.query_async::<()>(&mut line).await
    }

    fn alive(&mut self, words: &mut Pipeline) {
        self.word(words, Word::Alive);
        words.cmd("EXPIRE").arg(self.place.seats(&self.place.node)).arg(FORGOTTEN).ignore();
    }

    fn say(&mut self, words: &mut Pipeline, event: Event) {
        let seats = || self.place.seats(&self.place.node);
        match &event {
            Event::Present { school, room, user, name, here: true } => {
                words.cmd("HSET").arg(seats()).arg(seat(*school, *room, *user)).arg(&**name).ignore();
                // The first one makes it anew.
                words.cmd("EXPIRE").arg(seats()).arg(FORGOTTEN).ignore();
            }
            Event::Present { school, room, user, here: false, .. } => {
                words.cmd("HDEL").arg(seats()).arg(seat(*school, *room, *user)).ignore();
            }
            _ => {}
        }
        self.word(words, Word::Event(event));
    }

    fn word(&mut self, words: &mut Pipeline, word: Word) {
        let Some(text) = word.write() else { return };
        self.number += 1;
        words.cmd("XADD").arg(self.place.stream()).arg("MAXLEN").arg("~").arg(KEPT).arg("*");
        words.arg("node").arg(&*self.place.node).arg("number").arg(self.number).arg("word").arg(text).ignore();
    }
}
