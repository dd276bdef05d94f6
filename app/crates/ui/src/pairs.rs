use leptos::prelude::*;

use crate::Text;

/// Facts about one thing: a term and what it is here.
#[component]
pub fn Pairs(children: Children) -> impl IntoView {
    view! { <dl class="pairs">{children()}</dl> }
}

/// One fact. Stands in [`Pairs`].
#[component]
pub fn Pair(#[prop(into)] term: Text, children: Children) -> impl IntoView {
    view! {
        <dt>{term}</dt>
        <dd>{children()}</dd>
    }
}
