use model::Permissions;
use model::first_steps::{FirstSteps, Step};
use model::text::dashboards as d;

use super::lists::LineTitle;
use crate::prelude::*;

/// The way into a new school: what to do next, and what is done.
#[component]
pub fn FirstStepsPanel(base: String, school: String, by: Permissions, steps: FirstSteps) -> impl IntoView {
    let all = steps.of(by);
    let done = all.iter().filter(|step| steps.is_taken(**step)).count();
    let next = all.iter().copied().find(|step| !steps.is_taken(*step));
    let counted = tf(d::STEPS_DONE, &[("done", &done), ("n", &all.len())]);
    let (title, intro) = if done == 0 {
        (tf(d::WELCOME, &[("school", &school)]), Some(t(d::WELCOME_HINT)))
    } else {
        (t(d::FIRST_STEPS).to_owned(), None)
    };
    let lines = all
        .into_iter()
        .map(|step| {
            let href = steps.path(step).map(|path| format!("{base}{path}"));
            view! { <StepLine step href taken=steps.is_taken(step) next=next == Some(step)/> }
        })
        .collect_view();
    view! {
        <section class="panel" id="first-steps">
            <header>
                <h2>{title}</h2>
                <span class="muted">{counted}</span>
            </header>
            {intro.map(|intro| view! { <p class="muted">{intro}</p> })}
            <ol class="steps">{lines}</ol>
        </section>
    }
}

#[component]
fn StepLine(step: Step, href: Option<String>, taken: bool, next: bool) -> impl IntoView {
    let (title, hint) = match step {
        Step::Class => (d::STEP_CLASS, d::STEP_CLASS_HINT),
        Step::Students => (d::STEP_STUDENTS, d::STEP_STUDENTS_HINT),
        Step::Course => (d::STEP_COURSE, d::STEP_COURSE_HINT),
        Step::Assignment => (d::STEP_ASSIGNMENT, d::STEP_ASSIGNMENT_HINT),
    };
    view! {
        <li class:taken=taken class:next=next>
            <div>
                <LineTitle href=href.filter(|_| !taken) title=t(title)/>
                <span class="meta">{t(hint)}</span>
            </div>
            {taken.then(|| view! { <Badge tone=Tone::Good>{t(d::STEP_DONE)}</Badge> })}
        </li>
    }
}
