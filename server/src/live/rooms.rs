//! The rooms of one socket and how far each has been delivered: in order, nothing twice, nothing left out.

use std::collections::HashMap;

use domain::hub::{Event, Mailbox, Stay};
use domain::{Scope, chat};
use model::chat::{CATCH_UP, CatchUp, Message, Refusal, ServerFrame, Standing};
use model::ids::RoomId;
use tokio::time::{Duration, Instant};

use super::line::{Gone, Line};

/// Rooms one socket may be in.
pub const ROOMS: usize = 20;
/// "Is typing" is passed on at most this often.
const TYPING: Duration = Duration::from_secs(1);

struct Room {
    /// Number of the newest message this client has.
    delivered: i64,
    /// Number of the newest change of a message that it has.
    revised: i64,
    typed: Option<Instant>,
    /// Whether the person may see how far the others have read.
    sees_readers: bool,
    stay: Stay,
}

#[derive(Default)]
pub struct Rooms(HashMap<RoomId, Room>);

/// What is to be done about an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The client gets it as it is.
    Pass,
    /// The client has it, or it is not for them any more.
    Nothing,
    /// Something has to be asked of the database first.
    Ask,
}

/// One that is not the next in its room is not passed on by itself: those before it may have been committed and not been
/// told yet.
fn step(have: &mut i64, number: i64) -> Next {
    if number <= *have {
        Next::Nothing
    } else if number > *have + 1 {
        Next::Ask
    } else {
        *have = number;
        Next::Pass
    }
}

/// What can end a step: an answer for the client, or the end of the socket.
#[derive(Debug)]
pub enum Stop {
    Refused(Refusal),
    Gone,
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Stop::Gone
    }
}

impl From<domain::Error> for Stop {
    fn from(error: domain::Error) -> Self {
        Stop::Refused(Refusal::from(&model::Error::from(error)))
    }
}

impl Rooms {
    pub fn has(&self, room: RoomId) -> bool {
        self.0.contains_key(&room)
    }

    /// Whether the person looks at it.
    pub fn looks(&self, room: RoomId) -> bool {
        self.0.get(&room).is_some_and(|it| it.stay.looks())
    }

    pub fn ids(&self) -> Vec<RoomId> {
        self.0.keys().copied().collect()
    }

    /// What is to be done about an event; what is to be passed on counts as delivered.
    pub fn next(&mut self, event: &Event) -> Next {
        match event {
            Event::Said { room, message, .. } => {
                self.0.get_mut(room).map_or(Next::Nothing, |it| step(&mut it.delivered, message.seq))
            }
            Event::Changed { room, message, .. } => {
                self.0.get_mut(room).map_or(Next::Nothing, |it| step(&mut it.revised, message.revision))
            }
            Event::Typing { room, .. } | Event::Present { room, .. } | Event::Gathered { room, .. } if self.looks(*room) => {
                Next::Pass
            }
            Event::Read { room, .. } if self.has(*room) => Next::Pass,
            Event::Seen { room, .. } if self.0.get(room).is_some_and(|it| it.sees_readers) => Next::Pass,
            Event::Ruled { room, .. } if self.has(*room) => Next::Ask,
            Event::AccessChanged { .. } => Next::Ask,
            _ => Next::Nothing,
        }
    }

    /// Enters a room and delivers what was said after `after` and changed after `revision`.
    pub async fn join(
        &mut self,
        line: &mut Line,
        scope: &Scope,
        mailbox: &Mailbox,
        room: RoomId,
        (after, revision): (i64, i64),
        looks: bool,
    ) -> Result<(), Stop> {
        let (last, revised, _) = chat::join(scope, room).await?;
        if !self.has(room) && self.0.len() >= ROOMS {
            return Err(Stop::Refused(Refusal::TooManyRooms));
        }
        let from = after.clamp(0, last).max(last - CATCH_UP);
        let revision = revision.clamp(0, revised);
        let stay = chat::enter(scope, room, mailbox, looks);
        let entered = Room { delivered: from, revised: revision, typed: None, sees_readers: false, stay };
        self.0.insert(room, entered);
        let (user_id, name) = (scope.user_id(), scope.me.name.clone());
        line.send(&ServerFrame::Joined { room, user_id, name, catch_up: Some(CatchUp { from, last, revision: revised }) })
            .await?;
        // Asked once more, now that the room is heard. Most who come back have missed nothing.
        let (last, revised, standing) = chat::join(scope, room).await?;
        self.stands(line, room, standing).await?;
        if last > from || revised > revision {
            self.catch_up(line, scope, room).await?;
        }
        if looks {
            self.present(line, scope, room).await?;
        }
        Ok(())
    }

