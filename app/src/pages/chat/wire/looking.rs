//! Whether somebody looks at the page, and whether the server still hears it: a line may die without a word, as when a laptop
//! sleeps or a phone changes its network.

use std::time::Duration;

use model::chat::ClientFrame;

use super::{PATIENCE, Wire, clear, with};
use crate::pages::chat::desk::{Link, now};
use crate::prelude::*;

/// How long a page is out of sight before its person counts as gone: nobody comes and goes for a glance at another tab.
const GLANCE: Duration = Duration::from_secs(10);
/// How often it is looked how long the server has been silent, on a page that is seen.
const LOOK: Duration = Duration::from_secs(15);
/// After how long it is asked whether it is there, in milliseconds.
const SILENCE: i64 = 45_000;
/// The same where the page has just come into sight: somebody waits.
const FRESH: i64 = 5_000;

impl Wire {
    pub(super) fn watch(&self) {
        // A page that comes out of the browser's memory, or a device that wakes, may say no more than one of them.
        for event in ["visibilitychange", "pageshow", "focus"] {
            self.on(event, Wire::turn);
        }
        let itself = self.itself.clone();
        let look = move || {
            with(&itself, |wire| {
                if !document().hidden() {
                    wire.probe(SILENCE);
                }
            });
        };
        self.beat.set(set_interval_with_handle(look, LOOK).ok());
    }

    fn turn(&self) {
        clear(&self.away);
        if document().hidden() {
            self.away.set(self.after(GLANCE, |wire| wire.look(false)));
            return;
        }
        self.look(true);
        self.looked();
        self.seen();
        if self.socket.borrow().is_none() {
            self.connect();
        } else {
            self.probe(FRESH);
        }
    }

    fn look(&self, looks: bool) {
        self.looks.set(looks);
        if !looks {
            // Nobody tells any more who stops.
            self.desk.typists.set(Vec::new());
        }
        self.tell_looks();
    }

    /// Tells the server whether somebody looks, if it does not know.
    pub(super) fn tell_looks(&self) {
        let on = self.looks.get();
        if self.is_open() && self.looks_told.replace(on) != on {
            self.send(&ClientFrame::Looking { room: self.desk.room, on });
        }
    }

    /// Asks whether the server is there, if it has said nothing for so long. Whatever it says is the answer.
    fn probe(&self, silence: i64) {
        if self.is_open() && self.probe.get().is_none() && now().0 - self.heard.get().0 >= silence {
            self.send(&ClientFrame::Ping);
            self.probe.set(self.after(PATIENCE, |wire| wire.lost(Link::Lost)));
        }
    }

    /// The server has said something.
    pub(super) fn is_there(&self) {
        clear(&self.probe);
        self.heard.set(now());
    }
}
