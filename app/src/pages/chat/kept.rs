//! What is written in a room and not sent yet outlives its page, on a device of the person's own (public/device.js). The
//! id that goes with every try makes it harmless that the page and the device may both send it.

use js_sys::{Array, Object, Reflect};
use model::At;
use model::chat::MessageForm;
use model::ids::{MessageId, RoomId};
use model::text::{chat as c, device as d};
use serde::{Deserialize, Serialize};
use server_fn::ServerFn;
use wasm_bindgen::{JsCast, JsValue};

use super::api;
use super::desk::Desk;
use super::outbox::Outgoing;
use super::picking::Picked;
use crate::device::{hear, hear_with, say, say_with};
use crate::prelude::*;

/// All that waits in a room, for the device to keep; what is no longer among it has arrived or was given up.
#[derive(Serialize)]
struct Mirror {
    room: RoomId,
    title: String,
    messages: Vec<Unsent>,
}

/// Its files go beside it, under its id.
#[derive(Serialize)]
struct Unsent {
    id: MessageId,
    /// Where it is sent while the room is not open.
    path: String,
    text: String,
    at: At,
    refused: bool,
    reply: Option<i64>,
    fields: Vec<(&'static str, String)>,
}

/// What the device had kept.
#[derive(Deserialize)]
struct Kept {
    id: MessageId,
    text: String,
    at: At,
    #[serde(default)]
    reply: Option<i64>,
    /// What its pictures show.
    #[serde(default)]
    alts: Vec<String>,
}

/// What of a room lies on the device, since the device has said so.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct OnDevice {
    room: RoomId,
    kept: Vec<MessageId>,
    /// There was no room for these.
    full: Vec<MessageId>,
    /// Bytes of files that wait, of all rooms and forms, at most.
    most: i64,
}

/// Where a message with its files is until it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Device,
    /// On this page alone: the device keeps no more than so many bytes.
    Full(i64),
    /// On this page alone: the device is not the person's own.
    Page,
}

impl OnDevice {
    pub fn place(&self, id: MessageId) -> Place {
        match self.kept.contains(&id) {
            true => Place::Device,
            false if self.full.contains(&id) => Place::Full(self.most),
            false => Place::Page,
        }
    }
}

/// Lets the device keep what waits in the room, and takes up what it has kept. As long as the room is open, nobody else on
/// the page shows and sends it: a room has more than one address.
pub fn keep(desk: Desk, name: &str) {
    let room = desk.room;
    let title = StoredValue::new(tf(d::CHAT, &[("name", &name)]));
    Effect::new(move || {
        hear_with("kept", move |kept: Vec<Kept>, files| {
            for Kept { id, text, at, reply, alts } in kept {
                desk.take_up(id, MessageForm { body: text, reply }, brought(files, id, alts), at);
            }
        });
        hear("mirrored", move |now: OnDevice| {
            if now.room == room {
                let _ = desk.on_device.try_set(Some(now));
            }
        });
        say("restore", &room);
        on_cleanup(move || say("left", &room));
    });
    let waiting = Memo::new(move |_| desk.timeline.with(|timeline| timeline.outbox.iter().cloned().collect::<Vec<_>>()));
    let mirror = move |waiting: Vec<Outgoing>| {
        let files = Object::new();
        // What is stored only waits to come back.
        let unsent = waiting.into_iter().filter(|it| it.files.is_empty() || !it.stored);
        let messages = unsent.map(|it| unsent_of(desk, it, &files)).collect();
        say_with("mirror", &Mirror { room, title: title.get_value(), messages }, &files);
    };
    Effect::new(move |before: Option<()>| {
        let waiting = waiting.get();
        // An empty beginning says nothing of what the device still has.
        if before.is_some() || !waiting.is_empty() {
            mirror(waiting);
        }
    });
    // Turned on while something waits, it takes that at once.
    Effect::new(move |before: Option<bool>| {
        let keeps = desk.keeps.get() == Some(true);
        let waiting = waiting.get_untracked();
        if keeps && before == Some(false) && !waiting.is_empty() {
            mirror(waiting);
        }
        keeps
    });
    ask_whether_it_keeps(desk);
}

