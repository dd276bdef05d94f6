use leptos::prelude::*;

use super::shape::marker;
use crate::Text;

/// So many series look different from each other; further ones begin anew.
const LOOKS: usize = 6;

/// The class that gives a series its colour and its dash.
pub(super) fn series_class(series: usize) -> String {
    format!("series-{}", series % LOOKS + 1)
}

/// The patterns of a chart, one for each series but the first, which is plain. Their ids carry the chart's: a pattern
/// of a chart that is hidden would paint nothing.
#[component]
pub(super) fn Patterns(chart: Text, series: usize) -> impl IntoView {
    let patterns = (1..series.min(LOOKS))
        .map(|series| {
            let (class, over) = match series {
                1 => ("chart-hatch", "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"),
                2 => ("chart-dots", "M1 1h1.8v1.8h-1.8zM4 4h1.8v1.8h-1.8z"),
                3 => ("chart-hatch", "M0 1.5H6M0 4.5H6"),
                4 => ("chart-hatch", "M1.5 0V6M4.5 0V6"),
                _ => ("chart-hatch", "M0 0L6 6M6 0L0 6"),
            };
            view! {
                <pattern id=pattern_id(&chart, series) width="6" height="6" patternUnits="userSpaceOnUse">
                    <path class=class d=over></path>
                </pattern>
            }
        })
        .collect_view();
    view! { <defs>{patterns}</defs> }
}

/// A shape in the colour of its series, and the pattern over it: a pattern with a ground shows seams between its tiles.
#[component]
pub(super) fn Filled(
    chart: Text,
    series: usize,
    path: String,
    /// Said where the pointer rests on it.
    #[prop(optional)]
    told: String,
) -> impl IntoView {
    let fill = (!series.is_multiple_of(LOOKS)).then(|| format!("url(#{})", pattern_id(&chart, series)));
    let pattern = fill.map(|fill| view! { <path class="chart-pattern" d=path.clone() fill=fill></path> });
    let told = (!told.is_empty()).then(|| leptos::svg::title().child(told));
    view! {
        <g class=series_class(series)>
            {told}
            <path class="chart-fill" d=path></path>
            {pattern}
        </g>
    }
}

/// A square of the legend.
#[component]
pub(super) fn Swatch(chart: Text, series: usize) -> impl IntoView {
    view! {
        <svg class="chart-swatch" viewBox="0 0 18 12" aria-hidden="true">
            <Filled chart series path="M0 0H18V12H0Z".to_owned()/>
        </svg>
    }
}

/// A piece of line with its marker, for the legend.
#[component]
pub(super) fn LineSwatch(series: usize) -> impl IntoView {
    view! {
        <svg class=format!("chart-swatch chart-swatch-line {}", series_class(series)) viewBox="0 0 30 12" aria-hidden="true">
            <path class="chart-line" d="M0 6H30"></path>
            <path class="chart-marker" d=marker(series, 15.0, 6.0)></path>
        </svg>
    }
}

fn pattern_id(chart: &str, series: usize) -> String {
    format!("{chart}-{}", series % LOOKS + 1)
}

/// What the series are called, where there is more than one.
#[component]
pub(super) fn Legend(
    /// The names of the series.
    labels: Vec<Text>,
    swatch: impl Fn(usize) -> AnyView,
) -> impl IntoView {
    (labels.len() > 1).then(|| {
        let entries =
            labels.into_iter().enumerate().map(|(series, label)| view! { <li>{swatch(series)} <span>{label}</span></li> });
        view! { <ul class="chart-legend">{entries.collect_view()}</ul> }
    })
}
