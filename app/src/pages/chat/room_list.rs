//! The list of rooms, which hears what is new in them: on its own page, and beside the open room where there is space for it.

use leptos::html::Ul;
use model::chat::{LastWord, Level, RoomCard};
use model::ids::RoomId;
use model::markup::plain;
use model::profile::photo_address;
use model::text::chat as c;

use super::api;
use super::clock;
use super::news::{ChatNews, figure};
use crate::look_up::LookUp;
use crate::prelude::*;
use crate::screen::has_room_beside;

/// Whoever is about to press a room, or stands on one with the keys, finds it where it was.
const IN_HAND: &str = ":hover, :focus-within";

/// Beside the open room. Nothing on a phone, where the list is a page of its own, nor without a script.
#[component]
pub fn RoomsBeside(school: Memo<String>) -> impl IntoView {
    let shown = has_room_beside();
    view! {
        <nav class="rooms-beside" aria-label=t(c::ROOMS)>
            <RoomLines school shown/>
        </nav>
    }
}

/// The rooms, by their newest message.
#[component]
pub fn RoomLines(
    #[prop(into)] school: Signal<String>,
    /// What came with the page; without it they are asked for.
    #[prop(optional)]
    first: Option<Vec<RoomCard>>,
    /// Whether others stand below them: then it is not said that there are none.
    #[prop(optional)]
    others: bool,
    /// Whether somebody sees them: else nothing is asked for.
    #[prop(into)]
    shown: Signal<bool>,
) -> impl IntoView {
    let news = expect_context::<ChatNews>();
    let (came, look, list) = (first.is_some(), LookUp::new(), NodeRef::<Ul>::new());
    let cards = RwSignal::new(first.unwrap_or_default());
    // As they are in order; under a hand they stand otherwise.
    let order = StoredValue::new(Vec::<RoomId>::new());
    let in_hand = move || list.get_untracked().is_some_and(|list| list.matches(IN_HAND).unwrap_or_default());
    let put = move |now: Vec<RoomCard>| {
        order.set_value(now.iter().map(|card| card.id).collect());
        let stand = cards.with_untracked(|cards| ids(cards));
        let now = if in_hand() { ordered(now, &stand) } else { now };
        if cards.with_untracked(|cards| *cards != now) {
            cards.set(now);
        }
    };
    let settle = move || {
        let wanted = order.get_value();
        if !in_hand() && !wanted.is_empty() && cards.with_untracked(|cards| ids(cards) != wanted) {
            cards.update(|cards| *cards = ordered(std::mem::take(cards), &wanted));
        }
    };
    let missed = StoredValue::new(false);
    // What was said "at 17:05" is of today.
    let day = StoredValue::new(None::<u32>);
    let ask = move || {
        if document().hidden() || !shown.get_untracked() {
            return missed.set_value(true);
        }
        missed.set_value(false);
        day.set_value(Some(today()));
        look.ask(api::list_room_cards(school.get_untracked()), move |now| {
            if let Ok(now) = now {
                put(now);
            }
        });
    };
    // Effects run in the browser only.
    Effect::new(move |before: Option<(String, u32)>| {
        let now = (school.get(), news.stamp());
        match before {
            None if came => day.set_value(Some(today())),
            // What came with the page is as new as what came with the frame.
            Some((of, 0)) if came && of == now.0 => {}
            Some(before) if before == now => {}
            _ => ask(),
        }
        now
    });
    let look_if_missed = move || {
        let yesterday = day.try_get_value().flatten().is_some_and(|day| day != today());
        if yesterday || missed.try_get_value() == Some(true) {
            ask();
        }
    };
    Effect::new(move || {
        if shown.get() {
            look_if_missed();
        }
    });
    Effect::new(move || {
        let seen = window_event_listener_untyped("visibilitychange", move |_| look_if_missed());
        on_cleanup(move || seen.remove());
    });
    // The focus is on its way to another one, which may be here too.
    let settle_soon = move || {
        request_animation_frame(move || {
            if !cards.is_disposed() {
                settle();
            }
        });
    };
    let all = Memo::new(move |_| cards.with(|cards| ids(cards)));
    let none = move || {
        (came && !others && all.with(Vec::is_empty))
            .then(|| view! { <EmptyState icon="message-circle" title=t(c::NO_ROOMS) text=t(c::NO_ROOMS_HINT)/> })
    };
    view! {
        {none}
        <ul class="list rooms" node_ref=list on:mouseleave=move |_| settle_soon() on:focusout=move |_| settle_soon()>
            <For each=move || all.get() key=|id| *id children=move |id| view! { <Line school id cards/> }/>
        </ul>
    }
}

