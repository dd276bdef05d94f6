use model::announcements::{AnnouncementList as List, Shelf};
use model::text::announcements as a;

use super::{api, card::Card};
use crate::paged::Paged;
use crate::prelude::*;

/// Announcements of one page, as the server counts them.
const PAGE: i64 = 20;

#[component]
pub fn AnnouncementList() -> impl IntoView {
    let school = use_school();
    let (shelf, page) = (use_query_value("shelf"), use_query_value("page"));
    let asked = move || {
        let shelf = shelf.get().and_then(|it| it.parse().ok()).unwrap_or(Shelf::Mine);
        (school.get(), shelf, page.get().and_then(|it| it.parse().ok()).unwrap_or(1))
    };
    let list = Resource::new(asked, |(school, shelf, page)| api::list_announcements(school, shelf, page));
    view! {
        <Title text=t(a::ANNOUNCEMENTS)/>
        <Loaded of=list view=move |list: List| {
            view! { <Whole base=format!("/s/{}", school.get_untracked()) list/> }.into_any()
        }/>
    }
}

#[component]
fn Whole(base: String, list: List) -> impl IntoView {
    let List { shelf, page, pages, total, cards, may_write, may_see_all } = list;
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
        let (title, text) = match shelf {
            Shelf::Written => (a::NONE_WRITTEN, a::NONE_WRITTEN_HINT),
            Shelf::Mine | Shelf::All => (a::NONE, a::NONE_HINT),
        };
        view! { <EmptyState icon="bell" title=t(title) text=t(text)/> }
    });
    view! {
        <PageHead title=t(a::ANNOUNCEMENTS)>{new}</PageHead>
        {pills}
        {empty}
        <ul class="list announcements">
            {cards.into_iter().map(|card| view! { <Card base=base.clone() card/> }).collect_view()}
        </ul>
        {(pages > 1).then(|| view! { <Paged page=page as i64 per_page=PAGE total href=move |page| format!("{address}?shelf={shelf}&page={page}")/> })}
    }
}
