use model::chat::{Message, RoomKind, RoomPage};
use model::ids::MessageId;
use model::markup::plain;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, HideRoom, MarkRoomRead};
use super::composer::Composer;
use super::desk::Desk;
use super::flap::Flap;
use super::kept;
use super::leaving;
use super::level::Levels;
use super::lines::Messages;
use super::message::pinned;
use super::moderation::{Moderation, is_refused};
use super::news;
use super::people::{Connection, Here, Seen, Typing};
use super::picker::Picker;
use super::room_list::RoomsBeside;
use super::threads::Beside;
use super::viewer::Viewer;
use super::writing::Writing;
use crate::prelude::*;

fn number(text: Option<String>) -> Option<i64> {
    text.and_then(|text| text.parse().ok())
}

/// The chat of a class. With `?before=` it is an older page of it, for browsers without script; with `?at=` the part around
/// a message.
#[component]
pub fn ClassRoom() -> impl IntoView {
    let school = use_school();
    let id = use_id::<model::ids::kinds::Class>("id");
    let (before, at) = (use_query_value("before"), use_query_value("at"));
    let room = Resource::new(
        move || (school.get(), id.get(), number(before.get()), number(at.get())),
        |(school, id, before, at)| async move { api::show_chat(school, id.ok_or(model::Error::NotFound)?, before, at).await },
    )
    .live();
    let base = move || {
        format!("/s/{}/classes/{}/chat", school.get_untracked(), id.get_untracked().map(|id| id.to_string()).unwrap_or_default())
    };
    view! {
        <Loaded of=room view=move |page: RoomPage| view! { <Room school=school.get_untracked() base=base() page/> }.into_any()/>
        <RoomsBeside school/>
    }
}

/// Any room, by its own address.
#[component]
pub fn ChatRoom() -> impl IntoView {
    let school = use_school();
    let id = use_id::<model::ids::kinds::Room>("room");
    let (before, at) = (use_query_value("before"), use_query_value("at"));
    let room = Resource::new(
        move || (school.get(), id.get(), number(before.get()), number(at.get())),
        |(school, id, before, at)| async move { api::show_room(school, id.ok_or(model::Error::NotFound)?, before, at).await },
    )
    .live();
    let base = move |page: &RoomPage| format!("/s/{}/chat/{}", school.get_untracked(), page.room_id);
    view! {
        <Loaded of=room view=move |page: RoomPage| {
            view! { <Room school=school.get_untracked() base=base(&page) page/> }.into_any()
        }/>
        <RoomsBeside school/>
    }
}

#[component]
fn Room(school: String, base: String, page: RoomPage) -> impl IntoView {
    let (reply, edit) = (use_query_value("reply").get_untracked(), use_query_value("edit").get_untracked());
    let writing = Writing::asked(&page, reply.as_deref(), edit.as_deref());
    let desk = Desk::new(school.clone(), &page, writing);
    let next = page.next_id;
    if page.live {
        desk.connect();
        desk.wait_for_voice();
        kept::keep(desk, &page.name);
        news::look_at(desk);
    }
    leaving::guard(desk);
    let rooms = (t(c::ROOMS).to_owned(), format!("/s/{school}/chat"));
    let class = page.class_id.map(|class| (page.class_name.clone(), format!("/s/{school}/classes/{class}")));
    // On a phone the one line of the head has room for the way back alone.
    let to_class = class.clone().map(|(name, href)| {
        view! { <a class="button button-quiet head-class" href=href><Icon name="users"/><bdi>{name}</bdi></a> }
    });
    let crumbs: Vec<(String, String)> = [Some(rooms), class].into_iter().flatten().collect();
    let title = match page.kind {
        RoomKind::Class => tf(c::TITLE, &[("name", &page.name)]),
        RoomKind::Topic | RoomKind::Direct | RoomKind::Family => page.name.clone(),
    };
    let moderates = page.standing.may_moderate && page.newest();
    let moderation =
        moderates.then(|| view! { <Moderation desk kind=page.kind name=page.name.clone() standing=page.standing.clone()/> });
    let hide = page.kind.is_private().then(|| view! { <Hide desk/> });
    let unread = (page.unread > 0)
        .then(|| desk.timeline.with_untracked(|it| it.first_unread()))
        .flatten()
        .map(|seq| view! { <JumpToUnread desk seq count=page.unread/> });
    let mark = (page.unread > 0 && page.live).then(|| view! { <MarkRead desk/> });
    let levels = page.live.then(|| view! { <Levels desk level=page.told/> });
    let more = view! { {levels} {moderation} {to_class} {hide} }.into_any();
    view! {
        <Title text=title/>
        <PageHead
            title=page.name
            crumbs
            crumbs_label=t(text::courses::WHERE)
            more
            more_open=moderates && is_refused()
        >
            <LinkButton href=format!("/s/{school}/chat/{}/search", page.room_id) icon="search">
                <span class="head-words">{t(c::SEARCH)}</span>
            </LinkButton>
        </PageHead>
        <section class="chat">
            <Connection desk/>
            <div class="chat-line">
                <Here desk/>
                <Pins desk/>
            </div>
            <Outcome desk/>
            <div class="chat-over">{unread} {mark}</div>
            <Messages desk base/>
            <Seen desk/>
            <Typing desk/>
            <Foot desk next/>
            <Viewer desk/>
            <Picker desk/>
        </section>
        <Beside desk/>
    }
}

