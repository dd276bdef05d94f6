//! Why there is no connection: a browser that is refused a websocket does not say.

use leptos::task::spawn_local;
use model::Error;
use model::chat::Places;
use wasm_bindgen::JsValue;
use web_sys::{ProgressEvent, XmlHttpRequest};

use super::{Wire, with};
use crate::pages::chat::api;
use crate::pages::chat::desk::Link;
use crate::prelude::*;
use crate::xhr::listen;

impl Wire {
    /// Asks whether the person may still be here, and whether they hold as many sockets as they may.
    pub(super) fn ask(&self) {
        let (itself, desk) = (self.itself.clone(), self.desk);
        let school = desk.school.get_value();
        spawn_local(async move {
            match api::older_messages(school, desk.room, 0).await {
                Ok(_) => with(&itself, |wire| drop(wire.count())),
                Err(Error::Unauthorized | Error::Forbidden | Error::Suspended | Error::NotFound) => {
                    with(&itself, |wire| wire.end(Link::Ended));
                }
                Err(_) => {}
            }
        });
    }

    fn count(&self) -> std::result::Result<(), JsValue> {
        let request = XmlHttpRequest::new()?;
        request.open("GET", "/live/places")?;
        request.set_request_header("Accept", "application/json")?;
        let (itself, answered) = (self.itself.clone(), request.clone());
        listen(&request, "load", move |_: ProgressEvent| {
            let text = answered.response_text().ok().flatten().unwrap_or_default();
            let taken = serde_json::from_str::<Places>(&text).is_ok_and(Places::are_taken);
            with(&itself, |wire| wire.counted(taken));
        })?;
        request.send()
    }

    fn counted(&self, taken: bool) {
        let link = self.desk.link;
        match (taken, link.get_untracked()) {
            (true, Link::Lost) => link.set(Link::Crowded),
            (false, Link::Crowded) => link.set(Link::Lost),
            _ => {}
        }
    }
}
