//! What the device says over every page, by marks on the document (public/boot.js and public/page.js): that there is no
//! network, that the page is a kept one, that there is a new version, that Lyceum can be installed.

use model::text::{common, device as d};

#[cfg(feature = "ssr")]
use crate::caller;
use crate::prelude::*;

#[component]
pub fn DeviceNotes() -> impl IntoView {
    let kept = RwSignal::new(None::<String>);
    Effect::new(move || kept.set(kept_at()));
    view! {
        <p class="banner banner-offline" role="status"><Icon name="wifi-off"/>{t(common::OFFLINE)}</p>
        <p class="banner banner-kept" role="status">
            <Icon name="wifi-off"/>
            <span>{move || kept.get().map(|when| tf(d::KEPT_PAGE, &[("when", &when)]))}</span>
            <a href="" rel="external">{t(d::LOAD_AGAIN)}</a>
        </p>
        <p class="banner banner-not-kept" role="status">{t(d::NOT_KEPT)}</p>
        <p class="banner banner-update" role="status">
            {t(common::UPDATED)} <button type="button" class="button button-small" data-update-now="">{t(common::UPDATE)}</button>
        </p>
        <div class="banner banner-install">
            <span class="install-offer">{t(d::INSTALL)}</span>
            <span class="install-ios">{t(d::INSTALL_IOS)}</span>
            <button type="button" class="button button-small install-offer" data-install-now="">{t(d::INSTALL_NOW)}</button>
            <button type="button" class="button button-quiet button-small" data-install-later="">{t(d::INSTALL_LATER)}</button>
        </div>
    }
}

/// When the page is drawn, in its reader's zone and its own language: where it is kept, it says so itself.
#[cfg(feature = "ssr")]
pub fn drawn() -> Option<String> {
    let person = caller::maybe_person().filter(|person| person.me.viewer.is_none())?;
    let mut reader = person.reader();
    reader.locale = caller::language().locale();
    Some(reader.when(person.now).local)
}

/// In the browser the document is there already.
#[cfg(not(feature = "ssr"))]
pub fn drawn() -> Option<String> {
    None
}

/// When the page was as it is shown, if the device has kept it.
fn kept_at() -> Option<String> {
    let root = document().document_element()?;
    root.get_attribute("data-kept").and_then(|_| root.get_attribute("data-drawn"))
}