/// The pen, or why there is none.
#[component]
pub fn Foot(desk: Desk, next: MessageId) -> impl IntoView {
    // The field stays, with what is typed, as long as one may write.
    let allowed = Memo::new(move |_| desk.standing.with(|it| (it.may_write, it.closed, it.muted_until.clone())));
    move || {
        let (tone, words) = match allowed.get() {
            (true, ..) => return view! { <Composer desk next/> }.into_any(),
            (false, true, _) => (Tone::Neutral, t(c::CLOSED).to_owned()),
            (false, false, Some(until)) => (Tone::Warn, tf(c::MUTED, &[("when", &until)])),
            (false, false, None) => (Tone::Neutral, t(c::READ_ONLY).to_owned()),
        };
        view! { <Notice tone live=true>{words}</Notice> }.into_any()
    }
}

/// Puts a room of two out of one's sight.
#[component]
fn Hide(desk: Desk) -> impl IntoView {
    view! {
        <form method="post" action=HideRoom::PATH>
            <input type="hidden" name="school" value=desk.school.get_value()/>
            <input type="hidden" name="room" value=desk.room.to_string()/>
            <Button variant=Variant::Quiet icon="eye-off">{t(c::HIDE)}</Button>
        </form>
    }
}

/// The way to the first message that is new.
#[component]
fn JumpToUnread(desk: Desk, seq: i64, count: i64) -> impl IntoView {
    let gone = RwSignal::new(false);
    let lead = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        gone.set(true);
        desk.scroll.to(".unread-mark");
        desk.to_talk();
    };
    // No more than a hundred are counted.
    let words = if count < 100 { tn(c::NEW_MESSAGES, count) } else { t(c::MANY_NEW_MESSAGES).to_owned() };
    move || {
        (!gone.get()).then(|| {
            view! {
                <a class="button button-quiet button-small" href=format!("#m{seq}") on:click=lead>{words.clone()}</a>
            }
        })
    }
}

/// Says without a script that what stands here was read. A script sees for itself how far one looks.
#[component]
fn MarkRead(desk: Desk) -> impl IntoView {
    let lives = RwSignal::new(false);
    Effect::new(move || lives.set(true));
    let last = desk.timeline.with_untracked(|timeline| timeline.last());
    move || {
        (!lives.get()).then(|| {
            view! {
                <form method="post" action=MarkRoomRead::PATH>
                    <input type="hidden" name="school" value=desk.school.get_value()/>
                    <input type="hidden" name="room" value=desk.room.to_string()/>
                    <input type="hidden" name="seq" value=last.to_string()/>
                    <Button variant=Variant::Quiet icon="check">{t(c::MARK_READ)}</Button>
                </form>
            }
        })
    }
}

/// What was pinned, where everybody finds it.
#[component]
fn Pins(desk: Desk) -> impl IntoView {
    let line = move |message: Message| {
        let href = desk.address_of(message.seq);
        let (words, by) = (plain(&super::timeline::excerpt(message.gist())), pinned(&message));
        view! {
            <li>
                <a href=href><strong>{message.author}</strong> " " <span dir="auto">{words}</span></a>
                " "
                <span class="muted pinned-by">{by}</span>
            </li>
        }
    };
    move || {
        let pins = desk.pins.get();
        (!pins.is_empty()).then(|| {
            view! {
                <Flap label=tn(c::PINS, pins.len()) icon="pin">
                    <ul class="pins">{pins.into_iter().map(line).collect_view()}</ul>
                </Flap>
            }
        })
    }
}

/// What has just been done to a message, or why it was refused.
#[component]
pub fn Outcome(desk: Desk) -> impl IntoView {
    desk.fall_silent();
    view! {
        <div role="status">
            {move || {
                desk.refused
                    .get()
                    .map(|error| {
                        let words = error.problem_of("body").map_or_else(|| crate::text::error(&error).1, crate::text::problem);
                        view! { <Notice tone=Tone::Bad>{words}</Notice> }
                    })
            }}
            {move || desk.told.get().map(|words| view! { <Notice tone=Tone::Good>{t(words)}</Notice> })}
        </div>
    }
}
