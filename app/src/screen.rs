//! What the device in front of a person is like, and bringing something on the page before their eyes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, EventInit, EventTarget, FocusOptions, HtmlElement, HtmlInputElement, ScrollBehavior, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// Whether the page lives in a browser whose person has keys to press: a mouse or a touchpad comes with a keyboard, a
/// finger does not. False on the server and without script, so that nothing is promised that would not happen.
pub fn has_keyboard() -> ReadSignal<bool> {
    let (keyboard, set_keyboard) = signal(false);
    Effect::new(move || set_keyboard.set(matches("(hover: hover) and (pointer: fine)")));
    keyboard
}

/// Whether what is pointed with can be over something without pressing it, as a mouse can.
pub fn can_hover() -> bool {
    matches("(hover: hover)")
}

/// Whether two parts of a page have room beside each other (style/pages/_chat_threads.scss).
pub fn is_wide() -> bool {
    matches("(min-width: 64rem)")
}

/// Whether the page runs from right to left.
pub fn right_to_left() -> bool {
    document().document_element().and_then(|root| root.get_attribute("dir")).is_some_and(|dir| dir == "rtl")
}

/// Whether what is open and the list it is one of stand beside each other (style/pages/_rooms.scss); follows the window.
/// False on the server and without script.
pub fn has_room_beside() -> ReadSignal<bool> {
    let (room, set_room) = signal(false);
    Effect::new(move || {
        let look = move || {
            let now = matches("(min-width: 75rem)");
            if room.try_get_untracked().is_some_and(|room| room != now) {
                set_room.set(now);
            }
        };
        look();
        let resized = window_event_listener_untyped("resize", move |_| look());
        on_cleanup(move || resized.remove());
    });
    room
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

/// Says that a field holds something else now, as a key does: who keeps what is typed hears of it.
pub fn tell(field: &EventTarget, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict(name, &init) {
        let _ = field.dispatch_event(&event);
    }
}

/// Ticks a box, by its id.
pub fn tick(id: &str) {
    if let Some(input) = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        input.set_checked(true);
    }
}

/// Gives the focus to the first wrong field of the form that a part of the page stands in. False if there is none.
pub fn lead_to_first_wrong(part: &Element) -> bool {
    const MARKED: &str = ":is(input, select, textarea)[aria-invalid=true]";
    const WRONG: &str = ":is(input, select, textarea)[aria-invalid=true], \
        .field:has(> .error) :is(input:not([type=hidden]), select, textarea)";
    let Some(form) = part.closest("form").ok().flatten() else { return false };
    // A browser that does not know `:has` takes nothing of the list it stands in.
    let field = form.query_selector(WRONG).or_else(|_| form.query_selector(MARKED)).ok().flatten();
    field.and_then(|it| it.dyn_into::<HtmlElement>().ok()).is_some_and(|field| field.focus().is_ok())
}

/// Whether somebody has taken the focus to something already: on a slow line a field may be half written before the client
/// is there. What has it by the address, as a page or a part of it, was not gone to by hand.
pub fn is_typing() -> bool {
    let by_hand = |it: Element| it.tag_name() != "BODY" && it.get_attribute("tabindex").as_deref() != Some("-1");
    document().active_element().is_some_and(by_hand)
}

fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}
