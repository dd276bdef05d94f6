use leptos::prelude::*;

use super::figures::{ChartWords, Figure, Figures};
use super::frame::{ChartFrame, named};
use super::marks::{Patterns, Swatch, paint};
use super::shape::slice;
use crate::{MaybeText, Text};

const OUTER: f64 = 78.0;
const INNER: f64 = 50.0;

/// A part of a whole.
#[derive(Clone, Debug)]
pub struct Slice {
    label: Text,
    figure: Figure,
    share: MaybeText,
}

impl Slice {
    pub fn new(label: impl Into<Text>, figure: Figure) -> Slice {
        Slice { label: label.into(), figure, share: MaybeText::default() }
    }

    /// Its share of the whole, as it is written: "82 %".
    pub fn share(mut self, share: impl Into<MaybeText>) -> Slice {
        self.share = share.into();
        self
    }
}

/// Parts of a whole, six at most: more are told apart no longer. The legend says every figure.
#[component]
pub fn Donut(
    /// Unlike every other on the page.
    #[prop(into)]
    id: Text,
    #[prop(into)] caption: Text,
    parts: Vec<Slice>,
    /// What the parts are, for the head of the table: "Status".
    #[prop(into)]
    head: Text,
    /// What is counted, likewise: "Students".
    #[prop(into)]
    counted: Text,
    /// The figure in the middle: the whole, or the part it is about.
    #[prop(into)]
    centre: Text,
    /// A word under it.
    #[prop(optional, into)]
    under: MaybeText,
    words: ChartWords,
) -> impl IntoView {
    let values: Vec<f64> =
        parts.iter().map(|part| part.figure.value).map(|it| if it.is_finite() { it.max(0.0) } else { 0.0 }).collect();
    let whole: f64 = values.iter().sum();
    let table = (whole > 0.0).then(|| {
        let rows = parts.iter().map(|part| part.label.clone()).collect();
        Figures::new(head, rows).series(counted, parts.iter().map(|part| Some(part.figure.clone())).collect())
    });
    let slices = values
        .iter()
        .scan(0.0, |reached, value| {
            let from = *reached;
            *reached += value / whole;
            Some((from, *reached))
        })
        .enumerate()
        .filter(|(_, (from, to))| to > from)
        .map(|(part, (from, to))| {
            let told = format!("{}: {}", parts[part].label, parts[part].figure.text);
            view! {
                <path class="chart-slice" d=slice(from, to, OUTER, INNER) fill=paint(&id, part)>
                    <title>{told}</title>
                </path>
            }
        })
        .collect_view();
    let count = parts.len();
    let legend =
        parts.into_iter().enumerate().map(|(part, it)| view! { <Entry chart=id.clone() at=part part=it/> }).collect_view();
    let under = under.into_inner();
    let middle = if under.is_some() { "-4" } else { "4" };
    view! {
        <ChartFrame id=id.clone() kind="donut" caption words figures=table>
            <div class="chart-parts">
                <svg class="chart-round" viewBox="-80 -80 160 160" role="img" aria-labelledby=named(&id)>
                    <Patterns chart=id.clone() series=count/>
                    {slices}
                    <text class="chart-centre" y=middle>{centre}</text>
                    {under.map(|under| view! { <text class="chart-under" y="18">{under}</text> })}
                </svg>
                <ul class="chart-legend">{legend}</ul>
            </div>
        </ChartFrame>
    }
}

#[component]
fn Entry(chart: Text, at: usize, part: Slice) -> impl IntoView {
    view! {
        <li>
            <Swatch chart series=at/>
            <span>{part.label}</span>
            <span class="num">{part.figure.text}</span>
            {part.share.into_inner().map(|share| view! { <span class="num muted">{share}</span> })}
        </li>
    }
}
