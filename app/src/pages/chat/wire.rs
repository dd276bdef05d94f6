//! The conversation with the server (docs/chat-protocol.md): connecting, catching up, sending what waits, and coming
//! back after the connection broke.

mod carrying;
mod hearing;
mod looking;
mod refused;
mod saying;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use leptos::leptos_dom::helpers::{IntervalHandle, TimeoutHandle, WindowListenerHandle};
use model::At;
use model::ids::MessageId;
use web_sys::XmlHttpRequest;

use super::desk::{Desk, Link};
use super::socket::Socket;
use crate::prelude::*;

/// How long an answer may take: to connecting, and to a message.
const PATIENCE: Duration = Duration::from_secs(12);
/// The reason the server gives for closing when the person has no place here any more.
const ENDED: u16 = 1008;
/// Tries after which it is asked why.
const ASK_AFTER: u32 = 3;

/// Whether what comes is left unread, as the person has put something aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aside {
    No,
    /// On this page: until they say something, or come again.
    Here,
    /// On another page of theirs: until they look at this one.
    Elsewhere,
}

pub struct Wire {
    desk: Desk,
    itself: Weak<Wire>,
    socket: RefCell<Option<Socket>>,
    stopped: Cell<bool>,
    tries: Cell<u32>,
    typed: Cell<At>,
    told: Cell<i64>,
    aside: Cell<Aside>,
    again: Cell<Option<TimeoutHandle>>,
    patience: Cell<Option<TimeoutHandle>>,
    seen: Cell<Option<TimeoutHandle>>,
    /// Whether somebody looks at the page, and what the server knows of that.
    looks: Cell<bool>,
    looks_told: Cell<bool>,
    away: Cell<Option<TimeoutHandle>>,
    /// When the server last said something, and until when it may take to say that it is there.
    heard: Cell<At>,
    probe: Cell<Option<TimeoutHandle>>,
    beat: Cell<Option<IntervalHandle>>,
    listeners: RefCell<Vec<WindowListenerHandle>>,
    /// The message whose files are on their way.
    carried: RefCell<Option<(MessageId, XmlHttpRequest)>>,
}

impl Wire {
    pub fn start(desk: Desk) -> Rc<Wire> {
        let wire = Rc::new_cyclic(|itself| Wire {
            desk,
            itself: itself.clone(),
            socket: RefCell::default(),
            stopped: Cell::new(false),
            tries: Cell::new(0),
            typed: Cell::new(At(0)),
            told: Cell::new(0),
            aside: Cell::new(Aside::No),
            again: Cell::new(None),
            patience: Cell::new(None),
            seen: Cell::new(None),
            looks: Cell::new(!document().hidden()),
            looks_told: Cell::new(true),
            away: Cell::new(None),
            heard: Cell::new(At(0)),
            probe: Cell::new(None),
            beat: Cell::new(None),
            listeners: RefCell::default(),
            carried: RefCell::default(),
        });
        wire.on("online", Wire::connect);
        wire.on("offline", |wire| wire.lost(Link::Offline));
        wire.watch();
        wire.connect();
        wire
    }

    fn on(&self, event: &str, act: impl Fn(&Wire) + 'static) {
        let itself = self.itself.clone();
        let listener = window_event_listener_untyped(event, move |_| with(&itself, &act));
        self.listeners.borrow_mut().push(listener);
    }

    fn after(&self, time: Duration, act: impl FnOnce(&Wire) + 'static) -> Option<TimeoutHandle> {
        let itself = self.itself.clone();
        set_timeout_with_handle(move || with(&itself, act), time).ok()
    }

    /// Leaves for good: the page is gone, or the room is.
    pub fn stop(&self) {
        self.stopped.set(true);
        self.socket.take();
        for timer in [&self.again, &self.patience, &self.seen, &self.away, &self.probe] {
            clear(timer);
        }
        if let Some(beat) = self.beat.take() {
            beat.clear();
        }
        for listener in self.listeners.take() {
            listener.remove();
        }
    }

    fn end(&self, link: Link) {
        self.desk.link.set(link);
        self.desk.people.set(Vec::new());
        self.desk.more.set(0);
        self.stop();
    }

    fn connect(&self) {
        if self.stopped.get() {
            return;
        }
        clear(&self.again);
        clear(&self.probe);
        // A socket that is replaced takes what was on its way with it: that is sent again.
        self.desk.timeline.update_untracked(|timeline| timeline.outbox.lost());
        if self.desk.link.get_untracked() == Link::Open {
            self.desk.link.set(Link::Lost);
        }
        let [open, text, close] = [0; 3].map(|_| self.itself.clone());
        let path = format!("/s/{}/live", self.desk.school.get_value());
        let socket = Socket::open(
            &path,
            move || with(&open, Wire::enter),
            move |data| with(&text, |wire| wire.hear(&data)),
            move |reason| with(&close, |wire| wire.closed(reason)),
        );
        self.socket.replace(Some(socket));
        self.be_patient();
    }

    /// Without an answer in time the connection counts as lost, whatever the browser thinks of it.
    fn be_patient(&self) {
        clear(&self.patience);
        self.patience.set(self.after(PATIENCE, |wire| wire.lost(Link::Lost)));
    }

    fn closed(&self, reason: u16) {
        if reason == ENDED { self.end(Link::Ended) } else { self.lost(Link::Lost) }
    }

    /// The connection broke: what is on its way is sent again later, and later is not long.
    fn lost(&self, link: Link) {
        if self.stopped.get() {
            return;
        }
        self.socket.take();
        clear(&self.patience);
        clear(&self.again);
        clear(&self.probe);
        let link = if window().navigator().on_line() { link } else { Link::Offline };
        // Why it was refused is known, and stands until something else is.
        if !(link == Link::Lost && self.desk.link.get_untracked() == Link::Crowded) {
            self.desk.link.set(link);
        }
        self.desk.typists.set(Vec::new());
        self.desk.people.set(Vec::new());
        self.desk.more.set(0);
        self.desk.timeline.update_untracked(|timeline| timeline.outbox.lost());
        let tries = self.tries.get();
        self.tries.set(tries + 1);
        if tries % ASK_AFTER == ASK_AFTER - 1 {
            self.ask();
        }
        let wait = Duration::from_millis(back_off(tries, js_sys::Math::random()));
        self.again.set(self.after(wait, Wire::connect));
    }
}

/// Acts on the wire if it is still in use.
fn with(wire: &Weak<Wire>, act: impl FnOnce(&Wire)) {
    if let Some(wire) = wire.upgrade().filter(|wire| !wire.stopped.get()) {
        act(&wire);
    }
}

fn clear(timer: &Cell<Option<TimeoutHandle>>) {
    if let Some(timer) = timer.take() {
        timer.clear();
    }
}

/// Milliseconds before the next try: twice as long each time, at most half a minute, and never the same for everybody,
/// so that a server that comes back is not asked by all at once. `random` is in 0..1.
fn back_off(tries: u32, random: f64) -> u64 {
    let longest = 500.0 * f64::from(1 << tries.min(6));
    (longest.min(30_000.0) * (0.5 + random / 2.0)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_waits_longer_and_none_for_ever() {
        assert_eq!((back_off(0, 0.0), back_off(0, 0.999)), (250, 499));
        assert_eq!(back_off(3, 0.0), 2000);
        for tries in [6, 7, 100, u32::MAX] {
            assert!((15_000..=30_000).contains(&back_off(tries, 0.5)), "{tries}");
        }
    }
}
