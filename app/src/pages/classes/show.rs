use model::classes::{ClassCourse, ClassPage, ClassPerson, ClassRole, PEOPLE_SHOWN};
use model::profile::photo_address;
use model::text::classes as c;
use model::text::people as p;

use super::parts::{ClassHead, Part};
use super::{api, codes::Codes, requests::Requests};
use crate::paged::Paged;
use crate::pages::people::PersonName;
use crate::prelude::*;
use crate::text::size;

#[component]
pub fn ClassShow() -> impl IntoView {
    let school = use_school();
    let id = use_id("id");
    let at = use_query_value("page");
    let at = move || at.get().and_then(|page| page.parse::<i64>().ok()).unwrap_or(1);
    let class = Resource::new(
        move || (school.get(), id.get(), at()),
        |(school, id, at)| async move { api::show_class(school, id.ok_or(model::Error::NotFound)?, at).await },
    );
    view! {
        <Loaded of=class view=move |class: ClassPage| view! { <Class school=school.get_untracked() class/> }.into_any()/>
    }
}

#[component]
fn Class(school: String, class: ClassPage) -> impl IntoView {
    let base = format!("/s/{school}/classes/{}", class.id);
    let people = class.clone();
    // Before all else: somebody waits.
    let requests = (!class.requests.is_empty()).then(|| {
        view! { <Requests school=school.clone() class=class.id requests=class.requests.clone() archived=class.archived/> }
    });
    // First, so that a phone shows the codes before the long list of people; a wide screen has them at the side.
    let aside = class.may_manage.then(|| {
        view! {
            <aside>
                {(!class.archived).then(|| view! { <Codes school=school.clone() class=class.id codes=class.codes.clone()/> })}
                <Storage used=class.storage_bytes quota=class.quota_bytes/>
            </aside>
        }
    });
    view! {
        <ClassHead school=school.clone() class=class.clone() here=Part::Overview subtitle=tn(c::COUNT_STUDENTS, class.students)/>
        {requests}
        <div class:split=class.may_manage>
            {aside}
            <div class="stack stack-wide">
                <Courses school=school.clone() base=base.clone() courses=class.courses may_create=class.may_create_courses/>
                <People school base class=people/>
            </div>
        </div>
    }
}

#[component]
fn Storage(used: i64, quota: i64) -> impl IntoView {
    let label = tf(c::STORAGE_OF, &[("used", &size(used)), ("quota", &size(quota))]);
    view! {
        <section class="panel" id="storage">
            <h2>{t(c::STORAGE)}</h2>
            <Meter label value=used as f64 max=quota as f64/>
        </section>
    }
}

#[component]
fn Courses(school: String, base: String, courses: Vec<ClassCourse>, may_create: bool) -> impl IntoView {
    view! {
        <section class="panel" id="courses">
            <header>
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
                                <div>
                                    <A href=format!("/s/{school}/courses/{}", course.id) attr:class="title">{course.title}</A>
                                </div>
                                <span class="trailing">{tn(c::COUNT_ASSIGNMENTS, course.assignments)}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn People(school: String, base: String, class: ClassPage) -> impl IntoView {
    let ClassPage { people, total, students, page, may_manage, may_open: opens, .. } = class;
    let (teachers, learners): (Vec<_>, Vec<_>) = people.into_iter().partition(|it| it.role == ClassRole::Teacher);
    let empty = learners.is_empty() && students == 0;
    let taught = (page == 1 || !teachers.is_empty()).then(|| {
        let school = school.clone();
        view! {
            <h2>{t(c::TEACHERS)}</h2>
            <PeopleList school people=teachers opens/>
        }
    });
    let learn = (empty || !learners.is_empty()).then(|| {
        view! {
            <h2>{t(c::STUDENTS)}</h2>
            {empty.then(|| view! { <p class="muted">{t(c::NO_STUDENTS)}</p> })}
            <PeopleList school people=learners opens/>
        }
    });
    let others = (total > PEOPLE_SHOWN).then(|| {
        if may_manage {
            view! { <p><A href=format!("{base}/people")>{tn(c::ALL_PEOPLE, total)}</A></p> }.into_any()
        } else {
            let href = move |page: i64| format!("{base}?page={page}#people");
            view! { <Paged page per_page=PEOPLE_SHOWN total href/> }.into_any()
        }
    });
    view! {
        <section class="panel" id="people">
            {taught}
            {learn}
            {others}
        </section>
    }
}

#[component]
fn PeopleList(school: String, people: Vec<ClassPerson>, opens: bool) -> impl IntoView {
    let base = format!("/s/{school}");
    view! {
        <ul class="list people">
            {people
                .into_iter()
                .map(|person| {
                    let suspended = person.suspended.then(|| view! { <Badge tone=Tone::Warn>{t(p::SUSPENDED)}</Badge> });
                    view! {
                        <li>
                            <Avatar name=person.name.clone() photo=photo_address(&person.photo)/>
                            <div>
                                <PersonName base=base.clone() id=person.user_id name=person.name opens/>
                                <span class="meta">{person.username}</span>
                                {suspended}
                            </div>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
