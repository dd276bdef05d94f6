use std::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{Icon, Text};

#[wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen)]
extern "C" {
    /// Missing where the page came over plain HTTP, hence `catch`.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<Promise, JsValue>;
}

/// Puts a text where it is pasted from, and tells whether the browser let it. To be called by the press itself: browsers take it
/// from nothing else.
pub fn copy_text(text: &str, told: impl FnOnce(bool) + 'static) {
    let writing = write_text(text);
    spawn_local(async move {
        let copied = match writing {
            Ok(writing) => writing.await.is_ok(),
            Err(_) => false,
        };
        told(copied);
    });
}

/// A code and a button that copies it. Without a script one tap selects the whole code.
#[component]
pub fn CopyText(
    #[prop(into)] text: Text,
    /// The words of the button.
    #[prop(into)]
    label: Text,
    /// What it says for two seconds after, once the code is copied.
    #[prop(into)]
    done: Text,
    /// What it says instead where the browser refused.
    #[prop(into)]
    failed: Text,
) -> impl IntoView {
    // How it went, while it says so.
    let went = RwSignal::new(None::<bool>);
    let source = text.clone();
    let copy = move |_| {
        copy_text(&source, move |copied| {
            went.try_set(Some(copied));
            set_timeout(
                move || {
                    went.try_set(None);
                },
                Duration::from_secs(if copied { 2 } else { 6 }),
            );
        });
    };
    let icon = move || match went.get() {
        Some(true) => "check",
        Some(false) => "alert-triangle",
        None => "copy",
    };
    let words = move || match went.get() {
        Some(true) => done.clone(),
        Some(false) => failed.clone(),
        None => label.clone(),
    };
    view! {
        <span class="copy">
            <code dir="ltr">{text}</code>
            <button type="button" class="button button-quiet button-small" on:click=copy>
                {move || view! { <Icon name=icon()/> }}
                <span aria-live="polite">{words}</span>
            </button>
        </span>
    }
}
