use model::chat::RoomPage;
use model::text::chat as c;

use super::api;
use super::composer::Composer;
use super::desk::Desk;
use super::kept;
use super::lines::Messages;
use super::people::{Connection, Here, Typing};
use crate::prelude::*;

/// The chat of a class. With `?before=` it is an older page of it, for browsers without script.
#[component]
pub fn ChatRoom() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let before = use_query_value("before");
    let room = Resource::new(
        move || (school.get(), id.get(), before.get().and_then(|text| text.parse().ok())),
        |(school, id, before)| async move { api::show_chat(school, id.ok_or(model::Error::NotFound)?, before).await },
    )
    .live();
    view! {
        <Loaded of=room view=move |page: RoomPage| view! { <Room school=school.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Room(school: String, page: RoomPage) -> impl IntoView {
    let class = format!("/s/{school}/classes/{}", page.class_id);
    let chat = format!("{class}/chat");
    let desk = Desk::new(school, &page);
    let older = Signal::derive({
        let chat = chat.clone();
        move || desk.timeline.with(|it| it.first().filter(|_| it.more()).map(|first| format!("{chat}?before={first}")))
    });
    let foot = if !page.newest {
        view! { <p class="actions"><LinkButton href=format!("{chat}#newest")>{t(c::NEWEST)}</LinkButton></p> }.into_any()
    } else if page.may_write {
        view! { <Composer desk class=page.class_id next=page.next_id/> }.into_any()
    } else {
        view! { <Notice>{t(c::READ_ONLY)}</Notice> }.into_any()
    };
    if page.newest && page.live {
        desk.connect();
        kept::keep(desk, page.class_id, &page.name);
    }
    view! {
        <Title text=tf(c::TITLE, &[("name", &page.name)])/>
        <PageHead title=tf(c::TITLE, &[("name", &page.name)]) crumbs=vec![(page.name, class)] crumbs_label=t(text::courses::WHERE)/>
        <section class="chat">
            <Connection desk/>
            <Here desk/>
            <Messages desk older/>
            <Typing desk/>
            {foot}
        </section>
    }
}
