use model::dashboards::{Due, Marked, StudentBoard};
use model::text::dashboards as d;

use super::lists::Classes;
use crate::prelude::*;

#[component]
pub fn StudentView(base: String, board: StudentBoard) -> impl IntoView {
    let StudentBoard { due, marked, classes } = board;
    view! {
        <div class="split">
            <div>
                <DueSoon base=base.clone() due/>
                <NewMarks base=base.clone() marked/>
            </div>
            <aside>
                <section class="panel" id="classes">
                    <header>
                        <h2>{t(d::CLASSES)}</h2>
                        <A href="/join">{t(d::JOIN)}</A>
                    </header>
                    {if classes.is_empty() {
                        view! {
                            <EmptyState icon="users" title=t(d::NO_CLASSES) text=t(d::NO_CLASSES_HINT)>
                                <LinkButton href="/join" icon="key">{t(d::JOIN)}</LinkButton>
                            </EmptyState>
                        }
                            .into_any()
                    } else {
                        view! { <Classes base classes/> }.into_any()
                    }}
                </section>
            </aside>
        </div>
    }
}

#[component]
fn DueSoon(base: String, due: Vec<Due>) -> impl IntoView {
    view! {
        <section class="panel" id="due">
            <header><h2>{t(d::DUE_SOON)}</h2></header>
            {if due.is_empty() {
                view! { <EmptyState icon="check" title=t(d::NOTHING_DUE) text=t(d::NOTHING_DUE_HINT)/> }.into_any()
            } else {
                view! {
                    <ul class="list">
                        {due.into_iter().map(|due| view! { <DueLine base=base.clone() due/> }).collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </section>
    }
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
    view! {
        <li>
            <Icon name="file-text"/>
            <div>
                <A href=format!("{base}/assignments/{}", card.id) attr:class="title">{card.title}</A>
                <span class="meta muted">{card.course} " · " {tf(d::DUE, &[("when", &card.due.local)])}</span>
            </div>
            <Badge tone>{t(state)}</Badge>
        </li>
    }
}

#[component]
fn NewMarks(base: String, marked: Vec<Marked>) -> impl IntoView {
    view! {
        <section class="panel" id="marks">
            <header><h2>{t(d::NEW_MARKS)}</h2></header>
            {marked.is_empty().then(|| view! { <p class="muted">{t(d::NO_MARKS)}</p> })}
            <ul class="list">
                {marked
                    .into_iter()
                    .map(|it| {
                        view! {
                            <li>
                                <Icon name="check"/>
                                <div>
                                    <A href=format!("{base}/assignments/{}", it.assignment_id) attr:class="title">{it.title}</A>
                                    <span class="meta muted">
                                        {it.course} " · " {tf(d::MARKED, &[("when", &it.marked.local)])}
                                    </span>
                                </div>
                                <strong class="trailing">
                                    {tf(d::MARKS_OF, &[("marks", &it.marks), ("points", &it.points)])}
                                </strong>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
