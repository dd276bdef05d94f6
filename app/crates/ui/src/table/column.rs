use leptos::prelude::*;

use crate::Text;

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

    /// The boxes of a [`Selection`](crate::Selection); the label is there for people who hear the table.
    pub fn select(label: impl Into<Text>) -> Column {
        Column { class: "cell-select", hidden: true, ..Column::text(label) }
    }

    /// The head becomes a link that sorts by this column; `now` is how it is sorted at present.
    pub fn sorted(mut self, href: impl Into<Text>, now: Option<Sort>) -> Column {
        self.href = Some(href.into());
        self.sort = now;
        self
    }

    pub(super) fn head(self) -> impl IntoView {
        let sort = self.sort.map(|sort| match sort {
            Sort::Ascending => "ascending",
            Sort::Descending => "descending",
        });
        let label = match self.href {
            // The link goes where the rows are cards; the word stays for those who hear the table.
            Some(href) => view! { <a href=href>{self.label.clone()}</a> <span class="head-words">{self.label}</span> }.into_any(),
            None if self.hidden => view! { <span class="visually-hidden">{self.label}</span> }.into_any(),
            None => self.label.into_any(),
        };
        view! { <th scope="col" class=self.class aria-sort=sort>{label}</th> }
    }
}
