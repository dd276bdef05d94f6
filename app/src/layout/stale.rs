//! A tab stays open while its person is logged out elsewhere, or loses a place or a right. What the frame says of them is
//! no longer so, and the next page that is refused shows it.

use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::Error;
use model::accounts::Me;

use super::api;
use crate::params::{address, school_of};
use crate::prelude::*;

/// The person the frame shows.
#[derive(Clone, Copy)]
pub struct Shown(StoredValue<Option<Me>>);

impl Shown {
    /// The frame's, around every page: nobody so far.
    pub fn provide() -> Shown {
        let shown = Shown(StoredValue::new(None));
        provide_context(shown);
        shown
    }

    pub fn set(self, me: Option<Me>) {
        let _ = self.0.try_set_value(me);
    }

    /// Whether it is still that one, as they are shown.
    pub fn is(self, me: Option<&Me>) -> bool {
        self.0.try_with_value(|shown| shown.as_ref() == me).unwrap_or_default()
    }
}

/// Asks, in the browser, who is logged in now that a page is refused. If that is not the person as the frame shows them, a
/// new document takes the place of frame and page: the server leads to the log-in, or draws the menu that is left to them.
/// A refusal that says nothing new leaves both as they are, and so does one whose page is being left: who logs in or stops
/// viewing there is led on by the answer to that.
pub fn look_again(error: &Error) {
    let Some(Shown(shown)) = use_context().filter(|_| is_refusal(error)) else { return };
    let (path, search) = (use_location().pathname, use_location().search);
    let left = StoredValue::new(false);
    Effect::new(move || {
        let Some(before) = shown.try_get_value().flatten() else { return };
        let leaving = window_event_listener_untyped("beforeunload", move |_| {
            let _ = left.try_set_value(true);
        });
        on_cleanup(move || leaving.remove());
        let refused = path.get_untracked();
        let school = school_of(&refused).to_owned();
        spawn_local(async move {
            let Ok(now) = api::frame(school).await else { return };
            if now.is_some_and(|now| now.me == before) || left.try_get_value() != Some(false) {
                return;
            }
            // Who has gone on meanwhile may be writing on the next page; if that is refused too, it asks again.
            if path.try_get_untracked().as_ref() == Some(&refused) {
                begin_anew(path, search);
            }
        });
    });
}

/// Whether an error says that something is not for whoever asks, or not there.
pub fn is_refusal(error: &Error) -> bool {
    matches!(error.status(), 401 | 403 | 404)
}

/// A new document takes the place of frame and page.
pub fn begin_anew(path: Memo<String>, search: Memo<String>) {
    if let (Some(path), Some(search)) = (path.try_get_untracked(), search.try_get_untracked()) {
        let _ = location().assign(&address(&path, &search));
    }
}
