//! The document's title.

use leptos::prelude::*;

/// What is still to be read, as the title of every page says it before its own words: a tab among others tells of it, too.
#[derive(Clone, Copy)]
pub struct Waits(RwSignal<i64>);

impl Waits {
    /// The frame's, around every page.
    pub fn provide() -> Waits {
        let waits = Waits(RwSignal::new(0));
        provide_context(waits);
        waits
    }

    /// In the browser only: what is kept of a page, and found by its title, has no number in it.
    pub fn set(self, count: i64) {
        self.0.set(count);
    }
}

/// Names the page in the browser's tab. leptos_meta writes what it is given into the head as it stands, so what people
/// have typed is made plain text here first.
#[component]
pub fn Title(#[prop(into)] text: String) -> impl IntoView {
    let text = crate::caller::for_head(&text);
    let waits = if cfg!(feature = "ssr") { None } else { use_context::<Waits>() };
    let formatter = move |text: String| titled(&text, waits.and_then(|Waits(count)| count.try_get()).unwrap_or_default());
    view! { <leptos_meta::Title text formatter/> }
}

fn titled(text: &str, waits: i64) -> String {
    match waits {
        ..1 => format!("{text} · Lyceum"),
        1..100 => format!("({waits}) {text} · Lyceum"),
        _ => format!("(99+) {text} · Lyceum"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_begins_with_what_waits_where_something_does() {
        for (waits, title) in [(0, "Chats"), (3, "(3) Chats"), (99, "(99) Chats"), (100, "(99+) Chats")] {
            assert_eq!(titled("Chats", waits), format!("{title} · Lyceum"));
        }
    }
}
