//! Which part of the talk is on the page: more of it comes as one scrolls, and the far end goes, so that a page that stands open
//! for months holds no more than any other.

use std::future::Future;

use leptos::task::spawn_local;
use model::chat::History;
use model::ids::RoomId;

use super::{Desk, api};
use crate::prelude::*;

/// Messages that a page holds.
const MOST: usize = 300;
/// How many more there may be of what comes one by one.
const SLACK: usize = 50;

impl Desk {
    /// Loads the page of messages before those that are here.
    pub fn load_older(self) {
        let Some((first, true)) = self.timeline.with_untracked(|it| it.first().map(|first| (first, it.more()))) else { return };
        self.load(
            move |school, room| self.before(school, room, first),
            move |history| {
                self.scroll.hold();
                self.timeline.update(|timeline| {
                    timeline.older(history);
                    // A thread ends with what it was opened for.
                    if self.thread.is_none() {
                        timeline.keep_oldest(MOST);
                    }
                });
                self.scroll.settle();
            },
        );
    }

    /// Loads the page of messages after those that are here.
    pub fn load_newer(self) {
        let (last, true) = self.timeline.with_untracked(|it| (it.last(), it.newer())) else { return };
        if self.thread.is_some() {
            return self.newest();
        }
        self.load(
            move |school, room| api::newer_messages(school, room, last),
            move |history| {
                self.scroll.stay();
                self.scroll.hold();
                let whole = self.timeline.try_update(|timeline| {
                    let whole = timeline.newer_page(history);
                    timeline.keep_newest(MOST);
                    whole
                });
                self.scroll.settle();
                if whole == Some(true) {
                    // What was said while the page was on its way comes now.
                    self.wire(|wire| wire.enter());
                }
            },
        );
    }

    /// Shows the end of the talk, from wherever one is.
    pub fn newest(self) {
        if !self.timeline.with_untracked(|timeline| timeline.newer()) {
            return self.scroll.go_down();
        }
        self.load(
            move |school, room| self.before(school, room, i64::MAX),
            move |history| {
                self.timeline.update(|timeline| timeline.replace(history));
                self.scroll.go_down();
                self.wire(|wire| wire.enter());
            },
        );
    }

    /// The page of the talk, or of the thread, that ends before a number.
    async fn before(self, school: String, room: RoomId, seq: i64) -> Result<History> {
        match self.thread {
            Some(thread) => Ok(api::chat_thread(school, room, thread.seq, Some(seq)).await?.room.history),
            None => api::older_messages(school, room, seq).await,
        }
    }

    /// Lets go of what is farthest from where one reads, once what is said has made it too much.
    pub fn trim(self) {
        if self.thread.is_some() || self.timeline.with_untracked(|timeline| timeline.count()) <= MOST + SLACK {
            return;
        }
        let at_end = self.scroll.at_end.get_untracked();
        if at_end || self.scroll.is_low() {
            if !at_end {
                self.scroll.hold();
            }
            self.timeline.update(|timeline| timeline.keep_newest(MOST));
        } else {
            self.timeline.update(|timeline| timeline.keep_oldest(MOST));
        }
    }

    fn load<F>(self, ask: impl FnOnce(String, RoomId) -> F + 'static, take: impl FnOnce(History) + 'static)
    where
        F: Future<Output = Result<History>> + 'static,
    {
        if self.loading.get_untracked() {
            return;
        }
        self.loading.set(true);
        let school = self.school.get_value();
        spawn_local(async move {
            let history = ask(school, self.room).await;
            if self.timeline.is_disposed() {
                return;
            }
            if let Ok(history) = history {
                take(history);
            }
            self.loading.set(false);
        });
    }
}
