use leptos::prelude::*;

use crate::{MaybeText, Text};

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
    let class = match (number, actions) {
        (false, false) => None,
        (true, false) => Some("num"),
        (false, true) => Some("cell-actions"),
        (true, true) => Some("num cell-actions"),
    };
    view! {
        <td class=class data-label=label.into_inner()>
            {children.map(|children| children())}
        </td>
    }
}

/// Rows that belong together, under a head of their own. Stands in a grouped [`Table`](crate::Table).
#[component]
pub fn RowGroup(
    /// How many columns the table has.
    columns: usize,
    #[prop(into)] label: Text,
    children: Children,
) -> impl IntoView {
    view! {
        <tbody>
            <tr class="row-group">
                <th scope="rowgroup" colspan=columns>{label}</th>
            </tr>
            {children()}
        </tbody>
    }
}

/// A cell with a text and nothing else. It is drawn with less than half the work of a [`Cell`], which long lists feel.
#[component]
pub fn TextCell(
    /// The column's name, shown beside the value on phones.
    #[prop(into)]
    label: Text,
    #[prop(into)] text: Text,
    /// `cell-whole` for what stays on one line, `cell-list` for names of which each may take one.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let class = (!class.is_empty()).then_some(class);
    view! { <td class=class data-label=label>{text}</td> }
}

/// In the place of the rows where there are none: what was looked for, and perhaps a link that looks for more.
#[component]
pub fn EmptyRow(
    /// How many columns the table has.
    columns: usize,
    #[prop(into)] text: Text,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <tr class="row-empty">
            <td colspan=columns>
                <p>{text}</p>
                {children.map(|children| children())}
            </td>
        </tr>
    }
}
