//! The program killed in the middle of a storm of messages, and started again: what it had confirmed is there, once, and in one
//! order for all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::System;
use domain::demo;
use futures::future::join_all;
use model::chat::{ClientFrame, PROTOCOL, Refusal, ServerFrame};
use model::ids::{MessageId, RoomId};
use store::testing::each_empty;
use store::{Db, args, sql};
use tower_sessions::session::Id;

use crate::faults::{Program, Scene};
use crate::talk::Live;

/// People who talk, each with a socket.
const PEOPLE: usize = 12;
/// Messages that are confirmed before the program is killed.
const CONFIRMED: usize = 200;

/// What one of them has said and heard.
#[derive(Default)]
struct Talk {
    /// The last one may not have been confirmed.
    said: Vec<MessageId>,
    confirmed: BTreeSet<MessageId>,
    heard: BTreeMap<i64, MessageId>,
}

impl Talk {
    /// Notes what was heard; answers it.
    fn note(&mut self, frame: &ServerFrame) -> Option<MessageId> {
        let ServerFrame::Receive { message, .. } = frame else { return None };
        let before = self.heard.insert(message.seq, message.id);
        assert!(before.is_none_or(|it| it == message.id), "another message under a number that was told");
        Some(message.id)
    }

    /// Says a message until it is confirmed; nothing when the connection is gone.
    async fn say(&mut self, live: &mut Live, room: RoomId, id: MessageId) -> Option<()> {
        let frame = ClientFrame::Send { room, id, body: format!("This is {id}."), reply: None };
        live.try_send(&frame).await.then_some(())?;
        loop {
            let heard = live.hear().await?;
            if self.note(&heard) == Some(id) {
                self.confirmed.insert(id);
                return Some(());
            }
            if let ServerFrame::Error { refusal, id: Some(refused), .. } = heard {
                assert_eq!((refusal, refused), (Refusal::TooFast, id));
                tokio::time::sleep(Duration::from_millis(50)).await;
                live.try_send(&frame).await.then_some(())?;
            }
        }
    }
}

fn cookie(secret: &str) -> String {
    format!("__Host-lyceum={secret}")
}

async fn enter(address: &str, secret: &str, room: RoomId, after: i64) -> Live {
    let origin = format!("http://{address}");
    let mut live = Live::open(address, "alpha", &cookie(secret), Some(&origin)).await.expect("a socket");
    live.send(&ClientFrame::Join { version: PROTOCOL, room, after, revision: 0, looking: true }).await;
    live
}

/// Talks until the program is gone.
async fn talk(address: &str, secret: &str, room: RoomId, confirmed: &AtomicUsize) -> Talk {
    let mut live = enter(address, secret, room, 0).await;
    let mut talk = Talk::default();
    loop {
        let id = MessageId::new();
        talk.said.push(id);
        if talk.say(&mut live, room, id).await.is_none() {
            return talk;
        }
        confirmed.fetch_add(1, Ordering::Relaxed);
    }
}

/// A class of people who are all logged in; answers what their cookies hold, and the room.
async fn gather(db: &Db, folder: &Path) -> (Vec<String>, RoomId) {
    let config = server::Config { data: folder.to_owned(), ..server::Config::default() };
    let world = server::run::world(db.clone(), &config).unwrap();
    let secrets: Vec<String> = (0..PEOPLE).map(|_| Id::default().to_string()).collect();
    let hashes: Vec<String> = secrets.iter().map(|it| domain::secret_hash(it)).collect();
    let rooms = demo::gathering(&System::new(&world, "test"), "alpha", &[PEOPLE], &hashes, 1).await.unwrap();
    (secrets, rooms[0])
}

#[tokio::test]
async fn killed_in_a_storm_of_messages_it_has_each_that_it_confirmed_once_and_in_one_order_for_all() {
    each_empty(async |options, folder| {
        let mut program = Program::start(options, folder).await;
        Scene::make(&program.address).await;
        let db = Db::open(options).await.unwrap();
        let (secrets, room) = gather(&db, folder).await;

        let confirmed = AtomicUsize::new(0);
        let address = program.address.clone();
        let storm = secrets.iter().map(|secret| talk(&address, secret, room, &confirmed));
        let kill = async {
            while confirmed.load(Ordering::Relaxed) < CONFIRMED {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            program.child.kill().await.unwrap();
        };
        let (mut talks, ()) = tokio::join!(join_all(storm), kill);

        // What was confirmed is there before anybody says a word.
        let stored = stored(&db, room).await;
        for talk in &talks {
            assert!(talk.confirmed.iter().all(|id| stored.contains(id)), "a message that was confirmed is gone");
            for (seq, id) in &talk.heard {
                assert_eq!(stored[*seq as usize - 1], *id, "what was told is as it is stored");
            }
        }

        let mut again = Program::start(options, folder).await;
        for (talk, secret) in talks.iter_mut().zip(&secrets) {
            let after = talk.heard.keys().next_back().copied().unwrap_or_default();
            let mut live = enter(&again.address, secret, room, after).await;
            let last = *talk.said.last().unwrap();
            talk.say(&mut live, room, last).await.expect("it is confirmed now");
            // And once more, as if that had been lost too.
            talk.say(&mut live, room, last).await.expect("it is confirmed again");
        }
        let stored = self::stored(&db, room).await;
        let said: usize = talks.iter().map(|talk| talk.said.len()).sum();
        assert_eq!(stored.len(), said, "each message stands once");
        assert_eq!(stored.iter().collect::<BTreeSet<_>>(), talks.iter().flat_map(|talk| &talk.said).collect());
        for secret in &secrets {
            let mut live = enter(&again.address, secret, room, 0).await;
            let mut heard = Vec::new();
            while heard.len() < stored.len() {
                if let ServerFrame::Receive { message, .. } = live.hear().await.expect("an open socket") {
                    heard.push(message.id);
                }
            }
            assert_eq!(heard, stored, "the same order for all");
        }
        again.child.kill().await.unwrap();
        db.close().await;
    })
    .await;
}

/// The messages of the room by their numbers, which have no gaps.
async fn stored(db: &Db, room: RoomId) -> Vec<MessageId> {
    let rows: Vec<(i64, MessageId)> = db
        .all(sql!("select seq, id from messages where school_id <> '' and room_id = $1 order by seq"), args![room])
        .await
        .unwrap();
    let last = sql!("select last_seq from rooms where school_id <> '' and id = $1");
    let (last,): (i64,) = db.one(last, args![room]).await.unwrap();
    assert!(rows.iter().map(|row| row.0).eq(1..=last), "numbers without gaps");
    rows.into_iter().map(|row| row.1).collect()
}
