use model::assignments::{AssignmentPage, Submission};
use model::text::{assignments as a, courses as c, problems};

use super::api;
use super::files::Receipt;
use super::students::Students;
use super::submit::HandIn;
use crate::layout::is_redrawn;
use crate::prelude::*;

#[component]
pub fn AssignmentShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let at = use_query_value("page");
    let at = move || at.get().and_then(|page| page.parse::<i64>().ok()).unwrap_or(1);
    let assignment = Resource::new(
        move || (school.get(), id.get(), at()),
        |(school, id, at)| async move { api::show_assignment(school, id.ok_or(model::Error::NotFound)?, at).await },
    );
    // A script has handed in here: the page that is loaded again begins with the receipt.
    let received = RwSignal::new(None);
    let handed_in = Callback::new(move |()| {
        // An upload may end after the page was left.
        let Some(now) = id.try_get_untracked() else { return };
        received.set(now);
        assignment.refetch();
    });
    view! {
        <Loaded of=assignment view=move |page: AssignmentPage| {
            let fresh = received.get_untracked() == Some(page.id) && !is_redrawn();
            view! { <Assignment school=school.get_untracked() page handed_in fresh/> }.into_any()
        }/>
    }
}

#[component]
fn Assignment(school: String, page: AssignmentPage, handed_in: Callback<()>, fresh: bool) -> impl IntoView {
    let due = tf(a::DUE_AT, &[("when", &page.due)]);
    let subtitle = format!("{due} · {}", tn(a::OUT_OF, page.points));
    let archived = page.archived.then(|| view! { <Notice tone=Tone::Info>{t(problems::CLASS_ARCHIVED)}</Notice> });
    let brief = if page.brief.is_empty() {
        view! { <p class="muted">{t(a::NO_BRIEF)}</p> }.into_any()
    } else {
        view! { <p class="brief"><Linked text=page.brief.clone()/></p> }.into_any()
    };
    let work = if page.may_grade {
        let pages = (page.students_page, page.students_total);
        view! { <Students school=school.clone() id=page.id students=page.students.clone() pages points=page.points/> }.into_any()
    } else {
        let form = page.may_submit.then(|| view! { <HandIn school=school.clone() page=page.clone() handed_in/> });
        view! { <Own school=school.clone() page=page.clone() fresh/> {form} }.into_any()
    };
    let crumbs = vec![(page.course, format!("/s/{school}/courses/{}", page.course_id))];
    view! {
        <Title text=page.title.clone()/>
        <PageHead title=page.title subtitle crumbs crumbs_label=t(c::WHERE)>
            {page.missing.then(|| view! { <Badge tone=Tone::Bad>{t(a::OVERDUE)}</Badge> })}
        </PageHead>
        {archived}
        {brief}
        {work}
    }
}

/// What the reader has handed in, newest first. It says that it has arrived when they come from handing in: by script
/// (`fresh`), or by an answer that leads to `#own`.
#[component]
fn Own(school: String, page: AssignmentPage, fresh: bool) -> impl IntoView {
    let section = NodeRef::<leptos::html::Section>::new();
    let arrived = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if let (true, Some(section), Some(arrived)) = (fresh, section.get(), arrived.get()) {
            reveal(&section, &arrived);
        }
    });
    (!page.own.is_empty()).then(|| {
        view! {
            <section class="panel" id="own" tabindex="-1" aria-labelledby="own-title" aria-describedby="arrived" node_ref=section>
                <h2 id="own-title">{t(a::YOUR_WORK)}</h2>
                <div class="arrived" class:arrived-now=fresh id="arrived" role="status" tabindex="-1" node_ref=arrived>
                    <Notice tone=Tone::Good>{t(a::RECEIVED)}</Notice>
                </div>
                {page
                    .own
                    .into_iter()
                    .map(|submission| view! { <Attempt school=school.clone() submission points=page.points/> })
                    .collect_view()}
            </section>
        }
    })
}

#[component]
fn Attempt(school: String, submission: Submission, points: model::Marks) -> impl IntoView {
    let sent = tf(a::SENT_AT, &[("when", &submission.submitted.local)]);
    let late = submission.late.then(|| view! { <Badge tone=Tone::Warn>{t(a::LATE)}</Badge> });
    let note = Some(submission.note).filter(|note| !note.is_empty());
    let mark = match submission.mark {
        None => view! { <p class="muted">{t(a::NOT_MARKED_YET)}</p> }.into_any(),
        Some(mark) => {
            let comment = Some(mark.comment).filter(|comment| !comment.is_empty());
            let by = tf(a::MARKED_BY, &[("name", &mark.marked_by), ("when", &mark.marked.local)]);
            view! {
                <p class="big-mark" data-marks=mark.marks.to_string()>
                    {tf(a::MARKS_OF, &[("marks", &mark.marks), ("points", &points)])}
                </p>
                <p class="muted"><InBrief said=by own=mark.marked.own/></p>
                {comment.map(|comment| view! { <p class="brief"><Linked text=comment/></p> })}
            }
            .into_any()
        }
    };
    view! {
        <article class="card" id=format!("attempt-{}", submission.attempt)>
            <header>
                <h3>{tf(a::ATTEMPT, &[("n", &submission.attempt)])} " " {late}</h3>
                <span class="muted"><InBrief said=sent own=submission.submitted.own/></span>
            </header>
            {mark}
            <Receipt school files=submission.files/>
            {note.map(|note| view! { <p class="brief"><Linked text=note/></p> })}
        </article>
    }
}
