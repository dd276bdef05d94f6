use model::accounts::Me;
use model::help::{Reader, about, about_platform, on_platform};
use model::text::help as h;
use model::{PlatformRole, Role};

use super::tasks::Tasks;
use crate::layout::api::frame;
use crate::prelude::*;

/// All roles, each with the way to its help, and what everybody can do.
#[component]
pub fn Index() -> impl IntoView {
    let reader = Resource::new(|| (), |()| async move { frame(String::new()).await.map(|reader| reader.map(|it| it.me)) });
    let roles = |me: Option<Me>| view! { <Roles reader=me.as_ref().map(Reader::of).unwrap_or_default()/> }.into_any();
    view! { <Loaded of=reader view=roles/> }
}

#[component]
fn Roles(reader: Reader) -> impl IntoView {
    let card = |name: &'static str, label: Key, about: Key| {
        view! {
            <li>
                <CardLink href=format!("/help/{name}") title=t(label)>
                    <p class="muted">{t(about)}</p>
                </CardLink>
            </li>
        }
    };
    let schools = Role::ALL.iter().map(|role| card(role.text(), role.label(), about(*role)));
    // The other kinds of people are called as the roles are.
    let platform = [PlatformRole::SuperAdmin, PlatformRole::Staff]
        .into_iter()
        .filter(|role| *role == PlatformRole::Staff || reader.runs_platform)
        .map(|role| card(role.text(), role.label(), about_platform(role)));
    view! {
        <Title text=t(h::HELP)/>
        <PageHead title=t(h::HELP) subtitle=t(h::INDEX_HINT)/>
        <ul class="cards">{schools.chain(platform).collect_view()}</ul>
        <Tasks chapters=on_platform(PlatformRole::Staff, reader).unwrap_or_default() base=None/>
    }
}
