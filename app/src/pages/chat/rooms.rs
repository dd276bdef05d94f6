//! The rooms of a person, with what is new in them.

use model::chat::RoomList;
use model::text::chat as c;
use server_fn::ServerFn;

use super::api::{self, OpenDirect, OpenRoom};
use super::room_list::RoomLines;
use crate::prelude::*;

#[component]
pub fn Rooms() -> impl IntoView {
    let school = use_school();
    // It hears by itself what is new.
    let list = Resource::new(move || school.get(), api::list_rooms).live();
    view! {
        <Title text=t(c::ROOMS)/>
        <Loaded of=list view=move |list: RoomList| view! { <Whole school list/> }.into_any()/>
    }
}

#[component]
fn Whole(school: Memo<String>, list: RoomList) -> impl IntoView {
    let slug = school.get_untracked();
    let base = format!("/s/{slug}/chat");
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
    view! {
        <PageHead title=t(c::ROOMS)>
            <LinkButton href=format!("{base}/search") icon="search">{t(c::SEARCH)}</LinkButton>
            {moderates.then(|| view! { <LinkButton href=format!("{base}/reports") icon="alert-triangle">{t(c::REPORTS)}</LinkButton> })}
            {list.may_set_words.then(|| view! { <LinkButton href=format!("{base}/words") icon="settings">{t(c::WORDS)}</LinkButton> })}
        </PageHead>
        <RoomLines school first=list.rooms shown=true/>
        {(!partners.is_empty()).then(|| view! { <NewDirect school=slug.clone() partners/> })}
        {(!classes.is_empty()).then(|| view! { <NewRoom school=slug.clone() classes/> })}
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
                <Combobox
                    label=t(c::WITH_WHOM)
                    name="whom"
                    options=partners
                    none=t(c::NOBODY_CALLED_SO)
                    unclear=t(text::common::CHOOSE_FROM_LIST)
                    placeholder=t(c::CHOOSE_WHOM)
                    required=true
                />
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
