use model::help::about;
use model::text::help as h;
use model::{Error, Features, Permissions, Role};

use super::tasks::Tasks;
use crate::prelude::*;

/// What a role can do, wherever one reads it.
#[component]
pub fn RoleHelp() -> impl IntoView {
    let name = use_param("role");
    move || match name.read().parse::<Role>() {
        Ok(role) => view! { <Of role/> }.into_any(),
        Err(_) => refused(Error::NotFound),
    }
}

#[component]
fn Of(role: Role) -> impl IntoView {
    let title = tf(h::FOR_ROLE, &[("role", &t(role.label()))]);
    let crumbs = vec![(t(h::ALL_ROLES).to_owned(), "/help".to_owned())];
    view! {
        <Title text=title.clone()/>
        <PageHead title subtitle=t(about(role)) crumbs crumbs_label=t(h::HELP)/>
        <Tasks permissions=Permissions::from(role) features=Features::default() base=None/>
    }
}
