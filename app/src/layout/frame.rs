use leptos_router::hooks::use_location;
use model::accounts::Me;
use model::text::{accounts, common};

use super::{api, brand::Brand, sidebar::Sidebar, topbar::Topbar};
use crate::prelude::*;
use crate::told::Told;
use crate::unsaved::Unsaved;

/// The frame around every page. It loads who is logged in beside the page, and its own error never changes the page's
/// status. The page itself stands outside of what waits, so that the routes are known before anything is loaded.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let slug = Memo::new(move |_| slug_of(&path.read()));
    let me = Resource::new(|| (), |()| api::who_am_i());
    let unsaved = Unsaved::provide();
    let current = move |me: &Option<Me>| me.as_ref().and_then(|me| me.place(&slug.read()).cloned());
    view! {
        <a class="skip" href="#main">{t(common::SKIP)}</a>
        <p class="banner banner-offline" role="status"><Icon name="wifi-off"/>{t(common::OFFLINE)}</p>
        <p class="banner banner-update" role="status">
            {t(common::UPDATED)} <button type="button" class="button button-small" data-update-now="">{t(common::UPDATE)}</button>
        </p>
        <div class="frame" on:click:capture=move |event| unsaved.ask(&event)>
            <Suspense>
                {move || Suspend::new(async move {
                    let me = me.await.ok().flatten();
                    let place = Memo::new({
                        let me = me.clone();
                        move |_| current(&me)
                    });
                    view! {
                        <Brand place/>
                        <Topbar me=me.clone() place/>
                        {me.map(|me| view! { <Sidebar me place/> })}
                    }
                })}
            </Suspense>
            <div class="frame-notes">
                <Told/>
                <Suspense>
                    {move || Suspend::new(async move {
                        let me = me.await.ok().flatten();
                        me.filter(|me| !me.verified).map(|_| view! { <Unproven path/> })
                    })}
                </Suspense>
            </div>
            <main id="main" class="page" tabindex="-1">{children()}</main>
        </div>
    }
}

/// Reminds those whose e-mail is not proven yet, but not where they are about to prove it, nor in a chat, which needs the
/// room.
#[component]
fn Unproven(path: Memo<String>) -> impl IntoView {
    let elsewhere = Memo::new(move |_| !proves(&path.read()) && !path.read().ends_with("/chat"));
    move || {
        elsewhere.get().then(|| {
            view! {
                <Notice tone=Tone::Info>{t(accounts::UNVERIFIED)} " " <A href="/verify">{t(accounts::VERIFY_TITLE)}</A></Notice>
            }
        })
    }
}

fn proves(path: &str) -> bool {
    path == "/check-mail" || path == "/verify" || path.starts_with("/verify/")
}

/// The slug in a path of a school.
fn slug_of(path: &str) -> String {
    path.strip_prefix("/s/").and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned()
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
