use leptos::prelude::*;

use crate::Tone;

/// A state in a word or two.
#[component]
pub fn Badge(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=format!("badge badge-{}", tone.name())>{children()}</span> }
}
