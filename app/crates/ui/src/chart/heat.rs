use leptos::prelude::*;

use super::figures::{Axis, ChartWords, Figures};
use super::frame::{ChartFrame, named};
use super::label::{every, fit, width_of};
use super::plot::WIDTH;
use super::scale::{Bands, step_of, tenth};
use crate::Text;

/// The looks of the steps: how dark a square is, and how much of its place it fills.
const LOOKS: usize = 5;
/// Room for the names of the columns above.
const HEAD: f64 = 20.0;
/// The names of the rows take no more.
const WIDEST: f64 = 112.0;

/// Where and when there is much of something: a square for each row and column, larger and stronger in steps.
#[component]
pub fn HeatMap(
    /// Unlike every other on the page.
    #[prop(into)]
    id: Text,
    #[prop(into)] caption: Text,
    /// The rows go down, a series is a column.
    figures: Figures,
    /// Where the steps begin and end, and how that is written.
    axis: Axis,
    words: ChartWords,
) -> impl IntoView {
    let drawn = figures.range().map(|range| (axis.ticks(range), figures.clone()));
    view! {
        <ChartFrame id=id.clone() kind="heat" caption words figures=drawn.is_some().then_some(figures)>
            {drawn
                .map(|(ticks, figures)| {
                    view! { <Squares id figures ticks=ticks.iter().map(|tick| tick.0).collect()/> <Steps ticks/> }
                })}
        </ChartFrame>
    }
}

#[component]
fn Squares(id: Text, figures: Figures, ticks: Vec<f64>) -> impl IntoView {
    let columns: Vec<Text> = figures.series.iter().map(|it| it.label.clone()).collect();
    let start = tenth(figures.rows.iter().map(|row| width_of(row)).fold(0.0, f64::max).min(WIDEST) + 6.0);
    let across = Bands::over(columns.len(), start, WIDTH);
    let tall = across.width.clamp(18.0, 26.0);
    let height = tenth(HEAD + tall * figures.rows.len() as f64);
    let down = Bands::over(figures.rows.len(), HEAD, height);
    let every = every(&columns, across.width, WIDEST);
    let heads = columns
        .iter()
        .enumerate()
        .step_by(every)
        .map(|(column, name)| {
            let name = fit(name, (across.width * every as f64 - 4.0).max(20.0));
            let half = width_of(&name) / 2.0;
            let x = tenth(across.centre(column).min(WIDTH - half).max(half));
            view! { <text class="chart-name" x=x y={HEAD - 7.0}>{name}</text> }
        })
        .collect_view();
    let names = figures
        .rows
        .iter()
        .enumerate()
        .map(|(row, name)| {
            view! { <text class="chart-tick" x=tenth(start - 6.0) y=down.centre(row)>{fit(name, WIDEST)}</text> }
        })
        .collect_view();
    let square = |row: usize, column: usize| {
        let (x, y) = (across.centre(column), down.centre(row));
        let figure = figures.series[column].figure(row);
        let look = figure.map(|figure| look_of(step_of(figure.value, &ticks), ticks.len() - 1));
        let side = look.map_or(0.0, |look| (across.width.min(tall) - 1.0) * fills(look));
        let told = figure.map(|figure| format!("{}, {}: {}", figures.rows[row], columns[column], figure.text));
        match (look, told) {
            (Some(look), Some(told)) => view! {
                <rect class=format!("heat-{look}") x=tenth(x - side / 2.0) y=tenth(y - side / 2.0) width=tenth(side) height=tenth(side)>
                    <title>{told}</title>
                </rect>
            }
            .into_any(),
            _ => view! { <path class="heat-missing" d=format!("M{} {y}h4", tenth(x - 2.0))></path> }.into_any(),
        }
    };
    let places = (0..figures.rows.len()).flat_map(|row| (0..columns.len()).map(move |column| (row, column)));
    let squares = places.map(|(row, column)| square(row, column)).collect_view();
    view! {
        <svg class="chart-plot" viewBox=format!("0 0 {WIDTH} {height}") role="img" aria-labelledby=named(&id)>
            {heads}
            {names}
            {squares}
        </svg>
    }
}

/// The legend: the squares of the steps, with the numbers that part them in between.
#[component]
fn Steps(ticks: Vec<(f64, String)>) -> impl IntoView {
    let steps = ticks.len() - 1;
    let shown = ticks
        .into_iter()
        .enumerate()
        .map(|(at, (_, text))| {
            let look = (at < steps).then(|| look_of(at, steps));
            let square = look.map(|look| {
                let side = tenth(14.0 * fills(look));
                let place = tenth(8.0 - side / 2.0);
                view! {
                    <svg class="chart-swatch" viewBox="0 0 16 16" aria-hidden="true">
                        <rect class=format!("heat-{look}") x=place y=place width=side height=side></rect>
                    </svg>
                }
            });
            view! { <span class="num">{text}</span> {square} }
        })
        .collect_view();
    view! { <p class="chart-steps">{shown}</p> }
}

/// The look of a step, from 1: the last has the strongest, and the others lie evenly under it.
fn look_of(step: usize, steps: usize) -> usize {
    ((step + 1) * LOOKS).div_ceil(steps.max(1)).min(LOOKS)
}

/// How much of its place's side a square fills.
fn fills(look: usize) -> f64 {
    [0.36, 0.52, 0.68, 0.84, 1.0][(look - 1).min(LOOKS - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_step_is_the_strongest_and_no_two_look_alike() {
        for steps in 1..=LOOKS {
            let looks: Vec<usize> = (0..steps).map(|step| look_of(step, steps)).collect();
            assert_eq!(looks.last(), Some(&LOOKS));
            assert!(looks.is_sorted_by(|one, next| one < next), "{looks:?}");
        }
    }
}