    /// Whether the person looks at a room now. Who looks again is told who is there.
    pub async fn look(&mut self, line: &mut Line, scope: &Scope, room: RoomId, looks: bool) -> Result<(), Stop> {
        self.0.get_mut(&room).ok_or(Stop::Refused(Refusal::NotFound))?.stay.look(looks);
        if looks {
            self.present(line, scope, room).await?;
        }
        Ok(())
    }

    /// Tells who is in the room.
    pub async fn present(&self, line: &mut Line, scope: &Scope, room: RoomId) -> Result<(), Gone> {
        let (people, more) = chat::present(scope, room);
        line.send(&ServerFrame::Presence { room, people, more }).await
    }

    pub fn leave(&mut self, room: RoomId) {
        self.0.remove(&room);
    }

    /// The sender's own message: also when it was delivered before, since sending it again asks for a receipt.
    pub async fn receipt(&mut self, line: &mut Line, scope: &Scope, room: RoomId, message: Message) -> Result<(), Stop> {
        let next = self.0.get_mut(&room).map(|entered| {
            // What they write next is other words.
            entered.typed = None;
            step(&mut entered.delivered, message.seq)
        });
        if next == Some(Next::Ask) {
            return self.catch_up(line, scope, room).await;
        }
        Ok(line.send(&ServerFrame::Receive { room, message }).await?)
    }

    /// Tells how the room stands for the person now.
    pub async fn ruled(&mut self, line: &mut Line, scope: &Scope, room: RoomId) -> Result<(), Stop> {
        let standing = chat::standing(scope, room).await?;
        Ok(self.stands(line, room, standing).await?)
    }

    async fn stands(&mut self, line: &mut Line, room: RoomId, standing: Standing) -> Result<(), Gone> {
        if let Some(entered) = self.0.get_mut(&room) {
            entered.sees_readers = !standing.readers.is_empty();
        }
        line.send(&ServerFrame::Standing { room, standing }).await
    }

    /// Delivers everything the client has not got yet, as the database has it: first what was said, then what was changed.
    pub async fn catch_up(&mut self, line: &mut Line, scope: &Scope, room: RoomId) -> Result<(), Stop> {
        self.said(line, scope, room).await?;
        let Some(entered) = self.0.get_mut(&room) else { return Ok(()) };
        loop {
            let changed = chat::changed_since(scope, room, entered.revised).await?;
            if changed.is_empty() {
                return Ok(());
            }
            for message in changed {
                entered.revised = message.revision;
                line.send(&ServerFrame::Changed { room, message }).await?;
            }
        }
    }

    async fn said(&mut self, line: &mut Line, scope: &Scope, room: RoomId) -> Result<(), Stop> {
        let Some(entered) = self.0.get_mut(&room) else { return Ok(()) };
        loop {
            let missed = chat::since(scope, room, entered.delivered).await?;
            if missed.is_empty() {
                return Ok(());
            }
            for message in missed {
                entered.delivered = message.seq;
                line.send(&ServerFrame::Receive { room, message }).await?;
            }
        }
    }

    /// Passes "is typing" on to the others, now and then.
    pub fn typing(&mut self, scope: &Scope, room: RoomId) -> Result<(), Stop> {
        let entered = self.0.get_mut(&room).ok_or(Stop::Refused(Refusal::NotFound))?;
        let now = Instant::now();
        if entered.typed.is_none_or(|at| now - at >= TYPING) {
            entered.typed = Some(now);
            chat::typing(scope, room);
        }
        Ok(())
    }
}
