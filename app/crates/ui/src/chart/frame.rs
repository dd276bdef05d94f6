use leptos::prelude::*;

use super::figures::{ChartWords, Figures};
use crate::{Cell, Column, RowHead, Table, Text};

/// The frame of a chart: its caption, the drawing, and the table of the same figures.
#[component]
pub(super) fn ChartFrame(
    id: Text,
    kind: &'static str,
    caption: Text,
    words: ChartWords,
    /// The rows and columns of the table, or nothing where there is no figure to draw.
    figures: Option<Figures>,
    children: Children,
) -> impl IntoView {
    let shown = match figures {
        None => view! { <p class="chart-empty">{words.empty}</p> }.into_any(),
        Some(figures) => view! {
            {children()}
            <details class="chart-table">
                <summary>{words.table}</summary>
                <FigureTable caption=caption.clone() figures missing=words.missing/>
            </details>
        }
        .into_any(),
    };
    view! {
        <figure class=format!("chart chart-{kind}") id=id.clone()>
            <figcaption id=named(&id)>{caption}</figcaption>
            {shown}
        </figure>
    }
}

/// The id of the caption: what names the drawing for people who hear the page.
pub(super) fn named(chart: &str) -> String {
    format!("{chart}-caption")
}

#[component]
fn FigureTable(caption: Text, figures: Figures, missing: Text) -> impl IntoView {
    let Figures { head, rows, series } = figures;
    let columns = [Column::text(head)].into_iter().chain(series.iter().map(|it| Column::number(it.label.clone()))).collect();
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(row, label)| {
            let cells = series
                .iter()
                .map(|it| it.figure(row).map_or_else(|| missing.clone(), |figure| figure.text.clone()))
                .map(|text| view! { <Cell number=true>{text}</Cell> })
                .collect_view();
            view! { <tr><RowHead>{label}</RowHead>{cells}</tr> }
        })
        .collect_view();
    view! { <Table caption caption_hidden=true columns grid=true>{rows}</Table> }
}
