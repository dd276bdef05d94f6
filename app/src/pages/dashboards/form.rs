use model::dashboards::{Form, FormBoard, FormStudent};
use model::text::{classes as c, dashboards as d, desks as k};
use model::{Permission, Permissions};

use super::teacher::ToMark;
use crate::prelude::*;

/// For form teachers: the own classes, student by student. Who has none waits for the office, which gives them theirs.
#[component]
pub fn FormView(base: String, by: Permissions, board: FormBoard) -> impl IntoView {
    let new = by.can(Permission::ClassesCreate).then(|| format!("{base}/classes/new"));
    let text = match new.is_some() {
        true => format!("{} {}", t(k::NO_FORM_HINT), t(k::NO_FORM_NEW)),
        false => t(k::NO_FORM_HINT).to_owned(),
    };
    let none = view! {
        <EmptyState icon="users" title=t(k::NO_FORM) text>
            <LinkButton href="/join" icon="key">{t(d::JOIN)}</LinkButton>
            {new.map(|href| view! { <LinkButton href=href icon="plus">{t(d::NEW_CLASS)}</LinkButton> })}
        </EmptyState>
    };
    view! { <Forms base board none=none.into_any()/> }
}

/// The own classes, student by student, after the work that waits for marks.
#[component]
pub fn Forms(
    base: String,
    board: FormBoard,
    /// In the place of no classes.
    none: AnyView,
) -> impl IntoView {
    let FormBoard { to_mark, classes } = board;
    let marks = !to_mark.is_empty();
    let none = classes.is_empty().then_some(none);
    view! {
        {none}
        {marks.then(|| view! { <ToMark base=base.clone() to_mark/> })}
        {classes.into_iter().map(|form| view! { <Class base=base.clone() form/> }).collect_view()}
    }
}

#[component]
fn Class(base: String, form: Form) -> impl IntoView {
    let Form { id, name, unread, students } = form;
    let href = format!("{base}/classes/{id}");
    let unread = super::lists::unread(&href, &name, unread, false);
    let count = tn(c::COUNT_STUDENTS, students.len());
    let caption = name.clone();
    view! {
        <section class="panel">
            <header>
                <h2><A href=href>{name}</A></h2>
                <span class="muted">{count}</span>
                {unread}
            </header>
            {if students.is_empty() {
                view! { <p class="muted">{t(k::NO_STUDENTS)}</p> }.into_any()
            } else {
                view! { <Students caption students/> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Students(caption: String, students: Vec<FormStudent>) -> impl IntoView {
    let columns = vec![
        Column::text(t(k::STUDENT)),
        Column::text(t(k::HANDED_IN_SHARE)),
        Column::text(t(k::MISSING)),
        Column::text(t(k::LAST_MARK)),
    ];
    view! {
        <Table caption caption_hidden=true columns>
            {students.into_iter().map(|student| view! { <Row student/> }).collect_view()}
        </Table>
    }
}

#[component]
fn Row(student: FormStudent) -> impl IntoView {
    let missing = student.missing();
    let share = match student.due {
        0 => t(k::NO_DUE).to_owned(),
        due => tf(d::HANDED_IN_OF, &[("n", &student.handed_in), ("students", &due)]),
    };
    let missing = match missing {
        0 => view! { "–" }.into_any(),
        n => {
            let tone = if n > 2 { Tone::Bad } else { Tone::Warn };
            view! { <Badge tone>{tn(k::MISSING_WORK, n)}</Badge> }.into_any()
        }
    };
    let last = match student.last {
        Some(last) => {
            let marks = tf(d::MARKS_OF, &[("marks", &last.marks), ("points", &last.points)]);
            view! { <strong>{marks}</strong> " " <span class="muted">{last.title}</span> }.into_any()
        }
        None => view! { "–" }.into_any(),
    };
    view! {
        <tr>
            <RowHead>{student.name}</RowHead>
            <Cell label=t(k::HANDED_IN_SHARE)>{share}</Cell>
            <Cell label=t(k::MISSING)>{missing}</Cell>
            <Cell label=t(k::LAST_MARK)>{last}</Cell>
        </tr>
    }
}
