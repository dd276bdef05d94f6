use model::accounts::Me;
use model::help::{Chapter, Reader, about, about_platform, of_role, on_platform};
use model::text::help as h;
use model::{Error, PlatformRole, Role};

use super::tasks::Tasks;
use crate::layout::api::frame;
use crate::prelude::*;

/// What a role can do, wherever one reads it; of what is for few, as far as it is for the reader.
#[component]
pub fn RoleHelp() -> impl IntoView {
    let name = use_param("role");
    let reader = Resource::new(
        move || name.get(),
        |name| async move {
            let me = frame(String::new()).await?.map(|it| it.me);
            if of(&name, me.as_ref()).is_some() { Ok((name, me)) } else { Err(Error::NotFound) }
        },
    );
    let found = |(name, me): (String, Option<Me>)| match of(&name, me.as_ref()) {
        Some((label, about, chapters)) => view! { <Of label about chapters/> }.into_any(),
        None => refused(Error::NotFound),
    };
    view! { <Loaded of=reader view=found/> }
}

/// Of a role in a school, or of a kind of person on the platform that is none.
fn of(name: &str, me: Option<&Me>) -> Option<(Key, Key, Vec<Chapter>)> {
    let reader = me.map(Reader::of).unwrap_or_default();
    if let Ok(role) = name.parse::<Role>() {
        return Some((role.label(), about(role), of_role(role, reader)));
    }
    let role = name.parse::<PlatformRole>().ok()?;
    Some((role.label(), about_platform(role), on_platform(role, reader)?))
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
