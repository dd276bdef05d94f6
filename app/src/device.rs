//! What a page says to the scripts of its device (public/page.js) and hears from them: events of the window that carry JSON.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit};

use crate::text::t;

pub fn say(name: &str, what: &impl Serialize) {
    let Ok(json) = serde_json::to_string(what) else { return };
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(&json));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&format!("lyceum:{name}"), &init) {
        let _ = window().dispatch_event(&event);
    }
}

/// Hears until what asks for it is gone.
pub fn hear<T: DeserializeOwned + 'static>(name: &str, act: impl Fn(T) + 'static) {
    let heard = window_event_listener_untyped(&format!("lyceum:{name}"), move |event| {
        let detail = event.dyn_into::<CustomEvent>().ok().and_then(|event| event.detail().as_string());
        if let Some(told) = detail.and_then(|json| serde_json::from_str(&json).ok()) {
            act(told);
        }
    });
    on_cleanup(move || heard.remove());
}

/// Said in a form with `data-draft` as long as the device keeps what is typed there.
#[component]
pub fn DraftNote() -> impl IntoView {
    view! { <p class="hint draft-note">{t(model::text::device::DRAFT)}</p> }
}
