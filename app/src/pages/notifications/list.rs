use model::notifications::{NotificationCard, NotificationsPage, PAGE};
use model::text::notifications as n;
use server_fn::ServerFn;

use super::Lead;
use super::api::{ReadAllNotifications, ReadNotification, list_notifications};
use crate::layout::Bell;
use crate::paged::Paged;
use crate::prelude::*;

const ADDRESS: &str = "/notifications";
/// The value of `show` for those that are still to be read.
const UNREAD: &str = "unread";

/// What one was told, over all schools.
#[component]
pub fn NotificationList() -> impl IntoView {
    let [page, show] = ["page", "show"].map(use_query_value);
    let unread = Memo::new(move |_| show.read().as_deref() == Some(UNREAD));
    let asked = move || (unread.get(), page.get().and_then(|it| it.parse::<i64>().ok()).unwrap_or(1));
    let list = Resource::new(asked, |(unread, page): (bool, i64)| list_notifications(unread, page));
    // What comes or is read elsewhere meanwhile is shown here, too.
    let bell = expect_context::<Bell>();
    Effect::new(move |before: Option<i64>| {
        let count = bell.count.get();
        if before.is_some_and(|before| before != count) {
            list.refetch();
        }
        count
    });
    view! {
        <Title text=t(n::NOTIFICATIONS)/>
        <Loaded of=list view=move |page: NotificationsPage| view! { <Whole unread=unread.get_untracked() page/> }.into_any()/>
    }
}

#[component]
fn Whole(unread: bool, page: NotificationsPage) -> impl IntoView {
    let NotificationsPage { cards, total, unread: new, page } = page;
    let pills = vec![
        Pill::new(ADDRESS, t(n::SHOW_ALL), !unread),
        Pill::new(format!("{ADDRESS}?show={UNREAD}"), t(n::SHOW_UNREAD), unread).count(new.to_string()),
    ];
    let empty = cards.is_empty().then(|| {
        let (title, text) = if unread { (n::NONE_UNREAD, n::NONE_UNREAD_HINT) } else { (n::NONE, n::NONE_HINT) };
        view! { <EmptyState icon="bell" title=t(title) text=t(text)/> }
    });
    let all = (new > 0).then(|| {
        view! {
            <form method="post" action=ReadAllNotifications::PATH>
                <Button variant=Variant::Quiet icon="check">{t(n::MARK_ALL)}</Button>
            </form>
        }
    });
    let href = move |page: i64| {
        if unread { format!("{ADDRESS}?show={UNREAD}&page={page}") } else { format!("{ADDRESS}?page={page}") }
    };
    view! {
        <PageHead title=t(n::NOTIFICATIONS)>
            {all}
            <LinkButton href="/me/notifications" icon="settings">{t(n::SETTINGS)}</LinkButton>
        </PageHead>
        <Pills label=t(n::SHOWN) pills/>
        {empty}
        <ul class="list notifications">
            {cards.into_iter().map(|card| view! { <Line card/> }).collect_view()}
        </ul>
        {(total > PAGE).then(|| view! { <Paged page per_page=PAGE total href/> })}
    }
}

#[component]
fn Line(card: NotificationCard) -> impl IntoView {
    let NotificationCard { id, title, body, school, told, unread, .. } = card.clone();
    let label = tf(n::MARK_ONE_OF, &[("title", &title)]);
    let about = match school {
        Some(school) => crate::text::list([school, told.to_string()]),
        None => told.to_string(),
    };
    let mark = unread.then(|| {
        view! {
            <form method="post" action=ReadNotification::PATH class="trailing">
                <input type="hidden" name="id" value=id.to_string()/>
                <Button variant=Variant::Quiet small=true icon="check" label/>
            </form>
        }
    });
    view! {
        <li class:unread=unread>
            <div>
                <Lead card><bdi>{title}</bdi></Lead>
                {body.map(|body| view! { <span class="meta"><bdi>{body}</bdi></span> })}
                <span class="meta">{about}</span>
            </div>
            {mark}
        </li>
    }
}
