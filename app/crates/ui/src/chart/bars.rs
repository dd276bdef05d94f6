use leptos::prelude::*;

use super::figures::{Axis, ChartWords, Figures};
use super::frame::{ChartFrame, named};
use super::label::{fit, width_of};
use super::marks::{Legend, Patterns, Swatch, paint};
use super::plot::{Axes, Plot, Told, WIDTH};
use super::scale::{Bands, Scale, tenth};
use crate::Text;

/// Figures side by side: upright, or lying where names are long. Several series stand in groups.
#[component]
pub fn BarChart(
    /// Unlike every other on the page.
    #[prop(into)]
    id: Text,
    #[prop(into)] caption: Text,
    /// A bar or a group of bars for each row.
    figures: Figures,
    axis: Axis,
    words: ChartWords,
    /// The bars lie, each under its name, with the figure at its end.
    #[prop(optional)]
    lying: bool,
) -> impl IntoView {
    let drawn = figures.range().map(|range| {
        let (id, figures) = (id.clone(), figures.clone());
        if lying {
            let ticks = axis.ticks_of_bars(range);
            view! { <Lying id figures ticks/> }.into_any()
        } else {
            let plot = Plot::bars(&figures, &axis, range);
            view! { <Upright id figures plot/> }.into_any()
        }
    });
    let labels: Vec<Text> = figures.series.iter().map(|it| it.label.clone()).collect();
    let kind = if lying { "lying" } else { "bars" };
    view! {
        <ChartFrame id=id.clone() kind caption words figures=drawn.is_some().then_some(figures)>
            <Legend labels swatch=|series| view! { <Swatch chart=id.clone() series/> }.into_any()/>
            {drawn}
        </ChartFrame>
    }
}

#[component]
fn Upright(id: Text, figures: Figures, plot: Plot) -> impl IntoView {
    let zero = plot.scale.at(0.0);
    let count = figures.series.len();
    // A group takes seven tenths of its band; the rest keeps groups apart.
    let (lead, wide) = (plot.bands.width * 0.15, plot.bands.width * 0.7 / count as f64);
    let one = |series: usize, row: usize| {
        let figure = figures.series[series].figure(row)?;
        let x = tenth(plot.bands.start(row) + lead + wide * series as f64);
        let (end, up) = (plot.scale.at(figure.value), figure.value >= 0.0);
        let (top, high) = (end.min(zero), tenth((zero - end).abs()));
        let told = (count == 1 && width_of(&figure.text) <= plot.bands.width).then(|| {
            let y = if up { top - 5.0 } else { top + high + 13.0 };
            view! { <text class="chart-figure" x=plot.bands.centre(row) y=tenth(y)>{figure.text.clone()}</text> }
        });
        Some(view! {
            <rect class="chart-bar" x=x y=top width=tenth((wide - 1.0).max(0.5)) height=high fill=paint(&id, series)></rect>
            {told}
        })
    };
    let bars = places(&figures).filter_map(|(series, row)| one(series, row)).collect_view();
    view! {
        <svg class="chart-plot" viewBox=Plot::view_box() role="img" aria-labelledby=named(&id)>
            <Patterns chart=id.clone() series=count/>
            <Axes plot=plot.clone() rows=figures.rows.clone()/>
            {bars}
            <Told plot figures/>
        </svg>
    }
}

/// The height of a name, of a bar, and of what is left free under a group.
const NAME: f64 = 18.0;
const BAR: f64 = 13.0;
const FREE: f64 = 9.0;

#[component]
fn Lying(id: Text, figures: Figures, ticks: Vec<(f64, String)>) -> impl IntoView {
    let count = figures.series.len();
    let (lowest, highest) = figures.range().unwrap_or_default();
    // The figures stand at the ends of their bars.
    let widest = places(&figures)
        .filter_map(|(series, row)| Some(width_of(&figures.series[series].figure(row)?.text) + 6.0))
        .fold(0.0, f64::max);
    let (start, end) = (if lowest < 0.0 { widest } else { 1.0 }, if highest > 0.0 { widest } else { 1.0 });
    let scale = Scale::over(&ticks, start, WIDTH - end);
    let group = NAME + BAR * count as f64 + FREE;
    let height = group * figures.rows.len() as f64;
    let bands = Bands::over(figures.rows.len(), 0.0, height);
    let zero = scale.at(0.0);
    let one = |series: usize, row: usize| {
        let figure = figures.series[series].figure(row)?;
        let (x, y) = (scale.at(figure.value), tenth(bands.start(row) + NAME + BAR * series as f64));
        let (class, at) = if figure.value < 0.0 { ("chart-tick", x - 4.0) } else { ("chart-beside", x + 4.0) };
        Some(view! {
            <rect
                class="chart-bar"
                x=x.min(zero)
                y=y
                width=tenth((x - zero).abs())
                height={BAR - 1.0}
                fill=paint(&id, series)
            ></rect>
            <text class=class x=tenth(at) y=tenth(y + BAR / 2.0)>{figure.text.clone()}</text>
        })
    };
    let bars = places(&figures).filter_map(|(series, row)| one(series, row)).collect_view();
    let names = figures
        .rows
        .iter()
        .enumerate()
        .map(|(row, name)| {
            view! { <text class="chart-over" x="1" y=tenth(bands.start(row) + NAME - 5.0)>{fit(name, WIDTH - 2.0)}</text> }
        })
        .collect_view();
    view! {
        <svg class="chart-plot" viewBox=format!("0 0 {WIDTH} {}", tenth(height)) role="img" aria-labelledby=named(&id)>
            <Patterns chart=id.clone() series=count/>
            <line class="chart-rule chart-zero" x1=zero y1="0" x2=zero y2=tenth(height - FREE)></line>
            {names}
            {bars}
        </svg>
    }
}

/// Every series with every row.
fn places(figures: &Figures) -> impl Iterator<Item = (usize, usize)> + use<> {
    let rows = figures.rows.len();
    (0..figures.series.len()).flat_map(move |series| (0..rows).map(move |row| (series, row)))
}
