use model::ids::UserId;

use crate::prelude::*;

/// The name of somebody in a list of the school at `base`: the way to their page, for those who may open it.
#[component]
pub fn PersonName(base: String, id: UserId, name: String, opens: bool) -> impl IntoView {
    if opens {
        view! { <A href=format!("{base}/people/{id}") attr:class="title">{name}</A> }.into_any()
    } else {
        view! { <span class="title">{name}</span> }.into_any()
    }
}
