//! The rooms of a person, with what is new in them.

use model::chat::{RoomCard, RoomList};
use model::limits;
use model::markup::plain;
use model::profile::photo_address;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, OpenRoom};
use crate::prelude::*;

#[component]
pub fn Rooms() -> impl IntoView {
    let school = use_school();
    let words = use_query_value("rooms");
    let list = Resource::new(
        move || (school.get(), words.get().unwrap_or_default()),
        |(school, words)| async move { api::list_rooms(school, words).await },
    );
    view! {
        <Title text=t(c::ROOMS)/>
        <Loaded of=list view=move |list: RoomList| {
            let words = words.get_untracked().unwrap_or_default();
            view! { <Whole school=school.get_untracked() list words/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, list: RoomList, words: String) -> impl IntoView {
    let base = format!("/s/{school}/chat");
    let moderates = !list.classes.is_empty();
    let classes: Vec<_> = list.classes.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let (none, asked) = (list.rooms.is_empty(), !words.trim().is_empty());
    let rooms = if !none {
        view! { <Lines base=base.clone() rooms=list.rooms/> }.into_any()
    } else if list.by_role.is_empty() && list.closed.is_empty() && !asked {
        view! { <EmptyState icon="message-circle" title=t(c::NO_ROOMS) text=t(c::NO_ROOMS_HINT)/> }.into_any()
    } else {
        ().into_any()
    };
    let by_role = (asked || !list.by_role.is_empty()).then(|| {
        let open = none || asked;
        view! { <ByRole base=base.clone() rooms=list.by_role more=list.more_by_role words open/> }
    });
    let closed = (!list.closed.is_empty()).then(|| {
        view! {
            <Disclosure label=t(c::CLOSED_ROOMS)>
                <Lines base=base.clone() rooms=list.closed/>
            </Disclosure>
        }
    });
    view! {
        <PageHead title=t(c::ROOMS)>
            {list.may_begin.then(|| view! { <LinkButton href=format!("{base}/new") icon="send">{t(c::NEW_DIRECT)}</LinkButton> })}
            <LinkButton href=format!("{base}/search") icon="search">{t(c::SEARCH)}</LinkButton>
            {moderates.then(|| view! { <LinkButton href=format!("{base}/reports") icon="alert-triangle">{t(c::REPORTS)}</LinkButton> })}
            {list.may_set_words.then(|| view! { <LinkButton href=format!("{base}/words") icon="settings">{t(c::WORDS)}</LinkButton> })}
        </PageHead>
        {rooms}
        {by_role}
        {closed}
        {(!classes.is_empty()).then(|| view! { <NewRoom school=school.clone() classes/> })}
    }
}

#[component]
fn Lines(base: String, rooms: Vec<RoomCard>) -> impl IntoView {
    let line = move |room: RoomCard| view! { <Line base=base.clone() room/> };
    view! { <ul class="list rooms">{rooms.into_iter().map(line).collect_view()}</ul> }
}

/// Rooms that one enters by one's role, out of the way of one's own: looked for by class and name.
#[component]
fn ByRole(base: String, rooms: Vec<RoomCard>, more: bool, words: String, open: bool) -> impl IntoView {
    let lines = if rooms.is_empty() {
        view! { <p>{t(c::NO_ROOM_FITS)}</p> }.into_any()
    } else {
        view! { <Lines base=base.clone() rooms/> }.into_any()
    };
    view! {
        <Disclosure label=t(c::BY_ROLE) open>
            <form method="get" action=base role="search" class="form">
                <Field label=t(c::BY_ROLE_FIND) name="rooms" kind="search" value=words maxlength=limits::NAME/>
                <Button variant=Variant::Quiet icon="search">{t(c::SEARCH_DO)}</Button>
            </form>
            {lines}
            {more.then(|| view! { <p class="muted">{t(c::BY_ROLE_MORE)}</p> })}
        </Disclosure>
    }
}

#[component]
fn Line(base: String, room: RoomCard) -> impl IntoView {
    let (href, is_new) = (format!("{base}/{}", room.id), room.unread > 0);
    let count = if room.unread < 100 { room.unread.to_string() } else { "99+".to_owned() };
    let label = if room.unread < 100 { tn(c::NEW_MESSAGES, room.unread) } else { t(c::MANY_NEW_MESSAGES).to_owned() };
    // A room of two has the face of the other one.
    let face = if room.kind.is_private() {
        view! { <Avatar name=room.name.clone() photo=photo_address(&room.photo) size=Size::Small/> }.into_any()
    } else {
        view! { <Icon name="message-circle"/> }.into_any()
    };
    view! {
        <li class="room" class:unread=is_new>
            {face}
            <div>
                <A href=href attr:class="title">{room.name}</A>
                {(!room.about.is_empty()).then(|| view! { <span class="meta muted">{room.about}</span> })}
                {room
                    .last
                    .map(|(words, when)| {
                        view! { <p class="excerpt"><span dir="auto">{plain(&words)}</span> " · " <InBrief said=when.local own=when.own/></p> }
                    })}
            </div>
            <span class="trailing row">
                {room.called.then(|| view! { <Badge tone=Tone::Warn>{t(c::CALLED)}</Badge> })}
                {is_new
                    .then(|| {
                        view! {
                            <Badge tone=Tone::Info>
                                <span aria-hidden="true">{count}</span>
                                <span class="visually-hidden">{label}</span>
                            </Badge>
                        }
                    })}
            </span>
        </li>
    }
}

#[component]
fn NewRoom(school: String, classes: Vec<(String, String)>) -> impl IntoView {
    let form = FormState::plain(OpenRoom::PATH);
    view! {
        <section class="panel">
            <h2>{t(c::NEW_ROOM)}</h2>
            <FormProblem form/>
            <form method="post" action=OpenRoom::PATH class="form">
                <input type="hidden" name="school" value=school/>
                <Field label=t(c::ROOM_NAME) name=form.name("name") value=form.typed("name") error=form.problem("name") required=true/>
                <Select label=t(c::ROOM_CLASS) name="form[class]" options=classes/>
                <Button variant=Variant::Quiet>{t(c::OPEN_ROOM)}</Button>
            </form>
        </section>
    }
}
