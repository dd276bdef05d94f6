use leptos::prelude::*;

use crate::{MaybeText, Text};

/// How a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Ascending,
    Descending,
}

/// A column's head.
#[derive(Clone, Debug)]
pub struct Column {
    label: Text,
    class: &'static str,
    hidden: bool,
    href: Option<Text>,
    sort: Option<Sort>,
}

impl Column {
    pub fn text(label: impl Into<Text>) -> Column {
        Column { label: label.into(), class: "", hidden: false, href: None, sort: None }
    }

    /// Figures, set to the end of the line so that their digits stand under each other.
    pub fn number(label: impl Into<Text>) -> Column {
        Column { class: "num", ..Column::text(label) }
    }

    /// Buttons; the label is there for people who hear the table.
    pub fn actions(label: impl Into<Text>) -> Column {
        Column { class: "cell-actions", hidden: true, ..Column::text(label) }
    }

    /// The head becomes a link that sorts by this column; `now` is how it is sorted at present.
    pub fn sorted(mut self, href: impl Into<Text>, now: Option<Sort>) -> Column {
        self.href = Some(href.into());
        self.sort = now;
        self
    }

    fn head(self) -> impl IntoView {
        let sort = self.sort.map(|sort| match sort {
            Sort::Ascending => "ascending",
            Sort::Descending => "descending",
        });
        let label = match self.href {
            Some(href) => view! { <a href=href>{self.label}</a> }.into_any(),
            None if self.hidden => view! { <span class="visually-hidden">{self.label}</span> }.into_any(),
            None => self.label.into_any(),
        };
        view! { <th scope="col" class=self.class aria-sort=sort>{label}</th> }
    }
}

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
    children: Children,
) -> impl IntoView {
    let heads = columns.into_iter().map(Column::head).collect_view();
    view! {
        <div class="table-scroll">
            <table class="table" class:table-cards=!grid>
                <caption class:visually-hidden=caption_hidden>{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The first cell of a row: what the row is about.
#[component]
pub fn RowHead(children: Children) -> impl IntoView {
    view! { <th scope="row">{children()}</th> }
}

/// A cell.
#[component]
pub fn Cell(
    /// The column's name, shown beside the value on phones.
    #[prop(optional, into)]
    label: MaybeText,
    #[prop(optional)] number: bool,
    #[prop(optional)] actions: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <td data-label=label.into_inner() class:num=number class:cell-actions=actions>
            {children.map(|children| children())}
        </td>
    }
}
