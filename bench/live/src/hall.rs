//! All who are there: how they come, hear each other and talk.

use std::collections::HashMap;
use std::net::SocketAddrV4;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::future::join_all;
use futures::stream::{StreamExt, TryStreamExt};
use model::ids::RoomId;

use crate::client::{Client, connect};
use crate::figures::Times;
use crate::people::Person;

/// Sockets that connect at a time, or enter a room: as browsers come back, each after a wait of its own.
const COMING: usize = 128;
/// Between two messages of one person: a little less than they may send.
const PACE: Duration = Duration::from_millis(230);
/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the sockets note.
pub struct Notes {
    begun: Instant,
    joined: AtomicUsize,
    lost: AtomicUsize,
    /// Whether arrivals are noted: the number of each message, and how long it was on its way.
    listening: AtomicBool,
    heard: Mutex<Vec<(usize, u64)>>,
}

impl Notes {
    fn now(&self) -> u64 {
        self.begun.elapsed().as_micros() as u64
    }

    pub fn joined(&self) {
        self.joined.fetch_add(1, Ordering::Relaxed);
    }

    pub fn lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    /// A message says its number and when it was sent.
    pub fn heard(&self, body: &str) {
        if !self.listening.load(Ordering::Relaxed) {
            return;
        }
        let now = self.now();
        let Some((number, sent)) = body.split_once(' ') else { return };
        if let (Ok(number), Ok(sent)) = (number.parse(), sent.parse::<u64>()) {
            self.heard.lock().unwrap_or_else(PoisonError::into_inner).push((number, now.saturating_sub(sent)));
        }
    }

    fn count(&self) -> usize {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    fn take(&self) -> Vec<(usize, u64)> {
        std::mem::take(&mut *self.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub struct Hall {
    server: SocketAddrV4,
    notes: Arc<Notes>,
    clients: Mutex<Vec<Arc<Client>>>,
}

/// What a storm of messages was like.
pub struct Storm {
    pub senders: usize,
    pub seconds: f64,
    /// Messages that were stored and answered, each second.
    pub rate: f64,
    pub refused: usize,
    pub receipts: Times,
}

impl Hall {
    pub fn new(server: SocketAddrV4) -> Hall {
        let notes = Notes {
            begun: Instant::now(),
            joined: AtomicUsize::new(0),
            lost: AtomicUsize::new(0),
            listening: AtomicBool::new(false),
            heard: Mutex::default(),
        };
        Hall { server, notes: Arc::new(notes), clients: Mutex::default() }
    }

    fn clients(&self) -> Vec<Arc<Client>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn lost(&self) -> usize {
        self.notes.lost.load(Ordering::Relaxed)
    }

    /// Connects these people too; answers how many they are.
    pub async fn connect(&self, people: &[Person]) -> Result<usize> {
        let first = self.clients().len();
        let coming =
            people.iter().enumerate().map(|(place, person)| connect(self.server, first + place, person, self.notes.clone()));
        let came: Vec<Client> = futures::stream::iter(coming).buffer_unordered(COMING).try_collect().await?;
        let count = came.len();
        self.clients.lock().unwrap_or_else(PoisonError::into_inner).extend(came.into_iter().map(Arc::new));
        Ok(count)
    }

    /// Everybody enters their room.
    pub async fn join(&self) -> Result<()> {
        let clients = self.clients();
        let joined = || self.notes.joined.load(Ordering::Relaxed);
        for (place, client) in clients.iter().enumerate() {
            self.until("those before are in their room", || joined() + COMING > place).await?;
            client.join().await?;
        }
        self.until("everybody is in their room", || joined() == clients.len()).await
    }

    async fn until(&self, what: &str, done: impl Fn() -> bool) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        while !done() {
            ensure!(Instant::now() < end, "not in {} s: {what}; {} sockets were lost", PATIENCE.as_secs(), self.lost());
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// Says so many messages in rooms of that size, one after the other and each by somebody else. Answers how long each took
    /// to each, and to the last who heard it; nothing where there is no such room.
    pub async fn listen(&self, size: usize, messages: usize) -> Result<Option<(Times, Times)>> {
        let mut rooms: HashMap<RoomId, Vec<Arc<Client>>> = HashMap::new();
        for client in self.clients() {
            rooms.entry(client.room).or_default().push(client);
        }
        let rooms: Vec<Vec<Arc<Client>>> = rooms.into_values().filter(|it| it.len() == size).collect();
        if rooms.is_empty() {
            return Ok(None);
        }
        self.notes.take();
        self.notes.listening.store(true, Ordering::Relaxed);
        for number in 0..messages {
            let room = &rooms[number % rooms.len()];
            let speaker = &room[number / rooms.len() * 7 % size];
            let stored = speaker.say(format!("{number} {}", self.notes.now())).await?;
            ensure!(stored, "a message was refused");
            self.until("a message has reached all", || self.notes.count() >= size * (number + 1)).await?;
        }
        self.notes.listening.store(false, Ordering::Relaxed);
        let heard = self.notes.take();
        let mut last = vec![0; messages];
        for (number, micros) in &heard {
            last[*number] = last[*number].max(*micros);
        }
        Ok(Some((Times::of(heard.into_iter().map(|it| it.1).collect()), Times::of(last))))
    }

    /// So many people, those of the smallest rooms first, say as much as they may.
    pub async fn storm(&self, senders: usize, time: Duration) -> Result<Storm> {
        let mut clients = self.clients();
        let mut sizes: HashMap<RoomId, usize> = HashMap::new();
        for client in &clients {
            *sizes.entry(client.room).or_default() += 1;
        }
        clients.sort_by_key(|it| (sizes[&it.room], it.room));
        clients.truncate(senders);
        let begun = Instant::now();
        let talks = clients.iter().enumerate().map(|(place, client)| {
            let client = client.clone();
            // They do not all begin at once.
            let from = tokio::time::Instant::now() + PACE * (place % 100) as u32 / 100;
            tokio::spawn(async move { talk(&client, from, begun + time).await })
        });
        let (mut receipts, mut refused) = (Vec::new(), 0);
        for talked in join_all(talks.collect::<Vec<_>>()).await {
            let (times, refusals) = talked??;
            receipts.extend(times);
            refused += refusals;
        }
        let seconds = begun.elapsed().as_secs_f64();
        let rate = receipts.len() as f64 / seconds;
        Ok(Storm { senders: clients.len(), seconds, rate, refused, receipts: Times::of(receipts) })
    }
}

/// Answers how long each receipt took, and how many messages were refused.
async fn talk(client: &Client, mut next: tokio::time::Instant, end: Instant) -> Result<(Vec<u64>, usize)> {
    let (mut receipts, mut refused) = (Vec::new(), 0);
    while Instant::now() < end {
        tokio::time::sleep_until(next).await;
        let said = Instant::now();
        if client.say("Is anybody there? It is about the homework for Thursday.".into()).await? {
            receipts.push(said.elapsed().as_micros() as u64);
        } else {
            refused += 1;
        }
        next = (next + PACE).max(tokio::time::Instant::now());
    }
    Ok((receipts, refused))
}
