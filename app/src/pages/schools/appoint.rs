//! A new admin for a school: one of its members is looked for, and appointed after a question.

use model::schools::{SchoolFacts, SchoolPerson, TeacherLabel};
use model::text::schools as s;
use server_fn::ServerFn;

use super::api::AppointAdmin;
use crate::prelude::*;

#[component]
pub fn Appoint(words: String, school: SchoolFacts) -> impl IntoView {
    let SchoolFacts { id, name, teacher_label, suitable, found, .. } = school;
    let id = id.to_string();
    let body = if suitable == 0 {
        view! { <p class="muted">{t(s::NOBODY_SUITS)}</p> }.into_any()
    } else {
        let none = (found.is_empty() && !words.trim().is_empty()).then(|| view! { <p>{t(s::NOBODY_FITS)}</p> });
        let here = format!("/admin/schools/{id}");
        let line = |person: SchoolPerson| view! { <Candidate id=id.clone() school=name.clone() person teacher_label/> };
        let lines = (!found.is_empty()).then(|| view! { <ul class="list">{found.into_iter().map(line).collect_view()}</ul> });
        view! {
            <p class="muted">{t(s::APPOINT_HINT)}</p>
            <FilterBar action=here label=t(s::WHOM) id="appoint-q" value=words hint=t(s::WHOM_HINT) submit=t(s::FIND)/>
            {none}
            {lines}
        }
        .into_any()
    };
    view! {
        <section class="panel" id="appoint">
            <header><h2>{t(s::APPOINT)}</h2></header>
            {body}
        </section>
    }
}

/// Somebody who can be appointed. What is asked names them, as several may be called alike.
#[component]
fn Candidate(id: String, school: String, person: SchoolPerson, teacher_label: TeacherLabel) -> impl IntoView {
    let label = tf(s::APPOINT_PERSON, &[("name", &person.name)]);
    let question = tf(s::APPOINT_ASK, &[("name", &person.name), ("school", &school)]);
    view! {
        <li>
            <Avatar name=person.name.clone()/>
            <div>
                <span class="title">{person.name}</span>
                <span class="meta muted">{person.username} " · " <MailAddress of=person.email/></span>
                <span class="meta">{t(person.role.label_in(teacher_label))}</span>
                <Ask label question>
                    <form method="post" action=AppointAdmin::PATH>
                        <input type="hidden" name="id" value=id/>
                        <input type="hidden" name="user" value=person.user_id.to_string()/>
                        <Button variant=Variant::Danger>{t(s::APPOINT_NOW)}</Button>
                    </form>
                </Ask>
            </div>
        </li>
    }
}
