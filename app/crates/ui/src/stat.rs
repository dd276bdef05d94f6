use leptos::prelude::*;

use crate::{MaybeText, Text, Tone};

/// A row of figures.
#[component]
pub fn Stats(children: Children) -> impl IntoView {
    view! { <dl class="stats">{children()}</dl> }
}

/// A figure and what it counts. Stands in [`Stats`].
#[component]
pub fn Stat(
    #[prop(into)] label: Text,
    #[prop(into)] value: Signal<String>,
    #[prop(optional)] tone: Tone,
    /// Where the things counted are listed.
    #[prop(optional, into)]
    href: MaybeText,
    /// It has just become another one: it stands out.
    #[prop(optional, into)]
    moved: Signal<bool>,
) -> impl IntoView {
    view! {
        <div class=format!("stat stat-{}", tone.name()) class:stat-moved=move || moved.get()>
            <dt>
                {match href.into_inner() {
                    Some(href) => view! { <a href=href>{label}</a> }.into_any(),
                    None => label.into_any(),
                }}
            </dt>
            <dd>{move || value.get()}</dd>
        </div>
    }
}
