//! How many announcements wait to be read, beside the menu's entry.

use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::text::announcements as a;

use super::api;
use crate::params::school_of;
use crate::prelude::*;

/// The figure of the school in use. It comes with the frame, and is asked for again when the school changes, on the way
/// to its announcements and back, and when one was read.
#[derive(Clone, Copy)]
pub struct Unread {
    times: RwSignal<u32>,
    count: RwSignal<i64>,
}

impl Unread {
    /// The frame's, around every page.
    pub fn provide() -> Unread {
        let path = use_location().pathname;
        let Unread { times, count } = Unread { times: RwSignal::new(0), count: RwSignal::new(0) };
        let asked = Memo::new(move |_| {
            let path = path.read();
            (school_of(&path).to_owned(), path.contains("/announcements"), times.get())
        });
        Effect::new(move |before: Option<()>| {
            let mine = asked.get();
            if before.is_none() {
                return;
            }
            spawn_local(async move {
                let unread = if mine.0.is_empty() { Ok(0) } else { api::unread_announcements(mine.0.clone()).await };
                // Something else may have been asked meanwhile.
                if asked.try_get_untracked().is_some_and(|now| now == mine) {
                    count.set(unread.unwrap_or_default());
                }
            });
        });
        // The figure on the app's icon (public/page.js).
        Effect::new(move || {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-unread", &count.get().to_string());
            }
        });
        let unread = Unread { times, count };
        provide_context(unread);
        unread
    }

    /// What came with the frame.
    pub fn begin(self, count: i64) {
        self.count.set(count);
    }

    /// One was read: it is counted again.
    pub fn tell() {
        if let Some(Unread { times, .. }) = use_context() {
            times.update(|times| *times += 1);
        }
    }
}

/// The figure; nothing while there is none.
#[component]
pub fn UnreadCount() -> impl IntoView {
    let count = expect_context::<Unread>().count;
    move || {
        let unread = count.get();
        (unread > 0).then(|| {
            view! {
                <span class="count" aria-hidden="true">{unread}</span>
                <span class="visually-hidden">{tn(a::UNREAD_COUNT, unread)}</span>
            }
        })
    }
}
