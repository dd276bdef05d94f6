use leptos::prelude::*;

use crate::{MaybeText, Text};

/// A sheet with what belongs together.
#[component]
pub fn Card(#[prop(optional, into)] title: MaybeText, children: Children) -> impl IntoView {
    view! {
        <article class="card">
            {title.into_inner().map(|title| view! { <h3>{title}</h3> })}
            {children()}
        </article>
    }
}

/// A card that leads somewhere: all of it can be tapped, its title alone is the link that is read out.
#[component]
pub fn CardLink(
    #[prop(into)] href: Text,
    #[prop(into)] title: Text,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <article class="card card-link">
            <h3><a href=href>{title}</a></h3>
            {children.map(|children| children())}
        </article>
    }
}
