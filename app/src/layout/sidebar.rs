use leptos_router::hooks::use_location;
use model::accounts::Me;
use model::schools::Place;
use model::text::common;

use crate::nav;
use crate::pages::announcements::unread::UnreadCount;
use crate::prelude::*;

/// The menu of the school in use, or of the platform.
#[component]
pub fn Sidebar(me: Me, place: Memo<Option<Place>>) -> impl IntoView {
    let path = use_location().pathname;
    let admin = me.is_platform_admin();
    let (title, href, icon) = nav::CHILDREN;
    // The account of somebody else is not looked at.
    let own = me.viewer.is_none();
    let children = me.is_parent().then(|| (t(title), href.to_owned(), icon));
    let entries = move || match place.get() {
        Some(place) => nav::SCHOOL
            .iter()
            .filter(|entry| entry.permission.is_none_or(|permission| place.can(permission)))
            .map(|entry| (t(entry.title), format!("/s/{}{}", place.slug, entry.path), entry.icon))
            .chain(children.clone())
            .chain(admin.then(|| (t(common::PLATFORM), "/admin".to_owned(), "activity")))
            .collect::<Vec<_>>(),
        None => children
            .clone()
            .into_iter()
            .chain(
                nav::PLATFORM
                    .iter()
                    .filter(|entry| admin || !entry.admin)
                    .filter(|entry| own || entry.path != "/me")
                    .map(|entry| (t(entry.title), entry.path.to_owned(), entry.icon)),
            )
            .collect(),
    };
    view! {
        <nav class="sidebar" aria-label=t(common::MAIN_MENU)>
            <ul>
                {move || {
                    let entries = entries();
                    let here = section(&path.get());
                    let best = entries
                        .iter()
                        .filter(|(_, href, _)| here == *href || !is_start(href) && here.starts_with(&format!("{href}/")))
                        .map(|(_, href, _)| href.len())
                        .max();
                    entries
                        .into_iter()
                        .map(|(title, href, icon)| {
                            let unread = href.ends_with(nav::ANNOUNCEMENTS).then(|| view! { <UnreadCount/> });
                            let current = (best == Some(href.len()) && here.starts_with(&href)).then_some("page");
                            view! {
                                <li>
                                    <a href=href aria-current=current><Icon name=icon/><span>{title}</span>{unread}</a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </nav>
    }
}

/// Whether an entry is where a menu starts: it is current on its own page only.
fn is_start(href: &str) -> bool {
    href == "/admin" || href.strip_prefix("/s/").is_some_and(|slug| !slug.contains('/'))
}

/// Courses and what is in them are reached through a class, so the menu shows them there.
fn section(path: &str) -> String {
    for inner in ["/courses/", "/assignments/", "/submissions/"] {
        if let Some((school, _)) = path.split_once(inner).filter(|_| path.starts_with("/s/")) {
            let school = school.split("/classes").next().unwrap_or(school);
            return format!("{school}/classes");
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_knows_where_one_is() {
        assert_eq!(section("/s/a/assignments/1"), "/s/a/classes");
        assert_eq!(section("/s/a/classes/1/courses/new"), "/s/a/classes");
        assert_eq!(section("/s/a/classes/1/chat"), "/s/a/classes/1/chat");
        assert!(is_start("/s/a") && is_start("/admin") && !is_start("/s/a/classes"));
    }
}
