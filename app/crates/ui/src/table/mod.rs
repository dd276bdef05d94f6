//! Tables of rows: heads that sort, cells that become cards on phones, boxes to select rows with, the bar of filters
//! above and the pages under them. All of it is links and forms, and works before a script has arrived.

mod cells;
mod column;
mod filter;
mod pager;
mod selection;

use leptos::prelude::*;

pub use cells::{Cell, EmptyRow, RowGroup, RowHead, TextCell};
pub use column::{Column, Sort};
pub use filter::FilterBar;
pub use pager::{Pager, PagerWords};
pub use selection::{SelectCell, Selection};

use crate::Text;

/// A table. Its children are the rows; on phones each row becomes a card whose cells say their label ([`Cell`]).
#[component]
pub fn Table(
    #[prop(into)] caption: Text,
    /// The caption is read out but not shown, where a heading says it already.
    #[prop(optional)]
    caption_hidden: bool,
    columns: Vec<Column>,
    /// Keep the grid on phones too and scroll it sideways: for figures that are compared along a row.
    #[prop(optional)]
    grid: bool,
    /// For long lists: on desktops the head stays in sight. Such a table does not scroll sideways, so its columns
    /// must be few enough for the page.
    #[prop(optional)]
    sticky: bool,
    /// The children are [`RowGroup`]s instead of rows.
    #[prop(optional)]
    grouped: bool,
    children: Children,
) -> impl IntoView {
    let heads = columns.into_iter().map(Column::head).collect_view();
    // What scrolls sideways can be scrolled by keyboard, and says what it is.
    let named = grid.then(|| caption.clone());
    let rows = children();
    let body = if grouped { rows.into_any() } else { view! { <tbody>{rows}</tbody> }.into_any() };
    view! {
        <div
            class="table-scroll"
            class:table-sticky=sticky
            tabindex=grid.then_some("0")
            role=grid.then_some("region")
            aria-label=named
        >
            <table class="table" class:table-cards=!grid>
                <caption class:visually-hidden=caption_hidden>{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                {body}
            </table>
        </div>
    }
}
