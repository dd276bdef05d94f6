//! What this browser says: that it is there, what the person writes, what they have read.

use std::time::Duration;

use model::At;
use model::chat::{ClientFrame, MessageForm, PROTOCOL};

use super::{Aside, Wire, clear};
use crate::pages::chat::desk::{Link, now};
use crate::prelude::*;

/// "Is typing" is sent at most this often, in milliseconds.
const TYPING_EVERY: i64 = 2000;
/// What was seen is told once for all that came within this time.
const SEEN_AFTER: Duration = Duration::from_millis(800);

impl Wire {
    pub(super) fn send(&self, frame: &ClientFrame) {
        if let (Some(socket), Ok(text)) = (self.socket.borrow().as_ref(), serde_json::to_string(frame)) {
            socket.send(&text);
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.desk.link.get_untracked() == Link::Open
    }

    /// Enters the room, or once more from where it is.
    pub fn enter(&self) {
        let (after, revision) = self.desk.timeline.with_untracked(|timeline| {
            // Who reads further up is told what is said, and given none of it.
            (if timeline.newer() || timeline.is_thread() { i64::MAX } else { timeline.last() }, timeline.revision())
        });
        let looking = self.looks.get();
        self.looks_told.set(looking);
        self.send(&ClientFrame::Join { version: PROTOCOL, room: self.desk.room, after, revision, looking });
    }

    /// Sends the next message that waits.
    pub fn flush(&self) {
        if !self.is_open() {
            return;
        }
        // Nothing that is drawn changes, so nobody is told.
        let next = self.desk.timeline.try_update_untracked(|timeline| timeline.outbox.next()).flatten();
        let Some((id, form)) = next else { return };
        match self.desk.held.with_value(|held| held.get(&id).cloned()) {
            Some(files) => self.carry(id, &form, &files),
            None => {
                let MessageForm { body, reply } = form;
                self.send(&ClientFrame::Send { room: self.desk.room, id, body, reply });
                // Whoever writes on at once is seen to.
                self.typed.set(At(0));
                self.be_patient();
            }
        }
    }

    pub fn typing(&self) {
        let now = now();
        if self.is_open() && now.0 - self.typed.get().0 >= TYPING_EVERY {
            self.typed.set(now);
            self.send(&ClientFrame::Typing { room: self.desk.room });
        }
    }

    /// The person may have seen the newest message: it is told soon, if they still look.
    pub fn seen(&self) {
        clear(&self.seen);
        // Who looks at a thread alone has not looked at the room.
        if self.aside.get() != Aside::No || self.desk.thread.is_some() {
            return;
        }
        self.seen.set(self.after(SEEN_AFTER, |wire| {
            let last = wire.desk.timeline.with_untracked(|timeline| timeline.last());
            let looks = !document().hidden() && wire.desk.scroll.at_end.get_untracked();
            if looks && wire.is_open() && last > wire.told.get() {
                wire.told.set(last);
                wire.send(&ClientFrame::Read { room: wire.desk.room, seq: last });
            }
        }));
    }

    /// What is here is put aside, and not told as read; or it is not, after all.
    pub fn put_aside(&self, on: bool) {
        self.set_aside(if on { Aside::Here } else { Aside::No });
    }

    /// Another page of the person has put it aside.
    pub(super) fn put_aside_elsewhere(&self) {
        if self.aside.get() == Aside::No {
            self.set_aside(Aside::Elsewhere);
        }
    }

    /// The page is looked at again.
    pub(super) fn looked(&self) {
        if self.aside.get() == Aside::Elsewhere {
            self.put_back();
        }
    }

    /// Who says something has come back to it. The mark has to be told once more.
    pub fn put_back(&self) {
        if self.aside.get() != Aside::No {
            self.set_aside(Aside::No);
            self.told.set(0);
        }
    }

    fn set_aside(&self, aside: Aside) {
        clear(&self.seen);
        self.aside.set(aside);
        let _ = self.desk.aside.try_set(aside != Aside::No);
    }
}
