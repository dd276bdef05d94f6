//! Requests that tell how far they are on their way, which a fetch does not.

use model::Error;
use wasm_bindgen::prelude::*;
use web_sys::{EventTarget, XmlHttpRequest};

/// Seconds to wait where it was not the server that said how long.
const WAIT: u32 = 60;

/// The answer as the server meant it, or the closest to a status from somewhere between.
pub fn answer(request: &XmlHttpRequest, too_large: Error) -> Error {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_else(|_| match request.status() {
        Ok(401) => Error::Unauthorized,
        Ok(403) => Error::Forbidden,
        Ok(404) => Error::NotFound,
        Ok(429) => Error::TooMany(WAIT),
        Ok(413) => too_large,
        Ok(502..=504) => Error::Unavailable,
        _ => Error::Internal(String::new()),
    })
}

/// The closure lives as long as the browser holds the request.
pub fn listen<E>(target: &EventTarget, name: &str, act: impl FnMut(E) + 'static) -> Result<(), JsValue>
where
    E: wasm_bindgen::convert::FromWasmAbi + 'static,
{
    let closure = Closure::<dyn FnMut(E)>::new(act).into_js_value();
    target.add_event_listener_with_callback(name, closure.unchecked_ref())
}
