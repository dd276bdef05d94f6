use model::help::{Task, To, tasks};
use model::text::help as h;
use model::{Features, Permissions};

use crate::prelude::*;

/// What those with the permissions can do, one after the other.
#[component]
pub fn Tasks(
    permissions: Permissions,
    features: Features,
    /// The address of the school they lead into; nothing where help is read for any school.
    base: Option<String>,
) -> impl IntoView {
    let section = move |task: &'static Task| {
        let href = match (&base, task.to) {
            (Some(base), To::School(path)) => Some(format!("{base}{path}")),
            (_, To::Own(path)) => Some(path.to_owned()),
            (None, To::School(_)) => None,
        };
        let open = href.map(|href| {
            let label = format!("{}: {}", t(h::OPEN), t(task.title));
            view! { <a href=href aria-label=label>{t(h::OPEN)}</a> }
        });
        view! {
            <section class="panel" id=task.id>
                <header><h2>{t(task.title)}</h2> {open}</header>
                <p>{t(task.text)}</p>
            </section>
        }
    };
    view! { <div class="help">{tasks(permissions, features).map(section).collect_view()}</div> }
}
