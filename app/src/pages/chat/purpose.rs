//! What the field is for, said over it.

use model::markup::plain;
use model::text::chat as c;

use super::desk::Desk;
use super::writing::Writing;
use crate::prelude::*;

/// What is answered, or that other words are given to a message, with the way out of it.
#[component]
pub fn Purpose(desk: Desk) -> impl IntoView {
    move || {
        let (words, quote) = match desk.writing.get() {
            Writing::New => return None,
            Writing::Reply { author, quote, .. } if author.is_empty() => (t(c::REPLYING_AWAY).to_owned(), quote),
            Writing::Reply { author, quote, .. } => (tf(c::REPLYING, &[("author", &author)]), quote),
            Writing::Edit { .. } => (t(c::EDITING).to_owned(), String::new()),
        };
        let cancel = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            desk.writing.set(Writing::New);
        };
        Some(view! {
            <p class="purpose">
                <strong>{words}</strong>
                " "
                <span dir="auto">{plain(&quote)}</span>
                <a href=desk.address() on:click=cancel>{t(c::CANCEL)}</a>
            </p>
        })
    }
}
