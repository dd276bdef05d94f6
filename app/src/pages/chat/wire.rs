//! The conversation with the server (docs/chat-protocol.md): connecting, catching up, sending what waits, and coming
//! back after the connection broke.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, WindowListenerHandle};
use leptos::task::spawn_local;
use model::chat::{ClientFrame, PROTOCOL, Present, Refusal, ServerFrame};
use model::{At, Error};

use super::api;
use super::desk::{Desk, Link, Typist, now};
use super::socket::Socket;
use super::timeline::Arrival;
use crate::prelude::*;

/// How long an answer may take: to connecting, and to a message.
const PATIENCE: Duration = Duration::from_secs(12);
/// Before what was refused for the moment is sent again.
const BREATH: Duration = Duration::from_secs(1);
/// "Is typing" is sent at most this often, and ends by itself.
const TYPING_EVERY: i64 = 2000;
const TYPING_LASTS: i64 = 5000;
/// What was seen is told once for all that came within this time.
const SEEN_AFTER: Duration = Duration::from_millis(800);
/// The reason the server gives for closing when the person has no place here any more.
const ENDED: u16 = 1008;
/// Tries after which it is asked whether the person may still be here: a refused websocket does not say why.
const ASK_AFTER: u32 = 3;

pub struct Wire {
    desk: Desk,
    itself: Weak<Wire>,
    socket: RefCell<Option<Socket>>,
    stopped: Cell<bool>,
    tries: Cell<u32>,
    typed: Cell<At>,
    told: Cell<i64>,
    again: Cell<Option<TimeoutHandle>>,
    patience: Cell<Option<TimeoutHandle>>,
    seen: Cell<Option<TimeoutHandle>>,
    listeners: RefCell<Vec<WindowListenerHandle>>,
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
            again: Cell::new(None),
            patience: Cell::new(None),
            seen: Cell::new(None),
            listeners: RefCell::default(),
        });
        wire.on("online", Wire::connect);
        wire.on("offline", |wire| wire.lost(Link::Offline));
        // A tab that was asleep finds out at once when it is looked at again.
        wire.on("focus", |wire| {
            wire.seen();
            if wire.socket.borrow().is_none() {
                wire.connect();
            }
        });
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
        for timer in [&self.again, &self.patience, &self.seen] {
            clear(timer);
        }
        for listener in self.listeners.take() {
            listener.remove();
        }
    }

    fn end(&self, link: Link) {
        self.desk.link.set(link);
        self.desk.people.set(Vec::new());
        self.stop();
    }

    fn connect(&self) {
        if self.stopped.get() {
            return;
        }
        clear(&self.again);
        // A socket that is replaced takes what was on its way with it: that is sent again.
        self.desk.timeline.update_untracked(|timeline| timeline.lost());
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
        self.socket.replace(socket);
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
        self.desk.link.set(if window().navigator().on_line() { link } else { Link::Offline });
        self.desk.typists.set(Vec::new());
        self.desk.people.set(Vec::new());
        self.desk.timeline.update_untracked(|timeline| timeline.lost());
        let tries = self.tries.get();
        self.tries.set(tries + 1);
        if tries % ASK_AFTER == ASK_AFTER - 1 {
            self.ask();
        }
        let wait = Duration::from_millis(back_off(tries, js_sys::Math::random()));
        self.again.set(self.after(wait, Wire::connect));
    }

    /// Asks whether the person may still be here.
    fn ask(&self) {
        let (itself, desk) = (self.itself.clone(), self.desk);
        let school = desk.school.get_value();
        spawn_local(async move {
            if let Err(Error::Unauthorized | Error::Forbidden | Error::NotFound) = api::older_messages(school, desk.room, 0).await
            {
                with(&itself, |wire| wire.end(Link::Ended));
            }
        });
    }

    fn send(&self, frame: &ClientFrame) {
        if let (Some(socket), Ok(text)) = (self.socket.borrow().as_ref(), serde_json::to_string(frame)) {
            socket.send(&text);
        }
    }

    fn is_open(&self) -> bool {
        self.desk.link.get_untracked() == Link::Open
    }

    fn enter(&self) {
        let after = self.desk.timeline.with_untracked(|timeline| timeline.last());
        self.send(&ClientFrame::Join { version: PROTOCOL, room: self.desk.room, after });
    }

    /// Sends the next message that waits.
    pub fn flush(&self) {
        if !self.is_open() {
            return;
        }
        // Nothing that is drawn changes, so nobody is told.
        let next = self.desk.timeline.try_update_untracked(|timeline| timeline.next()).flatten();
        if let Some((id, body)) = next {
            self.send(&ClientFrame::Send { room: self.desk.room, id, body });
            self.be_patient();
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
        self.seen.set(self.after(SEEN_AFTER, |wire| {
            let last = wire.desk.timeline.with_untracked(|timeline| timeline.last());
            let looks = !document().hidden() && wire.desk.scroll.at_end.get_untracked();
            if looks && wire.is_open() && last > wire.told.get() {
                wire.told.set(last);
                wire.send(&ClientFrame::Read { room: wire.desk.room, seq: last });
            }
        }));
    }

    fn hear(&self, data: &str) {
        // A frame of a kind this page does not know is for newer pages.
        let Ok(frame) = serde_json::from_str::<ServerFrame>(data) else { return };
        let Desk { timeline, people, typists, me, .. } = self.desk;
        match frame {
            ServerFrame::Joined { catch_up: Some(catch_up), .. } => {
                if catch_up.from > timeline.with_untracked(|timeline| timeline.last()) {
                    timeline.update(|timeline| timeline.forget());
                }
                clear(&self.patience);
                self.tries.set(0);
                self.desk.link.set(Link::Open);
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
            ServerFrame::Presence { people: here, .. } => people.set(here),
            ServerFrame::Receive { message, .. } => {
                let (author, own) = (message.user_id, message.user_id == me);
                let arrival = timeline.try_update(|timeline| timeline.receive(message));
                typists.update(|typists| typists.retain(|it| it.user != author));
                if arrival == Some(Arrival::FromOthers) && !self.desk.scroll.at_end.get_untracked() {
                    self.desk.scroll.missed.set(true);
                }
                if own && !timeline.with_untracked(|timeline| timeline.awaits_receipt()) {
                    clear(&self.patience);
                    self.flush();
                }
                self.seen();
            }
            ServerFrame::Typing { user_id, name, .. } if user_id != me => self.types(user_id, name),
            ServerFrame::Read { seq, .. } => self.told.set(self.told.get().max(seq)),
            ServerFrame::Error { refusal, id: Some(id), .. } => {
                clear(&self.patience);
                timeline.update(|timeline| timeline.refused(id, refusal));
                if refusal.passes() {
                    self.after(BREATH, Wire::flush);
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
            ServerFrame::Typing { .. } | ServerFrame::Error { .. } => {}
        }
    }

    fn types(&self, user: model::ids::UserId, name: String) {
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
