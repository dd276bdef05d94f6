//! How many announcements wait to be read, beside the menu's entry.

use leptos_router::hooks::use_location;
use model::text::announcements as a;

use super::api;
use crate::params::school_of;
use crate::prelude::*;

/// Told when something was read, so that it is counted again.
#[derive(Clone, Copy)]
pub struct ReadNow(RwSignal<u32>);

impl ReadNow {
    /// The frame's, around every page.
    pub fn provide() -> ReadNow {
        let read = ReadNow(RwSignal::new(0));
        provide_context(read);
        read
    }

    pub fn tell() {
        if let Some(ReadNow(times)) = use_context() {
            times.update(|times| *times += 1);
        }
    }
}

/// The figure; nothing while there is none, and nothing where it cannot be asked. It is asked for a school once, and
/// again on the way to its announcements and back.
#[component]
pub fn UnreadCount() -> impl IntoView {
    let path = use_location().pathname;
    let times = use_context().map_or_else(|| RwSignal::new(0), |ReadNow(times)| times);
    let asked = Memo::new(move |_| {
        let path = path.read();
        (school_of(&path).to_owned(), path.contains("/announcements"), times.get())
    });
    let unread = Resource::new(move || asked.get(), |(school, ..)| api::unread_announcements(school));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let unread = unread.await.unwrap_or_default();
                (unread > 0).then(|| {
                    view! {
                        <span class="count" aria-hidden="true">{unread}</span>
                        <span class="visually-hidden">{tn(a::UNREAD_COUNT, unread)}</span>
                    }
                })
            })}
        </Transition>
    }
}
