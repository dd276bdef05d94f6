use leptos_router::hooks::use_location;
use model::accounts::Me;
use model::schools::Place;
use model::text::common;

use crate::nav;
use crate::prelude::*;

/// The menu of the school in use, or of the platform.
#[component]
pub fn Sidebar(me: Me, place: Memo<Option<Place>>) -> impl IntoView {
    let path = use_location().pathname;
    let admin = me.is_platform_admin();
    let entries = move || match place.get() {
        Some(place) => nav::SCHOOL
            .iter()
            .filter(|entry| entry.permission.is_none_or(|permission| place.role.can(permission)))
            .map(|entry| (t(entry.title), format!("/s/{}{}", place.slug, entry.path), entry.icon))
            .collect::<Vec<_>>(),
        None => nav::PLATFORM
            .iter()
            .filter(|entry| admin || !entry.admin)
            .map(|entry| (t(entry.title), entry.path.to_owned(), entry.icon))
            .collect(),
    };
    view! {
        <nav class="sidebar" aria-label=t(common::MAIN_MENU)>
            <ul>
                {move || {
                    let entries = entries();
                    let here = path.get();
                    let best = entries
                        .iter()
                        .filter(|(_, href, _)| here == *href || here.starts_with(&format!("{href}/")))
                        .map(|(_, href, _)| href.len())
                        .max();
                    entries
                        .into_iter()
                        .map(|(title, href, icon)| {
                            let current = (best == Some(href.len()) && here.starts_with(&href)).then_some("page");
                            view! {
                                <li>
                                    <a href=href aria-current=current><Icon name=icon/><span>{title}</span></a>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </nav>
    }
}
