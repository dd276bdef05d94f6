use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Node;

use crate::{Icon, MaybeText, Text};

/// A list of things to do, behind a button. Its children are `<li>` with a link or a button each; a `<li>` with an
/// `<hr>` parts them. It opens without a script; with one, Escape and a click elsewhere close it.
#[component]
pub fn Menu(
    /// The words on the button; with `icon` they are read out only.
    #[prop(into)]
    label: Text,
    #[prop(optional, into)] icon: MaybeText,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    Effect::new(move |_| {
        let outside = window_event_listener(ev::pointerdown, move |event| {
            let inside = details.get_untracked().is_some_and(|details| {
                let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                details.contains(target.as_ref())
            });
            if !inside {
                close();
            }
        });
        on_cleanup(move || outside.remove());
    });
    let summary = match icon.into_inner() {
        Some(name) => view! { <Icon name/> <span class="visually-hidden">{label}</span> }.into_any(),
        None => view! { <span>{label}</span> <Icon name="chevron-down"/> }.into_any(),
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    view! {
        <details class="menu" node_ref=details on:keydown=on_key>
            <summary class="button button-quiet">{summary}</summary>
            <ul class="menu-list" on:click=move |_| close()>{children()}</ul>
        </details>
    }
}
