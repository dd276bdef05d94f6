use model::guardians::{ChildAssignment, ChildCourse, ChildPage, TeacherContact};
use model::text::{courses as c, dashboards as d, guardians as g};

use super::api;
use super::cards::StateBadge;
use crate::prelude::*;
use crate::text::facts;

/// One child: its courses with what is due, what came back, and whom to write to.
#[component]
pub fn ChildShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let child = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_child(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! { <Loaded of=child view=|child: ChildPage| view! { <Child child/> }.into_any()/> }
}

#[component]
fn Child(child: ChildPage) -> impl IntoView {
    let subtitle = facts(std::iter::once(child.school).chain(child.classes));
    let crumbs = vec![(t(g::YOUR_CHILDREN).to_owned(), "/parent/children".to_owned())];
    let empty = child.courses.is_empty();
    view! {
        <Title text=child.name.clone()/>
        <PageHead title=child.name subtitle crumbs crumbs_label=t(c::WHERE)/>
        {(!child.rights.performance).then(|| view! { <Notice>{t(g::RIGHTS_LEFT_OUT)}</Notice> })}
        {empty.then(|| view! { <EmptyState icon="book-open" title=t(g::NO_COURSES)/> })}
        <div class="stack stack-wide">
            {child.courses.into_iter().map(|course| view! { <Course course/> }).collect_view()}
        </div>
    }
}

#[component]
fn Course(course: ChildCourse) -> impl IntoView {
    let teachers = (!course.teachers.is_empty()).then(|| {
        view! {
            <ul class="contacts" aria-label=t(g::TEACHERS_OF)>
                {course.teachers.into_iter().map(|teacher| view! { <li><Contact teacher/></li> }).collect_view()}
            </ul>
        }
    });
    let assignments = if course.assignments.is_empty() {
        view! { <p class="muted">{t(g::NO_ASSIGNMENTS)}</p> }.into_any()
    } else {
        view! { <ul class="list">{course.assignments.into_iter().map(|it| view! { <Assignment it/> }).collect_view()}</ul> }
            .into_any()
    };
    view! {
        <section class="panel">
            <header><h2>{course.title}</h2></header>
            {teachers}
            {assignments}
        </section>
    }
}

#[component]
fn Contact(teacher: TeacherContact) -> impl IntoView {
    let label = tf(g::MAIL_TO, &[("name", &teacher.name)]);
    view! {
        <a href=format!("mailto:{}", crate::params::encode_address(&teacher.email)) aria-label=label><Icon name="mail"/>{teacher.name}</a>
    }
}

#[component]
fn Assignment(it: ChildAssignment) -> impl IntoView {
    let due = tf(d::DUE, &[("when", &it.due)]);
    let (meta, own) = match it.submitted {
        Some(at) => (format!("{due} · {}", tf(g::SUBMITTED, &[("when", &at.local)])), at.own),
        None => (due, None),
    };
    let marks = it.marks.map(|marks| {
        view! { <strong class="trailing">{tf(d::MARKS_OF, &[("marks", &marks), ("points", &it.points)])}</strong> }
    });
    let comment = (!it.comment.is_empty()).then(|| {
        view! { <p class="brief child-comment"><span class="visually-hidden">{t(g::COMMENT_OF)} ": "</span><Linked text=it.comment/></p> }
    });
    view! {
        <li>
            <div>
                <span class="title">{it.title}</span>
                <span class="meta muted"><InBrief said=meta own/></span>
                {comment}
            </div>
            {marks}
            {it.state.map(|state| view! { <StateBadge state/> })}
        </li>
    }
}
