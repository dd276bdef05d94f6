use model::Marks;
use model::assignments::{AttemptCard, MarkCard};
use model::ids::SubmissionId;
use model::text::assignments as a;

use super::state::marks_of;
use crate::prelude::*;

/// Every attempt of the student, newest first, each with its own marks; the one on the page is no link.
#[component]
pub fn Attempts(school: String, attempts: Vec<AttemptCard>, shown: SubmissionId, points: Marks) -> impl IntoView {
    let rows = attempts
        .into_iter()
        .enumerate()
        .map(|(index, it)| {
            let name = tf(a::ATTEMPT, &[("n", &it.attempt)]);
            let title = if it.id == shown {
                view! { <strong class="title" aria-current="page">{name}</strong> }.into_any()
            } else {
                view! { <a class="title" href=format!("/s/{school}/submissions/{}", it.id)>{name}</a> }.into_any()
            };
            let marks = it.marks.map_or_else(|| t(a::NOT_MARKED_YET).to_owned(), |marks| marks_of(marks, points));
            view! {
                <li>
                    <div>
                        <p>
                            {title} " " {(index == 0).then(|| view! { <Badge tone=Tone::Info>{t(a::NEWEST)}</Badge> })} " "
                            {it.late.then(|| view! { <Badge tone=Tone::Warn>{t(a::LATE)}</Badge> })}
                        </p>
                        <span class="meta"><InBrief said=it.submitted.local own=it.submitted.own/></span>
                    </div>
                    <span class="trailing num">{marks}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" id="attempts">
            <h2>{t(a::ATTEMPTS)}</h2>
            <ol class="list">{rows}</ol>
        </section>
    }
}

/// Every marking of the attempt shown, newest first; the first is the one that holds.
#[component]
pub fn History(history: Vec<MarkCard>) -> impl IntoView {
    let several = history.len() > 1;
    let rows = history
        .into_iter()
        .enumerate()
        .map(|(index, mark)| {
            let holds = (several && index == 0).then(|| view! { <Badge tone=Tone::Good>{t(a::HOLDS)}</Badge> });
            let by = tf(a::MARKED_BY, &[("name", &mark.marked_by), ("when", &mark.marked.local)]);
            view! {
                <li>
                    <div>
                        <p><span class="title">{mark.marks.to_string()}</span> " " {holds}</p>
                        <span class="meta"><InBrief said=by own=mark.marked.own/></span>
                        <p class="brief"><Linked text=mark.comment/></p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" id="history">
            <h2>{t(a::HISTORY)}</h2>
            <ol class="list">{rows}</ol>
        </section>
    }
}
