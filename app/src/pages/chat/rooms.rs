//! The rooms of a person, with what is new in them.

use model::chat::{RoomCard, RoomList};
use model::limits;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, OpenRoom};
use super::room_list::{RoomLines, StillRooms};
use crate::prelude::*;

#[component]
pub fn Rooms() -> impl IntoView {
    let school = use_school();
    let words = use_query_value("rooms");
    // It hears by itself what is new.
    let list = Resource::new(
        move || (school.get(), words.get().unwrap_or_default()),
        |(school, words)| async move { api::list_rooms(school, words).await },
    )
    .live();
    view! {
        <Title text=t(c::ROOMS)/>
        <Loaded of=list view=move |list: RoomList| {
            let words = words.get_untracked().unwrap_or_default();
            view! { <Whole school list words/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: Memo<String>, list: RoomList, words: String) -> impl IntoView {
    let slug = school.get_untracked();
    let base = format!("/s/{slug}/chat");
    let moderates = !list.classes.is_empty();
    let classes: Vec<_> = list.classes.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let (none, asked) = (list.rooms.is_empty(), !words.trim().is_empty());
    let others = asked || !list.by_role.is_empty() || !list.closed.is_empty();
    let by_role = (asked || !list.by_role.is_empty()).then(|| {
        let open = none || asked;
        view! { <ByRole school base=base.clone() rooms=list.by_role more=list.more_by_role words open/> }
    });
    let closed = (!list.closed.is_empty()).then(|| {
        view! {
            <Disclosure label=t(c::CLOSED_ROOMS)>
                <StillRooms school rooms=list.closed/>
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
        <RoomLines school first=list.rooms others shown=true/>
        {by_role}
        {closed}
        {(!classes.is_empty()).then(|| view! { <NewRoom school=slug classes/> })}
    }
}

/// Rooms that one enters by one's role, out of the way of one's own: looked for by class and name.
#[component]
fn ByRole(school: Memo<String>, base: String, rooms: Vec<RoomCard>, more: bool, words: String, open: bool) -> impl IntoView {
    let lines = if rooms.is_empty() {
        view! { <p>{t(c::NO_ROOM_FITS)}</p> }.into_any()
    } else {
        view! { <StillRooms school rooms/> }.into_any()
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
