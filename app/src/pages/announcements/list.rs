use model::announcements::{AnnouncementFilter, AnnouncementList as List, Shelf};
use model::text::announcements as a;

use super::{api, card::Card};
use crate::folded::FoldedFilters;
use crate::paged::Paged;
use crate::pages::people::said;
use crate::prelude::*;

/// Announcements of one page, as the server counts them.
const PAGE: i64 = 20;

#[component]
pub fn AnnouncementList() -> impl IntoView {
    let school = use_school();
    let [shelf, page, q, unread] = ["shelf", "page", "q", "unread"].map(use_query_value);
    let filter = Memo::new(move |_| AnnouncementFilter {
        q: q.get().unwrap_or_default(),
        unread: unread.read().as_deref() == Some("true"),
    });
    let asked = move || {
        let shelf = shelf.get().and_then(|it| it.parse().ok()).unwrap_or(Shelf::Mine);
        (school.get(), shelf, page.get().and_then(|it| it.parse().ok()).unwrap_or(1), filter.get())
    };
    let list = Resource::new(asked, |(school, shelf, page, filter)| api::list_announcements(school, shelf, page, filter));
    view! {
        <Title text=t(a::ANNOUNCEMENTS)/>
        <Loaded of=list view=move |list: List| {
            view! { <Whole base=format!("/s/{}", school.get_untracked()) filter=filter.get_untracked() list/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, filter: AnnouncementFilter, list: List) -> impl IntoView {
    let List { shelf, page, pages, total, cards, may_write, may_see_all, may_ask_unread } = list;
    let address = format!("{base}/announcements");
    let new = may_write.then(|| {
        view! { <LinkButton href=format!("{address}/new") variant=Variant::Primary icon="plus">{t(a::NEW)}</LinkButton> }
    });
    let pill = |of: Shelf, label: Key| {
        let href = if of == Shelf::Mine { address.clone() } else { format!("{address}?shelf={of}") };
        Pill::new(href, t(label), of == shelf)
    };
    let mut pills = vec![pill(Shelf::Mine, a::SHELF_MINE)];
    pills.extend(may_write.then(|| pill(Shelf::Written, a::SHELF_WRITTEN)));
    pills.extend(may_see_all.then(|| pill(Shelf::All, a::SHELF_ALL)));
    let pills = (pills.len() > 1).then(|| view! { <Pills label=t(a::SHELVES) pills/> });
    let empty = cards.is_empty().then(|| {
        let (icon, title, text) = match shelf {
            _ if filter.is_limited() => ("search", a::NO_MATCH, a::NO_MATCH_HINT),
            Shelf::Written => ("bell", a::NONE_WRITTEN, a::NONE_WRITTEN_HINT),
            Shelf::Mine | Shelf::All => ("bell", a::NONE, a::NONE_HINT),
        };
        view! { <EmptyState icon title=t(title) text=t(text)/> }
    });
    let filters = (total > 0 || filter.is_limited()).then(|| {
        view! { <Filters address=address.clone() shelf filter=filter.clone() may_ask_unread/> }
    });
    let href = move |page: i64| {
        let (shelf, page) = (shelf.to_string(), page.to_string());
        let unread = if filter.unread { "true" } else { "" };
        let pairs = [("shelf", shelf.as_str()), ("q", filter.q.trim()), ("unread", unread), ("page", page.as_str())];
        format!("{address}{}", said(&pairs))
    };
    view! {
        <PageHead title=t(a::ANNOUNCEMENTS)>{new}</PageHead>
        {pills}
        {filters}
        {empty}
        <ul class="list announcements">
            {cards.into_iter().map(|card| view! { <Card base=base.clone() card/> }).collect_view()}
        </ul>
        {(pages > 1).then(|| view! { <Paged page=page as i64 per_page=PAGE total href/> })}
    }
}

/// What the list is asked for: a form that the browser sends itself.
#[component]
fn Filters(address: String, shelf: Shelf, filter: AnnouncementFilter, may_ask_unread: bool) -> impl IntoView {
    let (active, set) = (filter.is_limited(), usize::from(filter.unread));
    let all = format!("{address}?shelf={shelf}");
    let unread = may_ask_unread.then(|| {
        view! {
            <FoldedFilters set>
                <Checkbox label=t(a::UNREAD_ONLY) name="unread" id="announcements-unread" checked=filter.unread/>
            </FoldedFilters>
        }
    });
    view! {
        <FilterBar
            action=address
            label=t(a::SEARCH)
            id="announcements-q"
            value=filter.q
            hint=t(a::SEARCH_HINT)
            submit=t(a::FIND)
            clear=t(a::CLEAR)
            all
            active
        >
            <input type="hidden" name="shelf" value=shelf.to_string()/>
            {unread}
        </FilterBar>
    }
}
