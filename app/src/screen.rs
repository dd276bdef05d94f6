//! What the device in front of a person is like, and bringing something on the page before their eyes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Whether the page lives in a browser whose person has keys to press: a mouse or a touchpad comes with a keyboard, a
/// finger does not. False on the server and without script, so that nothing is promised that would not happen.
pub fn has_keyboard() -> ReadSignal<bool> {
    let (keyboard, set_keyboard) = signal(false);
    Effect::new(move || set_keyboard.set(matches("(hover: hover) and (pointer: fine)")));
    keyboard
}

/// Scrolls to a part of the page and gives the focus to what says why.
pub fn reveal(part: &Element, focus: &HtmlElement) {
    let calm = matches("(prefers-reduced-motion: reduce)");
    let scroll = ScrollIntoViewOptions::new();
    scroll.set_behavior(if calm { ScrollBehavior::Auto } else { ScrollBehavior::Smooth });
    scroll.set_block(ScrollLogicalPosition::Start);
    part.scroll_into_view_with_scroll_into_view_options(&scroll);
    focus_in_place(focus);
}

/// Gives the focus to something without scrolling to it.
pub fn focus_in_place(to: &HtmlElement) {
    let stay = FocusOptions::new();
    stay.set_prevent_scroll(true);
    let _ = to.focus_with_options(&stay);
}

/// Gives the focus to the first wrong field of the form that a part of the page stands in. False if there is none.
pub fn lead_to_first_wrong(part: &Element) -> bool {
    const WRONG: &str = ":is(input, select, textarea)[aria-invalid=true], \
        .field:has(> .error) :is(input:not([type=hidden]), select, textarea)";
    let form = part.closest("form").ok().flatten();
    let field = form.and_then(|form| form.query_selector(WRONG).ok().flatten()).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}

fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}
