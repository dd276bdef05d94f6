//! The pages: Leptos components and their server functions, shared by the server that renders them and the client
//! that brings them to life. SQL cannot get in here: the crate has no way to a database but `domain`.

pub mod assets;
mod attached;
pub mod caller;
mod dated;
mod device;
mod folded;
pub mod form;
mod hearing;
pub mod layout;
mod line;
mod linked;
mod loaded;
mod look_up;
mod mail_address;
mod mailing;
mod marked;
mod nav;
mod paged;
pub mod pages;
pub mod params;
pub mod prelude;
mod resource;
pub mod routes;
mod screen;
mod stored;
pub mod text;
mod title;
pub mod told;
mod unsaved;
mod xhr;

use std::sync::Arc;

use leptos::html;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use model::Theme;

use crate::assets::{Assets, DEVICE, HydrationScript};

/// The document around every page; `bundle` is the one its path needs.
pub fn shell(assets: Arc<Assets>, bundle: Option<&'static str>) -> impl IntoView {
    caller::protect();
    let locale = caller::language().locale();
    let theme = caller::theme();
    let chosen = (theme != Theme::System).then(|| theme.text());
    let live = Some(assets.live.clone()).filter(|live| !live.is_empty());
    view! {
        <!DOCTYPE html>
        <html
            lang=locale.text()
            dir=locale.dir()
            data-theme=chosen
            data-person=caller::whose()
            data-drawn=layout::drawn()
            data-live=live
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content=chosen.unwrap_or("light dark")/>
                <ThemeColor theme/>
                <meta name="description" content=text::t(model::text::common::TAGLINE)/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <link rel="stylesheet" href=assets.css.clone()/>
                <layout::BrandStyle/>
                <script src=assets.boot.clone() nonce=use_nonce()></script>
                {DEVICE.into_iter().map(|src| view! { <script src=src defer nonce=use_nonce()></script> }).collect_view()}
                <MetaTags/>
                <HydrationScript assets bundle/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The colour of the browser's own bar: the cloth of ours.
#[component]
fn ThemeColor(theme: Theme) -> impl IntoView {
    let bar = |colour: &'static str| html::meta().name("theme-color").content(colour);
    let (light, dark) = (bar("#123c33"), bar("#0e2a23"));
    match theme {
        Theme::Light => light.into_any(),
        Theme::Dark => dark.into_any(),
        Theme::System => {
            let on = |scheme: &str| format!("(prefers-color-scheme: {scheme})");
            (light.attr("media", on("light")), dark.attr("media", on("dark"))).into_any()
        }
    }
}

/// The whole application: the frame with the page in it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! { <routes::Pages/> }
}

/// Marks the document as taken over, the page in the frame too: from now on links are followed by the client. Until then
/// the router would take a click and draw nothing, as its routes come with a file of their own; `public/boot.js` leaves
/// such a click to the browser.
pub fn take_over() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-hydrated", "");
    }
}
