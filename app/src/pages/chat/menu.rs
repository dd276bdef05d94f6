//! The button with what can be done with a message. What it opens is drawn when it is wanted: the forms of fifty messages weigh
//! more than all that is said in them. Without a script it leads to a page of its own.

use model::chat::MessageRow;
use model::text::chat as c;

use super::api;
use super::clock;
use super::desk::Desk;
use super::lines::Head;
use super::message::Acts;
use super::writing::Writing;
use crate::prelude::*;

/// A button that keys, fingers and a mouse open.
#[component]
pub fn ActsMenu(desk: Desk, row: MessageRow, mine: bool) -> impl IntoView {
    let label = tf(c::ACTS, &[("author", &row.message.author), ("time", &row.time)]);
    let href = format!("{}/acts/{}", desk.address(), row.message.seq);
    let wanted = RwSignal::new(false);
    let want = move || {
        if !wanted.get_untracked() {
            wanted.set(true);
        }
    };
    let entries = move || {
        if wanted.get() {
            view! { <Acts desk row=row.clone() mine/> }.into_any()
        } else {
            view! { <li><a href=href.clone()>{t(c::ACTS_PAGE)}</a></li> }.into_any()
        }
    };
    // Before it opens: what is not there yet is not brought into sight. Fingers give no focus in every browser.
    view! {
        <div
            class="message-acts"
            on:pointerdown=move |_| want()
            on:focusin=move |_| want()
            on:toggle:capture=move |_| want()
        >
            <Menu label icon="ellipsis">{entries}</Menu>
        </div>
    }
}

/// What can be done with a message, for browsers without script.
#[component]
pub fn ActsPage() -> impl IntoView {
    let school = use_school();
    let id = use_id::<model::ids::kinds::Room>("room");
    let seq = use_param("seq");
    let room = Resource::new(
        move || (school.get(), id.get(), seq.get().parse::<i64>().ok()),
        |(school, id, seq)| async move {
            let (id, seq) = id.zip(seq).ok_or(model::Error::NotFound)?;
            let page = api::show_room(school, id, None, Some(seq)).await?;
            let is_there = |row: &&MessageRow| row.message.seq == seq && row.message.deleted_at.is_none();
            let row = page.history.messages.iter().find(is_there).cloned().ok_or(model::Error::NotFound)?;
            Ok((page, row))
        },
    )
    .live();
    view! {
        <Loaded of=room view=move |(page, row): (model::chat::RoomPage, MessageRow)| {
            let desk = Desk::new(school.get_untracked(), &page, Writing::New);
            view! { <Whole desk name=page.name row/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(desk: Desk, name: String, row: MessageRow) -> impl IntoView {
    let message = row.message.clone();
    let (mine, seq) = (message.user_id == desk.me, message.seq);
    let back = format!("{}?at={seq}#m{seq}", desk.address());
    // With a script the message has all of it where it stands.
    let stands = back.clone();
    Effect::new(move || drop(location().replace(&stands)));
    let crumbs = vec![(t(c::ROOMS).to_owned(), format!("/s/{}/chat", desk.school.get_value())), (name, back)];
    let title = tf(c::ACTS, &[("author", &message.author), ("time", &row.time)]);
    view! {
        <Title text=title.clone()/>
        <PageHead title crumbs crumbs_label=t(text::courses::WHERE)/>
        <article class="message" class:mine=mine>
            <Head
                author=message.author.clone()
                photo=message.photo.clone()
                lead=desk.person(message.user_id)
                time=row.time.clone()
                at=clock::iso(message.sent_at)
            />
            <div class="message-body" dir="auto"><Marked text=message.gist().to_owned()/></div>
        </article>
        <ul class="acts"><Acts desk row mine/></ul>
    }
}
