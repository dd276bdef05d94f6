//! What was said, by its words and by what narrows them: in one room or in all of the reader's.

use model::chat::{Found, FoundPage, Piece, Present, SearchForm};
use model::text::{chat as c, common};

use super::api;
use crate::folded::FoldedFilters;
use crate::params::encode;
use crate::prelude::*;

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Asked {
    form: SearchForm,
    /// On the page of a room: whether all are meant.
    all: bool,
}

impl Asked {
    /// Where its page of that number is.
    fn query(&self, page: usize) -> String {
        let form = &self.form;
        let from = form.from.map(|it| it.to_string()).unwrap_or_default();
        let (on, page) = (|it: bool| if it { "true" } else { "" }, page.to_string());
        [
            ("q", form.q.trim()),
            ("all", on(self.all)),
            ("from", from.as_str()),
            ("after", form.after.as_str()),
            ("before", form.before.as_str()),
            ("file", on(form.with_file)),
            ("link", on(form.with_link)),
            ("pinned", on(form.pinned)),
            ("page", page.as_str()),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect::<Vec<_>>()
        .join("&")
    }
}

#[component]
pub fn Search() -> impl IntoView {
    let school = use_school();
    let room = use_id::<model::ids::kinds::Room>("room");
    let [q, page, from, after, before] = ["q", "page", "from", "after", "before"].map(use_query_value);
    let [file, link, pinned, all] = ["file", "link", "pinned", "all"].map(use_query_value);
    let is_on = |value: Memo<Option<String>>| value.with(|it| it.as_deref() == Some("true"));
    let asked = move || Asked {
        form: SearchForm {
            q: q.get().unwrap_or_default(),
            page: page.get().and_then(|page| page.parse().ok()).unwrap_or(1),
            from: from.get().and_then(|it| it.parse().ok()),
            after: after.get().unwrap_or_default(),
            before: before.get().unwrap_or_default(),
            with_file: is_on(file),
            with_link: is_on(link),
            pinned: is_on(pinned),
        },
        all: is_on(all),
    };
    let found = Resource::new(
        move || (school.get(), room.get(), asked()),
        |(school, room, asked)| async move {
            let page = api::find_messages(school, room.filter(|_| !asked.all), asked.form.clone()).await?;
            Ok((page, asked))
        },
    );
    view! {
        <Title text=t(c::SEARCH)/>
        <Loaded of=found view=move |(page, asked): (FoundPage, Asked)| {
            let base = format!("/s/{}/chat", school.get_untracked());
            let room = room.get_untracked().map(|room| format!("{base}/{room}"));
            view! { <Whole base room page asked/> }.into_any()
        }/>
    }
}

/// `room` is the address of the room that it is the search of, if it is of one.
#[component]
fn Whole(base: String, room: Option<String>, page: FoundPage, asked: Asked) -> impl IntoView {
    let here = format!("{}/search", room.as_ref().unwrap_or(&base));
    let none =
        (asked.form.asks() && page.found.is_empty()).then(|| view! { <EmptyState icon="search" title=t(c::NOTHING_FOUND)/> });
    let crumbs = vec![(t(c::ROOMS).to_owned(), base.clone())];
    let lead = |page: usize| format!("{here}?{}", asked.query(page));
    let number = asked.form.page.max(1);
    let older = page.more.then(|| view! { <LinkButton href=lead(number + 1)>{t(c::OLDER)}</LinkButton> });
    let newer = (number > 1).then(|| view! { <LinkButton href=lead(number - 1)>{t(c::NEWER)}</LinkButton> });
    let day = room.clone().map(|room| view! { <GoToDay room/> });
    let line = move |found: Found| view! { <Line base=base.clone() found/> };
    view! {
        <PageHead title=t(c::SEARCH) crumbs crumbs_label=t(text::courses::WHERE)/>
        <Filters action=here.clone() in_room=room.is_some() people=page.people asked=asked.clone()/>
        {none}
        <ul class="list">{page.found.into_iter().map(line).collect_view()}</ul>
        <p class="actions">{newer} {older}</p>
        {day}
    }
}

#[component]
fn Filters(action: String, in_room: bool, people: Vec<Present>, asked: Asked) -> impl IntoView {
    let Asked { form, all } = asked;
    let set = form.filters() + usize::from(in_room && all);
    let place = in_room.then(|| {
        let options = vec![("", t(c::THIS_ROOM)), ("true", t(c::ALL_ROOMS))];
        let selected = if all { "true" } else { "" };
        view! { <Select label=t(c::SEARCH_WHERE) name="all" options selected/> }
    });
    let anybody = (String::new(), t(c::ANYBODY).to_owned());
    let people = people.into_iter().map(|it| (it.user_id.to_string(), it.name));
    let options: Vec<(String, String)> = std::iter::once(anybody).chain(people).collect();
    let from = form.from.map(|it| it.to_string()).unwrap_or_default();
    let active = form.asks();
    view! {
        <FilterBar
            action
            label=t(c::SEARCH_WORDS)
            value=form.q.clone()
            submit=t(c::SEARCH_DO)
            clear=t(c::SEARCH_CLEAR)
            active
        >
            <FoldedFilters set>
                {place}
                <Combobox
                    label=t(c::SEARCH_FROM)
                    name="from"
                    options
                    selected=from
                    none=t(c::NOBODY_FOUND)
                    unclear=t(common::CHOOSE_FROM_LIST)
                />
                <div class="filter-pair">
                    <DateField label=t(c::SEARCH_AFTER) name="after" value=form.after/>
                    <DateField label=t(c::SEARCH_BEFORE) name="before" value=form.before/>
                </div>
                <div class="filter-ticks">
                    <Checkbox label=t(c::WITH_FILE) name="file" checked=form.with_file/>
                    <Checkbox label=t(c::WITH_LINK) name="link" checked=form.with_link/>
                    <Checkbox label=t(c::PINNED) name="pinned" checked=form.pinned/>
                </div>
            </FoldedFilters>
        </FilterBar>
    }
}

#[component]
fn Line(base: String, found: Found) -> impl IntoView {
    let message = found.row.message;
    let href = format!("{base}/{}?at={seq}#m{seq}", found.room_id, seq = message.seq);
    let names: Vec<_> = found.files.into_iter().map(|name| view! { <li><bdi><Pieces pieces=name/></bdi></li> }).collect();
    let names = (!names.is_empty()).then(|| view! { <ul class="message-files" aria-label=t(c::FILES)>{names}</ul> });
    let marks = message.pinned_at.map(|_| view! { <span class="message-mark"><Icon name="pin"/>{t(c::PINNED)}</span> });
    view! {
        <li class="found">
            <div>
                <A href=href attr:class="title">{message.author}</A>
                <span class="meta muted">{found.room} " · " {found.row.day} " " {found.row.time} " " {marks}</span>
                <p class="message-body" dir="auto"><Pieces pieces=found.said/></p>
                {names}
            </div>
        </li>
    }
}

/// A text with what was searched marked in it. All of it is text, whatever it looks like.
#[component]
fn Pieces(pieces: Vec<Piece>) -> impl IntoView {
    let piece = |it: Piece| if it.hit { view! { <mark>{it.text}</mark> }.into_any() } else { it.text.into_any() };
    pieces.into_iter().map(piece).collect_view()
}

/// The way to what was said on a day.
#[component]
fn GoToDay(room: String) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>{t(c::GO_TO_DAY)}</h2>
            // External: it is the server that knows where the day begins.
            <form method="get" action=format!("{room}/day") class="form">
                <DateField label=t(c::DAY) name="day" required=true/>
                <Button variant=Variant::Quiet>{t(c::GO_THERE)}</Button>
            </form>
        </section>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use model::ids::UserId;

    use super::*;

    #[test]
    fn a_further_page_asks_for_the_same() {
        let form = SearchForm {
            q: " exam & more ".into(),
            from: Some(UserId::from_u128(7)),
            after: "2026-11-01".into(),
            with_file: true,
            ..SearchForm::default()
        };
        let query = Asked { form, all: true }.query(2);
        let id = UserId::from_u128(7);
        assert_eq!(query, format!("q=exam%20%26%20more&all=true&from={id}&after=2026-11-01&file=true&page=2"));
        assert_eq!(Asked { form: SearchForm::default(), all: false }.query(1), "page=1");
    }

    #[test]
    fn what_was_found_is_marked_and_stays_text() {
        let piece = |text: &str, hit| Piece { text: text.into(), hit };
        let pieces = vec![piece("<b>", false), piece("exam<script>", true), piece(" & more", false)];
        let html = view! { <Pieces pieces/> }.to_html().replace("<!>", "");
        assert!(html.contains("<mark>exam&lt;script") && html.contains("</mark> &amp; more"), "{html}");
        assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
    }
}
