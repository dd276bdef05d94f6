use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::{Icon, Text};

#[wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen)]
extern "C" {
    /// Missing where the page came over plain HTTP, hence `catch`.
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<JsValue, JsValue>;
}

/// A code and a button that copies it. Without a script one tap selects the whole code.
#[component]
pub fn CopyText(
    #[prop(into)] text: Text,
    /// The words of the button.
    #[prop(into)]
    label: Text,
    /// What it says for two seconds after.
    #[prop(into)]
    done: Text,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let source = text.clone();
    let copy = move |_| {
        if write_text(&source).is_ok() {
            copied.set(true);
            set_timeout(
                move || {
                    copied.try_set(false);
                },
                Duration::from_secs(2),
            );
        }
    };
    view! {
        <span class="copy">
            <code dir="ltr">{text}</code>
            <button type="button" class="button button-quiet button-small" on:click=copy>
                {move || view! { <Icon name=if copied.get() { "check" } else { "copy" }/> }}
                <span aria-live="polite">{move || if copied.get() { done.clone() } else { label.clone() }}</span>
            </button>
        </span>
    }
}
