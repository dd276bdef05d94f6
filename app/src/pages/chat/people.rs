//! Who is here, who is typing, and whether there is a connection at all.

use model::text::chat as c;

use super::desk::{Desk, Link};
use super::kept::KeepHere;
use crate::prelude::*;
use crate::text::list;

/// Names that are spelled out.
const NAMED: usize = 5;

/// Said only when something is wrong.
#[component]
pub fn Connection(desk: Desk) -> impl IntoView {
    let words = move || match desk.link.get() {
        Link::Connecting | Link::Open => None,
        Link::Lost => Some(t(c::CONNECTING_AGAIN)),
        Link::Offline => Some(t(c::OFFLINE)),
        Link::Crowded => Some(t(c::CROWDED)),
        Link::Ended => Some(t(c::ENDED)),
        Link::Outdated => Some(t(c::OUTDATED)),
    };
    let reload = move || {
        (desk.link.get() == Link::Outdated).then(|| {
            let reload = |_| {
                let _ = location().reload();
            };
            view! { <button type="button" class="button button-quiet button-small" on:click=reload>{t(c::RELOAD)}</button> }
        })
    };
    view! {
        <div role="status">
            {move || words().map(|words| view! { <p class="connection"><Icon name="wifi-off"/>{words} " " {reload}</p> })}
        </div>
        <KeepHere desk/>
    }
}

/// The people in the room now, oneself left out.
#[component]
pub fn Here(desk: Desk) -> impl IntoView {
    let words = move || {
        desk.people.with(|people| {
            let names: Vec<&str> = people.iter().filter(|it| it.user_id != desk.me).map(|it| it.name.as_str()).collect();
            let named = list(names.iter().take(NAMED));
            // Oneself is among those who are named, or else among the others.
            let unnamed = desk.more.get().saturating_sub(usize::from(names.len() == people.len()));
            match names.len() + unnamed {
                0 => String::new(),
                1..=NAMED => tf(c::HERE, &[("names", &named)]),
                all => tf(c::HERE_MANY, &[("names", &named), ("n", &(all - NAMED))]),
            }
        })
    };
    view! { <p class="presence">{words}</p> }
}

/// That the other one of a room of two has read all that one said last.
#[component]
pub fn Seen(desk: Desk) -> impl IntoView {
    let seen = Memo::new(move |_| {
        let last = desk.timeline.with(|timeline| timeline.own_end());
        last.is_some_and(|last| desk.standing.with(|it| it.seen >= last))
    });
    move || seen.get().then(|| view! { <p class="seen"><Icon name="check"/>{t(c::SEEN)}</p> })
}

/// "Seen by 5", with their names, under a message of one's own in a room of few.
#[component]
pub fn SeenBy(desk: Desk, seq: i64) -> impl IntoView {
    let find = move |all: &Vec<(i64, Vec<String>)>| all.iter().find(|(of, _)| *of == seq).map(|(_, names)| names.clone());
    let names = Memo::new(move |_| desk.seen_by.with(find));
    let is_seen = Memo::new(move |_| names.with(Option::is_some));
    let count = move || names.with(|names| names.as_ref().map_or(0, Vec::len));
    let all = move || names.with(|names| list(names.iter().flatten().map(String::as_str)));
    // It stays open while others read. That somebody does interrupts nobody who hears the talk.
    move || {
        is_seen.get().then(|| {
            view! {
                <details class="seen-by" aria-live="off">
                    <summary><Icon name="check"/>{move || tn(c::SEEN_BY, count())}</summary>
                    <p dir="auto">{all}</p>
                </details>
            }
        })
    }
}

/// "Ada is typing".
#[component]
pub fn Typing(desk: Desk) -> impl IntoView {
    let words = move || {
        desk.typists.with(|typists| match typists.as_slice() {
            [] => String::new(),
            [one] => tf(c::TYPING_ONE, &[("name", &one.name)]),
            [first, second] => tf(c::TYPING_TWO, &[("first", &first.name), ("second", &second.name)]),
            _ => t(c::TYPING_MANY).to_owned(),
        })
    };
    view! { <p class="typing">{words}</p> }
}
