use model::dashboards::{AskingLine, DueNext, QuietStudent, TeacherBoard, Waiting};
use model::text::{dashboards as d, desks as k, joining as j};
use model::{Permission, Permissions};

use super::first_steps::FirstStepsPanel;
use super::lists::{ClassesPanel, Line, LineTitle, ListPanel};
use crate::prelude::*;
use crate::text::{facts, number};

#[component]
pub fn TeacherView(base: String, school: String, by: Permissions, board: TeacherBoard) -> impl IntoView {
    let TeacherBoard { to_mark, due, quiet, classes, asking, first_steps } = board;
    let new = by.can(Permission::ClassesCreate).then(|| (d::NEW_CLASS, format!("{base}/classes/new")));
    let none = if new.is_some() { d::NO_CLASSES_TEACHER_HINT } else { k::NO_CLASS_TO_TEACH };
    // Two empty lists are no help to those who have yet to begin.
    let idle = first_steps.is_some() && to_mark.is_empty() && due.is_empty();
    // Nor is an empty list of classes beside the step that makes the first one.
    let begins = new.is_some() && classes.is_empty() && first_steps.as_ref().is_some_and(|steps| steps.class.is_none());
    let marks = by.can(Permission::AssessmentsGrade);
    let looks = by.can(Permission::StudentsViewProgress) && !idle;
    let columns = if begins && !looks { "stack" } else { "split" };
    let beside = base.clone();
    let aside = (!begins || looks).then(|| {
        view! {
            <aside>
                {(!begins).then(|| view! { <ClassesPanel base=beside.clone() classes none=(d::NO_CLASSES_TEACHER, none) more=new/> })}
                {looks.then(|| view! { <Quiet base=beside by quiet/> })}
            </aside>
        }
    });
    view! {
        <Asking base=base.clone() asking/>
        <div class=columns>
            <div>
                {first_steps.map(|steps| view! { <FirstStepsPanel base=base.clone() school by steps/> })}
                {(marks && !idle).then(|| view! { <ToMark base=base.clone() to_mark/> })}
                {(!idle).then(|| view! { <DueList base due/> })}
            </div>
            {aside}
        </div>
    }
}

/// People who wait to be let into the own classes.
#[component]
fn Asking(base: String, asking: Vec<AskingLine>) -> impl IntoView {
    let line = move |it: AskingLine| {
        let href = format!("{base}/classes/{}#requests", it.id);
        view! { <p><A href=href>{tnf(j::ASKING_OF, it.people, &[("class", &it.name)])}</A></p> }
    };
    (!asking.is_empty()).then(|| view! { <Notice tone=Tone::Info>{asking.into_iter().map(line).collect_view()}</Notice> })
}

#[component]
pub fn ToMark(base: String, to_mark: Vec<Waiting>) -> impl IntoView {
    let empty = view! { <EmptyState icon="check" title=t(d::NOTHING_TO_MARK) text=t(d::NOTHING_TO_MARK_HINT)/> }.into_any();
    let line = |it: Waiting| {
        let meta = facts([it.course, tf(d::WAITING_SINCE, &[("when", &it.oldest.local)])]);
        view! {
            <Line icon="pencil" href=format!("{base}/assignments/{}", it.assignment_id) title=it.title meta own=it.oldest.own>
                <Badge tone=Tone::Warn>{tf(d::WAITING, &[("n", &number(it.waiting))])}</Badge>
            </Line>
        }
        .into_any()
    };
    let lines = to_mark.into_iter().map(line).collect();
    view! { <ListPanel id="to-mark" title=d::TO_MARK empty lines/> }
}

#[component]
fn DueList(base: String, due: Vec<DueNext>) -> impl IntoView {
    let empty = view! { <p class="muted">{t(d::NOTHING_OPEN)}</p> }.into_any();
    let line = |it: DueNext| {
        let meta = facts([it.course, tf(d::DUE, &[("when", &it.due)])]);
        let share = tf(d::HANDED_IN_OF, &[("n", &it.handed_in), ("students", &it.students)]);
        view! {
            <Line icon="clock" href=format!("{base}/assignments/{}", it.assignment_id) title=it.title meta>
                <span class="trailing">{share}</span>
            </Line>
        }
        .into_any()
    };
    let lines = due.into_iter().map(line).collect();
    view! { <ListPanel id="due" title=d::DUE_NEXT empty lines/> }
}

/// Own students of whom little is seen, each with the way to their page, or to the class for those who see no page.
#[component]
pub fn Quiet(base: String, by: Permissions, quiet: Vec<QuietStudent>) -> impl IntoView {
    let empty = view! { <p class="muted">{t(k::QUIET_NONE)}</p> }.into_any();
    let line = |it: QuietStudent| {
        let page = by.can(Permission::MembersRead).then(|| format!("{base}/people/{}", it.user_id));
        let href = page.or_else(|| it.class_id.map(|class| format!("{base}/classes/{class}#people")));
        let missed = it.missed.then(|| t(k::MISSED_LAST).to_owned());
        let own = it.seen.as_ref().filter(|_| it.away).and_then(|when| when.own.clone());
        let seen = it.seen.map_or_else(|| t(k::NEVER_SEEN).to_owned(), |when| tf(k::LAST_SEEN, &[("when", &when.local)]));
        let meta = [Some(it.classes), missed, it.away.then_some(seen)];
        let meta = facts(meta.into_iter().flatten().filter(|part| !part.is_empty()));
        view! {
            <li>
                <Avatar name=it.name.clone()/>
                <div>
                    <LineTitle href title=it.name/>
                    <span class="meta muted"><InBrief said=meta own/></span>
                </div>
            </li>
        }
        .into_any()
    };
    let lines = quiet.into_iter().map(line).collect();
    view! { <ListPanel id="quiet" title=k::QUIET_STUDENTS empty lines/> }
}
