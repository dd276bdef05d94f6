use leptos::prelude::*;

use super::figures::{Axis, ChartWords, Figures};
use super::frame::{ChartFrame, named};
use super::marks::{Legend, LineSwatch, series_class};
use super::plot::{Axes, Plot, Told};
use super::scale::runs;
use super::shape::{line, marker};
use crate::Text;

/// More markers than this along a line hide it.
const MARKERS: usize = 14;

/// How figures go over time, a line for each series. A missing figure is a gap, never a guess.
#[component]
pub fn LineChart(
    /// Unlike every other on the page.
    #[prop(into)]
    id: Text,
    #[prop(into)] caption: Text,
    /// The rows go along the foot, in their order.
    figures: Figures,
    axis: Axis,
    words: ChartWords,
) -> impl IntoView {
    let drawn = figures.range().map(|range| (Plot::lines(&figures, &axis, range), figures.clone()));
    view! {
        <ChartFrame id=id.clone() kind="lines" caption words figures=drawn.is_some().then_some(figures)>
            {drawn.map(|(plot, figures)| view! { <Drawing id plot figures/> })}
        </ChartFrame>
    }
}

#[component]
fn Drawing(id: Text, plot: Plot, figures: Figures) -> impl IntoView {
    let labels = figures.series.iter().map(|it| it.label.clone()).collect();
    let lines = figures
        .series
        .iter()
        .enumerate()
        .map(|(series, it)| view! { <Line series values=it.values(figures.rows.len()).collect() plot=plot.clone()/> })
        .collect_view();
    view! {
        <Legend labels swatch=|series| view! { <LineSwatch series/> }.into_any()/>
        <svg class="chart-plot" viewBox=Plot::view_box() role="img" aria-labelledby=named(&id)>
            <Axes plot=plot.clone() rows=figures.rows.clone()/>
            {lines}
            <Told plot figures/>
        </svg>
    }
}

#[component]
fn Line(series: usize, values: Vec<Option<f64>>, plot: Plot) -> impl IntoView {
    let runs = runs(&values);
    let place = |row: usize| values[row].map(|value| (plot.bands.centre(row), plot.scale.at(value)));
    let path: String = runs.iter().map(|run| line(run.clone().filter_map(place))).collect();
    let apart = values.len().div_ceil(MARKERS).max(1);
    // A figure between two gaps has no line: its marker is all there is of it.
    let alone = |row: usize| runs.iter().any(|run| run.len() == 1 && run.start == row);
    let markers: String = (0..values.len())
        .filter(|row| row % apart == 0 || alone(*row))
        .filter_map(place)
        .map(|(x, y)| marker(series, x, y))
        .collect();
    view! {
        <g class=series_class(series)>
            <path class="chart-line" d=path></path>
            <path class="chart-marker" d=markers></path>
        </g>
    }
}
