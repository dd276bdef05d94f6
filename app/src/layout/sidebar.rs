use leptos::html::Details;
use model::accounts::Me;
use model::schools::Place;
use model::text::common;

use crate::nav::{self, ANNOUNCEMENTS, Group, IN_SIGHT, Line};
use crate::pages::announcements::unread::UnreadCount;
use crate::pages::chat::news::ChatCount;
use crate::pages::forum::unread::ForumCount;
use crate::prelude::*;

/// From so many entries on the groups have headings: fewer are seen at a glance.
const MANY: usize = 6;

/// The menu of the school in use, or of the platform: at the side, and on phones as a bar at the bottom with the most
/// important entries and one for the others.
#[component]
pub fn Sidebar(me: Me, path: Memo<String>, place: Memo<Option<Place>>) -> impl IntoView {
    let groups = Memo::new(move |_| nav::menu(&me, place.read().as_ref()));
    let here = Memo::new(move |_| groups.with(|groups| nav::current(groups.iter().flat_map(|it| &it.lines), &path.read())));
    view! {
        <nav class="sidebar" aria-label=t(common::MAIN_MENU)>
            <div class="sidebar-all">
                {move || {
                    let groups = groups.get();
                    let many = count(&groups) >= MANY;
                    groups.into_iter().map(|group| view! { <Section group headed=many here/> }).collect_view()
                }}
            </div>
            {move || view! { <Bar groups=groups.get() here/> }}
        </nav>
    }
}

fn count(groups: &[Group]) -> usize {
    groups.iter().map(|group| group.lines.len()).sum()
}

#[component]
fn Section(group: Group, headed: bool, here: Memo<Option<String>>) -> impl IntoView {
    let title = group.title.filter(|_| headed).map(|title| view! { <p class="sidebar-title">{title}</p> });
    view! {
        {title}
        <ul>{group.lines.into_iter().map(|line| view! { <Entry line here/> }).collect_view()}</ul>
    }
}

#[component]
fn Entry(line: Line, here: Memo<Option<String>>) -> impl IntoView {
    let Line { title, href, icon, .. } = line;
    let own = href.clone();
    let unread = href.ends_with(ANNOUNCEMENTS).then(|| view! { <UnreadCount/> });
    let threads = nav::leads_to_forums(&href).then(|| view! { <ForumCount/> });
    let new = nav::leads_to_chats(&href).then(|| view! { <ChatCount href=href.clone()/> });
    let current = move || (here.read().as_deref() == Some(own.as_str())).then_some("page");
    view! {
        <li>
            <a href=href aria-current=current><Icon name=icon/><span>{title}</span>{unread}{new}{threads}</a>
        </li>
    }
}

/// The bar of phones.
#[component]
fn Bar(groups: Vec<Group>, here: Memo<Option<String>>) -> impl IntoView {
    let details = NodeRef::<Details>::new();
    let hand = use_menu(details);
    let many = count(&groups) > IN_SIGHT + 1;
    let in_sight = if many { IN_SIGHT } else { IN_SIGHT + 1 };
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for group in groups {
        let (near, far): (Vec<_>, Vec<_>) =
            group.lines.into_iter().zip(first.len()..).partition(|(_, at): &(Line, usize)| *at < in_sight);
        first.extend(near.into_iter().map(|(line, _)| line));
        rest.push(Group { title: group.title, lines: far.into_iter().map(|(line, _)| line).collect() });
    }
    rest.retain(|group| !group.lines.is_empty());
    let behind: Vec<String> = rest.iter().flat_map(|group| &group.lines).map(|line| line.href.clone()).collect();
    let inside = move || here.read().as_ref().is_some_and(|here| behind.contains(here));
    let more = many.then(|| {
        view! {
            <li>
                <details
                    node_ref=details
                    on:keydown=move |event| hand.key(&event)
                    on:focusout=move |event| hand.leave(&event)
                >
                    <summary class:current=inside><Icon name="ellipsis"/><span>{t(common::MORE)}</span></summary>
                    <div class="sidebar-sheet" on:click=move |_| hand.close()>
                        {rest.into_iter().map(|group| view! { <Section group headed=true here/> }).collect_view()}
                    </div>
                </details>
            </li>
        }
    });
    view! {
        <ul class="sidebar-bar">
            {first.into_iter().map(|line| view! { <Entry line=line.in_bar() here/> }).collect_view()}
            {more}
        </ul>
    }
}
