use model::Marks;
use model::assignments::StudentWork;
use model::text::assignments as a;

use super::state::{StateBadge, shown_marks};
use crate::prelude::*;

/// The students of the course, each with the state of their work; what was handed in is a link to marking it.
#[component]
pub fn Students(school: String, students: Vec<StudentWork>, points: Marks) -> impl IntoView {
    if students.is_empty() {
        return view! { <EmptyState icon="users" title=t(a::NO_STUDENTS) text=t(a::NO_STUDENTS_HINT)/> }.into_any();
    }
    let columns =
        vec![Column::text(t(a::STUDENT)), Column::text(t(a::STATE)), Column::text(t(a::WHEN)), Column::number(t(a::MARKS))];
    view! {
        <section class="panel roster" id="students">
            <h2>{t(a::STUDENTS)}</h2>
            <Table caption=t(a::STUDENTS) caption_hidden=true columns>
                {students.into_iter().map(|student| view! { <Student school=school.clone() student points/> }).collect_view()}
            </Table>
        </section>
    }
    .into_any()
}

#[component]
fn Student(school: String, student: StudentWork, points: Marks) -> impl IntoView {
    let name = match &student.state {
        Some(state) => view! { <A href=format!("/s/{school}/submissions/{}", state.submission_id)>{student.name}</A> }.into_any(),
        None => student.name.into_any(),
    };
    let marks = shown_marks(student.state.as_ref(), points);
    let when = student.state.as_ref().map(|state| state.submitted.local.clone());
    view! {
        <tr>
            <RowHead>{name}</RowHead>
            <Cell label=t(a::STATE)><StateBadge state=student.state/></Cell>
            <Cell label=t(a::WHEN)>{when}</Cell>
            <Cell label=t(a::MARKS) number=true>{marks}</Cell>
        </tr>
    }
}
