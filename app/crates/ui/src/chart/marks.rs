use leptos::prelude::*;

use super::shape::marker;
use crate::Text;

/// So many series look different from each other; further ones begin anew.
const LOOKS: usize = 6;

/// The class that gives a series its colour and its dash.
pub(super) fn series_class(series: usize) -> String {
    format!("series-{}", series % LOOKS + 1)
}

/// The fill of a series: its colour and its pattern.
pub(super) fn paint(chart: &str, series: usize) -> String {
    format!("url(#{chart}-{})", series % LOOKS + 1)
}

/// The patterns of a chart. Their ids carry the chart's: a pattern of a chart that is hidden would paint nothing.
#[component]
pub(super) fn Patterns(chart: Text, series: usize) -> impl IntoView {
    let patterns = (0..series.min(LOOKS))
        .map(|series| {
            let over = match series {
                0 => "",
                1 => "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
                2 => "M1 1h1.8v1.8h-1.8zM4 4h1.8v1.8h-1.8z",
                3 => "M0 1.5H6M0 4.5H6",
                4 => "M1.5 0V6M4.5 0V6",
                _ => "M0 0L6 6M6 0L0 6",
            };
            view! {
                <pattern
                    id=format!("{chart}-{}", series + 1)
                    class=series_class(series)
                    width="6"
                    height="6"
                    patternUnits="userSpaceOnUse"
                >
                    <rect class="chart-fill" width="6" height="6"></rect>
                    <path class="chart-hatch" d=over></path>
                </pattern>
            }
        })
        .collect_view();
    view! { <defs>{patterns}</defs> }
}

/// A square of the legend.
#[component]
pub(super) fn Swatch(chart: Text, series: usize) -> impl IntoView {
    view! {
        <svg class="chart-swatch" viewBox="0 0 18 12" aria-hidden="true">
            <rect width="18" height="12" fill=paint(&chart, series)></rect>
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
