use model::assignments::AssignmentCard;
use model::courses::CoursePage;
use model::forum::Board;
use model::text::{assignments as a, courses as c, forum as f, problems};

use super::api;
use crate::pages::assignments::state::{StateBadge, shown_marks};
use crate::prelude::*;

#[component]
pub fn CourseShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let course = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_course(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=course view=move |course: CoursePage| view! { <Course school=school.get_untracked() course/> }.into_any()/>
    }
}

#[component]
fn Course(school: String, course: CoursePage) -> impl IntoView {
    let new = format!("/s/{school}/courses/{}/assignments/new", course.id);
    let forum = format!("/s/{school}/forum/{}", Board::Course(course.id));
    let has_forum = course.has_forum;
    let (may_set, may_grade) = (course.may_set_assignments, course.may_grade);
    let archived = course.archived.then(|| view! { <Notice tone=Tone::Info>{t(problems::CLASS_ARCHIVED)}</Notice> });
    let summary = Some(course.summary).filter(|summary| !summary.is_empty());
    let crumbs = course.classes.into_iter().map(|(id, name)| (name, format!("/s/{school}/classes/{id}"))).collect();
    view! {
        <Title text=course.title.clone()/>
        <PageHead title=course.title subtitle=tf(c::TAUGHT_BY, &[("name", &course.teacher)]) crumbs crumbs_label=t(c::WHERE)>
            {has_forum.then(|| view! { <LinkButton href=forum icon="message-circle">{t(f::FORUM)}</LinkButton> })}
            {may_set.then(|| view! { <LinkButton href=new icon="plus">{t(c::NEW_ASSIGNMENT)}</LinkButton> })}
        </PageHead>
        {archived}
        {summary.map(|summary| view! { <p class="brief"><Linked text=summary/></p> })}
        <section class="panel" id="assignments">
            <h2>{t(c::ASSIGNMENTS)}</h2>
            <Assignments school assignments=course.assignments marks=may_grade/>
        </section>
    }
}

/// The assignments; with the counts for those who mark, with their own state for students.
#[component]
fn Assignments(school: String, assignments: Vec<AssignmentCard>, marks: bool) -> impl IntoView {
    if assignments.is_empty() {
        return view! { <EmptyState icon="file-text" title=t(c::NO_ASSIGNMENTS) text=t(c::NO_ASSIGNMENTS_HINT)/> }.into_any();
    }
    view! {
        <ul class="list">
            {assignments
                .into_iter()
                .map(|card| {
                    let trailing = if marks { view! { <Counts card=card.clone()/> }.into_any() } else { view! { <Own card=card.clone()/> }.into_any() };
                    view! {
                        <li>
                            <div>
                                <A href=format!("/s/{school}/assignments/{}", card.id) attr:class="title">{card.title}</A>
                                <span class="meta">{tf(a::DUE_AT, &[("when", &card.due)])}</span>
                            </div>
                            <span class="trailing">{trailing}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Counts(card: AssignmentCard) -> impl IntoView {
    let waiting =
        (card.to_mark > 0).then(|| view! { <Badge tone=Tone::Warn>{tf(a::COUNT_TO_MARK, &[("n", &card.to_mark)])}</Badge> });
    view! { {tf(a::COUNT_HANDED_IN, &[("n", &card.handed_in)])} {waiting} }
}

#[component]
fn Own(card: AssignmentCard) -> impl IntoView {
    view! { {shown_marks(card.own.as_ref(), card.points)} <StateBadge state=card.own/> }
}
