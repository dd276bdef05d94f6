//! Pointing at a message: its address, the way to it, and what is said of what was done with it.

use std::time::Duration;

use leptos::task::spawn_local;
use model::text::chat as c;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

use super::Desk;
use crate::pages::chat::api;
use crate::prelude::*;
use crate::screen::focus_in_place;

/// How long it is said what has been done.
const TOLD: Duration = Duration::from_secs(6);

impl Desk {
    /// The address of a message.
    pub fn address_of(self, seq: i64) -> String {
        format!("{}?at={seq}#m{seq}", self.address())
    }

    /// Leads to a message that is here, and has the address of the page say so. Nothing is loaded anew.
    pub fn show(self, seq: i64) {
        self.scroll.to(&format!("#m{seq}"));
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&self.address_of(seq)));
        }
    }

    /// Gives the pen the focus; false where there is none.
    pub fn to_pen(self) -> bool {
        let pen = document().get_element_by_id(self.pen()).and_then(|it| it.dyn_into::<HtmlElement>().ok());
        pen.is_some_and(|pen| pen.focus().is_ok())
    }

    /// Gives it to the talk, where what has it goes.
    pub fn to_talk(self) {
        if let Some(list) = self.scroll.list.get_untracked() {
            focus_in_place(&list);
        }
    }

    /// Puts the address of a message where it is pasted from.
    pub fn copy_link(self, seq: i64) {
        let origin = location().origin().unwrap_or_default();
        copy_text(&format!("{origin}{}", self.address_of(seq)), move |copied| {
            self.tell(if copied { c::LINK_COPIED } else { c::LINK_NOT_COPIED });
        });
    }

    /// Lets what was said from a message on be new to the person again. Until they come back nothing here is told as read.
    pub fn mark_unread(self, seq: i64) {
        self.wire(|wire| wire.put_aside(true));
        let school = self.school.get_value();
        spawn_local(async move {
            let done = api::mark_room_unread(school, self.room, seq, false).await;
            if self.timeline.is_disposed() {
                return;
            }
            if done.is_ok() {
                self.timeline.update(|timeline| timeline.put_aside(seq));
                self.tell(c::MARKED_UNREAD);
            } else {
                self.wire(|wire| wire.put_aside(false));
            }
            self.refused.set(done.err());
        });
    }

    /// Says what has been done.
    pub fn tell(self, words: Key) {
        let _ = self.told.try_set(Some(words));
    }

    /// What has been done is said for a while; what is said after it, for as long again.
    pub fn fall_silent(self) {
        Effect::new(move || {
            if self.told.get().is_some()
                && let Ok(timer) = set_timeout_with_handle(move || self.told.set(None), TOLD)
            {
                on_cleanup(move || timer.clear());
            }
        });
    }
}
