use leptos::html;
use leptos::prelude::Resource;
use leptos_router::hooks::use_location;
use model::Locale;
use model::accounts::{Framed, Me};
use model::schools::Place;
use model::text::{accounts, common, viewing};
use server_fn::ServerFn;

use super::closing::{ClosedNote, Closing};
use super::places::OwnSchools;
use super::seen::look_when_seen_again;
use super::{api, begin::begin_at, bell::Bell, brand::Brand, goto::GoTo, notes::DeviceNotes, sidebar::Sidebar, stale::Shown};
use super::{topbar::Topbar, waiting::Waiting};
use crate::caller;
use crate::form::provide_flash;
use crate::mailing::provide_mailing;
use crate::pages::announcements::unread::Unread;
use crate::pages::chat::news::ChatNews;
use crate::pages::forum::unread::ForumNews;
use crate::pages::viewing::api::StopView;
use crate::params::{address, school_of};
use crate::prelude::*;
use crate::told::{Telling, Told};
use crate::unsaved::Unsaved;

/// The frame around every page. It loads who is logged in beside the page, and its own error never changes the page's
/// status. The page itself stands outside of what waits, so that the routes are known before anything is loaded.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let (path, search) = (use_location().pathname, use_location().search);
    let slug = Memo::new(move |_| school_of(&path.read()).to_owned());
    let first = slug.get_untracked();
    let (me, closed) = (first.clone(), first);
    let me = Resource::new(|| (), move |()| api::frame(me.clone()));
    let closed = Resource::new(|| (), move |()| api::read_only(closed.clone()));
    let unsaved = Unsaved::provide();
    unsaved.ask_on_the_way_back();
    // What is handed from the server to the client, and whatever waits, is made here and not within what waits: it is
    // counted, and the frame and the page are drawn in either order.
    provide_flash();
    provide_mailing();
    let telling = Telling::provide();
    let main = NodeRef::<html::Main>::new();
    begin_at(main);
    let shown = Shown::provide();
    let (bell, news) = (Bell::provide(), ChatNews::provide());
    let unread = Unread::provide(bell, news);
    let threads = ForumNews::provide(bell);
    look_when_seen_again(main, shown, (unread, bell, news, threads), unsaved);
    let closing = Closing::provide(slug);
    let last = StoredValue::new(SharedValue::new(caller::last_school).into_inner());
    OwnSchools::provide();
    let current = move |me: &Option<Me>| me.as_ref().and_then(|me| me.place(&slug.read()).cloned());
    view! {
        <a class="skip" href="#main">{t(common::SKIP)}</a>
        <DeviceNotes/>
        <Suspense>
            {move || Suspend::new(async move {
                let me = who(me).await.map(|it| it.me);
                me.and_then(|me| Some(view! { <Viewing viewer=me.viewer?.name name=me.name place=me.places.into_iter().next()/> }))
            })}
        </Suspense>
        <div class="frame" on:click=move |event| unsaved.ask(&event)>
            <Suspense>
                {move || Suspend::new(async move {
                    let me = who(me).await.map(|it| {
                        unread.begin((it.announcements, it.quiet));
                        bell.begin(it.notifications);
                        news.begin(it.chats);
                        threads.begin(it.threads);
                        it.me
                    });
                    shown.set(me.clone());
                    let place = Memo::new({
                        let me = me.clone();
                        move |_| current(&me)
                    });
                    if let Some(me) = me.clone() {
                        follow_language(me, path, search);
                    }
                    view! {
                        <Brand place/>
                        <Topbar me=me.clone() path place last/>
                        {me.map(|me| view! { <Sidebar me=me.clone() path place/> <GoTo me place/> })}
                    }
                })}
            </Suspense>
            <div class="frame-notes">
                <Suspense>
                    {move || Suspend::new(async move {
                        let (now, guest) = (closed.await, matches!(me.await, Ok(None)));
                        caller::time_to_draw().await;
                        closing.begin(now.ok().flatten());
                        view! { <ClosedNote closing guest/> }
                    })}
                </Suspense>
                <Waiting/>
                <Told telling/>
                <Suspense>
                    {move || Suspend::new(async move {
                        who(me).await.filter(|it| !it.me.verified && it.me.viewer.is_none()).map(|_| view! { <Unproven path/> })
                    })}
                </Suspense>
            </div>
            <main id="main" class="page" tabindex="-1" node_ref=main>{children()}</main>
        </div>
    }
}

/// Who is logged in with what they have still to read, when it is time to draw.
async fn who(me: Resource<Result<Option<Framed>>>) -> Option<Framed> {
    let answer = me.await;
    caller::time_to_draw().await;
    answer.ok().flatten()
}

/// A document has one language, and its texts come with it: the way to a school that is read in another one ends in a
/// new document.
fn follow_language(me: Me, path: Memo<String>, search: Memo<String>) {
    Effect::new(move |before: Option<Option<Locale>>| {
        let path = path.get();
        let now = me.language(school_of(&path));
        if before.is_some_and(|before| before != now) {
            // The address bar follows later than the location.
            let _ = location().assign(&address(&path, &search.read_untracked()));
        }
        now
    });
}

/// Says on every page who sees it with whose eyes, and ends it.
#[component]
fn Viewing(viewer: String, name: String, place: Option<Place>) -> impl IntoView {
    let school = place.map(|place| place.name).unwrap_or_default();
    view! {
        <aside class="viewing" aria-label=t(viewing::VIEW_AS)>
            <p><Icon name="eye"/><span>{tf(viewing::BANNER, &[("viewer", &viewer), ("school", &school), ("name", &name)])}</span></p>
            <form method="post" action=StopView::PATH>
                <button type="submit" class="button button-small">{t(viewing::STOP)}</button>
            </form>
        </aside>
    }
}

/// Reminds those whose e-mail is not proven yet, but not where they are about to prove it, nor in a chat, which needs the
/// room.
#[component]
fn Unproven(path: Memo<String>) -> impl IntoView {
    let elsewhere = Memo::new(move |_| !proves(&path.read()) && !path.read().ends_with("/chat"));
    let text = by_mail(accounts::UNVERIFIED, accounts::UNVERIFIED_NO_SERVER);
    move || {
        elsewhere.get().then(|| {
            view! {
                <Notice tone=Tone::Info>{t(text)} " " <a href="/verify">{t(accounts::VERIFY_TITLE)}</a></Notice>
            }
        })
    }
}

fn proves(path: &str) -> bool {
    path == "/check-mail" || path == "/verify" || path.starts_with("/verify/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_reminded_where_one_proves_it() {
        for path in ["/verify", "/verify/token", "/check-mail"] {
            assert!(proves(path), "{path}");
        }
        for path in ["/", "/me", "/s/verify", "/verifying"] {
            assert!(!proves(path), "{path}");
        }
    }
}
