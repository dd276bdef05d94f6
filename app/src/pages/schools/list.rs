use leptos_router::hooks::use_location;
use model::schools::{SCHOOLS_PAGE, SchoolCard, SchoolFilter, SchoolSort, SchoolsPage};
use model::text::{courses, dashboards as d, people as p, schools as s};

use super::api;
use crate::dated::OnDay;
use crate::folded::{self, FoldedFilters};
use crate::paged::Paged;
use crate::pages::people::said;
use crate::prelude::*;
use crate::text::{number, size};

fn use_filter() -> Memo<SchoolFilter> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        let said = |name: &str| query.get(name).unwrap_or_default();
        SchoolFilter { q: said("q"), admins: said("admins"), sort: said("sort"), page: said("page").parse().unwrap_or(1) }
    })
}

/// The list as it is asked for.
fn address(filter: &SchoolFilter) -> String {
    let page = if filter.page > 1 { filter.page.to_string() } else { String::new() };
    let pairs = [("q", filter.q.trim()), ("admins", &filter.admins), ("sort", &filter.sort), ("page", &page)];
    format!("/admin/schools{}", said(&pairs))
}

/// Every school, for the platform's admins.
#[component]
pub fn SchoolsList() -> impl IntoView {
    let filter = use_filter();
    let page = Resource::new(move || filter.get(), api::list_schools);
    view! {
        <Title text=t(s::SCHOOLS)/>
        <Loaded of=page view=move |page: SchoolsPage| view! { <Whole filter=filter.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(filter: SchoolFilter, page: SchoolsPage) -> impl IntoView {
    let crumbs = vec![(t(d::PLATFORM).to_owned(), "/admin".to_owned())];
    let filter = SchoolFilter { page: page.page, ..filter };
    let columns = columns(&filter);
    let asked = filter.clone();
    let href = move |page| address(&SchoolFilter { page, ..asked.clone() });
    let body = if page.schools.is_empty() {
        view! { <EmptyState icon="search" title=t(s::NO_MATCH) text=t(s::NO_MATCH_HINT)/> }.into_any()
    } else {
        let rows = page.schools.into_iter().map(|school| view! { <Row school/> }).collect_view();
        view! { <Table caption=tn(s::COUNT_SCHOOLS, page.total) columns>{rows}</Table> }.into_any()
    };
    view! {
        <PageHead title=t(s::SCHOOLS) subtitle=t(s::SCHOOLS_HINT) crumbs crumbs_label=t(courses::WHERE)/>
        <Search filter/>
        <section class="stack" id="schools">
            {body}
            <Paged page=page.page per_page=SCHOOLS_PAGE total=page.total href/>
        </section>
    }
}

fn columns(filter: &SchoolFilter) -> Vec<Column> {
    let sorted = |column: Column, up: SchoolSort, down: SchoolSort| {
        let now = match filter.sort() {
            now if now == up => Some(Sort::Ascending),
            now if now == down => Some(Sort::Descending),
            _ => None,
        };
        let next = if now == Some(Sort::Ascending) { down } else { up };
        column.sorted(address(&SchoolFilter { sort: next.to_string(), page: 1, ..filter.clone() }), now)
    };
    vec![
        sorted(Column::text(t(d::SCHOOL)), SchoolSort::Name, SchoolSort::NameDown),
        Column::text(t(s::SLUG)),
        sorted(Column::number(t(d::PEOPLE)), SchoolSort::People, SchoolSort::PeopleDown),
        Column::number(t(s::ADMINS)),
        sorted(Column::number(t(d::STORAGE)), SchoolSort::Storage, SchoolSort::StorageDown),
        sorted(Column::text(t(d::FOUNDED)), SchoolSort::Founded, SchoolSort::FoundedDown),
    ]
}

#[component]
fn Search(filter: SchoolFilter) -> impl IntoView {
    let sorts: Vec<_> = SchoolSort::ALL.iter().map(|it| (it.to_string(), t(it.label()))).collect();
    let sort = filter.sort().to_string();
    let options = vec![(String::new(), t(s::EVERY_SCHOOL)), (SchoolFilter::NO_ADMIN.to_owned(), t(s::WITHOUT_ADMIN))];
    let set = folded::set(&[&filter.admins]);
    let active = set > 0 || !filter.q.trim().is_empty();
    let all = address(&SchoolFilter { sort: filter.sort.clone(), ..SchoolFilter::default() });
    view! {
        <FilterBar
            action="/admin/schools"
            label=t(p::SEARCH)
            id="schools-q"
            value=filter.q
            hint=t(s::SEARCH_HINT)
            submit=t(p::FIND)
            clear=t(s::CLEAR)
            all
            active
        >
            <FoldedFilters set>
                <Select label=t(s::ADMINS) name="admins" id="schools-admins" options selected=filter.admins/>
                <Select label=t(p::SORT) name="sort" id="schools-sort" options=sorts selected=sort/>
            </FoldedFilters>
        </FilterBar>
    }
}

#[component]
fn Row(school: SchoolCard) -> impl IntoView {
    let href = format!("/admin/schools/{}", school.id);
    let admins = if school.admins == 0 {
        view! { <Badge tone=Tone::Warn>{t(s::NO_ADMIN)}</Badge> }.into_any()
    } else {
        number(school.admins).into_any()
    };
    view! {
        <tr>
            <RowHead><A href=href>{school.name}</A></RowHead>
            <TextCell label=t(s::SLUG) text=school.slug/>
            <Cell label=t(d::PEOPLE) number=true>{number(school.people)}</Cell>
            <Cell label=t(s::ADMINS) number=true>{admins}</Cell>
            <Cell label=t(d::STORAGE) number=true>{size(school.storage_bytes)}</Cell>
            <Cell label=t(d::FOUNDED)><OnDay dated=school.founded/></Cell>
        </tr>
    }
}
