//! What is opened beside the talk and lies over it: what is pinned, and what those who moderate find. It needs no script; with
//! one, Escape, a press elsewhere and leaving it close it.

use leptos::html;

use crate::prelude::*;

#[component]
pub fn Flap(
    /// The words of its button.
    #[prop(into)]
    label: Text,
    icon: &'static str,
    /// Whether it lies open at first, as when something in it is wrong.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let hand = use_menu(details);
    view! {
        <details
            class="flap"
            node_ref=details
            open=open
            on:keydown=move |event| hand.key(&event)
            on:focusout=move |event| hand.leave(&event)
        >
            <summary class="button button-quiet"><Icon name=icon/><span>{label}</span></summary>
            <div class="flap-body">{children()}</div>
        </details>
    }
}
