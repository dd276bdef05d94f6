use leptos::html::Nav;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

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
    let nav = NodeRef::<Nav>::new();
    Effect::new(move |_| {
        if let Some(nav) = nav.get() {
            bring_to_sight(&nav);
        }
    });
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            let count = tab.count.into_inner().map(|count| view! { <span class="badge">{count}</span> });
            view! { <li><a href=tab.href aria-current=tab.current.then_some("page")>{tab.label} {count}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=label node_ref=nav><ul>{tabs}</ul></nav> }
}

/// On phones the tabs scroll sideways: the one that one is on stands in the middle. The page itself does not move.
fn bring_to_sight(nav: &HtmlElement) {
    let current = nav.query_selector("[aria-current]").ok().flatten();
    if let Some(current) = current.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        nav.set_scroll_left(current.offset_left() - (nav.client_width() - current.offset_width()) / 2);
    }
}
