use model::classes::{ClassCourse, ClassPage, ClassPerson, ClassRole};
use model::text::classes as c;

use super::{api, codes::Codes};
use crate::prelude::*;

#[component]
pub fn ClassShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let class = Resource::new(
        move || (school.get(), id.get()),
        |(school, id)| async move { api::show_class(school, id.ok_or(model::Error::NotFound)?).await },
    );
    view! {
        <Loaded of=class view=move |class: ClassPage| view! { <Class school=school.get_untracked() class/> }.into_any()/>
    }
}

#[component]
fn Class(school: String, class: ClassPage) -> impl IntoView {
    let base = format!("/s/{school}/classes/{}", class.id);
    let chat = format!("{base}/chat");
    let mb = |bytes: i64| format!("{:.1}", bytes as f64 / 1_048_576.0);
    let storage = tf(c::STORAGE_OF, &[("used", &mb(class.storage_bytes)), ("quota", &mb(class.quota_bytes))]);
    let students = class.people.iter().filter(|it| it.role == ClassRole::Student).count();
    let codes = class.may_manage.then(|| view! { <Codes school=school.clone() class=class.id codes=class.codes/> });
    view! {
        <Title text=class.name.clone()/>
        <PageHead title=class.name.clone() subtitle=tf(c::COUNT_STUDENTS, &[("n", &students)])>
            <LinkButton href=chat icon="message-circle">{t(c::CHAT)}</LinkButton>
        </PageHead>
        <div class="split">
            <div class="split-main">
                <Courses school=school.clone() base courses=class.courses may_create=class.may_create_courses/>
                <People people=class.people/>
            </div>
            <aside class="split-aside">
                {codes}
                <section class="panel">
                    <h2>{t(c::STORAGE)}</h2>
                    <Meter label=storage value=class.storage_bytes as f64 max=class.quota_bytes as f64/>
                </section>
            </aside>
        </div>
    }
}

#[component]
fn Courses(school: String, base: String, courses: Vec<ClassCourse>, may_create: bool) -> impl IntoView {
    view! {
        <section class="panel" id="courses">
            <header class="panel-head">
                <h2>{t(c::COURSES)}</h2>
                {may_create.then(|| view! { <LinkButton href=format!("{base}/courses/new") icon="plus">{t(c::NEW_COURSE)}</LinkButton> })}
            </header>
            {courses.is_empty().then(|| view! { <p class="muted">{t(c::NO_COURSES)}</p> })}
            <ul class="list">
                {courses
                    .into_iter()
                    .map(|course| {
                        view! {
                            <li>
                                <A href=format!("/s/{school}/courses/{}", course.id) attr:class="list-title">{course.title}</A>
                                <span class="list-meta">{tf(c::COUNT_ASSIGNMENTS, &[("n", &course.assignments)])}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn People(people: Vec<ClassPerson>) -> impl IntoView {
    let (teachers, students): (Vec<_>, Vec<_>) = people.into_iter().partition(|it| it.role == ClassRole::Teacher);
    let empty = students.is_empty();
    view! {
        <section class="panel" id="people">
            <h2>{t(c::TEACHERS)}</h2>
            <PeopleList people=teachers/>
            <h2>{t(c::STUDENTS)}</h2>
            {empty.then(|| view! { <p class="muted">{t(c::NO_STUDENTS)}</p> })}
            <PeopleList people=students/>
        </section>
    }
}

#[component]
fn PeopleList(people: Vec<ClassPerson>) -> impl IntoView {
    view! {
        <ul class="list people">
            {people
                .into_iter()
                .map(|person| {
                    view! {
                        <li>
                            <Avatar name=person.name.clone()/>
                            <span class="list-title">{person.name}</span>
                            <span class="list-meta">{person.username}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
