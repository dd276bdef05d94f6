use model::text::device as d;

use crate::prelude::*;

/// What the device in use keeps, and how Lyceum becomes an app on it. The device itself knows, and public/page.js sets the
/// switch; without a script nothing is kept.
#[component]
pub fn ThisDevice() -> impl IntoView {
    view! {
        <section class="panel" id="this-device">
            <h2>{t(d::THIS_DEVICE)}</h2>
            <div class="check switch">
                <input
                    type="checkbox"
                    role="switch"
                    id="keep-pages"
                    data-keep-pages=""
                    disabled=true
                    aria-describedby="keep-pages-hint"
                />
                <label for="keep-pages">{t(d::KEEP_PAGES)}</label>
                <p class="hint" id="keep-pages-hint">{t(d::KEEP_PAGES_HINT)}</p>
            </div>
            <h3>{t(d::AS_APP)}</h3>
            <p class="muted">{t(d::AS_APP_TEXT)}</p>
            <p class="actions install-button">
                <button type="button" class="button" data-install-now="">{t(d::INSTALL_NOW)}</button>
            </p>
        </section>
    }
}
