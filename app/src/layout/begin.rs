//! Where a page begins, for the keyboard and for people who hear it.

use std::time::Duration;

use leptos::html::Main;
use leptos_router::hooks::use_location;
use web_sys::Element;

use crate::prelude::*;
use crate::screen::focus_in_place;

/// So long a page is waited for; one that never says that it is there is begun nevertheless.
const PATIENCE: Duration = Duration::from_secs(5);

/// The path of the page that has been drawn; none while it is on its way.
#[derive(Clone, Copy)]
struct There(RwSignal<Option<String>>);

/// Says that the page of the address is drawn: called where its main part is.
pub fn page_is_there() {
    let Some(There(there)) = use_context::<There>() else { return };
    let path = use_location().pathname.get_untracked();
    let own = path.clone();
    Effect::new(move || there.set(Some(path.clone())));
    on_cleanup(move || {
        let _ = there.try_update(|there| {
            if there.as_ref() == Some(&own) {
                *there = None;
            }
        });
    });
}

/// A new document is read from its beginning, and so is a page that the client draws: as soon as it is there the focus goes
/// to its beginning, unless something on the page has taken it or the address names a part of it.
pub fn begin_at(main: NodeRef<Main>, path: Memo<String>, hash: Memo<String>) {
    let there = RwSignal::new(None);
    provide_context(There(there));
    // The path, and what held the focus when the way led to it: until the page is there.
    Effect::new(move |before: Option<(String, Option<Option<Element>>)>| {
        let now = path.get();
        let drawn = there.get();
        let (was, mut held) = before.unwrap_or_else(|| (now.clone(), None));
        if was != now {
            held = hash.get_untracked().is_empty().then(|| document().active_element());
            let late = now.clone();
            let waited = move || {
                if path.try_get_untracked().as_ref() == Some(&late) {
                    there.try_set(Some(late));
                }
            };
            set_timeout(waited, PATIENCE);
        }
        if drawn.as_ref() == Some(&now)
            && let Some(held) = held.take()
        {
            // By the next frame what was waited for has taken the place of what was shown meanwhile.
            request_animation_frame(move || begin(main, held));
        }
        (now, held)
    });
}

fn begin(main: NodeRef<Main>, held: Option<Element>) {
    let Some(main) = main.get_untracked() else { return };
    let focused = document().active_element();
    if focused == held || !main.contains(focused.as_deref()) && !focused.is_some_and(is_field) {
        focus_in_place(&main);
    }
}

/// Who types beside the page goes on typing.
fn is_field(it: Element) -> bool {
    it.matches("input, select, textarea").unwrap_or_default()
}
