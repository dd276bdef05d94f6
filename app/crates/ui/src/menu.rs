use leptos::ev;
use leptos::html::{Details, Div};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event, HtmlDetailsElement, HtmlElement, Node};

use crate::lifted::{lay_back, lift};
use crate::listbox::{into_sight, is_for_text, moved};
use crate::{Icon, MaybeText, Text};

/// What the keys go through: not the buttons of a question that is not open.
const ENTRIES: &str = ":scope ul a, :scope ul summary, :scope ul button:not(ul details:not([open]) *)";

/// A list of things to do, behind a button. Its children are `<li>` with a link, a button or an [`Ask`](crate::Ask) each; a
/// `<li>` with an `<hr>` parts them. It opens without a script; with one, the arrows go through it, and Escape, a click
/// elsewhere and leaving it close it.
#[component]
pub fn Menu(
    /// The words on the button; with `icon` they are read out only.
    #[prop(into)]
    label: Text,
    #[prop(optional, into)] icon: MaybeText,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let hand = use_menu(details);
    let summary = match icon.into_inner() {
        Some(name) => view! { <Icon name/> <span class="visually-hidden">{label}</span> }.into_any(),
        None => view! { <span>{label}</span> <Icon name="chevron-down"/> }.into_any(),
    };
    view! {
        <details
            class="menu"
            node_ref=details
            on:keydown=move |event| hand.key(&event)
            on:focusout=move |event| hand.leave(&event)
            on:toggle:capture=move |event| hand.show(&event)
        >
            <summary class="button button-quiet">{summary}</summary>
            <ul class="menu-list" on:click=move |event| hand.press(&event)>{children()}</ul>
        </details>
    }
}

/// What opens and closes as a [`Menu`] does, whatever it looks like: a `<details>` with a `<ul>` of links or buttons.
#[derive(Clone, Copy, Debug)]
pub struct MenuHand {
    details: NodeRef<Details>,
    /// Around it and what it opens, where that stands beside it.
    around: Option<NodeRef<Div>>,
}

/// Closes the `<details>` when something beside it is pressed; its keys and the way out are given to the hand.
pub fn use_menu(details: NodeRef<Details>) -> MenuHand {
    MenuHand { details, around: None }.closing()
}

/// The same where what it opens stands beside the `<details>` and not in it: around both.
pub fn use_menu_around(details: NodeRef<Details>, around: NodeRef<Div>) -> MenuHand {
    MenuHand { details, around: Some(around) }.closing()
}

impl MenuHand {
    /// A press beside it closes.
    fn closing(self) -> MenuHand {
        Effect::new(move || {
            let outside = window_event_listener(ev::pointerdown, move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                if !self.holds(target.as_ref()) {
                    self.close();
                }
            });
            on_cleanup(move || outside.remove());
        });
        self
    }

    pub fn close(self) {
        if let Some(details) = self.details.get_untracked() {
            details.set_open(false);
        }
    }

    /// An entry that is pressed closes, but for one that asks first: what it asks, and what is wrong with the answer, is read
    /// in the menu. Where the page does it itself and sends no form, that is said elsewhere.
    pub fn press(self, event: &ev::MouseEvent) {
        let entry = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let asks = entry.and_then(|entry| entry.closest("details.ask").ok().flatten()).is_some();
        if !asks || event.default_prevented() {
            self.close();
        }
    }

    /// The arrows go through the entries, Escape closes.
    pub fn key(self, event: &ev::KeyboardEvent) {
        let Some(details) = self.details.get_untracked().filter(|_| !is_for_text(event)) else { return };
        if event.key() == "Escape" && details.open() {
            // A dialog around it stays open.
            event.prevent_default();
            event.stop_propagation();
            self.close();
            // Who closes it stands where they opened it.
            focus(details.first_element_child());
        } else if move_focus(&details, &event.key()) {
            event.prevent_default();
        }
    }

    pub fn leave(self, event: &ev::FocusEvent) {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        // A press on something that takes no focus goes nowhere, or to what the menu stands in, and is no leaving.
        let Some(to) = to else { return };
        let around = self.details.get_untracked().is_some_and(|details| to.contains(Some(&details)));
        if !around && !self.holds(Some(&to)) {
            self.close();
        }
    }

    /// Whatever opens in it comes into sight: the list, and what an entry asks.
    fn show(self, event: &Event) {
        let Some(details) = self.details.get_untracked() else { return };
        let list = details.query_selector(":scope > ul").ok().flatten();
        if !details.open() {
            if let Some(list) = list {
                lay_back(&list);
            }
            return;
        }
        if let Some((button, list)) = details.first_element_child().zip(list.as_ref()) {
            lift(&button, list);
        }
        let opened = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        for part in [list, opened].into_iter().flatten() {
            into_sight(&part);
        }
    }

    fn holds(self, node: Option<&Node>) -> bool {
        let around = self.around.and_then(|around| around.get_untracked());
        around.is_some_and(|around| around.contains(node))
            || self.details.get_untracked().is_some_and(|details| details.contains(node))
    }
}

/// Whether the key was one that goes through the entries. In a field inside the menu the keys are the field's.
fn move_focus(details: &HtmlDetailsElement, key: &str) -> bool {
    let Ok(entries) = details.query_selector_all(ENTRIES) else { return false };
    let focused = document().active_element();
    let now = (0..entries.length()).find(|at| entries.get(*at).is_some_and(|entry| focused.as_deref() == Some(&entry)));
    let on_summary = focused.is_some() && focused == details.first_element_child();
    if now.is_none() && !(on_summary && details.open()) {
        return false;
    }
    let Some(to) = moved(key, now.map(|at| at as usize), entries.length() as usize) else { return false };
    focus(entries.get(to as u32));
    true
}

fn focus(target: Option<impl JsCast>) {
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // Refused only for an element that cannot have it.
        let _ = target.focus();
    }
}
