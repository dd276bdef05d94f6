use model::accounts::Me;
use model::profile::photo_address;
use model::schools::Place;
use model::text::{accounts, common, finding};

use super::bell::BellMenu;
use super::goto;
use super::switcher::Switcher;
use crate::pages::accounts::api::LogOut;
use crate::prelude::*;
use crate::text::list;
use server_fn::ServerFn;

const PROFILE: &str = "/me";

/// The bar at the top: the mark, the school in use with the switch to others (`last` is the slug of the one before), the
/// own account.
#[component]
pub fn Topbar(
    me: Option<Me>,
    path: Memo<String>,
    place: Memo<Option<Place>>,
    last: StoredValue<Option<String>>,
) -> impl IntoView {
    // The mark leads where a log-in would now.
    let whose = me.clone();
    let home = move || {
        let here = place.read().as_ref().map(|it| it.slug.clone()).or_else(|| last.get_value());
        whose.as_ref().map_or_else(|| "/".to_owned(), |me| me.home(here.as_deref()))
    };
    let switcher = me.clone().filter(|me| !me.places.is_empty()).map(|me| view! { <Switcher me place last/> });
    view! {
        <header class="topbar">
            <a href=home class="brand">
                {move || match place.read().as_ref().and_then(Place::logo_path) {
                    Some(logo) => {
                        view! { <img class="brand-logo" src=logo alt=""/> <span class="visually-hidden">{t(common::LYCEUM)}</span> }
                            .into_any()
                    }
                    None => view! { <span class="brand-mark" aria-hidden="true"></span> {t(common::LYCEUM)} }.into_any(),
                }}
            </a>
            {switcher}
            {me.is_some().then(|| view! { <PaletteButton palette=goto::ID label=t(finding::GO_TO) keys="Ctrl K"/> })}
            <nav class="topbar-end" aria-label=t(common::PROFILE)>
                {match me {
                    Some(me) => view! { <Account me path/> }.into_any(),
                    None => view! { <a href="/login" class="button" rel="external">{t(accounts::LOG_IN)}</a> }.into_any(),
                }}
            </nav>
        </header>
    }
}

#[component]
fn Account(me: Me, path: Memo<String>) -> impl IntoView {
    let label = list([me.name.as_str(), t(common::PROFILE)]);
    // The account of somebody else is not looked at, nor is their bell heard.
    let hears = me.viewer.is_none();
    let who = if me.viewer.is_none() {
        view! {
            <a href=PROFILE class="topbar-me" aria-label=label aria-current=move || (*path.read() == PROFILE).then_some("page")>
                <Avatar name=me.name.clone() photo=photo_address(&me.photo)/>
                <span class="topbar-name">{me.name}</span>
            </a>
        }
        .into_any()
    } else {
        view! { <span class="topbar-me"><Avatar name=me.name.clone()/><span class="topbar-name">{me.name}</span></span> }
            .into_any()
    };
    view! {
        {hears.then(|| view! { <BellMenu/> })}
        {who}
        <form method="post" action=LogOut::PATH>
            <button type="submit" class="button button-quiet" title=t(common::LOG_OUT)>
                <Icon name="log-out"/>
                <span class="topbar-text">{t(common::LOG_OUT)}</span>
            </button>
        </form>
    }
}
