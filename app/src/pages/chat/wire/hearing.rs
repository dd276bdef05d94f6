//! What the server says, frame by frame.

use std::time::Duration;

use model::At;
use model::chat::{Message, MessageRow, Present, Refusal, ServerFrame};
use model::ids::UserId;

use super::{Wire, clear};
use crate::pages::chat::desk::{Desk, Link, Typist, now};
use crate::pages::chat::timeline::Arrival;
use crate::prelude::*;

/// Before what was refused for the moment is sent again.
const BREATH: Duration = Duration::from_secs(1);
/// The same where the school is being restored.
const REST: Duration = Duration::from_secs(10);
/// "Is typing" ends by itself, in milliseconds.
const TYPING_LASTS: i64 = 5000;

impl Wire {
    pub(super) fn hear(&self, data: &str) {
        self.is_there();
        // A frame of a kind this page does not know is for newer pages.
        let Ok(frame) = serde_json::from_str::<ServerFrame>(data) else { return };
        let Desk { timeline, people, typists, me, .. } = self.desk;
        match frame {
            ServerFrame::Joined { catch_up: Some(catch_up), user_id, .. } => {
                // Somebody else has logged in meanwhile: nothing is said here in their name, and nothing of theirs is shown.
                if user_id != me {
                    return self.end(Link::Ended);
                }
                if timeline
                    .with_untracked(|timeline| !timeline.newer() && !timeline.is_thread() && catch_up.from > timeline.last())
                {
                    timeline.update(|timeline| timeline.forget());
                }
                clear(&self.patience);
                self.tries.set(0);
                self.desk.link.set(Link::Open);
                self.desk.entered.update(|times| *times += 1);
                self.tell_looks();
                self.flush();
                self.seen();
            }
            ServerFrame::Joined { user_id, name, .. } => people.update(|people| {
                people.retain(|it| it.user_id != user_id);
                people.push(Present { user_id, name });
            }),
            ServerFrame::Left { user_id, .. } => {
                people.update(|people| people.retain(|it| it.user_id != user_id));
                typists.update(|typists| typists.retain(|it| it.user != user_id));
            }
            ServerFrame::Presence { people: here, more, .. } => {
                people.set(here);
                self.desk.more.set(more);
            }
            ServerFrame::Receive { message, .. } => {
                let (author, own) = (message.user_id, message.user_id == me);
                self.beside(&message);
                let arrival = timeline.try_update(|timeline| timeline.receive(message));
                typists.update(|typists| typists.retain(|it| it.user != author));
                let below = !self.desk.scroll.at_end.get_untracked() || timeline.with_untracked(|timeline| timeline.newer());
                if arrival == Some(Arrival::FromOthers) && below {
                    self.desk.scroll.missed.set(true);
                }
                self.desk.trim();
                if own && !timeline.with_untracked(|timeline| timeline.outbox.awaits_receipt()) {
                    clear(&self.patience);
                    self.flush();
                }
                self.seen();
            }
            ServerFrame::Changed { message, .. } => {
                // Who has given it other words has typed them.
                let edited = |known: &MessageRow| known.message.edited_at != message.edited_at;
                if timeline.with_untracked(|timeline| timeline.find(message.seq).is_some_and(edited)) {
                    typists.update(|typists| typists.retain(|it| it.user != message.user_id));
                }
                self.desk.pinned(&message);
                if let Some((thread, _)) = self.desk.beside.get_untracked() {
                    let changed = message.clone();
                    let _ = thread.try_update(|thread| thread.change(changed));
                }
                timeline.update(|timeline| timeline.change(message));
            }
            ServerFrame::Standing { standing, .. } => self.desk.standing.set(standing),
            ServerFrame::Typing { user_id, name, .. } if user_id != me => self.types(user_id, name),
            ServerFrame::Seen { user_id, seq, .. } => self.desk.standing.update(|standing| {
                if let Some(reader) = standing.readers.iter_mut().find(|it| it.user_id == user_id) {
                    reader.seq = reader.seq.max(seq);
                }
            }),
            ServerFrame::Read { back: true, .. } => self.put_aside_elsewhere(),
            ServerFrame::Read { seq, .. } => self.told.set(self.told.get().max(seq)),
            ServerFrame::Error { refusal, id: Some(id), .. } => {
                clear(&self.patience);
                timeline.update(|timeline| timeline.outbox.refused(id, refusal));
                if refusal == Refusal::Closed {
                    if let Some(closing) = self.desk.closing {
                        closing.look();
                    }
                    self.after(REST, Wire::flush);
                } else if refusal.passes() {
                    // In a slow room it will not pass in a second.
                    let slow = self.desk.standing.with_untracked(|it| it.slow_seconds);
                    let breath = Duration::from_secs(u64::try_from(slow / 10).unwrap_or(0)).min(REST);
                    self.after(breath.max(BREATH), Wire::flush);
                } else {
                    self.flush();
                }
            }
            ServerFrame::Error { refusal, room: Some(_), .. } => match refusal {
                Refusal::Version => self.end(Link::Outdated),
                Refusal::Unauthorized | Refusal::Forbidden | Refusal::NotFound => self.end(Link::Ended),
                Refusal::Unavailable => self.lost(Link::Lost),
                _ => {}
            },
            ServerFrame::Typing { .. } | ServerFrame::Error { .. } | ServerFrame::Pong => {}
        }
    }

    /// What is said in the thread that is open beside the room.
    fn beside(&self, message: &Message) {
        let Some((thread, scroll)) = self.desk.beside.get_untracked() else { return };
        let message = message.clone();
        let arrival = thread.try_update(|thread| thread.receive(message));
        if arrival == Some(Arrival::FromOthers) && !scroll.at_end.get_untracked() {
            scroll.missed.set(true);
        }
    }

    fn types(&self, user: UserId, name: String) {
        let typist = Typist { user, name, until: At(now().0 + TYPING_LASTS) };
        self.desk.typists.update(|typists| {
            typists.retain(|it| it.user != user);
            typists.push(typist);
        });
        self.after(Duration::from_millis(TYPING_LASTS as u64 + 50), |wire| {
            let now = now();
            wire.desk.typists.update(|typists| typists.retain(|it| it.until > now));
        });
    }
}
