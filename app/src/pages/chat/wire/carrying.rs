//! Messages with files, which a socket does not carry: one request each, which tells how far it is. That it is stored the
//! answer says; the message itself comes by the socket, in its order, as every other one.

use std::time::Duration;

use model::chat::{MessageForm, Refusal};
use model::ids::MessageId;
use model::{Error, Problem, limits};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use web_sys::{EventTarget, FormData, ProgressEvent, XmlHttpRequest};

use super::{Wire, with};
use crate::pages::chat::picking::Picked;
use crate::prelude::*;
use crate::xhr::{answer, listen};

/// Before what did not arrive is carried once more.
const REST: Duration = Duration::from_secs(10);

impl Wire {
    pub(super) fn carry(&self, id: MessageId, form: &MessageForm, files: &[Picked]) {
        if self.post(id, form, files).is_err() {
            self.carried_to(id, Err(Error::Unavailable));
        }
    }

    fn post(&self, id: MessageId, form: &MessageForm, files: &[Picked]) -> std::result::Result<(), JsValue> {
        let data = FormData::new()?;
        data.append_with_str("id", &id.to_string())?;
        data.append_with_str("form[body]", &form.body)?;
        if let Some(reply) = form.reply {
            data.append_with_str("form[reply]", &reply.to_string())?;
        }
        for picked in files {
            data.append_with_str("alt", &picked.alt)?;
            data.append_with_blob_and_filename("files", &picked.file, &picked.file.name())?;
        }
        let desk = self.desk;
        let request = XmlHttpRequest::new()?;
        request.open("POST", &format!("{}/messages", desk.address()))?;
        request.set_request_header("Accept", "application/json")?;
        let upload: EventTarget = request.upload()?.into();
        listen(&upload, "progress", move |event: ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                let percent = (event.loaded() * 100.0 / event.total()).clamp(0.0, 100.0);
                let _ = desk.sent.try_set(Some((id, percent as u32)));
            }
        })?;
        let (itself, answered) = (self.itself.clone(), request.clone());
        listen(&request, "load", move |_: ProgressEvent| {
            let too_large = Error::field("files", Problem::FileTooLarge(limits::PICTURE_BYTES as u64));
            let outcome = if answered.status() == Ok(200) { Ok(number(&answered)) } else { Err(answer(&answered, too_large)) };
            with(&itself, |wire| wire.carried_to(id, outcome));
        })?;
        for lost in ["error", "timeout"] {
            let itself = self.itself.clone();
            listen(&request, lost, move |_: ProgressEvent| {
                with(&itself, |wire| wire.carried_to(id, Err(Error::Unavailable)));
            })?;
        }
        request.send_with_opt_form_data(Some(&data))?;
        desk.sent.set(Some((id, 0)));
        self.carried.replace(Some((id, request)));
        Ok(())
    }

    /// The request has ended, with the number of the message where it is stored.
    fn carried_to(&self, id: MessageId, outcome: Result<i64>) {
        let desk = self.desk;
        self.carried.take();
        desk.sent.set(None);
        let error = match outcome {
            Ok(seq) => {
                desk.let_go(id);
                desk.timeline.update(|timeline| {
                    // Who reads further up is given nothing of what is said now, and nobody what they have: an earlier page
                    // may have sent it, and never heard so.
                    let comes = !timeline.newer() && seq > timeline.last();
                    if comes { timeline.outbox.stored(id) } else { timeline.outbox.arrived(id) }
                });
                return self.flush();
            }
            Err(error) => error,
        };
        let refusal = Refusal::from(&error);
        desk.timeline.update(|timeline| {
            if let Some(field) = error.field_problem("files") {
                timeline.outbox.explain(id, crate::text::field_problem(field));
            }
            timeline.outbox.refused(id, refusal);
        });
        match &error {
            Error::TooMany(seconds) => {
                self.after(Duration::from_secs(u64::from(*seconds).max(1)), Wire::flush);
            }
            _ if refusal.passes() => {
                self.after(REST, Wire::flush);
            }
            _ => self.flush(),
        }
    }

    /// Breaks off what carries the files of a message.
    pub fn drop_off(&self, id: MessageId) {
        if self.carried.borrow().as_ref().is_some_and(|(of, _)| *of == id)
            && let Some((_, request)) = self.carried.take()
        {
            // What was broken off too late is stored, and comes back as said.
            let _ = request.abort();
        }
    }
}

#[derive(Deserialize)]
struct Stored {
    seq: i64,
}

/// The number of a message that is stored; one that is not understood is taken for one to come.
fn number(answered: &XmlHttpRequest) -> i64 {
    let text = answered.response_text().ok().flatten().unwrap_or_default();
    serde_json::from_str::<Stored>(&text).map_or(i64::MAX, |stored| stored.seq)
}
