//! What is written in a room and not sent yet outlives its page, on a device of the person's own (public/device.js). The
//! id that goes with every try makes it harmless that the page and the device may both send it.

use model::At;
use model::chat::MessageForm;
use model::ids::{MessageId, RoomId};
use model::text::device as d;
use serde::{Deserialize, Serialize};
use server_fn::ServerFn;

use super::api;
use super::desk::Desk;
use super::outbox::Outgoing;
use crate::device::{hear, say};
use crate::prelude::*;

/// All that waits in a room, for the device to keep; what is no longer among it has arrived or was given up.
#[derive(Serialize)]
struct Mirror {
    room: RoomId,
    /// Where each is sent while the room is not open.
    path: &'static str,
    title: String,
    messages: Vec<Unsent>,
}

#[derive(Serialize)]
struct Unsent {
    id: MessageId,
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
}

/// Lets the device keep what waits in the room, and takes up what it has kept. As long as the room is open, nobody else on
/// the page shows and sends it: a room has more than one address.
pub fn keep(desk: Desk, name: &str) {
    let room = desk.room;
    let title = tf(d::CHAT, &[("name", &name)]);
    Effect::new(move || {
        hear("kept", move |kept: Vec<Kept>| {
            for Kept { id, text, at, reply } in kept {
                desk.take_up(id, MessageForm { body: text, reply }, at);
            }
        });
        say("restore", &room);
        on_cleanup(move || say("left", &room));
    });
    let waiting = Memo::new(move |_| desk.timeline.with(|timeline| timeline.outbox.iter().cloned().collect::<Vec<_>>()));
    Effect::new(move |before: Option<()>| {
        let waiting = waiting.get();
        // An empty beginning says nothing of what the device still has.
        if before.is_none() && waiting.is_empty() {
            return;
        }
        let school = desk.school.get_value();
        let unsent = |it: Outgoing| {
            let mut fields = vec![
                ("school", school.clone()),
                ("room", room.to_string()),
                ("id", it.id.to_string()),
                ("form[body]", it.form.body.clone()),
            ];
            fields.extend(it.form.reply.map(|seq| ("form[reply]", seq.to_string())));
            Unsent { id: it.id, at: it.at, refused: it.refused.is_some(), reply: it.form.reply, fields, text: it.form.body }
        };
        // Of files only this page knows: their messages are sent by it, or not at all.
        let messages = waiting.into_iter().filter(|it| it.files.is_empty()).map(unsent).collect();
        say("mirror", &Mirror { room, path: <api::Say as ServerFn>::PATH, title: title.clone(), messages });
    });
}
