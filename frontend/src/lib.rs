//! The browser's entry: brings the page the server drew to life. Nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// `texts` are those of the document's language, where it is not English.
#[wasm_bindgen]
pub fn hydrate(texts: Option<String>) {
    console_error_panic_hook::set_once();
    if let Some(texts) = texts {
        app::caller::read_in(texts);
    }
    leptos::mount::hydrate_lazy(app::App);
}
