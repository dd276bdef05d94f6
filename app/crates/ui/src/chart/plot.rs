use leptos::prelude::*;

use super::figures::{Axis, Figures, room};
use super::label::{every, fit, width_of};
use super::scale::{Bands, Scale, tenth};
use crate::Text;

/// The drawing's own units; the page scales it to the room there is.
pub(super) const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 214.0;
/// Room for the names under the plot.
const FOOT: f64 = 24.0;
const TOP: f64 = 18.0;
const END: f64 = 4.0;
/// A name along the axis takes no more.
const WIDEST: f64 = 96.0;

/// Where an upright plot draws: numbers up the side, rows along the foot.
#[derive(Clone)]
pub(super) struct Plot {
    ticks: Vec<(f64, String)>,
    pub(super) scale: Scale,
    pub(super) bands: Bands,
    start: f64,
}

impl Plot {
    pub(super) fn lines(figures: &Figures, axis: &Axis, range: (f64, f64)) -> Plot {
        Plot::over(figures, axis.ticks(range))
    }

    pub(super) fn bars(figures: &Figures, axis: &Axis, range: (f64, f64)) -> Plot {
        Plot::over(figures, axis.ticks_of_bars(range))
    }

    fn over(figures: &Figures, ticks: Vec<(f64, String)>) -> Plot {
        let start = tenth(room(&ticks) + 8.0);
        let scale = Scale::over(&ticks, HEIGHT - FOOT, TOP);
        Plot { ticks, scale, bands: Bands::over(figures.rows.len(), start, WIDTH - END), start }
    }

    pub(super) fn view_box() -> String {
        format!("0 0 {WIDTH} {HEIGHT}")
    }
}

/// The lines of an upright plot with their numbers, and the names of the rows under it.
#[component]
pub(super) fn Axes(plot: Plot, rows: Vec<Text>) -> impl IntoView {
    let numbers = plot
        .ticks
        .iter()
        .map(|(value, text)| {
            let y = plot.scale.at(*value);
            let rule = if *value == 0.0 { "chart-rule chart-zero" } else { "chart-rule" };
            view! {
                <line class=rule x1=plot.start y1=y x2=WIDTH y2=y></line>
                <text class="chart-tick" x=tenth(plot.start - 6.0) y=y>{text.clone()}</text>
            }
        })
        .collect_view();
    let every = every(&rows, plot.bands.width, WIDEST);
    let names = rows
        .iter()
        .enumerate()
        .step_by(every)
        .map(|(row, name)| {
            let name = fit(name, (plot.bands.width * every as f64 - 4.0).max(20.0));
            let half = width_of(&name) / 2.0;
            let x = tenth(plot.bands.centre(row).min(WIDTH - half).max(half));
            view! { <text class="chart-name" x=x y={HEIGHT - 6.0}>{name}</text> }
        })
        .collect_view();
    view! { <g class="chart-axes">{numbers}{names}</g> }
}

/// Says the figures of a row where the pointer rests on it.
#[component]
pub(super) fn Told(plot: Plot, figures: Figures) -> impl IntoView {
    (0..figures.rows.len())
        .map(|row| {
            view! {
                <rect
                    class="chart-told"
                    x=plot.bands.start(row)
                    y=TOP
                    width=tenth(plot.bands.width)
                    height={HEIGHT - TOP - FOOT}
                >
                    <title>{figures.told(row)}</title>
                </rect>
            }
        })
        .collect_view()
}
