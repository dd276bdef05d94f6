//! The way from one student's work to the next, by links: it works before any script, and in a new tab.

use model::assignments::{Lineup, Neighbour};
use model::text::assignments as a;

use crate::prelude::*;

/// Who stands before and after, and how much is left to mark.
#[component]
pub fn LineUp(school: String, lineup: Lineup) -> impl IntoView {
    let left = match lineup.waiting {
        0 => t(a::ALL_MARKED).to_owned(),
        waiting => tf(a::COUNT_TO_MARK, &[("n", &waiting)]),
    };
    let place = tf(a::PLACE, &[("place", &lineup.place), ("of", &lineup.of)]);
    let step = |to: Option<Neighbour>, rel: &'static str, label: Key, icon: &'static str| {
        to.map(|to| {
            let href = submission(&school, &to);
            view! {
                <a href=href rel=rel class="button button-quiet button-small">
                    <Icon name=icon/>
                    <span class="visually-hidden">{t(label)} " "</span>
                    <span class="cut">{to.student}</span>
                </a>
            }
        })
    };
    view! {
        <nav class="lineup" aria-label=t(a::LINEUP)>
            <div>{step(lineup.previous, "prev", a::PREVIOUS_STUDENT, "arrow-left")}</div>
            <p class="meta">{format!("{place} · {left}")}</p>
            <div>{step(lineup.next, "next", a::NEXT_STUDENT, "chevron-right")}</div>
        </nav>
    }
}

/// The address of somebody's work.
pub fn submission(school: &str, of: &Neighbour) -> String {
    format!("/s/{school}/submissions/{}", of.submission_id)
}
