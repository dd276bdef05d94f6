//! The pages of a long list, the same everywhere.

use model::text::common;
use ui::{Pager, PagerWords};

use crate::prelude::*;
use crate::text::number;

/// Which rows are shown of how many, and the way to the others. `page` counts from 1 and holds `per_page` rows.
#[component]
pub fn Paged(
    page: i64,
    per_page: i64,
    total: i64,
    href: impl Fn(i64) -> String,
    /// Which list, where a page has several.
    #[prop(optional)]
    label: Option<Key>,
) -> impl IntoView {
    let pages = (total + per_page - 1) / per_page;
    let (from, last) = ((page - 1) * per_page + 1, total.min(page * per_page));
    let range = tf(common::RANGE, &[("from", &number(from)), ("to", &number(last)), ("total", &number(total))]);
    let words = PagerWords {
        label: label.map_or_else(|| t(common::PAGES).to_owned(), |list| format!("{}: {}", t(common::PAGES), t(list))).into(),
        previous: t(common::PREVIOUS).into(),
        next: t(common::NEXT).into(),
        first: t(common::FIRST).into(),
        last: t(common::LAST).into(),
    };
    let page = usize::try_from(page).unwrap_or(1);
    let pages = usize::try_from(pages).unwrap_or(1);
    (total > 0).then(|| {
        view! { <Pager range page pages href=move |at: usize| href(at as i64) write=|at: usize| number(at as i64) words/> }
    })
}
