use model::assignments::MarkingPage;
use model::text::{assignments as a, courses as c};

use super::api;
use super::attempts::{Attempts, History};
use super::files::Receipt;
use super::lineup::{LineUp, submission};
use super::mark_fields::MarkFields;
use crate::prelude::*;

/// A student's work for those who mark. With `?saved=` it follows a saving, and says so while that marking holds.
#[component]
pub fn MarkingShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let saved = use_query_value("saved");
    let work = Resource::new(
        move || (school.get(), id.get(), saved.get()),
        |(school, id, _)| async move { api::show_submission(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=work view=move |page: MarkingPage| {
            let saved = saved.get_untracked().is_some_and(|saved| saved == page.version.to_string());
            view! { <Marking school=school.get_untracked() page saved/> }.into_any()
        }/>
    }
}

#[component]
fn Marking(school: String, page: MarkingPage, saved: bool) -> impl IntoView {
    let title = tf(a::MARKING_OF, &[("student", &page.student), ("assignment", &page.assignment)]);
    let work = page.submission.clone();
    let sent = tf(a::SENT_AT, &[("when", &work.submitted)]);
    let subtitle = format!("{} · {sent}", tf(a::ATTEMPT, &[("n", &work.attempt)]));
    let note = Some(work.note).filter(|note| !note.is_empty());
    let next = page.lineup.to_mark.as_ref().map(|next| {
        let label = tf(a::NEXT_TO_MARK, &[("student", &next.student)]);
        view! { <LinkButton href=submission(&school, next) variant=Variant::Quiet>{label}</LinkButton> }
    });
    let newer = page.newer().map(|newest| (newest.attempt, format!("/s/{school}/submissions/{}", newest.id)));
    let earlier = newer.is_some();
    let crumbs = vec![
        (page.course.clone(), format!("/s/{school}/courses/{}", page.course_id)),
        (page.assignment.clone(), format!("/s/{school}/assignments/{}", page.assignment_id)),
    ];
    let attempts = (page.attempts.len() > 1).then(|| {
        view! { <Attempts school=school.clone() attempts=page.attempts.clone() shown=work.id points=page.points/> }
    });
    let history = (!page.history.is_empty()).then(|| view! { <History history=page.history.clone()/> });
    view! {
        <Title text=title/>
        <PageHead title=page.student.clone() subtitle crumbs crumbs_label=t(c::WHERE)>
            {earlier.then(|| view! { <Badge>{t(a::EARLIER)}</Badge> })}
            {work.late.then(|| view! { <Badge tone=Tone::Warn>{t(a::LATE)}</Badge> })}
            {next}
        </PageHead>
        <LineUp school=school.clone() lineup=page.lineup.clone()/>
        {newer
            .map(|(n, href)| {
                view! {
                    <Notice tone=Tone::Warn title=t(a::EARLIER)>
                        <p>{tf(a::NEWER, &[("n", &n)])} " " <a href=href>{tf(a::SHOW_NEWEST, &[("n", &n)])}</a></p>
                    </Notice>
                }
            })}
        <div class="split">
            <div class="split-main">
                <section class="panel" id="work">
                    <h2>{t(a::FILES)}</h2>
                    <Receipt school=school.clone() files=work.files/>
                </section>
                {note.map(|note| view! { <section class="panel"><h2>{t(a::NOTE)}</h2><p class="brief"><Linked text=note/></p></section> })}
            </div>
            <aside class="split-aside">
                <MarkFields school page saved/>
                {attempts}
                {history}
            </aside>
        </div>
    }
}
