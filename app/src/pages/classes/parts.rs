//! The head of a class and the way to its parts, on each of them.

use model::classes::ClassPage;
use model::forum::Board;
use model::text::{classes as c, courses, forum};

use crate::prelude::*;

/// The parts of a class, a page each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Overview,
    News,
    People,
    Statistics,
    Settings,
}

const PARTS: &[(Part, Key, &str)] = &[
    (Part::Overview, c::OVERVIEW, ""),
    (Part::News, c::ANNOUNCEMENTS, "/announcements"),
    (Part::People, c::PEOPLE, "/people"),
    (Part::Statistics, c::STATISTICS, "/statistics"),
    (Part::Settings, c::SETTINGS, "/settings"),
];

#[component]
pub fn ClassHead(school: String, class: ClassPage, here: Part, #[prop(optional, into)] subtitle: MaybeText) -> impl IntoView {
    let base = format!("/s/{school}/classes/{}", class.id);
    // A member sees their names on the overview; to manage them and to know the figures is for others.
    let (manages, is_in) = (class.may_manage, class.own_role.is_some());
    let is_there = |part: Part| match part {
        Part::Overview | Part::News => true,
        Part::People => manages,
        Part::Statistics => class.may_view_progress && class.has_statistics,
        Part::Settings => manages || is_in,
    };
    let tabs = PARTS
        .iter()
        .filter(|(part, ..)| is_there(*part))
        .map(|(part, label, path)| Tab::new(format!("{base}{path}"), t(*label), *part == here))
        .collect();
    let crumbs = vec![(t(c::CLASSES).to_owned(), format!("/s/{school}/classes"))];
    view! {
        <Title text=class.name.clone()/>
        <PageHead title=class.name subtitle crumbs crumbs_label=t(courses::WHERE)>
            {class.has_forum.then(|| {
                let href = format!("/s/{school}/forum/{}", Board::Class(class.id));
                view! { <LinkButton href icon="message-circle">{t(forum::FORUM)}</LinkButton> }
            })}
            {class.has_chat.then(|| view! { <LinkButton href=format!("{base}/chat") icon="message-circle">{t(c::CHAT)}</LinkButton> })}
        </PageHead>
        {class.archived.then(|| view! { <Notice tone=Tone::Info>{t(c::ARCHIVED_HINT)}</Notice> })}
        <Tabs label=t(c::PARTS) tabs/>
    }
}
