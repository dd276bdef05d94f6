use model::help::{Chapter, Task, To};
use model::text::help as h;

use crate::prelude::*;

/// What a reader can do, topic by topic.
#[component]
pub fn Tasks(
    chapters: Vec<Chapter>,
    /// The address of the school they lead into; nothing where help is read for any school.
    base: Option<String>,
) -> impl IntoView {
    let section = move |task: &'static Task| {
        let href = match (&base, task.to) {
            (Some(base), To::School(path)) => Some(format!("{base}{path}")),
            (_, To::Own(path)) => Some(path.to_owned()),
            (None, To::School(_)) => None,
        };
        view! { <InSteps task href/> }
    };
    let chapter = move |(topic, tasks): Chapter| {
        view! {
            <section class="help" id=topic.id>
                <h2>{t(topic.title)}</h2>
                {tasks.into_iter().map(&section).collect_view()}
            </section>
        }
    };
    view! { <div class="stack stack-wide">{chapters.into_iter().map(chapter).collect_view()}</div> }
}

/// A task in its steps, with the way to where it is done.
#[component]
fn InSteps(task: &'static Task, href: Option<String>) -> impl IntoView {
    let open = href.map(|href| {
        let label = format!("{}: {}", t(h::OPEN), t(task.title));
        view! { <a href=href aria-label=label>{t(h::OPEN)}</a> }
    });
    let steps = t(task.text).lines().map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <section class="panel" id=task.id>
            <header><h3>{t(task.title)}</h3> {open}</header>
            <ol>{steps}</ol>
        </section>
    }
}
