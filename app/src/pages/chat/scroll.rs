//! The list's place on the screen: at the bottom it stays there, and older messages above do not move what is read.

use leptos::__reexports::send_wrapper::SendWrapper;
use leptos::html::Div;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

use crate::prelude::*;

/// Pixels from the end that still count as the end, and from the top at which older messages are loaded.
const NEAR_END: i32 = 80;
const NEAR_TOP: i32 = 120;

#[derive(Clone, Copy)]
pub struct Scroll {
    pub list: NodeRef<Div>,
    pub at_end: RwSignal<bool>,
    /// Something came while the person was reading further up.
    pub missed: RwSignal<bool>,
    /// The first message in sight and how far below the top of the view it begins, to be kept through what comes and goes above.
    held: StoredValue<Option<(String, f64)>>,
    /// Whether the page begins at the mark of what is new, or around what was asked for, and not at its end.
    begins_above: StoredValue<bool>,
}

impl Scroll {
    pub fn new(at_end: bool) -> Scroll {
        Scroll {
            list: NodeRef::new(),
            at_end: RwSignal::new(at_end),
            missed: RwSignal::new(false),
            held: StoredValue::new(None),
            begins_above: StoredValue::new(!at_end),
        }
    }

    /// The person moved the list. Answers whether the oldest message here is near.
    pub fn moved(self) -> bool {
        let Some(list) = self.list.get_untracked() else { return false };
        let at_end = list.scroll_height() - list.scroll_top() - list.client_height() < NEAR_END;
        if at_end != self.at_end.get_untracked() {
            self.at_end.set(at_end);
        }
        if at_end {
            self.missed.set(false);
        }
        list.scroll_top() < NEAR_TOP && list.scroll_height() > list.client_height()
    }

    /// Whether the end of what is here is near.
    pub fn near_end(self) -> bool {
        let Some(list) = self.list.get_untracked() else { return false };
        list.scroll_height() - list.scroll_top() - list.client_height() < NEAR_TOP
    }

    /// What is on the screen stays where it is, though something comes below it.
    pub fn stay(self) {
        self.at_end.set(false);
    }

    /// Leads to something in the list: the mark of what is new, or a message.
    pub fn to(self, selector: &str) {
        let Some(list) = self.list.get_untracked() else { return };
        if let Ok(Some(part)) = list.query_selector(selector) {
            self.at_end.set(false);
            let part_top = part.get_bounding_client_rect().top() - list.get_bounding_client_rect().top();
            list.set_scroll_top(list.scroll_top() + part_top as i32 - list.client_height() / 4);
        }
    }

    /// From now on the list shows its end.
    pub fn go_down(self) {
        self.at_end.set(true);
        self.missed.set(false);
        self.settle();
    }

    /// Whether the person reads in the lower half of what is here.
    pub fn is_low(self) -> bool {
        let Some(list) = self.list.get_untracked() else { return true };
        2 * list.scroll_top() + list.client_height() > list.scroll_height()
    }

    /// Keeps what is on the screen where it is through the next change.
    pub fn hold(self) {
        if let Some(list) = self.list.get_untracked() {
            self.held.set_value(first_in_sight(&list));
        }
    }

    /// Stays where it is when the list becomes higher or lower: a window is resized, a phone's keyboard comes up, the
    /// field grows with what is written.
    pub fn follow(self) {
        Effect::new(move || {
            let Some(list) = self.list.get() else { return };
            let resized = Closure::<dyn FnMut()>::new(move || self.settle());
            let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
            observer.observe(&list);
            let watch = SendWrapper::new((observer, resized));
            on_cleanup(move || watch.0.disconnect());
        });
    }

    /// Puts the list in its place when the lines have been drawn.
    pub fn settle(self) {
        request_animation_frame(move || {
            if self.at_end.is_disposed() {
                return;
            }
            let Some(list) = self.list.get_untracked() else { return };
            if self.begins_above.try_update_value(std::mem::take).unwrap_or_default() {
                // What was asked for by the address, else what is new.
                let hash = location().hash().unwrap_or_default();
                let asked =
                    hash.strip_prefix('#').filter(|it| it.starts_with('m') && it[1..].bytes().all(|it| it.is_ascii_digit()));
                let asked = asked.filter(|it| it.len() > 1).map(|it| format!("#{it}"));
                self.to(&asked.unwrap_or_else(|| ".unread-mark".to_owned()));
                // Where all of it is in sight, this is the end, too.
                self.moved();
            } else if let Some((id, before)) = self.held.try_update_value(Option::take).flatten() {
                if let Ok(Some(part)) = list.query_selector(&format!("#{id}")) {
                    let moved = below_the_top(&list, &part) - before;
                    list.set_scroll_top(list.scroll_top() + moved.round() as i32);
                }
            } else if self.at_end.get_untracked() {
                list.set_scroll_top(list.scroll_height());
            }
        });
    }
}

/// How far below the top of the view a part of the list begins.
fn below_the_top(list: &Element, part: &Element) -> f64 {
    part.get_bounding_client_rect().top() - list.get_bounding_client_rect().top()
}

/// The id of the first message of which something is to be seen, and where it begins. Where one is drawn anew, as it stands under
/// the name of another now, it is found again by that.
fn first_in_sight(list: &Element) -> Option<(String, f64)> {
    let messages = list.query_selector_all(".message[id]").ok()?;
    (0..messages.length()).filter_map(|at| messages.get(at)?.dyn_into::<Element>().ok()).find_map(|message| {
        let below = below_the_top(list, &message);
        (below + message.get_bounding_client_rect().height() > 0.0).then(|| (message.id(), below))
    })
}
