//! The talk under the keys: one stop of the Tab key, and beside it what can be done with the one message that they are at. The
//! arrows go from message to message, Escape goes to the pen. Without a script every link is a stop, as in any list.

use leptos::ev::{FocusEvent, KeyboardEvent};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement, Node};

use super::desk::Desk;
use crate::prelude::*;
use crate::screen::focus_in_place;

/// Messages that have arrived; what is on its way waits for its person, and is reached by Tab.
const SAID: &str = ".message[id]";
/// What the Tab key stops at. What a menu holds is not there before it is open.
const STOPS: &str = ":is(a[href], button, summary, audio, video):not(.menu-list *)";
/// What was gone to in a menu that has closed since.
const FOLDED: &str = "details:not([open]) > :not(summary)";
/// Where the keys have another meaning.
const OTHERS: &str = ".menu-list, audio, video, input, textarea, select";

#[derive(Clone, Copy)]
pub struct Roving {
    desk: Desk,
    /// The id of the message that the keys are at.
    at: StoredValue<String>,
    /// Whether the focus is in the talk.
    holds: StoredValue<bool>,
}

impl Roving {
    pub fn new(desk: Desk) -> Roving {
        Roving { desk, at: StoredValue::new(String::new()), holds: StoredValue::new(false) }
    }

    /// Lines have been drawn, or something has closed.
    pub fn settle(self) {
        request_animation_frame(move || {
            let Some((list, at)) = self.list().zip(self.at.try_get_value()) else { return };
            for message in all(&list, SAID) {
                let_stop(&message, message.id() == at);
            }
            self.stay(&list, &at);
        });
    }

    /// Who was in the talk, and whose place went with what was drawn anew, is where they were.
    fn stay(self, list: &Element, at: &str) {
        let is_folded = |it: &Element| list.contains(Some(it)) && it.closest(FOLDED).ok().flatten().is_some();
        let is_lost = document().active_element().is_none_or(|it| it.tag_name() == "BODY" || is_folded(&it));
        if !is_lost || self.holds.try_get_value() != Some(true) {
            return;
        }
        let message = all(list, SAID).into_iter().find(|it| it.id() == at);
        if let Ok(to) = message.unwrap_or_else(|| list.clone()).dyn_into::<HtmlElement>() {
            focus_in_place(&to);
        }
    }

    /// The focus comes to something in the talk.
    pub fn come(self, event: &FocusEvent) {
        self.holds.set_value(true);
        let Some((list, message)) = self.list().zip(element(event.target()).and_then(|it| around(&it))) else { return };
        let (before, now) = (self.at.get_value(), message.id());
        if before == now {
            return;
        }
        if let Some(before) = all(&list, SAID).into_iter().find(|it| it.id() == before) {
            let_stop(&before, false);
        }
        let_stop(&message, true);
        self.at.set_value(now);
    }

    /// It goes elsewhere.
    pub fn go(self, event: &FocusEvent) {
        if let Some(to) = event.related_target().and_then(|it| it.dyn_into::<Node>().ok()) {
            return self.holds.set_value(self.list().is_some_and(|list| list.contains(Some(&to))));
        }
        // Some browsers say the same of what is taken from the page: nobody has left it, then.
        let Some(left) = element(event.target()) else { return };
        request_animation_frame(move || {
            if left.is_connected() {
                let _ = self.holds.try_update_value(|holds| *holds = false);
            }
        });
    }

    pub fn key(self, event: &KeyboardEvent) {
        let held = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        let Some((list, target)) = self.list().zip(element(event.target())) else { return };
        let is_other = target.closest(OTHERS).ok().flatten().is_some();
        if held || is_other || event.default_prevented() {
            return;
        }
        match event.key().as_str() {
            "ArrowUp" => self.step(&list, &target, false),
            "ArrowDown" => self.step(&list, &target, true),
            // Beside its room it closes the thread.
            "Escape" if !self.desk.is_beside() && self.desk.to_pen() => {}
            _ => return,
        }
        event.prevent_default();
    }

    /// To the next message, or the one before; from the talk as a whole to the last one in sight.
    fn step(self, list: &Element, target: &Element, down: bool) {
        let said = all(list, SAID);
        let here = around(target).and_then(|here| said.iter().position(|it| it.id() == here.id()));
        let to = match here {
            None => last_in_sight(list, &said),
            Some(0) if !down => return self.desk.load_older(),
            Some(place) => Some(if down { place + 1 } else { place - 1 }),
        };
        match to.map(|place| said.get(place)) {
            Some(Some(message)) => go_to(message),
            Some(None) if self.desk.timeline.with_untracked(|it| it.newer()) => self.desk.load_newer(),
            // Below the last one is the pen.
            Some(None) => {
                self.desk.to_pen();
            }
            None => {}
        }
    }

    fn list(self) -> Option<Element> {
        self.desk.scroll.list.try_get_untracked().flatten().map(Element::from)
    }
}

/// The focus, with what is said there: a message has no name of its own, which would be all of it once more.
fn go_to(message: &Element) {
    let part = |class: &str| message.query_selector(class).ok().flatten().and_then(|it| it.text_content());
    let words: Vec<String> = [".message-head", ".message-body"].into_iter().filter_map(part).collect();
    let _ = message.set_attribute("aria-label", &words.join(". "));
    if let Some(message) = message.dyn_ref::<HtmlElement>() {
        let _ = message.focus();
    }
}

/// Whether the Tab key stops at what can be done with a message. The arrows may always come to it.
fn let_stop(message: &Element, stops: bool) {
    let _ = message.set_attribute("tabindex", "-1");
    let_stops(message, stops);
}

pub fn let_stops(within: &Element, stops: bool) {
    for part in all(within, STOPS) {
        let _ = if stops { part.remove_attribute("tabindex") } else { part.set_attribute("tabindex", "-1") };
    }
}

fn last_in_sight(list: &Element, said: &[Element]) -> Option<usize> {
    let end = list.get_bounding_client_rect().bottom();
    said.iter().rposition(|message| message.get_bounding_client_rect().top() < end)
}

/// The message that something is part of.
pub fn around(part: &Element) -> Option<Element> {
    part.closest(SAID).ok().flatten()
}

pub fn element(target: Option<EventTarget>) -> Option<Element> {
    target.and_then(|it| it.dyn_into::<Element>().ok())
}

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}
