use model::guardians::{ChildCard, ChildMark, ChildTask, TaskState};
use model::text::{dashboards as d, guardians as g};

use crate::prelude::*;
use crate::text::{facts, list};

/// Assignments on a card; the rest is a number.
const TASKS: usize = 4;
/// Marks on a card.
const MARKS: usize = 4;

/// A card per child.
#[component]
pub fn ChildCards(children: Vec<ChildCard>) -> impl IntoView {
    let add = view! { <LinkButton href="/family" icon="key">{t(g::HAVE_CODE)}</LinkButton> };
    if children.is_empty() {
        return view! { <EmptyState icon="users" title=t(g::NO_CHILDREN) text=t(g::NO_CHILDREN_HINT)>{add}</EmptyState> }
            .into_any();
    }
    view! {
        <ul class="cards child-cards">
            {children.into_iter().map(|child| view! { <li><Child child/></li> }).collect_view()}
        </ul>
        <p class="actions">{add}</p>
    }
    .into_any()
}

#[component]
fn Child(child: ChildCard) -> impl IntoView {
    let counts = [
        (TaskState::Overdue, Tone::Bad, g::COUNT_OVERDUE),
        (TaskState::ToDo, Tone::Neutral, g::COUNT_DUE),
        (TaskState::HandedIn, Tone::Good, g::COUNT_HANDED_IN),
    ];
    let late = child.count(TaskState::HandedInLate);
    let badges = counts.map(|(state, tone, text)| {
        let n = child.count(state) + if state == TaskState::HandedIn { late } else { 0 };
        (n > 0).then(|| view! { <Badge tone>{tn(text, n)}</Badge> })
    });
    let where_ = facts(std::iter::once(&child.school).chain(&child.classes));
    let courses = if child.courses.is_empty() { t(g::NO_COURSES).to_owned() } else { list(child.courses) };
    let href = format!("/parent/children/{}/{}", child.slug, child.child_id);
    let further = child.tasks.len().saturating_sub(TASKS);
    let tasks = if child.tasks.is_empty() {
        view! { <p class="muted">{t(g::NO_TASKS)}</p> }.into_any()
    } else {
        view! { <ul class="list">{child.tasks.into_iter().take(TASKS).map(|task| view! { <Task task/> }).collect_view()}</ul> }
            .into_any()
    };
    let marks = (!child.marks.is_empty()).then(|| {
        view! {
            <h4>{t(d::NEW_MARKS)}</h4>
            <ul class="list">{child.marks.into_iter().take(MARKS).map(|mark| view! { <Mark mark/> }).collect_view()}</ul>
        }
    });
    let further = (further > 0).then(|| view! { <p><A href=href.clone()>{tn(g::MORE_TASKS, further)}</A></p> });
    view! {
        <article class="card child-card">
            <header>
                <h3><A href=href>{child.name}</A></h3>
                <span class="row">{badges.into_iter().collect_view()}</span>
            </header>
            <p class="muted">{where_}</p>
            <p class="meta">{courses}</p>
            {tasks}
            {further}
            {marks}
        </article>
    }
}

#[component]
fn Task(task: ChildTask) -> impl IntoView {
    view! {
        <li>
            <div>
                <span class="title">{task.title}</span>
                <span class="meta muted">{task.course} " · " {tf(d::DUE, &[("when", &task.due)])}</span>
            </div>
            {task.state.map(|state| view! { <StateBadge state/> })}
        </li>
    }
}

#[component]
fn Mark(mark: ChildMark) -> impl IntoView {
    let marked = tf(d::MARKED, &[("when", &mark.marked.local)]);
    view! {
        <li>
            <div>
                <span class="title">{mark.title}</span>
                <span class="meta muted">{mark.course} " · " <InBrief said=marked own=mark.marked.own/></span>
            </div>
            <strong class="trailing">{tf(d::MARKS_OF, &[("marks", &mark.marks), ("points", &mark.points)])}</strong>
        </li>
    }
}

/// How a child stands with an assignment.
#[component]
pub fn StateBadge(state: TaskState) -> impl IntoView {
    let (tone, text) = match state {
        TaskState::ToDo => (Tone::Neutral, d::TO_DO),
        TaskState::Overdue => (Tone::Bad, d::OVERDUE),
        TaskState::HandedIn => (Tone::Good, d::HANDED_IN),
        TaskState::HandedInLate => (Tone::Warn, d::HANDED_IN_LATE),
    };
    view! { <Badge tone>{t(text)}</Badge> }
}
