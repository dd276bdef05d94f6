//! How many announcements wait to be read, beside the menu's entry; and the figure on the app's icon and in the titles of
//! tabs, which counts what the bell tells of, too, and what somebody wrote to the reader alone.

use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::announcements::ToRead;
use model::text::announcements as a;

use super::api;
use crate::layout::Bell;
use crate::pages::chat::news::ChatNews;
use crate::params::school_of;
use crate::prelude::*;
use crate::title::Waits;

/// The figure of the school in use. It comes with the frame, and is asked for again when the school changes, on the way
/// to its announcements and back, when one was read, and when the bell has something else to tell.
#[derive(Clone, Copy)]
pub struct Unread {
    times: RwSignal<u32>,
    count: RwSignal<i64>,
    /// Of all schools, those that the bell does not tell of.
    quiet: RwSignal<i64>,
}

/// What the figure depends on.
#[derive(Clone, PartialEq)]
struct Asked {
    school: String,
    among_them: bool,
    times: u32,
    changes: u32,
}

impl Unread {
    /// The frame's, around every page.
    pub fn provide(bell: Bell, news: ChatNews) -> Unread {
        let (path, waits) = (use_location().pathname, Waits::provide());
        let unread = Unread { times: RwSignal::new(0), count: RwSignal::new(0), quiet: RwSignal::new(0) };
        let Unread { times, count, quiet } = unread;
        let asked = Memo::new(move |_| {
            let path = path.read();
            let (school, among_them) = (school_of(&path).to_owned(), path.contains("/announcements"));
            Asked { school, among_them, times: times.get(), changes: bell.changes.get() }
        });
        Effect::new(move |before: Option<Asked>| {
            let mine = asked.get();
            let Some(before) = before else { return mine };
            // Outside of a school only who hears a bell has something to ask for.
            if mine.school.is_empty() && mine.changes == before.changes {
                count.set(0);
                return mine;
            }
            let now = mine.clone();
            spawn_local(async move {
                let told = api::unread_announcements(now.school.clone()).await;
                // Something else may have been asked meanwhile.
                if asked.try_get_untracked().is_some_and(|mine| mine == now) {
                    count.set(told.as_ref().map_or(0, |it| it.school));
                    if let Ok(ToRead { quiet: now, .. }) = told {
                        quiet.set(now);
                    }
                }
            });
            mine
        });
        // The figure on the app's icon (public/page.js).
        Effect::new(move || {
            let figure = bell.count.get() + quiet.get() + news.quiet();
            waits.set(figure);
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-unread", &figure.to_string());
            }
        });
        provide_context(unread);
        unread
    }

    /// What came with the frame: of the school in use, and beside the bell.
    pub fn begin(self, (count, quiet): (i64, i64)) {
        self.count.set(count);
        self.quiet.set(quiet);
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
