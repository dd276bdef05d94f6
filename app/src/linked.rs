//! Addresses inside what people write, as links.

use leptos::prelude::*;
use model::markup::{Inline, host, linked, names_itself};

/// A text that somebody wrote, with its addresses as links.
#[component]
pub fn Linked(text: String) -> impl IntoView {
    linked(&text)
        .into_iter()
        .map(|piece| match piece {
            Inline::Link(href) => view! { <Address href/> }.into_any(),
            Inline::Text(text) => text.into_any(),
            _ => ().into_any(),
        })
        .collect_view()
}

/// An address that somebody wrote. It is set apart, so that it turns no words around it.
#[component]
pub fn Address(href: String) -> impl IntoView {
    let text = href.clone();
    view! { <a href=href target="_blank" rel="noopener noreferrer nofollow ugc"><bdi>{text}</bdi></a> }
}

/// Words that somebody had lead to an address. Where they do not say where, that is said beside them.
#[component]
pub fn Named(words: String, href: String) -> impl IntoView {
    let led = (!names_itself(&words, &href)).then(|| host(&href).to_owned());
    let led = led.map(|led| view! { " " <small>"(" <bdi>{led}</bdi> ")"</small> });
    view! { <a href=href target="_blank" rel="noopener noreferrer nofollow ugc"><bdi>{words}</bdi>{led}</a> }
}
