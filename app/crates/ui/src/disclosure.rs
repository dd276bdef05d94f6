use leptos::prelude::*;

use crate::Text;

/// What few people need, one press away: further settings, a long explanation. It needs no script.
#[component]
pub fn Disclosure(
    #[prop(into)] label: Text,
    /// Whether it lies open at first, as when something in it is wrong.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>{label}</summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
