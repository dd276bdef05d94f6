//! How many threads hold something new, beside the menu's entry.

use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::forum::COUNTED;
use model::text::forum as f;

use super::api;
use crate::layout::Bell;
use crate::params::school_of;
use crate::prelude::*;

/// The figure of the school in use. It comes with the frame, and is asked for again when the school changes, on each way among
/// its forums and from there, when a thread was read, and when the bell has something else to tell.
#[derive(Clone, Copy)]
pub struct ForumNews {
    times: RwSignal<u32>,
    count: RwSignal<i64>,
}

/// What the figure depends on.
#[derive(Clone, PartialEq)]
struct Asked {
    school: String,
    /// The page, where it is one of a forum.
    page: String,
    times: u32,
    changes: u32,
}

impl ForumNews {
    /// The frame's, around every page.
    pub fn provide(bell: Bell) -> ForumNews {
        let path = use_location().pathname;
        let news = ForumNews { times: RwSignal::new(0), count: RwSignal::new(0) };
        let ForumNews { times, count } = news;
        let asked = Memo::new(move |_| {
            let path = path.get();
            let school = school_of(&path).to_owned();
            let page = if path.contains("/forum") { path } else { String::new() };
            Asked { school, page, times: times.get(), changes: bell.changes.get() }
        });
        Effect::new(move |before: Option<()>| {
            let mine = asked.get();
            if before.is_none() {
                return;
            }
            if mine.school.is_empty() {
                count.set(0);
                return;
            }
            spawn_local(async move {
                let Ok(now) = api::unread_threads(mine.school.clone()).await else { return };
                // Something else may have been asked meanwhile.
                if asked.try_get_untracked().is_some_and(|it| it == mine) {
                    count.set(now);
                }
            });
        });
        provide_context(news);
        news
    }

    /// What came with the frame.
    pub fn begin(self, count: i64) {
        self.count.set(count);
    }

    /// A thread was read: they are counted again.
    pub fn tell(self) {
        let _ = self.times.try_update(|times| *times += 1);
    }
}

/// The figure; nothing while there is none.
#[component]
pub fn ForumCount() -> impl IntoView {
    let count = expect_context::<ForumNews>().count;
    move || {
        let unread = count.get();
        (unread > 0).then(|| {
            let (sign, words) = if unread < COUNTED {
                (unread.to_string(), tn(f::NEW_THREADS, unread))
            } else {
                ("99+".to_owned(), t(f::MANY_NEW_THREADS).to_owned())
            };
            view! {
                <span class="count" aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{words}</span>
            }
        })
    }
}
