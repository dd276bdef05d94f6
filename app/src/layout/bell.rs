//! The bell in the bar at the top: how many notifications are still to be read, as it changes, and the newest of them.

use leptos::html::Details;
use leptos::task::spawn_local;
use model::notifications::{Bell as Told, NotificationCard};
use model::text::notifications as n;

use crate::hearing::hear;
use crate::pages::notifications::{Lead, api};
use crate::prelude::*;

/// The stream that says how many there are.
const STREAM: &str = "/live/notifications";

/// What the bell knows. It comes with the frame, and is heard from then on.
#[derive(Clone, Copy)]
pub struct Bell {
    pub count: RwSignal<i64>,
    /// Nothing before it was asked for.
    newest: RwSignal<Option<Result<Vec<NotificationCard>>>>,
    open: RwSignal<bool>,
}

impl Bell {
    /// The frame's, around every page.
    pub fn provide() -> Bell {
        let bell = Bell { count: RwSignal::new(0), newest: RwSignal::new(None), open: RwSignal::new(false) };
        provide_context(bell);
        bell
    }

    /// What came with the frame.
    pub fn begin(self, count: i64) {
        self.count.set(count);
    }

    /// What the stream said.
    fn hear(self, word: &str) {
        let Ok(count) = word.parse() else { return };
        if self.count.try_set(count).is_none() && self.open.try_get_untracked() == Some(true) {
            self.ask();
        }
    }

    fn ask(self) {
        spawn_local(async move {
            let told = api::show_bell().await;
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
    hear(STREAM.to_owned(), move |word| bell.hear(&word));
    let details = NodeRef::<Details>::new();
    let hand = use_menu(details);
    let turn = move |_: web_sys::Event| {
        let is_open = details.get_untracked().is_some_and(|it| it.open());
        bell.open.set(is_open);
        if is_open {
            bell.ask();
        }
    };
    view! {
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
