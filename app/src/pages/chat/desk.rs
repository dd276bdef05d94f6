//! What the parts of the page share: the room's signals and what can be done in it.

mod pointing;
pub mod taking_back;
mod threads;
mod window;

use std::collections::HashMap;
use std::future::Future;
use std::rc::Rc;
use std::time::Duration;

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::task::spawn_local;
use model::At;
use model::chat::{Leads, Message, MessageForm, Muted, Present, ReactionForm, RoomPage, Standing};
use model::ids::{FileId, MessageId, RoomId, UserId};

pub use self::threads::mark;
use super::api;
use super::emoji::Emojis;
use super::kept::{OnDevice, Place};
use super::outbox::Going;
use super::picker::ChosenFor;
use super::picking::Picked;
use super::scroll::Scroll;
use super::timeline::Timeline;
use super::wire::Wire;
use super::writing::Writing;
use crate::layout::Closing;
use crate::prelude::*;
use crate::told::Telling;

/// Milliseconds before it is looked again whether one who was muted may write, at least.
const LOOK_AGAIN: u64 = 15_000;

/// How the page stands with the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// For the first time: nothing is said about it.
    Connecting,
    Open,
    Lost,
    Offline,
    /// The person holds as many connections as they may.
    Crowded,
    /// The room is no longer the person's.
    Ended,
    /// The server speaks another version of the protocol.
    Outdated,
}

impl Link {
    /// Whether what is said waits for a line.
    pub fn is_cut(self) -> bool {
        matches!(self, Link::Lost | Link::Offline | Link::Crowded)
    }
}

/// Somebody who writes, until the instant given.
#[derive(Clone, Debug, PartialEq)]
pub struct Typist {
    pub user: UserId,
    pub name: String,
    pub until: At,
}

/// A thread that a desk is of, and whether it stands beside its room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thread {
    pub seq: i64,
    pub beside: bool,
}

/// The room on this page, or a thread of it. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    pub room: RoomId,
    pub me: UserId,
    /// The hash of one's own photo, for messages that are on their way.
    pub my_photo: StoredValue<String>,
    pub school: StoredValue<String>,
    /// Whose names lead to their page.
    leads: StoredValue<Leads>,
    /// For those who moderate: whom they can mute, and who is muted.
    pub mutable: StoredValue<Vec<Present>>,
    pub muted: RwSignal<Vec<Muted>>,
    pub timeline: RwSignal<Timeline>,
    pub thread: Option<Thread>,
    /// Where what is said here waits until it has arrived: beside its room a thread gives it to that.
    mail: RwSignal<Timeline>,
    /// The thread that is open beside the room, and where what is said in it goes.
    pub opened: RwSignal<Option<i64>>,
    pub beside: RwSignal<Option<(RwSignal<Timeline>, Scroll)>>,
    /// How often the room was entered.
    pub entered: RwSignal<u32>,
    pub standing: RwSignal<Standing>,
    /// Under which messages of one's own it is said who has read them.
    pub seen_by: Memo<Vec<(i64, Vec<String>)>>,
    /// What is pinned, the newest first.
    pub pins: RwSignal<Vec<Message>>,
    pub writing: RwSignal<Writing>,
    pub link: RwSignal<Link>,
    pub people: RwSignal<Vec<Present>>,
    /// How many are here beyond those.
    pub more: RwSignal<usize>,
    pub typists: RwSignal<Vec<Typist>>,
    pub loading: RwSignal<bool>,
    /// Why the last thing that was done to a message was refused.
    pub refused: RwSignal<Option<model::Error>>,
    /// Whether something here was put aside as unread: until it is come back to, nothing here is read by being seen.
    pub aside: RwSignal<bool>,
    /// What has just been done.
    pub told: RwSignal<Option<Key>>,
    pub scroll: Scroll,
    /// The emoji of the page, and what one is chosen for.
    pub emoji: Emojis,
    pub choosing: RwSignal<Option<ChosenFor>>,
    /// The picture that is looked at.
    pub shown: RwSignal<Option<FileId>>,
    /// The message whose files are on their way, and percent sent.
    pub sent: RwSignal<Option<(MessageId, u32)>>,
    /// The files of messages that have not arrived.
    pub held: StoredValue<HashMap<MessageId, Vec<Picked>>>,
    /// A refused message that goes back into the pen: its words and its files.
    pub back: RwSignal<Option<(String, Vec<Picked>)>>,
    /// Whether files are picked for the next one.
    pub picked: RwSignal<bool>,
    /// The same of the thread that is open beside the room.
    pub picked_beside: RwSignal<bool>,
    /// What of the room lies on the device; nothing where it keeps nothing.
    pub on_device: RwSignal<Option<OnDevice>>,
    /// Whether the device keeps anything for the person, since it has said so.
    pub keeps: RwSignal<Option<bool>>,
    /// Whether the school takes nothing for the moment.
    pub closing: Option<Closing>,
    /// Where it is told what was done.
    pub telling: Option<Telling>,
    /// There in the browser only, from when the page has come to life.
    wire: StoredValue<Option<SendWrapper<Rc<Wire>>>>,
}

