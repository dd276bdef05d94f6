//! What is done with a message most: beside it as long as a mouse or the keys are at it, and drawn only then. Fingers have the
//! menu, and so has who has no script.

use leptos::ev::{FocusEvent, PointerEvent};
use leptos::html::Div;
use model::chat::MessageRow;
use model::text::chat as c;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::desk::Desk;
use super::message::{Answer, Sign};
use super::roving::{around, element, let_stops};
use crate::prelude::*;
use crate::screen::can_hover;

/// Whether a mouse or the keys are at a message.
#[derive(Clone, Copy)]
pub struct Near(RwSignal<bool>);

impl Near {
    pub fn new() -> Near {
        Near(RwSignal::new(false))
    }

    pub fn enter(self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" {
            self.set(true);
        }
    }

    /// The mouse goes; the keys may still be there.
    pub fn leave(self, event: &PointerEvent) {
        let is_held = element(event.target()).is_some_and(|it| it.matches(":focus-within") == Ok(true));
        if !is_held {
            self.set(false);
        }
    }

    pub fn come(self, event: &FocusEvent) {
        if let Some(message) = element(event.target()).and_then(|it| around(&it)).filter(|_| can_hover()) {
            self.set(true);
            let_stops(&message, true);
        }
    }

    /// The keys go elsewhere on the page; the mouse may still be there.
    pub fn go(self, event: &FocusEvent) {
        let to = event.related_target().and_then(|it| it.dyn_into::<Node>().ok());
        let message = element(event.target()).and_then(|it| around(&it));
        let Some((to, message)) = to.zip(message) else { return };
        if !message.contains(Some(&to)) && message.matches(":hover") != Ok(true) {
            self.set(false);
        }
    }

    /// A message that is drawn anew says once more that it is left.
    fn set(self, near: bool) {
        if self.0.try_get_untracked().is_some_and(|before| before != near) {
            self.0.set(near);
        }
    }
}

#[component]
pub fn Quick(desk: Desk, row: MessageRow, near: Near) -> impl IntoView {
    let drawn = move || near.0.try_get() == Some(true) && desk.standing.try_with(|it| it.may_write) == Some(true);
    move || drawn().then(|| view! { <AtHand desk row=row.clone()/> })
}

#[component]
fn AtHand(desk: Desk, row: MessageRow) -> impl IntoView {
    let id = row.message.id;
    let signs = desk.timeline.with_untracked(|it| it.own_signs());
    let group = NodeRef::<Div>::new();
    // What a mouse brings is no further stop of the Tab key.
    Effect::new(move || {
        if let Some(group) = group.get() {
            let is_held = around(&group).is_some_and(|it| it.matches(":focus-within") == Ok(true));
            let_stops(&group, is_held);
        }
    });
    // It comes and goes with the mouse: nobody needs to hear of it.
    view! {
        <div class="message-quick" role="group" aria-label=t(c::QUICK) aria-live="off" node_ref=group>
            {signs.into_iter().map(|emoji| view! { <Sign desk id emoji/> }).collect_view()}
            <Answer desk row title=t(c::REPLY)>
                <Icon name="reply"/>
                <span class="visually-hidden">{t(c::REPLY)}</span>
            </Answer>
        </div>
    }
}
