use leptos::ev::MouseEvent;
use leptos::task::spawn_local;
use model::notifications::NotificationCard;

use super::api;
use crate::prelude::*;

/// The way to what happened: it is read with that. Without a script the way leads through the server, which notes it.
#[component]
pub fn Lead(card: NotificationCard, children: Children) -> impl IntoView {
    let NotificationCard { id, link, unread, .. } = card;
    let scripted = RwSignal::new(false);
    // Effects run in the browser only.
    Effect::new(move |_| scripted.set(true));
    let href = move || if scripted.get() { link.clone() } else { format!("/notifications/{id}") };
    let read = move |_: MouseEvent| {
        if unread {
            // What is not noted now is noted with the next reading.
            spawn_local(async move {
                let _ = api::read_notification(id).await;
            });
        }
    };
    view! {
        <a href=href class="title" rel=move || (!scripted.get()).then_some("external") on:click=read>
            {children()}
        </a>
    }
}
