//! What was said, by its words: in one room or in all of the reader's.

use model::chat::Found;
use model::text::chat as c;

use super::api;
use crate::params::encode;
use crate::prelude::*;

#[component]
pub fn Search() -> impl IntoView {
    let school = use_school();
    let room = use_id::<model::ids::kinds::Room>("room");
    let (words, page) = (use_query_value("q"), use_query_value("page"));
    let found = Resource::new(
        move || {
            let page: usize = page.get().and_then(|page| page.parse().ok()).unwrap_or(1);
            (school.get(), room.get(), words.get().unwrap_or_default(), page)
        },
        |(school, room, words, page)| async move {
            let (found, more) = api::find_messages(school, room, words.clone(), page).await?;
            Ok((found, more, words, page))
        },
    );
    view! {
        <Title text=t(c::SEARCH)/>
        <Loaded of=found view=move |(found, more, words, page): (Vec<Found>, bool, String, usize)| {
            let base = format!("/s/{}/chat", school.get_untracked());
            let here = match room.get_untracked() {
                Some(room) => format!("{base}/{room}/search"),
                None => format!("{base}/search"),
            };
            view! { <Whole base here found more words page/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, here: String, found: Vec<Found>, more: bool, words: String, page: usize) -> impl IntoView {
    let asked = !words.trim().is_empty();
    let none = (asked && found.is_empty()).then(|| view! { <EmptyState icon="search" title=t(c::NOTHING_FOUND)/> });
    let crumbs = vec![(t(c::ROOMS).to_owned(), base.clone())];
    let line = move |it: Found| {
        let message = it.row.message;
        let href = format!("{base}/{}?at={seq}#m{seq}", it.room_id, seq = message.seq);
        let names: Vec<_> = message.file_names.lines().map(|name| view! { <li><bdi>{name.to_owned()}</bdi></li> }).collect();
        let names = (!names.is_empty()).then(|| view! { <ul class="message-files" aria-label=t(c::FILES)>{names}</ul> });
        view! {
            <li class="found">
                <div>
                    <A href=href attr:class="title">{message.author}</A>
                    <span class="meta muted">{it.room} " · " {it.row.day} " " {it.row.time}</span>
                    <div class="message-body" dir="auto"><Marked text=message.body/></div>
                    {names}
                </div>
            </li>
        }
    };
    let q = encode(words.trim());
    let lead = |page: usize| format!("{here}?q={q}&page={page}");
    let older = more.then(|| view! { <LinkButton href=lead(page + 1)>{t(c::OLDER)}</LinkButton> });
    let newer = (page > 1).then(|| view! { <LinkButton href=lead(page - 1)>{t(c::NEWER)}</LinkButton> });
    let action = here.clone();
    view! {
        <PageHead title=t(c::SEARCH) crumbs crumbs_label=t(text::courses::WHERE)/>
        <form method="get" action=action role="search" class="form">
            <Field label=t(c::SEARCH_WORDS) name="q" kind="search" value=words/>
            <Button icon="search">{t(c::SEARCH_DO)}</Button>
        </form>
        {none}
        <ul class="list">{found.into_iter().map(line).collect_view()}</ul>
        <p class="actions">{newer} {older}</p>
    }
}
