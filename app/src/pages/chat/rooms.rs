//! The rooms of a person, with what is new in them.

use model::chat::{RoomCard, RoomList};
use model::markup::plain;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, OpenDirect, OpenRoom};
use crate::prelude::*;

#[component]
pub fn Rooms() -> impl IntoView {
    let school = use_school();
    let list = Resource::new(move || school.get(), api::list_rooms);
    view! {
        <Title text=t(c::ROOMS)/>
        <Loaded of=list view=move |list: RoomList| view! { <Whole school=school.get_untracked() list/> }.into_any()/>
    }
}

#[component]
fn Whole(school: String, list: RoomList) -> impl IntoView {
    let base = format!("/s/{school}/chat");
    let at = base.clone();
    let line = move |room: RoomCard| view! { <Line base=at.clone() room/> };
    let moderates = !list.classes.is_empty();
    let classes: Vec<_> = list.classes.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let partners: Vec<_> = list
        .partners
        .into_iter()
        .map(|it| match (it.child_id, it.child) {
            (Some(child), Some(name)) => {
                (format!("{}:{child}", it.user_id), tf(c::ABOUT_CHILD, &[("name", &it.name), ("child", &name)]))
            }
            _ => (it.user_id.to_string(), it.name),
        })
        .collect();
    let rooms = if list.rooms.is_empty() {
        view! { <EmptyState icon="message-circle" title=t(c::NO_ROOMS) text=t(c::NO_ROOMS_HINT)/> }.into_any()
    } else {
        view! { <ul class="list rooms">{list.rooms.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <PageHead title=t(c::ROOMS)>
            <LinkButton href=format!("{base}/search") icon="search">{t(c::SEARCH)}</LinkButton>
            {moderates.then(|| view! { <LinkButton href=format!("{base}/reports") icon="alert-triangle">{t(c::REPORTS)}</LinkButton> })}
            {list.may_set_words.then(|| view! { <LinkButton href=format!("{base}/words") icon="settings">{t(c::WORDS)}</LinkButton> })}
        </PageHead>
        {rooms}
        {(!partners.is_empty()).then(|| view! { <NewDirect school=school.clone() partners/> })}
        {(!classes.is_empty()).then(|| view! { <NewRoom school=school.clone() classes/> })}
    }
}

#[component]
fn Line(base: String, room: RoomCard) -> impl IntoView {
    let (href, is_new) = (format!("{base}/{}", room.id), room.unread > 0);
    let count = if room.unread < 100 { room.unread.to_string() } else { "99+".to_owned() };
    let label = if room.unread < 100 { tn(c::NEW_MESSAGES, room.unread) } else { t(c::MANY_NEW_MESSAGES).to_owned() };
    view! {
        <li class="room" class:unread=is_new>
            <Icon name="message-circle"/>
            <div>
                <A href=href attr:class="title">{room.name}</A>
                {(!room.about.is_empty()).then(|| view! { <span class="meta muted">{room.about}</span> })}
                {room.told.told(room.kind).map(|told| view! { <span class="meta muted">{t(told)}</span> })}
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
fn NewDirect(school: String, partners: Vec<(String, String)>) -> impl IntoView {
    let form = FormState::plain(OpenDirect::PATH);
    view! {
        <section class="panel">
            <h2>{t(c::NEW_DIRECT)}</h2>
            <FormProblem form/>
            <form method="post" action=OpenDirect::PATH class="form">
                <input type="hidden" name="school" value=school/>
                <Select label=t(c::WITH_WHOM) name="whom" options=partners/>
                <Button variant=Variant::Quiet>{t(c::WRITE_TO)}</Button>
            </form>
        </section>
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
