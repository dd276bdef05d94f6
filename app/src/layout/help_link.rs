use model::text::help as h;

use crate::prelude::*;

/// Leads from a page to what the help says of it: in the school's help, for the reader's role.
#[component]
pub fn HelpLink(
    /// The id of a task of [`model::help::TASKS`].
    about: &'static str,
) -> impl IntoView {
    let school = use_school();
    view! {
        <a class="button button-quiet button-icon help-link" href=move || format!("/s/{}/help#{about}", school.get()) title=t(h::ABOUT)>
            <Icon name="help"/>
            <span class="visually-hidden">{t(h::ABOUT)}</span>
        </a>
    }
}