impl Desk {
    pub fn new(school: String, page: &RoomPage, writing: Writing) -> Desk {
        let timeline = Timeline::new(page);
        let scroll = Scroll::new(page.newest() && timeline.first_unread().is_none());
        let (timeline, standing) = (RwSignal::new(timeline), RwSignal::new(page.standing.clone()));
        let seen_by = Memo::new(move |_| standing.with(|it| timeline.with(|timeline| timeline.seen_by(&it.readers))));
        Desk {
            room: page.room_id,
            me: page.me,
            my_photo: StoredValue::new(page.my_photo.clone()),
            school: StoredValue::new(school),
            leads: StoredValue::new(page.leads.clone()),
            mutable: StoredValue::new(page.people.clone()),
            muted: RwSignal::new(page.muted.clone()),
            timeline,
            thread: None,
            mail: timeline,
            opened: RwSignal::new(None),
            beside: RwSignal::new(None),
            entered: RwSignal::new(0),
            standing,
            seen_by,
            pins: RwSignal::new(page.pins.iter().map(|row| row.message.clone()).collect()),
            writing: RwSignal::new(writing),
            link: RwSignal::new(Link::Connecting),
            people: RwSignal::default(),
            more: RwSignal::new(0),
            typists: RwSignal::default(),
            loading: RwSignal::new(false),
            refused: RwSignal::new(None),
            aside: RwSignal::new(false),
            told: RwSignal::new(None),
            emoji: Emojis::new(),
            choosing: RwSignal::new(None),
            shown: RwSignal::new(None),
            sent: RwSignal::new(None),
            held: StoredValue::default(),
            back: RwSignal::new(None),
            picked: RwSignal::new(false),
            picked_beside: RwSignal::new(false),
            on_device: RwSignal::new(None),
            keeps: RwSignal::new(None),
            scroll,
            closing: use_context(),
            telling: use_context(),
            wire: StoredValue::new(None),
        }
    }

    /// The room's address.
    pub fn address(self) -> String {
        format!("/s/{}/chat/{}", self.school.get_value(), self.room)
    }

    /// Where a person's name leads, if the reader may look them up.
    pub fn person(self, user: UserId) -> Option<String> {
        let leads = self.leads.with_value(|it| it.to(user));
        leads.then(|| format!("/s/{}/people/{user}", self.school.get_value()))
    }

    /// Connects once the page lives in a browser, until it is left.
    pub fn connect(self) {
        Effect::new(move || {
            let wire = SendWrapper::new(Wire::start(self));
            self.wire.set_value(Some(wire.clone()));
            on_cleanup(move || wire.stop());
        });
    }

