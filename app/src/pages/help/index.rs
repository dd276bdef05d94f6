use model::Role;
use model::help::about;
use model::text::help as h;

use crate::prelude::*;

/// All roles, each with the way to its help.
#[component]
pub fn Index() -> impl IntoView {
    let card = |role: Role| {
        view! {
            <li>
                <CardLink href=format!("/help/{role}") title=t(role.label())>
                    <p class="muted">{t(about(role))}</p>
                </CardLink>
            </li>
        }
    };
    view! {
        <Title text=t(h::HELP)/>
        <PageHead title=t(h::HELP) subtitle=t(h::INDEX_HINT)/>
        <ul class="cards">{Role::ALL.iter().copied().map(card).collect_view()}</ul>
    }
}