/// The device is asked when the line is lost: it may have been told otherwise meanwhile, on another page.
fn ask_whether_it_keeps(desk: Desk) {
    Effect::new(move || {
        hear("keeping", move |keeps: bool| {
            let _ = desk.keeps.try_set(Some(keeps));
        });
    });
    Effect::new(move || {
        if desk.link.get().is_cut() {
            say("keeps", &());
        }
    });
}

/// While the line is cut, and the device keeps nothing: the way to have it keep what waits. It says first for whom that is.
#[component]
pub fn KeepHere(desk: Desk) -> impl IntoView {
    let offered = Memo::new(move |_| desk.link.get().is_cut() && desk.keeps.get() == Some(false));
    let asked = StoredValue::new(false);
    Effect::new(move |before: Option<Option<bool>>| {
        let keeps = desk.keeps.get();
        if before.is_some() && asked.try_update_value(std::mem::take) == Some(true) {
            desk.tell(if keeps == Some(true) { c::KEPT_HERE } else { c::NOT_KEPT_HERE });
            // What was pressed goes when it is kept.
            if keeps == Some(true) {
                desk.to_talk();
            }
        }
        keeps
    });
    move || {
        offered.get().then(|| {
            let keep = move |_| {
                asked.set_value(true);
                say("keep", &());
            };
            view! {
                <Ask label=t(c::KEEP_HERE) question=t(c::KEEP_HERE_ASK) small=true plain=true>
                    <button type="button" class="button button-small" on:click=keep>{t(c::KEEP_HERE_DO)}</button>
                </Ask>
            }
        })
    }
}

/// A message with the fields that it is sent with; its files are put beside it.
fn unsent_of(desk: Desk, it: Outgoing, files: &JsValue) -> Unsent {
    let mut fields = vec![("id", it.id.to_string()), ("form[body]", it.form.body.clone())];
    fields.extend(it.form.reply.map(|seq| ("form[reply]", seq.to_string())));
    let path = if it.files.is_empty() {
        fields.extend([("school", desk.school.get_value()), ("room", desk.room.to_string())]);
        <api::Say as ServerFn>::PATH.to_owned()
    } else {
        let picked = desk.held.with_value(|held| held.get(&it.id).cloned()).unwrap_or_default();
        fields.extend(picked.iter().map(|picked| ("alt", picked.alt.clone())));
        let list: Array = picked.iter().map(|picked| &*picked.file).collect();
        let _ = Reflect::set(files, &JsValue::from_str(&it.id.to_string()), &list);
        format!("{}/messages", desk.address())
    };
    Unsent { id: it.id, path, at: it.at, refused: it.refused.is_some(), reply: it.form.reply, fields, text: it.form.body }
}

/// The files that came beside what was kept.
fn brought(files: &JsValue, id: MessageId, alts: Vec<String>) -> Vec<Picked> {
    let list = Reflect::get(files, &JsValue::from_str(&id.to_string())).unwrap_or_default();
    let list = list.dyn_into::<Array>().unwrap_or_default();
    let mut alts = alts.into_iter();
    list.iter()
        .filter_map(|file| file.dyn_into::<web_sys::File>().ok())
        .map(|file| Picked::again(file, alts.next().unwrap_or_default()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_on_the_device_or_on_the_page_alone() {
        let id = |n| MessageId::from_u128(n);
        let now = OnDevice { room: RoomId::from_u128(9), kept: vec![id(1)], full: vec![id(2)], most: 50 };
        assert_eq!([1, 2, 3].map(|n| now.place(id(n))), [Place::Device, Place::Full(50), Place::Page]);
    }
}
