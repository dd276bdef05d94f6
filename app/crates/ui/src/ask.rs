use leptos::prelude::*;

use crate::{MaybeText, Text};

/// A button that asks before it acts: it opens what the act means and the form that does it. It needs no script, and
/// what it asks stands where it was pressed.
#[component]
pub fn Ask(
    /// The words of the button.
    #[prop(into)]
    label: Text,
    /// The name of the button for people who hear the page, where several stand in a list.
    #[prop(optional, into)]
    spoken: MaybeText,
    /// What the act means.
    #[prop(into)]
    question: Text,
    #[prop(optional, into)] id: MaybeText,
    /// For rows of tables and lists.
    #[prop(optional)]
    small: bool,
    /// What it does is done again as easily: nothing warns of it.
    #[prop(optional)]
    plain: bool,
    /// Whether it lies open at first, as when something in it is wrong.
    #[prop(optional)]
    open: bool,
    /// The form that does it.
    children: Children,
) -> impl IntoView {
    view! {
        <details class=if plain { "ask ask-plain" } else { "ask" } id=id.into_inner() open=open>
            <summary class="button button-quiet" class:button-small=small aria-label=spoken.into_inner()>{label}</summary>
            <div class="ask-question">
                <p>{question}</p>
                {children()}
            </div>
        </details>
    }
}
