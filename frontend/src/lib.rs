//! The browser's entry: brings the page the server drew to life. Nothing else.

use leptos::mount::hydrate_from_async;
use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

/// `texts` are those of the document's language, where it is not English.
#[wasm_bindgen]
pub fn hydrate(texts: Option<String>) {
    console_error_panic_hook::set_once();
    if let Some(texts) = texts {
        app::caller::read_in(texts);
    }
    spawn_local(async {
        let Some(body) = document().body() else { return };
        hydrate_from_async(body, app::App).await.forget();
        app::take_over();
    });
}