    /// Looks again when somebody who was muted may write: the server says how the room stands to whoever enters it.
    pub fn wait_for_voice(self) {
        Effect::new(move || {
            let Some(until) = self.standing.with(|it| it.muted_until.as_ref().map(|it| it.at)) else { return };
            // The clocks may differ: then it is looked a few times.
            let wait = u64::try_from(until.0 - now().0).unwrap_or(0).max(LOOK_AGAIN);
            let look = move || self.wire(|wire| wire.enter());
            if let Ok(timer) = set_timeout_with_handle(look, Duration::from_millis(wait)) {
                on_cleanup(move || timer.clear());
            }
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
    pub fn say(self, body: String, files: Vec<Picked>) {
        let reply = self.writing.with_untracked(Writing::answered).or(self.thread.map(|it| it.seq));
        self.writing.set(Writing::New);
        let (id, form) = (MessageId::new(), MessageForm { body, reply });
        let going = self.hold(id, files);
        self.mail.update(|timeline| timeline.outbox.say(id, form, going, now()));
        self.newest();
        self.wire(|wire| {
            wire.put_back();
            wire.flush();
        });
    }

    /// Takes up a message that the device has kept, unless it is on its way already.
    pub fn take_up(self, id: MessageId, form: MessageForm, files: Vec<Picked>, at: At) {
        let known = self.mail.try_with_untracked(|timeline| timeline.outbox.iter().any(|it| it.id == id)).unwrap_or(true);
        if !known {
            let going = self.hold(id, files);
            self.mail.update(|timeline| timeline.outbox.say(id, form, going, at));
            self.wire(|wire| wire.flush());
        }
    }

    /// Holds the files of a message until it has arrived; answers how they are told.
    fn hold(self, id: MessageId, files: Vec<Picked>) -> Vec<Going> {
        let going = files.iter().map(|it| Going { name: it.file.name(), bytes: it.file.size() as i64 }).collect();
        if !files.is_empty() {
            self.held.update_value(|held| drop(held.insert(id, files)));
        }
        going
    }

    /// Where a message is until it has arrived.
    pub fn place(self, id: MessageId) -> Place {
        let place = |now: &Option<OnDevice>| now.as_ref().map_or(Place::Page, |now| now.place(id));
        self.on_device.try_with(place).unwrap_or(Place::Page)
    }

    /// Gives a message of one's own other words.
    pub fn edit(self, id: MessageId, body: String) {
        let files = self.writing.with_untracked(|it| matches!(it, Writing::Edit { files: true, .. }));
        self.writing.set(Writing::New);
        let form = MessageForm { body: body.clone(), reply: None };
        self.act(move |school, room| async move {
            let done = api::edit_message(school, room, id, form, false).await;
            if done.is_err() {
                // What was typed is not lost with it.
                let _ = self.writing.try_set(Writing::Edit { id, body, files });
            }
            done.map(Some)
        });
    }

    pub fn delete(self, id: MessageId) {
        self.act(move |school, room| async move { api::delete_message(school, room, id).await.map(Some) });
    }

    pub fn react(self, id: MessageId, emoji: String, on: bool) {
        let form = ReactionForm { emoji, on };
        self.act(move |school, room| async move { api::react(school, room, id, form).await.map(Some) });
    }

    pub fn pin(self, id: MessageId, on: bool) {
        self.act(move |school, room| async move { api::pin_message(school, room, id, on).await.map(Some) });
    }

    /// A message is as this now: so is what is pinned.
    pub fn pinned(self, message: &Message) {
        let (is_pinned, stands) = (message.pinned_at.is_some(), |it: &Message| it.id == message.id);
        if !is_pinned && !self.pins.with_untracked(|pins| pins.iter().any(stands)) {
            return;
        }
        self.pins.update(|pins| {
            pins.retain(|it| it.id != message.id);
            if is_pinned {
                pins.push(message.clone());
            }
            pins.sort_by_key(|it| std::cmp::Reverse(it.pinned_at));
        });
    }

    /// Does something to a message. Everybody is told by the socket; the answer is for a page that has none just now.
    fn act<F>(self, ask: impl FnOnce(String, RoomId) -> F + 'static)
    where
        F: Future<Output = Result<Option<Message>>> + 'static,
    {
        let school = self.school.get_value();
        spawn_local(async move {
            let done = ask(school, self.room).await;
            if self.timeline.is_disposed() {
                return;
            }
            if let Ok(Some(message)) = &done {
                let message = message.clone();
                self.pinned(&message);
                // Its number is left to the socket: changes before it may still be on their way.
                self.timeline.update(|timeline| timeline.show(message));
            }
            self.refused.set(done.err());
        });
    }

    /// Sends a refused message again.
    pub fn retry(self, id: MessageId) {
        self.mail.update(|timeline| timeline.outbox.retry(id));
        self.wire(|wire| wire.flush());
    }

    /// Gives a refused message up.
    pub fn discard(self, id: MessageId) {
        self.let_go(id);
        self.mail.update(|timeline| timeline.outbox.discard(id));
    }

    /// Gives a message up whose files are on their way or wait.
    pub fn cancel(self, id: MessageId) {
        self.wire(|wire| wire.drop_off(id));
        self.let_go(id);
        self.mail.update(|timeline| timeline.outbox.cancel(id));
        self.wire(|wire| wire.flush());
    }

    /// The files of a message are no longer needed here.
    pub fn let_go(self, id: MessageId) {
        let _ = self.held.try_update_value(|held| held.remove(&id));
        if self.sent.try_get_untracked().flatten().is_some_and(|(of, _)| of == id) {
            self.sent.set(None);
        }
    }

    /// The person writes.
    pub fn typing(self) {
        self.wire(|wire| wire.typing());
    }

    /// The person looks at the newest message.
    pub fn seen(self) {
        self.wire(|wire| wire.seen());
    }
}

/// The browser's clock.
pub fn now() -> At {
    At(js_sys::Date::now() as i64)
}
