//! What is typed and not sent yet is not lost to a link or the way back: the page asks before it is left. Nor is it lost to
//! what comes anew.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::text::common;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement};

use crate::params::address;
use crate::text::t;

/// Whether a form of the page holds something of the kind. The frame around the pages has one.
#[derive(Clone, Copy)]
pub struct Unsaved(RwSignal<bool>);

impl Unsaved {
    pub fn provide() -> Unsaved {
        let unsaved = Unsaved(RwSignal::new(false));
        provide_context(unsaved);
        unsaved
    }

    /// The page's own, forgotten with the form that asks for it.
    pub fn of_form() -> Unsaved {
        let unsaved = use_context().unwrap_or_else(Unsaved::provide);
        on_cleanup(move || unsaved.set(false));
        unsaved
    }

    pub fn set(self, unsaved: bool) {
        // A form may outlive the frame by a moment when the whole page goes.
        let _ = self.0.try_set(unsaved);
    }

    /// Whether the page holds something of the kind: in a form that asks, or in any field that does not say what it was
    /// drawn with.
    pub fn holds(self, page: &Element) -> bool {
        self.0.get_untracked() || all::<Element>(page, "input, textarea, select").iter().any(is_typed)
    }

    /// Asks when a link is about to lead away, before the router hears of it. A download and a new tab leave the page as it
    /// is, and so does a link that has done something in its place by now.
    pub fn ask(self, event: &MouseEvent) {
        if !self.0.get_untracked() || event.default_prevented() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|it| it.closest("a[href]:not([download], [target], [href^='#'])").ok().flatten());
        if link.is_none() {
            return;
        }
        if !self.may_leave() {
            event.prevent_default();
            event.stop_propagation();
        }
    }

    fn may_leave(self) -> bool {
        let leaves = window().confirm_with_message(t(common::LEAVE)).unwrap_or(true);
        if leaves {
            self.set(false);
        }
        leaves
    }

    /// Asks when the way back or forth leads away: a browser has gone it by then, so who stays is put on the page anew. The
    /// frame's; `public/boot.js` tells it before the router hears of it.
    pub fn ask_on_the_way_back(self) {
        let (path, search) = (use_location().pathname, use_location().search);
        // Effects run in the browser only.
        Effect::new(move || {
            let asked = window_event_listener_untyped("lyceum:back", move |event| {
                let here = address(&path.get_untracked(), &search.get_untracked());
                if !self.0.get_untracked() || here == shown() || self.may_leave() {
                    return;
                }
                event.prevent_default();
                if let Ok(history) = window().history() {
                    let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
                }
            });
            on_cleanup(move || asked.remove());
        });
    }
}

/// The address that the browser shows.
fn shown() -> String {
    let (path, search) = (location().pathname().unwrap_or_default(), location().search().unwrap_or_default());
    format!("{path}{search}")
}

/// The forms forget what was typed in them once: their fields, which say what they were drawn with, follow that again.
pub fn forget_typing(page: &Element) {
    for form in all::<HtmlFormElement>(page, "form") {
        form.reset();
    }
}

fn is_typed(field: &Element) -> bool {
    if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "checkbox" | "radio" => input.checked() != input.default_checked(),
            _ => input.value() != input.default_value(),
        };
    }
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        return area.default_value().is_ok_and(|drawn| area.value() != drawn);
    }
    field.dyn_ref::<HtmlSelectElement>().is_some_and(is_chosen)
}

/// Whether another choice than the first one is made. Without a mark that is the first of the list.
fn is_chosen(list: &HtmlSelectElement) -> bool {
    let options = all::<HtmlOptionElement>(list, "option");
    let first = options.iter().rposition(|option| option.default_selected()).unwrap_or_default();
    !options.is_empty() && list.selected_index() != first as i32
}

fn all<T: JsCast>(within: &Element, selector: &str) -> Vec<T> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}
