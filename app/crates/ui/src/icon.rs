use leptos::prelude::*;

use crate::Text;

/// An icon of the sprite `public/icons.svg`. It is decoration: the words beside it, or the label of its button, speak.
#[component]
pub fn Icon(
    /// The id of the symbol, as in `message-circle`.
    #[prop(into)]
    name: Text,
) -> impl IntoView {
    let class = format!("icon icon-{name}");
    let href = format!("/icons.svg#{name}");
    view! {
        <svg class=class aria-hidden="true">
            <use href=href></use>
        </svg>
    }
}
