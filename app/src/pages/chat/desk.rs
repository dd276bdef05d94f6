//! What the parts of the page share: the room's signals and what can be done in it.

use std::rc::Rc;

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::task::spawn_local;
use model::At;
use model::chat::{Present, RoomPage};
use model::ids::{MessageId, RoomId, UserId};

use super::api;
use super::scroll::Scroll;
use super::timeline::Timeline;
use super::wire::Wire;
use crate::layout::Closing;
use crate::prelude::*;

/// How the page stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// For the first time: nothing is said about it.
    Connecting,
    Open,
    Lost,
    Offline,
    /// The room is no longer the person's.
    Ended,
    /// The server speaks another version of the protocol.
    Outdated,
}

/// Somebody who writes, until the instant given.
#[derive(Clone, Debug, PartialEq)]
pub struct Typist {
    pub user: UserId,
    pub name: String,
    pub until: At,
}

/// The room on this page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    pub room: RoomId,
    pub me: UserId,
    pub school: StoredValue<String>,
    pub timeline: RwSignal<Timeline>,
    pub link: RwSignal<Link>,
    pub people: RwSignal<Vec<Present>>,
    pub typists: RwSignal<Vec<Typist>>,
    pub loading: RwSignal<bool>,
    pub scroll: Scroll,
    /// Whether the school takes nothing for the moment.
    pub closing: Option<Closing>,
    /// There in the browser only, from when the page has come to life.
    wire: StoredValue<Option<SendWrapper<Rc<Wire>>>>,
}

impl Desk {
    pub fn new(school: String, page: &RoomPage) -> Desk {
        Desk {
            room: page.room_id,
            me: page.me,
            school: StoredValue::new(school),
            timeline: RwSignal::new(Timeline::new(page)),
            link: RwSignal::new(Link::Connecting),
            people: RwSignal::default(),
            typists: RwSignal::default(),
            loading: RwSignal::new(false),
            scroll: Scroll::new(),
            closing: use_context(),
            wire: StoredValue::new(None),
        }
    }

    /// Connects once the page lives in a browser, until it is left.
    pub fn connect(self) {
        Effect::new(move || {
            let wire = SendWrapper::new(Wire::start(self));
            self.wire.set_value(Some(wire.clone()));
            on_cleanup(move || wire.stop());
        });
    }

    fn wire(self, act: impl FnOnce(&Rc<Wire>)) {
        self.wire.with_value(|wire| {
            if let Some(wire) = wire {
                act(wire);
            }
        });
    }

    /// Says something: it is seen at once, and sent when there is a connection.
    pub fn say(self, body: String) {
        self.scroll.go_down();
        self.timeline.update(|timeline| timeline.outbox.say(MessageId::new(), body, now()));
        self.wire(|wire| wire.flush());
    }

    /// Takes up a message that the device has kept, unless it is on its way already.
    pub fn take_up(self, id: MessageId, body: String, at: At) {
        let known = self.timeline.try_with_untracked(|timeline| timeline.outbox.iter().any(|it| it.id == id)).unwrap_or(true);
        if !known {
            self.timeline.update(|timeline| timeline.outbox.say(id, body, at));
            self.wire(|wire| wire.flush());
        }
    }

    /// Sends a refused message again.
    pub fn retry(self, id: MessageId) {
        self.timeline.update(|timeline| timeline.outbox.retry(id));
        self.wire(|wire| wire.flush());
    }

    /// Gives a refused message up.
    pub fn discard(self, id: MessageId) {
        self.timeline.update(|timeline| timeline.outbox.discard(id));
    }

    /// The person writes.
    pub fn typing(self) {
        self.wire(|wire| wire.typing());
    }

    /// The person looks at the newest message.
    pub fn seen(self) {
        self.wire(|wire| wire.seen());
    }

    /// Loads the page of messages before those that are here.
    pub fn load_older(self) {
        let Some((first, true)) = self.timeline.with_untracked(|it| it.first().map(|first| (first, it.more()))) else { return };
        if self.loading.get_untracked() {
            return;
        }
        self.loading.set(true);
        let school = self.school.get_value();
        spawn_local(async move {
            let history = api::older_messages(school, self.room, first).await;
            if self.timeline.is_disposed() {
                return;
            }
            if let Ok(history) = history {
                self.scroll.hold();
                self.timeline.update(|timeline| timeline.older(history));
            }
            self.loading.set(false);
        });
    }
}

/// The browser's clock.
pub fn now() -> At {
    At(js_sys::Date::now() as i64)
}
