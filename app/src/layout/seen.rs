//! A tab that is brought to the front after a while looks whether what it shows still stands: who is logged in, what they
//! have still to read, and what the page shows. Nothing that somebody has begun there is touched, and neither the focus
//! nor the place one reads at moves.

use leptos::html::Main;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::api;
use super::bell::Bell;
use super::stale::{Shown, begin_anew};
use crate::pages::announcements::unread::Unread;
use crate::pages::chat::news::ChatNews;
use crate::pages::forum::unread::ForumNews;
use crate::params::school_of;
use crate::prelude::*;
use crate::unsaved::{Unsaved, forget_typing};

/// So long a tab has been away, in milliseconds; and so it asks no more often than that.
const AWAY: f64 = 30_000.0;

/// What somebody has opened or begun, or is about to press, and would find closed, moved or emptied: a dialog, a menu, a
/// form that was folded, a line of a list that was opened, a button of a form under the finger that does something, a list
/// one chooses from, a form that was refused. Lines are drawn anew in their order: what is open or focused would be another
/// line's.
const BEGUN: &str = "dialog[open], .menu[open], .switcher[open], .sidebar details[open], \
    main form details[open], main details[open] form, main :is(li, tr) details[open], \
    main form :is(button, summary):is(:focus, :hover):not(:disabled), \
    main [aria-expanded=true], main [role=combobox]:focus, \
    main [aria-invalid=true], main .form-error > *";

/// The tab is seen again: the main resource of the page follows it.
#[derive(Clone, Copy)]
pub struct SeenAgain {
    times: RwSignal<u32>,
    /// The page is about to be drawn for that.
    redraws: StoredValue<bool>,
    page: NodeRef<Main>,
    unsaved: Unsaved,
}

impl SeenAgain {
    /// How often that was, followed.
    pub fn times(self) -> u32 {
        self.times.get()
    }

    /// Puts what has changed in the place of what the page shows, unless something was begun there meanwhile. The fields
    /// stay where they are and follow what they are drawn with.
    pub fn replace(self, put: impl FnOnce()) {
        if let Some(page) = self.page.get_untracked().filter(|_| self.is_free()) {
            forget_typing(&page);
            self.redraws.set_value(true);
            put();
        }
    }

    /// The page is drawn.
    pub fn drawn(self) {
        let _ = self.redraws.try_set_value(false);
    }

    /// Whether nothing on the page is begun.
    fn is_free(self) -> bool {
        document().query_selector(BEGUN).is_ok_and(|begun| begun.is_none())
            && self.page.get_untracked().is_some_and(|page| !self.unsaved.holds(&page))
    }
}

/// Whether the page is being drawn under the eyes of its reader, who is led nowhere by it.
pub fn is_redrawn() -> bool {
    use_context::<SeenAgain>().is_some_and(|seen| seen.redraws.get_value())
}

/// The frame's, around every page.
pub fn look_when_seen_again(
    page: NodeRef<Main>,
    shown: Shown,
    (unread, bell, news, threads): (Unread, Bell, ChatNews, ForumNews),
    unsaved: Unsaved,
) {
    let (path, search) = (use_location().pathname, use_location().search);
    let seen = SeenAgain { times: RwSignal::new(0), redraws: StoredValue::new(false), page, unsaved };
    provide_context(seen);
    let look = move || {
        let here = path.get_untracked();
        spawn_local(async move {
            let Ok(now) = api::frame(school_of(&here).to_owned()).await else { return };
            // Who has gone on meanwhile, or begun something, is left alone.
            if path.try_get_untracked().as_ref() != Some(&here) || !seen.is_free() {
                return;
            }
            if shown.is(now.as_ref().map(|it| &it.me)) {
                unread.begin(now.as_ref().map_or((0, 0), |it| (it.announcements, it.quiet)));
                bell.begin(now.as_ref().map_or(0, |it| it.notifications));
                threads.begin(now.as_ref().map_or(0, |it| it.threads));
                news.begin(now.map(|it| it.chats).unwrap_or_default());
                seen.times.update(|times| *times += 1);
            } else {
                begin_anew(path, search);
            }
        });
    };
    // Effects run in the browser only.
    Effect::new(move || {
        let left = StoredValue::new(None::<f64>);
        let turn = move || {
            let now = js_sys::Date::now();
            if document().hidden() {
                left.update_value(|left| *left = left.or(Some(now)));
            } else if window().navigator().on_line()
                && let Some(since) = left.try_update_value(Option::take).flatten()
                && now - since >= AWAY
                && seen.is_free()
            {
                look();
            }
        };
        // It may have been opened behind another one.
        turn();
        // A page that comes out of the browser's memory may say no more than that; and a device that wakes is seen before it
        // has found its network.
        let heard = ["visibilitychange", "pageshow", "online"].map(|event| window_event_listener_untyped(event, move |_| turn()));
        on_cleanup(move || heard.into_iter().for_each(|it| it.remove()));
    });
}
