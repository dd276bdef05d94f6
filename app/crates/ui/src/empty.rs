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

/// The shape of what is being loaded. Without a label it is silent for people who hear the page.
#[component]
pub fn Skeleton(#[prop(default = 5)] lines: usize, #[prop(optional, into)] label: MaybeText) -> impl IntoView {
    let silent = !label.is_some();
    view! {
        <div class="skeleton" role=(!silent).then_some("status") aria-hidden=silent.then_some("true")>
            {label.into_inner().map(|label| view! { <p class="visually-hidden">{label}</p> })}
            {(0..lines).map(|_| view! { <span></span> }).collect_view()}
        </div>
    }
}
