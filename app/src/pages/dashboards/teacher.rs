use model::dashboards::{DueNext, TeacherBoard, Waiting};
use model::text::dashboards as d;
use model::{Permission, Role};

use super::lists::Classes;
use crate::prelude::*;
use crate::text::number;

#[component]
pub fn TeacherView(base: String, role: Role, board: TeacherBoard) -> impl IntoView {
    let TeacherBoard { to_mark, due, classes } = board;
    let new = role.can(Permission::ClassesCreate).then(|| format!("{base}/classes/new"));
    view! {
        <div class="split">
            <div>
                {role
                    .can(Permission::AssessmentsGrade)
                    .then(|| view! { <ToMark base=base.clone() to_mark/> })}
                <DueList base=base.clone() due/>
            </div>
            <aside>
                <section class="panel" id="classes">
                    <header>
                        <h2>{t(d::CLASSES)}</h2>
                        {new.clone().map(|href| view! { <A href=href>{t(d::NEW_CLASS)}</A> })}
                    </header>
                    {if classes.is_empty() {
                        view! {
                            <EmptyState icon="users" title=t(d::NO_CLASSES_TEACHER) text=t(d::NO_CLASSES_TEACHER_HINT)>
                                {new.map(|href| view! { <LinkButton href=href icon="plus">{t(d::NEW_CLASS)}</LinkButton> })}
                            </EmptyState>
                        }
                            .into_any()
                    } else {
                        view! { <Classes base classes/> }.into_any()
                    }}
                </section>
            </aside>
        </div>
    }
}

#[component]
fn ToMark(base: String, to_mark: Vec<Waiting>) -> impl IntoView {
    view! {
        <section class="panel" id="to-mark">
            <header><h2>{t(d::TO_MARK)}</h2></header>
            {if to_mark.is_empty() {
                view! { <EmptyState icon="check" title=t(d::NOTHING_TO_MARK) text=t(d::NOTHING_TO_MARK_HINT)/> }.into_any()
            } else {
                view! {
                    <ul class="list">
                        {to_mark
                            .into_iter()
                            .map(|it| {
                                view! {
                                    <li>
                                        <Icon name="pencil"/>
                                        <div>
                                            <A href=format!("{base}/assignments/{}", it.assignment_id) attr:class="title">
                                                {it.title}
                                            </A>
                                            <span class="meta muted">
                                                {it.course} " · " {tf(d::WAITING_SINCE, &[("when", &it.oldest.local)])}
                                            </span>
                                        </div>
                                        <Badge tone=Tone::Warn>{tf(d::WAITING, &[("n", &number(it.waiting))])}</Badge>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </section>
    }
}

#[component]
fn DueList(base: String, due: Vec<DueNext>) -> impl IntoView {
    view! {
        <section class="panel" id="due">
            <header><h2>{t(d::DUE_NEXT)}</h2></header>
            {due.is_empty().then(|| view! { <p class="muted">{t(d::NOTHING_OPEN)}</p> })}
            <ul class="list">
                {due.into_iter()
                    .map(|it| {
                        let share = tf(d::HANDED_IN_OF, &[("n", &it.handed_in), ("students", &it.students)]);
                        view! {
                            <li>
                                <Icon name="clock"/>
                                <div>
                                    <A href=format!("{base}/assignments/{}", it.assignment_id) attr:class="title">{it.title}</A>
                                    <span class="meta muted">{it.course} " · " {tf(d::DUE, &[("when", &it.due.local)])}</span>
                                </div>
                                <span class="trailing">{share}</span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
