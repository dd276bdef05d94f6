use leptos::prelude::*;

use crate::{Icon, MaybeText, Tone};

/// Something to know before going on. It stays where it is.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: MaybeText,
    /// For a notice that appears while people are on the page: read out when it comes.
    #[prop(optional)]
    live: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice-{}", tone.name()) role=live.then_some("status")>
            <Icon name=tone.icon()/>
            <div>
                {title.into_inner().map(|title| view! { <p class="notice-title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}
