//! What a page says to the scripts of its device (public/page.js) and hears from them: events of the window that carry JSON.

use js_sys::Reflect;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit};

use crate::text::t;

/// What the files of an event are called.
const FILES: &str = "files";

pub fn say(name: &str, what: &impl Serialize) {
    say_with(name, what, &JsValue::UNDEFINED);
}

/// The same with files beside it, which are no JSON: lists of them, each under a name.
pub fn say_with(name: &str, what: &impl Serialize, files: &JsValue) {
    let Ok(json) = serde_json::to_string(what) else { return };
    let init = CustomEventInit::new();
    init.set_detail(&JsValue::from_str(&json));
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&format!("lyceum:{name}"), &init) {
        let _ = Reflect::set(&event, &JsValue::from_str(FILES), files);
        let _ = window().dispatch_event(&event);
    }
}

/// Hears until what asks for it is gone.
pub fn hear<T: DeserializeOwned + 'static>(name: &str, act: impl Fn(T) + 'static) {
    hear_with(name, move |told, _| act(told));
}

/// The same with the files that come beside it.
pub fn hear_with<T: DeserializeOwned + 'static>(name: &str, act: impl Fn(T, &JsValue) + 'static) {
    let heard = window_event_listener_untyped(&format!("lyceum:{name}"), move |event| {
        let files = Reflect::get(&event, &JsValue::from_str(FILES)).unwrap_or_default();
        let detail = event.dyn_into::<CustomEvent>().ok().and_then(|event| event.detail().as_string());
        if let Some(told) = detail.and_then(|json| serde_json::from_str(&json).ok()) {
            act(told, &files);
        }
    });
    on_cleanup(move || heard.remove());
}

/// Said in a form with `data-draft` as long as the device keeps what is typed there.
#[component]
pub fn DraftNote() -> impl IntoView {
    view! { <p class="hint draft-note">{t(model::text::device::DRAFT)}</p> }
}
