//! What is typed and not sent yet is not lost to a link: the page asks before it is left.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use model::text::common;
use wasm_bindgen::JsCast;
use web_sys::Element;

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

    /// Asks when a link is about to lead away. A download and a new tab leave the page as it is.
    pub fn ask(self, event: &MouseEvent) {
        if !self.0.get_untracked() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|it| it.closest("a[href]:not([download], [target], [href^='#'])").ok().flatten());
        if link.is_none() {
            return;
        }
        if window().confirm_with_message(t(common::LEAVE)).unwrap_or(true) {
            self.set(false);
        } else {
            event.prevent_default();
            event.stop_propagation();
        }
    }
}
