use leptos::attr::aria_describedby;
use leptos::ev;
use leptos::prelude::*;

use crate::Text;

/// A few more words about a button or a link, on hover and on focus. Escape closes it, and the pointer may rest on it.
/// Fingers do not hover: what everybody must know stands on the page.
#[component]
pub fn Tooltip(
    /// The id of the words; one on the page.
    #[prop(into)]
    id: Text,
    #[prop(into)] text: Text,
    /// For what stands at the end of a line: the words lie towards its start.
    #[prop(optional)]
    at_end: bool,
    /// One button or link. A button with an icon alone shows its name by itself.
    children: Children,
) -> impl IntoView {
    let closed = RwSignal::new(false);
    Effect::new(move |_| {
        // On the window, since who hovers has the focus elsewhere.
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                closed.set(true);
            }
        });
        on_cleanup(move || keys.remove());
    });
    view! {
        <span
            class="tooltip"
            class:tooltip-end=at_end
            class:tooltip-closed=move || closed.get()
            on:mouseenter=move |_| closed.set(false)
            on:focusin=move |_| closed.set(false)
        >
            {children().add_any_attr(aria_describedby(id.clone()))}
            <span role="tooltip" id=id>{text}</span>
        </span>
    }
}
