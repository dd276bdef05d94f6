use model::Marks;
use model::assignments::{PAGE, StudentWork};
use model::ids::AssignmentId;
use model::people::Standing;
use model::text::assignments as a;
use model::text::people as p;

use super::state::{StateBadge, shown_marks};
use crate::paged::Paged;
use crate::prelude::*;

/// The students of the course, each with the state of their work; what was handed in is a link to marking it. Below, the
/// work of those who have left the school. `pages` are the page, from 1, and how many there are on all.
#[component]
pub fn Students(school: String, id: AssignmentId, students: Vec<StudentWork>, pages: (i64, i64), points: Marks) -> impl IntoView {
    let (page, total) = pages;
    let base = format!("/s/{school}/assignments/{id}");
    let pager =
        (total > PAGE).then(|| view! { <Paged page per_page=PAGE total href=move |page: i64| format!("{base}?page={page}")/> });
    let (former, students): (Vec<_>, Vec<_>) = students.into_iter().partition(StudentWork::is_former);
    let here = match students.is_empty() {
        // Later pages may have none but those who have left.
        true if page > 1 => ().into_any(),
        true => view! { <EmptyState icon="users" title=t(a::NO_STUDENTS) text=t(a::NO_STUDENTS_HINT)/> }.into_any(),
        false => view! {
            <section class="panel roster" id="students">
                <h2>{t(a::STUDENTS)}</h2>
                <Roster school=school.clone() caption=t(a::STUDENTS) students points/>
            </section>
        }
        .into_any(),
    };
    let former = (!former.is_empty()).then(|| {
        view! {
            <section class="panel roster" id="former">
                <h2>{t(a::FORMER)}</h2>
                <p class="muted">{t(a::FORMER_HINT)}</p>
                <Roster school caption=t(a::FORMER) students=former points/>
            </section>
        }
    });
    view! {
        {here}
        {former}
        {pager}
    }
}

#[component]
fn Roster(school: String, caption: &'static str, students: Vec<StudentWork>, points: Marks) -> impl IntoView {
    let columns =
        vec![Column::text(t(a::STUDENT)), Column::text(t(a::STATE)), Column::text(t(a::WHEN)), Column::number(t(a::MARKS))];
    view! {
        <Table caption caption_hidden=true columns>
            {students.into_iter().map(|student| view! { <Student school=school.clone() student points/> }).collect_view()}
        </Table>
    }
}

#[component]
fn Student(school: String, student: StudentWork, points: Marks) -> impl IntoView {
    let suspended = (student.standing == Standing::Suspended).then(|| view! { <Badge tone=Tone::Warn>{t(p::SUSPENDED)}</Badge> });
    let name = match &student.state {
        Some(state) => view! { <A href=format!("/s/{school}/submissions/{}", state.submission_id)>{student.name}</A> }.into_any(),
        None => student.name.into_any(),
    };
    let marks = shown_marks(student.state.as_ref(), points);
    let when = student.state.as_ref().map(|state| state.submitted.clone());
    let when = when.map(|when| view! { <InBrief said=when.local own=when.own/> });
    view! {
        <tr>
            <RowHead>{name} {suspended}</RowHead>
            <Cell label=t(a::STATE)><StateBadge state=student.state/></Cell>
            <Cell label=t(a::WHEN)>{when}</Cell>
            <Cell label=t(a::MARKS) number=true>{marks}</Cell>
        </tr>
    }
}
