//! The bell in the bar at the top: how many notifications are still to be read, as it changes, and the newest of them.

use std::cmp::Ordering;

use leptos::html::Details;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::notifications::{Bell as Told, NotificationCard};
use model::text::notifications as n;

use super::closing::Closing;
use crate::hearing::hear_behind;
use crate::look_up::LookUp;
use crate::pages::chat::news::ChatNews;
use crate::pages::notifications::{Lead, api};
use crate::params::address;
use crate::prelude::*;

/// The stream that says how many there are.
const STREAM: &str = "/live/notifications";
/// The newest while somebody is about to press one: nothing moves under their finger or their keys.
const IN_HAND: &str = ".bell-list:is(:hover, :focus-within)";

/// What the bell knows. It comes with the frame, and is heard from then on.
#[derive(Clone, Copy)]
pub struct Bell {
    pub count: RwSignal<i64>,
    /// Nothing before it was asked for.
    newest: RwSignal<Option<Result<Vec<NotificationCard>>>>,
    open: RwSignal<bool>,
    look: LookUp,
    /// How often the number has changed by itself.
    pub changes: RwSignal<u32>,
    /// Whether it has while the page was not seen.
    missed: StoredValue<bool>,
}

impl Bell {
    /// The frame's, around every page.
    pub fn provide() -> Bell {
        let (count, newest, open) = (RwSignal::new(0), RwSignal::new(None), RwSignal::new(false));
        let bell = Bell { count, newest, open, look: LookUp::new(), changes: RwSignal::new(0), missed: StoredValue::new(false) };
        provide_context(bell);
        bell
    }

    /// What came with the frame.
    pub fn begin(self, count: i64) {
        self.count.set(count);
    }

    /// What the stream said.
    fn hear(self, word: &str) {
        let Ok(count) = word.parse::<i64>() else { return };
        if self.count.try_get_untracked().is_some_and(|known| known != count) {
            // What follows from it is asked for when the page is seen.
            let hidden = document().hidden();
            let _ = self.missed.try_set_value(hidden);
            if !hidden {
                self.changes.try_update(|times| *times += 1);
            }
        }
        let is_free = || document().query_selector(IN_HAND).is_ok_and(|in_hand| in_hand.is_none());
        if self.count.try_set(count).is_none() && self.open.try_get_untracked() == Some(true) && is_free() {
            self.ask();
        }
    }

    /// What changed while nobody saw the page changes now.
    fn catch_up(self) {
        Effect::new(move || {
            let seen = window_event_listener_untyped("visibilitychange", move |_| {
                if !document().hidden() && self.missed.try_update_value(std::mem::take) == Some(true) {
                    self.changes.try_update(|times| *times += 1);
                }
            });
            on_cleanup(move || seen.remove());
        });
    }

    fn ask(self) {
        self.look.ask(api::show_bell(), move |told: Result<Told>| {
            if let Ok(Told { unread, .. }) = &told {
                self.count.try_set(*unread);
            }
            self.newest.try_set(Some(told.map(|told| told.newest)));
        });
    }
}

/// Before the script is there, a link to the page of notifications; then a menu of the newest.
#[component]
pub fn BellMenu() -> impl IntoView {
    let bell = expect_context::<Bell>();
    let closing = use_context::<Closing>();
    let news = use_context::<ChatNews>();
    // A number is the bell's; of the chats, and of what is closed or opened, there are words.
    let told = move |word: String| {
        bell.hear(&word);
        if let Some(news) = news {
            news.hear(&word);
        }
        if let Some(closing) = closing {
            closing.hear(&word);
        }
    };
    hear_behind(STREAM.to_owned(), told);
    bell.catch_up();
    let details = NodeRef::<Details>::new();
    let hand = use_menu(details);
    let turn = move |_: web_sys::Event| {
        let is_open = details.get_untracked().is_some_and(|it| it.open());
        bell.open.set(is_open);
        if is_open {
            bell.ask();
        }
    };
    // Who comes to what happened by another way has read of it, too.
    let (path, search) = (use_location().pathname, use_location().search);
    Effect::new(move |_| {
        let page = address(&path.read(), &search.read());
        if bell.count.get_untracked() > 0 {
            spawn_local(async move {
                let _ = api::read_notifications_of(page).await;
            });
        }
    });
    // Said to those who hear the page, as it rings; not what stood there when they came.
    let rings = RwSignal::new(String::new());
    Effect::new(move |before: Option<i64>| {
        let count = bell.count.get();
        match before.map(|before| count.cmp(&before)) {
            Some(Ordering::Greater) => rings.set(tn(n::UNREAD_COUNT, count)),
            // What was read is not read out to who comes by later.
            Some(Ordering::Less) => rings.set(String::new()),
            Some(Ordering::Equal) | None => {}
        }
        count
    });
    view! {
        <p class="visually-hidden" role="status">{move || rings.get()}</p>
        <a href="/notifications" class="button button-quiet bell-link"><Sign bell/></a>
        <details
            class="menu bell"
            node_ref=details
            on:keydown=move |event| hand.key(&event)
            on:focusout=move |event| hand.leave(&event)
            on:toggle=turn
        >
            <summary class="button button-quiet"><Sign bell/></summary>
            <ul class="menu-list bell-list" on:click=move |event| hand.press(&event)>
                {move || lines(bell.newest.get())}
                <li class="bell-all"><a href="/notifications">{t(n::ALL_NOTIFICATIONS)}</a></li>
                <li><a href="/me/notifications">{t(n::TO_SETTINGS)}</a></li>
            </ul>
        </details>
    }
}

/// The bell itself, with the number beside it.
#[component]
fn Sign(bell: Bell) -> impl IntoView {
    let count = move || {
        let unread = bell.count.get();
        (unread > 0).then(|| {
            view! {
                <span class="count" aria-hidden="true">{if unread > 99 { "99+".to_owned() } else { unread.to_string() }}</span>
                <span class="visually-hidden">{tn(n::UNREAD_COUNT, unread)}</span>
            }
        })
    };
    view! {
        <Icon name="bell"/>
        <span class="visually-hidden">{t(n::NOTIFICATIONS)}</span>
        {count}
    }
}

fn lines(newest: Option<Result<Vec<NotificationCard>>>) -> AnyView {
    let note = |text: Key| view! { <li class="bell-note">{t(text)}</li> }.into_any();
    match newest {
        None => note(n::LOADING_NEWEST),
        Some(Err(_)) => note(n::NEWEST_LOST),
        Some(Ok(cards)) if cards.is_empty() => note(n::NONE_HINT),
        Some(Ok(cards)) => cards.into_iter().map(|card| view! { <Newest card/> }).collect_view().into_any(),
    }
}

#[component]
fn Newest(card: NotificationCard) -> impl IntoView {
    let (title, told, unread) = (card.title.clone(), card.told.local.clone(), card.unread);
    let about = card.school.clone().map_or_else(|| told.clone(), |school| crate::text::list([school, told.clone()]));
    view! {
        <li class:unread=unread>
            <Lead card>
                <span>{title}</span>
                <small>{about}</small>
            </Lead>
        </li>
    }
}
