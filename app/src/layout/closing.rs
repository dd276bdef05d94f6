//! Whether the school one is in, or the whole platform, is being restored: said over every page as long as it is.

use std::time::Duration;

use leptos::task::spawn_local;
use model::Error;
use model::backup::{Shut, ShutWord};

use super::api;
use super::seen::SeenAgain;
use crate::prelude::*;

/// Between two looks whether it is done, while it is said that it is not.
const EVERY: Duration = Duration::from_secs(10);

/// What is closed of what the page shows. It comes with the frame, is heard from then on, and is asked for again when the school changes, when the
/// tab is seen again, when something is refused for it, and now and then while it stands.
#[derive(Clone, Copy)]
pub struct Closing {
    shut: RwSignal<Option<Shut>>,
    times: RwSignal<u32>,
    slug: Memo<String>,
}

impl Closing {
    /// The frame's, around every page. `slug` is that of the school one is in.
    pub fn provide(slug: Memo<String>) -> Closing {
        let closing = Closing { shut: RwSignal::new(None), times: RwSignal::new(0), slug };
        let Closing { shut, times, .. } = closing;
        let seen = use_context::<SeenAgain>();
        let asked = Memo::new(move |_| (slug.get(), times.get(), seen.map(SeenAgain::times)));
        Effect::new(move |before: Option<()>| {
            let mine = asked.get();
            if before.is_none() {
                return;
            }
            spawn_local(async move {
                let Ok(now) = api::read_only(mine.0.clone()).await else { return };
                // Something else may have been asked meanwhile.
                if asked.try_get_untracked().is_some_and(|now| now == mine) {
                    closing.begin(now);
                }
            });
        });
        Effect::new(move |_| {
            if shut.get().is_none() {
                return;
            }
            let again = move || {
                if !document().hidden() {
                    closing.look();
                }
            };
            if let Ok(handle) = set_interval_with_handle(again, EVERY) {
                on_cleanup(move || handle.clear());
            }
        });
        provide_context(closing);
        closing
    }

    /// What came with the frame, or is so by now.
    pub fn begin(self, now: Option<Shut>) {
        if self.shut.try_get_untracked().is_some_and(|shut| shut != now) {
            self.shut.set(now);
        }
    }

    /// What the stream of the frame said: a page that stands open learns of it at once.
    pub fn hear(self, word: &str) {
        let shows = ShutWord::read(word).and_then(|it| it.shows(&self.slug.try_get_untracked()?));
        if let Some(now) = shows {
            self.begin(now);
        }
    }

    /// Asks whether it is so by now.
    pub fn look(self) {
        let _ = self.times.try_update(|times| *times += 1);
    }

    /// Whether nothing can be changed, followed.
    pub fn is_closed(self) -> bool {
        self.shut.get().is_some()
    }

    /// Looks, in the browser, when a form is refused for it: its reader has seen no reason for that yet.
    pub fn look_when_refused(error: Signal<Option<Error>>) {
        let Some(closing) = use_context::<Closing>() else { return };
        Effect::new(move || {
            if error.with(|error| matches!(error, Some(Error::Closed(_)))) {
                closing.look();
            }
        });
    }
}

/// Says it. Nobody can put it away: it goes when it is over.
#[component]
pub fn ClosedNote(
    closing: Closing,
    /// Whether nobody is logged in: then there is nothing to read meanwhile.
    guest: bool,
) -> impl IntoView {
    view! {
        <div role="status" class="closed-note">
            {move || closing.shut.get().map(|shut| view! { <Notice tone=Tone::Warn>{t(shut.banner(guest))}</Notice> })}
        </div>
    }
}
