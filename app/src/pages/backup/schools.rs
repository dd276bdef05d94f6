//! The platform's schools in a list: looked for by name, and a page at a time.

use leptos_router::hooks::use_location;
use model::backup::SCHOOLS;
use model::text::{people as p, schools as s};

use crate::paged::Paged;
use crate::pages::people::said;
use crate::prelude::*;

/// The words and the page that the address asks for.
pub fn use_asked() -> Memo<(String, i64)> {
    let query = use_location().query;
    Memo::new(move |_| {
        let query = query.read();
        (query.get("q").unwrap_or_default(), query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1))
    })
}

/// The search over a list: where one page holds all schools, nobody has to look for one.
#[component]
pub fn FindSchool(
    /// Where the list is: the address of its page, and the place on it.
    here: String,
    q: String,
    total: i64,
) -> impl IntoView {
    let active = !q.trim().is_empty();
    (active || total > SCHOOLS).then(|| {
        view! {
            <FilterBar
                action=here
                label=t(p::SEARCH)
                id="schools-q"
                value=q
                hint=t(s::SEARCH_HINT)
                submit=t(p::FIND)
                clear=t(s::CLEAR)
                active
            />
        }
    })
}

/// The way to the other pages of a list.
#[component]
pub fn SchoolPages(here: String, q: String, total: i64, page: i64) -> impl IntoView {
    let href = move |page: i64| {
        let (path, place) = here.split_once('#').unwrap_or((&here, ""));
        let page = if page > 1 { page.to_string() } else { String::new() };
        format!("{path}{}#{place}", said(&[("q", q.trim()), ("page", &page)]))
    };
    (total > SCHOOLS).then(|| view! { <Paged page per_page=SCHOOLS total href/> })
}
