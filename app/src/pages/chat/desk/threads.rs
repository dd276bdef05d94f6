//! A desk of a thread: on a page of its own, with a line of its own, or beside its room, which hears and says for it.

use leptos::task::spawn_local;
use model::chat::ThreadPage;

use super::{Desk, Thread};
use crate::pages::chat::api;
use crate::pages::chat::outbox::Outgoing;
use crate::pages::chat::scroll::Scroll;
use crate::pages::chat::timeline::{Line, Timeline};
use crate::pages::chat::writing::Writing;
use crate::prelude::*;

impl Desk {
    pub fn of_thread(school: String, page: &ThreadPage) -> Desk {
        let desk = Desk::new(school, &page.room, Writing::New);
        desk.timeline.set(Timeline::of_thread(page));
        let thread = Thread { seq: page.root.message.seq, beside: false };
        Desk { thread: Some(thread), scroll: Scroll::new(page.room.newest()), ..desk }
    }

    /// The desk of a thread that stands beside this room.
    pub fn thread_beside(self, seq: i64) -> Desk {
        let timeline = self.timeline.with_untracked(|timeline| timeline.beside(seq));
        Desk {
            timeline: RwSignal::new(timeline),
            thread: Some(Thread { seq, beside: true }),
            writing: RwSignal::new(Writing::New),
            loading: RwSignal::new(false),
            shown: RwSignal::new(None),
            back: RwSignal::new(None),
            picked: self.picked_beside,
            scroll: Scroll::new(true),
            ..self
        }
    }

    pub fn is_beside(self) -> bool {
        self.thread.is_some_and(|thread| thread.beside)
    }

    /// The address of the thread that a message begins.
    pub fn address_of_thread(self, seq: i64) -> String {
        format!("{}/thread/{seq}", self.address())
    }

    /// The id of the field one writes in. A room and its thread may stand on one page.
    pub fn pen(self) -> &'static str {
        if self.thread.is_some() { "answer" } else { "message" }
    }

    /// The id of a message.
    pub fn mark(self, seq: i64) -> String {
        mark(seq, self.thread.is_some())
    }

    /// The list as it is drawn.
    pub fn lines(self) -> Vec<Line> {
        if self.thread.is_none() {
            return self.timeline.with(Timeline::lines);
        }
        let outgoing: Vec<Outgoing> = self.mail.with(|timeline| timeline.outbox.iter().cloned().collect());
        self.timeline.with(|timeline| {
            // What answers something else is seen in the room.
            let here = |it: &&Outgoing| it.form.reply.is_some_and(|seq| timeline.find(seq).is_some());
            timeline.lines_with(outgoing.iter().filter(here))
        })
    }

    /// Has the thread read when it opens and whenever the room is entered again: who asks for nothing of what was said is told
    /// nothing of what was missed.
    pub fn follow(self) {
        Effect::new(move |before: Option<u32>| {
            let times = self.entered.get();
            let empty = self.timeline.with_untracked(|timeline| timeline.root().is_none());
            if empty || before.is_some_and(|before| before != times) {
                self.read_thread();
            }
            times
        });
    }

    fn read_thread(self) {
        let Some(thread) = self.thread else { return };
        // Who looks at older answers is shown no others.
        if self.timeline.with_untracked(|timeline| timeline.newer()) {
            return;
        }
        let school = self.school.get_value();
        spawn_local(async move {
            let page = api::chat_thread(school, self.room, thread.seq, None).await;
            if self.timeline.is_disposed() {
                return;
            }
            match page {
                Ok(page) => self.timeline.update(|timeline| timeline.renew(page.root, page.room.history)),
                Err(error) => self.refused.set(Some(error)),
            }
        });
    }
}

/// The id of a message of a room or of a thread, which may stand on one page.
pub fn mark(seq: i64, in_thread: bool) -> String {
    format!("{}{seq}", if in_thread { 't' } else { 'm' })
}
