use model::dashboards::{Due, Marked, StudentBoard};
use model::text::dashboards as d;

use super::lists::{ClassesPanel, Line, ListPanel};
use crate::prelude::*;
use crate::text::facts;

#[component]
pub fn StudentView(base: String, board: StudentBoard) -> impl IntoView {
    let StudentBoard { due, marked, classes } = board;
    let join = Some((d::JOIN, "/join".to_owned()));
    view! {
        <div class="split">
            <div>
                <DueSoon base=base.clone() due/>
                <NewMarks base=base.clone() marked/>
            </div>
            <aside>
                <ClassesPanel base classes none=(d::NO_CLASSES, d::NO_CLASSES_HINT) more=join/>
            </aside>
        </div>
    }
}

#[component]
fn DueSoon(base: String, due: Vec<Due>) -> impl IntoView {
    let empty = view! { <EmptyState icon="check" title=t(d::NOTHING_DUE) text=t(d::NOTHING_DUE_HINT)/> }.into_any();
    let lines = due.into_iter().map(|due| view! { <DueLine base=base.clone() due/> }.into_any()).collect();
    view! { <ListPanel id="due" title=d::DUE_SOON empty lines/> }
}

#[component]
fn DueLine(base: String, due: Due) -> impl IntoView {
    let Due { card, overdue } = due;
    let (tone, state) = match &card.own {
        Some(own) if own.late => (Tone::Warn, d::HANDED_IN_LATE),
        Some(_) => (Tone::Good, d::HANDED_IN),
        None if overdue => (Tone::Bad, d::OVERDUE),
        None => (Tone::Neutral, d::TO_DO),
    };
    let meta = facts([card.course, tf(d::DUE, &[("when", &card.due)])]);
    view! {
        <Line icon="file-text" href=format!("{base}/assignments/{}", card.id) title=card.title meta>
            <Badge tone>{t(state)}</Badge>
        </Line>
    }
}

#[component]
fn NewMarks(base: String, marked: Vec<Marked>) -> impl IntoView {
    let empty = view! { <p class="muted">{t(d::NO_MARKS)}</p> }.into_any();
    let lines = marked.into_iter().map(|marked| view! { <MarkedLine base=base.clone() marked/> }.into_any()).collect();
    view! { <ListPanel id="marks" title=d::NEW_MARKS empty lines/> }
}

#[component]
fn MarkedLine(base: String, marked: Marked) -> impl IntoView {
    let meta = facts([marked.course, tf(d::MARKED, &[("when", &marked.marked.local)])]);
    let marks = tf(d::MARKS_OF, &[("marks", &marked.marks), ("points", &marked.points)]);
    view! {
        <Line icon="check" href=format!("{base}/assignments/{}", marked.assignment_id) title=marked.title meta own=marked.marked.own>
            <strong class="trailing">{marks}</strong>
        </Line>
    }
}
