use leptos::prelude::*;

use crate::{MaybeText, Text};

/// A tab: a page of its own.
#[derive(Clone, Debug)]
pub struct Tab {
    href: Text,
    label: Text,
    current: bool,
    count: MaybeText,
}

impl Tab {
    pub fn new(href: impl Into<Text>, label: impl Into<Text>, current: bool) -> Tab {
        Tab { href: href.into(), label: label.into(), current, count: MaybeText::default() }
    }

    /// A figure beside the label.
    pub fn count(mut self, count: impl Into<MaybeText>) -> Tab {
        self.count = count.into();
        self
    }
}

/// The parts of one thing, each a page with an address. Links, not the tabs of a desktop: the back button works.
#[component]
pub fn Tabs(#[prop(into)] label: Text, tabs: Vec<Tab>) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            let count = tab.count.into_inner().map(|count| view! { <span class="badge">{count}</span> });
            view! { <li><a href=tab.href aria-current=tab.current.then_some("page")>{tab.label} {count}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=label><ul>{tabs}</ul></nav> }
}
