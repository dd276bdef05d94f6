use model::forum::{BoardCard, ForumHome as Home, Found, Hit, PAGE};
use model::text::{chat as talk, forum as f};

use super::api::{self, board_address, post_address, saved_address};
use super::author::name;
use super::reading::{ReadAll, ReadAllRefused};
use crate::paged::Paged;
use crate::pages::people::said;
use crate::prelude::*;

/// The forums of the reader; with `?q=` what is found in them.
#[component]
pub fn ForumHome() -> impl IntoView {
    let school = use_school();
    let [q, page] = ["q", "page"].map(use_query_value);
    let asked = move || (school.get(), q.get().unwrap_or_default(), page.get().and_then(|it| it.parse().ok()).unwrap_or(1));
    let home = Resource::new(asked, |(school, q, page)| api::show_forums(school, q, page));
    view! {
        <Title text=t(f::FORUM)/>
        <Loaded of=home view=move |home: Home| {
            view! { <Whole school=school.get_untracked() q=q.get_untracked().unwrap_or_default() home/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(school: String, q: String, home: Home) -> impl IntoView {
    let address = format!("/s/{school}/forum");
    let active = home.found.is_some();
    let unread = !active && home.boards.iter().any(|board| board.unread > 0);
    let read_all = unread.then(|| view! { <ReadAll school=school.clone() as_of=home.as_of/> });
    let saved = home.may_save.then(|| {
        view! { <LinkButton href=saved_address(&school) icon="bookmark">{t(f::SAVED)}</LinkButton> }
    });
    let reports = home.may_moderate.then(|| {
        view! { <LinkButton href=format!("{address}/reports") icon="alert-triangle">{t(talk::REPORTS)}</LinkButton> }
    });
    let words = home.may_set_words.then(|| {
        view! { <LinkButton href=format!("/s/{school}/chat/words") icon="settings">{t(talk::WORDS)}</LinkButton> }
    });
    let below = match home.found {
        Some(found) => view! { <Hits school=school.clone() q=q.clone() found/> }.into_any(),
        None => view! { <Boards school=school.clone() boards=home.boards/> }.into_any(),
    };
    view! {
        <PageHead title=t(f::FORUM) subtitle=t(f::INTRO)>{read_all} {saved} {reports} {words}</PageHead>
        <ReadAllRefused/>
        <FilterBar
            action=address.clone()
            label=t(f::SEARCH)
            id="forum-q"
            value=q
            hint=t(f::SEARCH_HINT)
            submit=t(f::FIND)
            clear=t(f::CLEAR)
            all=address
            active
        />
        {below}
    }
}

#[component]
fn Boards(school: String, boards: Vec<BoardCard>) -> impl IntoView {
    if boards.is_empty() {
        return view! { <EmptyState icon="message-circle" title=t(f::NO_FORUMS) text=t(f::NO_FORUMS_HINT)/> }.into_any();
    }
    let line = move |card: BoardCard| {
        let last = card.last.map(|when| tf(f::LAST, &[("when", &when.local)]));
        let unread = (card.unread > 0).then(|| view! { <Badge tone=Tone::Info>{tn(f::NEW_THREADS, card.unread)}</Badge> });
        view! {
            <li class:unread=(card.unread > 0)>
                <Icon name="message-circle"/>
                <div>
                    <A href=board_address(&school, card.board) attr:class="title">{card.name}</A>
                    <span class="meta muted">{tn(f::THREADS, card.threads)} {last.map(|last| format!(" · {last}"))}</span>
                </div>
                <span class="trailing">{unread}</span>
            </li>
        }
    };
    view! { <ul class="list forums">{boards.into_iter().map(line).collect_view()}</ul> }.into_any()
}

#[component]
fn Hits(school: String, q: String, found: Found) -> impl IntoView {
    let Found { hits, page, total } = found;
    if hits.is_empty() {
        return view! { <EmptyState icon="search" title=t(f::NOTHING_FOUND) text=t(f::NOTHING_FOUND_HINT)/> }.into_any();
    }
    let address = format!("/s/{school}/forum");
    let href = move |page: i64| format!("{address}{}", said(&[("q", q.trim()), ("page", page.to_string().as_str())]));
    let line = |hit: Hit| view! { <HitLine school=school.clone() hit/> };
    view! {
        <p class="muted" role="status">{tn(f::FOUND, total)}</p>
        <ul class="list forum-hits">{hits.into_iter().map(line).collect_view()}</ul>
        {(total > PAGE).then(|| view! { <Paged page per_page=PAGE total href/> })}
    }
    .into_any()
}

/// A post of a list, with what can be done with it there.
#[component]
pub fn HitLine(school: String, hit: Hit, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let href = post_address(&school, (hit.thread, hit.number));
    let by = tf(f::BY, &[("author", &name(&hit.author)), ("when", &hit.when.local)]);
    view! {
        <li>
            <div>
                <A href=href attr:class="title">{hit.title}</A>
                <span class="meta muted">{hit.board} " · " <InBrief said=by own=hit.when.own/></span>
                <p class="excerpt" dir="auto">{hit.excerpt}</p>
            </div>
            {children.map(|children| view! { <span class="trailing">{children()}</span> })}
        </li>
    }
}
