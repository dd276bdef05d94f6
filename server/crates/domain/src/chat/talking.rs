//! Who writes when. For each part of a school's rooms one writer is at work as long as somebody speaks there, and writes
//! together what has come while it wrote before: to the disk, two hundred messages are one commit as one is.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::chat::Message;
use model::ids::{MessageId, RoomId, SchoolId};
use tokio::sync::oneshot;

use super::attaching::Attachment;
use super::people::names_everybody;
use super::saying;
use crate::{Error, Result, Scope, World};

/// Messages of one transaction.
const AT_ONCE: usize = 200;

/// Parts of a school's rooms where several can write to the database at once: what one of them waits for, another works.
const PARTS: u64 = 2;

/// A part of the rooms of a school.
type Part = (SchoolId, u64);

/// Something that is to be said.
#[derive(Debug)]
pub(super) struct Saying {
    pub scope: Scope,
    pub room: RoomId,
    pub id: MessageId,
    pub body: String,
    pub reply: Option<i64>,
    pub files: Vec<Attachment>,
}

#[derive(Debug)]
struct Waiting {
    saying: Saying,
    /// Whether it calls everybody, by what stands in it.
    everybody: bool,
    answer: oneshot::Sender<Result<Message>>,
}

/// What waits in each part of a school where somebody writes.
#[derive(Debug, Default)]
pub struct Talking(Mutex<HashMap<Part, VecDeque<Waiting>>>);

impl Talking {
    fn lock(&self) -> MutexGuard<'_, HashMap<Part, VecDeque<Waiting>>> {
        // The map is whole between two statements, also when a thread died holding it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers whether somebody has to begin to write.
    fn add(&self, part: Part, waiting: Waiting) -> bool {
        match self.lock().entry(part) {
            Entry::Occupied(mut queue) => {
                queue.get_mut().push_back(waiting);
                false
            }
            Entry::Vacant(none) => {
                none.insert(VecDeque::from([waiting]));
                true
            }
        }
    }
}

/// Says it, and waits until it is stored. Whoever goes away meanwhile has said it all the same.
pub(super) async fn say(saying: Saying) -> Result<Message> {
    let world = saying.scope.world.clone();
    let part = part_of(&world, &saying);
    let (answer, answered) = oneshot::channel();
    // Read before anything is held: others wait for the list of who waits.
    let everybody = names_everybody(&saying.body);
    if world.talking.add(part, Waiting { saying, everybody, answer }) {
        tokio::spawn(Writer { world, part, done: false }.run());
    }
    // The writer has died: whether it is stored is seen when it is sent again.
    answered.await.unwrap_or_else(|_| Err(model::Error::Unavailable.into()))
}

/// Of one room all is in one part: it is numbered in the order in which it came.
fn part_of(world: &World, saying: &Saying) -> Part {
    let room = BuildHasherDefault::<DefaultHasher>::default().hash_one(saying.room);
    // SQLite writes one transaction after the other.
    (saying.scope.school_id(), if world.db.kind() == "sqlite" { 0 } else { room % PARTS })
}

struct Writer {
    world: World,
    part: Part,
    done: bool,
}

impl Writer {
    async fn run(mut self) {
        while let Some(batch) = self.next() {
            write(batch).await;
        }
    }

    fn next(&mut self) -> Option<Vec<Waiting>> {
        let mut talking = self.world.talking.lock();
        let batch = talking.get_mut(&self.part).map(together).unwrap_or_default();
        if batch.is_empty() {
            talking.remove(&self.part);
            self.done = true;
            return None;
        }
        Some(batch)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.done {
            // Nobody would write for them any more.
            self.world.talking.lock().remove(&self.part);
        }
    }
}

/// The next that are written together. Of one person only one, and of one id, and of those that call everybody in a room, so that
/// each is held against what was stored before it.
fn together(waiting: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let (mut people, mut ids, mut calling) = (HashSet::new(), HashSet::new(), HashSet::new());
    let apart = |it: &&Waiting| {
        people.insert(it.saying.scope.user_id()) && ids.insert(it.saying.id) && (!it.everybody || calling.insert(it.saying.room))
    };
    let count = waiting.iter().take(AT_ONCE).take_while(apart).count();
    waiting.drain(..count).collect()
}

async fn write(batch: Vec<Waiting>) {
    let done = {
        let sayings: Vec<&Saying> = batch.iter().map(|it| &it.saying).collect();
        saying::store(&sayings).await
    };
    match done {
        Ok(done) => batch.into_iter().zip(done).for_each(|(it, done)| it.tell(done)),
        // What is in the way of all of them.
        Err(Error::Refused(refusal)) => batch.into_iter().for_each(|it| it.tell(Err(refusal.clone().into()))),
        // One of them is at fault, and holds up nobody else.
        Err(Error::Fault(_)) if batch.len() > 1 => {
            for it in batch {
                let done = saying::store(&[&it.saying]).await;
                it.tell(done.and_then(only));
            }
        }
        Err(fault) => batch.into_iter().take(1).zip([fault]).for_each(|(it, fault)| it.tell(Err(fault))),
    }
}

fn only(mut done: Vec<Result<Message>>) -> Result<Message> {
    done.pop().unwrap_or_else(|| Err(model::Error::Unavailable.into()))
}

impl Waiting {
    /// Who has gone is not told.
    fn tell(self, done: Result<Message>) {
        let _ = self.answer.send(done);
    }
}
