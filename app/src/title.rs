//! The document's title.

use leptos::prelude::*;

/// Names the page in the browser's tab. leptos_meta writes what it is given into the head as it stands, so what people
/// have typed is made plain text here first.
#[component]
pub fn Title(#[prop(into)] text: String) -> impl IntoView {
    let text = crate::caller::for_head(&text);
    view! { <leptos_meta::Title text formatter=|text: String| format!("{text} · Lyceum")/> }
}
