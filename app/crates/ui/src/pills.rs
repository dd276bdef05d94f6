use leptos::prelude::*;

use crate::{MaybeText, Text};

/// One of the ways to look at a list.
#[derive(Clone, Debug)]
pub struct Pill {
    href: Text,
    label: Text,
    current: bool,
    count: MaybeText,
}

impl Pill {
    pub fn new(href: impl Into<Text>, label: impl Into<Text>, current: bool) -> Pill {
        Pill { href: href.into(), label: label.into(), current, count: MaybeText::default() }
    }

    /// How many there are.
    pub fn count(mut self, count: impl Into<MaybeText>) -> Pill {
        self.count = count.into();
        self
    }
}

/// A list in parts, one tap each: all, open, done. Each has an address, so that what one sees can be kept and sent.
#[component]
pub fn Pills(
    /// What they choose among, for people who hear the page.
    #[prop(into)]
    label: Text,
    pills: Vec<Pill>,
) -> impl IntoView {
    let pills = pills
        .into_iter()
        .map(|pill| {
            let count = pill.count.into_inner().map(|count| view! { " " <span class="num">{count}</span> });
            view! { <li><a href=pill.href aria-current=pill.current.then_some("true")>{pill.label} {count}</a></li> }
        })
        .collect_view();
    view! { <nav class="pills" aria-label=label><ul>{pills}</ul></nav> }
}
