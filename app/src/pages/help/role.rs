use model::help::{Chapter, about, about_platform, chapters, on_platform};
use model::text::help as h;
use model::{Error, Features, Permissions, PlatformRole, Role};

use super::tasks::Tasks;
use crate::prelude::*;

/// What a role can do, wherever one reads it.
#[component]
pub fn RoleHelp() -> impl IntoView {
    let name = use_param("role");
    move || match of(&name.read()) {
        Some((label, about, chapters)) => view! { <Of label about chapters/> }.into_any(),
        None => refused(Error::NotFound),
    }
}

/// Of a role in a school, or of a kind of person on the platform that is none.
fn of(name: &str) -> Option<(Key, Key, Vec<Chapter>)> {
    if let Ok(role) = name.parse::<Role>() {
        return Some((role.label(), about(role), chapters(Permissions::from(role), Features::default())));
    }
    let role = name.parse::<PlatformRole>().ok()?;
    Some((role.label(), about_platform(role), on_platform(role)))
}

#[component]
fn Of(label: Key, about: Key, chapters: Vec<Chapter>) -> impl IntoView {
    let title = tf(h::FOR_ROLE, &[("role", &t(label))]);
    let crumbs = vec![(t(h::ALL_ROLES).to_owned(), "/help".to_owned())];
    view! {
        <Title text=title.clone()/>
        <PageHead title subtitle=t(about) crumbs crumbs_label=t(h::HELP)/>
        <Tasks chapters base=None/>
    }
}