/// Rooms that stay as they came with the page.
#[component]
pub fn StillRooms(#[prop(into)] school: Signal<String>, rooms: Vec<RoomCard>) -> impl IntoView {
    let news = expect_context::<ChatNews>();
    let line = move |card: RoomCard| move || drawn(school, news, card.clone());
    view! { <ul class="list rooms">{rooms.into_iter().map(line).collect_view()}</ul> }
}

/// The day of the month, by the browser's clock.
fn today() -> u32 {
    js_sys::Date::new_0().get_date()
}

fn ids(cards: &[RoomCard]) -> Vec<RoomId> {
    cards.iter().map(|card| card.id).collect()
}

/// The rooms in the order in which these stand; what is not among them comes last.
fn ordered(mut cards: Vec<RoomCard>, by: &[RoomId]) -> Vec<RoomCard> {
    cards.sort_by_key(|card| by.iter().position(|id| *id == card.id).unwrap_or(by.len()));
    cards
}

#[component]
fn Line(school: Signal<String>, id: RoomId, cards: RwSignal<Vec<RoomCard>>) -> impl IntoView {
    let news = expect_context::<ChatNews>();
    let card = Memo::new(move |_| cards.with(|cards| cards.iter().find(|card| card.id == id).cloned()));
    move || card.get().map(|card| drawn(school, news, card))
}

/// A room in a list. Reads what is open, so that it is drawn anew with that.
fn drawn(school: Signal<String>, news: ChatNews, card: RoomCard) -> impl IntoView {
    let id = card.id;
    // In the room that one reads nothing is new for longer than a moment.
    let unread = if news.before_their_eyes() == Some(id) { 0 } else { card.unread };
    let (is_new, (sign, words)) = (unread > 0, figure(unread));
    // What is new in a muted room is counted there, and no more is made of it.
    let muted = card.told == Level::Nothing;
    let (stands_out, tone) = (is_new && !muted, if muted { Tone::Neutral } else { Tone::Info });
    // A room of two has the face of the other one.
    let face = if card.kind.is_private() {
        view! { <Avatar name=card.name.clone() photo=photo_address(&card.photo) size=Size::Small/> }.into_any()
    } else {
        view! { <Icon name="message-circle"/> }.into_any()
    };
    let when = card.last.as_ref().map(|last| {
        view! { <time class="meta muted" datetime=clock::iso(last.at.at) title=last.at.to_string()>{last.brief.clone()}</time> }
    });
    view! {
        <li class="room" class:unread=stands_out class:open=move || news.is_open(id)>
            {face}
            <div>
                <a
                    href=format!("/s/{}/chat/{id}", school.get())
                    class="title"
                    aria-current=move || news.is_open(id).then_some("page")
                >
                    {card.name}
                </a>
                {(!card.about.is_empty()).then(|| view! { <span class="meta muted">{card.about}</span> })}
                {card.told.told(card.kind).map(|told| view! { <span class="meta muted">{t(told)}</span> })}
                {card.last.map(|last| view! { <Last last/> })}
            </div>
            <span class="trailing">
                {when}
                {is_new
                    .then(|| {
                        let called = card.called && stands_out;
                        view! {
                            <span class="row">
                                {called.then(|| view! { <Badge tone=Tone::Warn>{t(c::CALLED)}</Badge> })}
                                <Badge tone>
                                    <span aria-hidden="true">{sign}</span>
                                    <span class="visually-hidden">{words}</span>
                                </Badge>
                            </span>
                        }
                    })}
            </span>
        </li>
    }
}

/// Who said what last.
#[component]
fn Last(last: LastWord) -> impl IntoView {
    let LastWord { author, own, words, .. } = last;
    let words = if words.is_empty() { t(c::DELETED).to_owned() } else { plain(&words) };
    let words = if own { tf(c::YOU_SAID, &[("words", &words)]) } else { tf(c::SAID_BY, &[("name", &author), ("words", &words)]) };
    view! { <p class="excerpt" dir="auto">{words}</p> }
}

#[cfg(test)]
mod tests {
    use model::chat::RoomKind;

    use super::*;

    fn card(number: u128) -> RoomCard {
        RoomCard {
            id: RoomId::from_u128(number),
            kind: RoomKind::Class,
            name: String::new(),
            about: String::new(),
            photo: String::new(),
            closed: false,
            unread: 0,
            called: false,
            told: Level::Calls,
            last: None,
        }
    }

    #[test]
    fn rooms_stay_where_they_are_under_a_hand_and_new_ones_come_last() {
        let stand = [2, 1].map(RoomId::from_u128);
        let now = ordered([3, 1, 2].map(card).into(), &stand);
        assert_eq!(ids(&now), [2, 1, 3].map(RoomId::from_u128));
    }
}
