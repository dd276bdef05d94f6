use leptos::prelude::*;

use crate::{Icon, MaybeText, Text};

/// In the place of a list without entries: what would stand here, and how to begin.
#[component]
pub fn EmptyState(
    #[prop(into)] icon: Text,
    #[prop(into)] title: Text,
    #[prop(optional, into)] text: MaybeText,
    /// Buttons that begin.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            {text.into_inner().map(|text| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
}
