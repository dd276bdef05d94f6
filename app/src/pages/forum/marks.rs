//! What a thread is marked with.

use model::text::forum as f;

use crate::prelude::*;

#[component]
pub fn Marks(pinned: bool, locked: bool, #[prop(into)] answered: Signal<bool>, deleted: bool) -> impl IntoView {
    view! {
        {pinned.then(|| view! { <Badge><Icon name="pin"/>{t(f::PINNED)}</Badge> })}
        {locked.then(|| view! { <Badge tone=Tone::Warn>{t(f::LOCKED)}</Badge> })}
        {move || answered.get().then(|| view! { <Badge tone=Tone::Good><Icon name="check"/>{t(f::ANSWERED)}</Badge> })}
        {deleted.then(|| view! { <Badge tone=Tone::Bad>{t(f::DELETED)}</Badge> })}
    }
}
