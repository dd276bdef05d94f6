//! A first look into a file, before gigabytes of it are sent for nothing.

use js_sys::Uint8Array;
use model::backup::upload::{BEGINNING, begins_as_archive};
use wasm_bindgen::prelude::*;
use web_sys::{Event, File, FileReader};

use crate::xhr::listen;

/// Tells whether a file begins as an archive does. One that cannot be read here is left to the server.
pub fn look(file: &File, then: impl Fn(bool) + Clone + 'static) {
    let later = then.clone();
    let begin = move || -> Result<(), JsValue> {
        let beginning = file.slice_with_f64_and_f64(0.0, BEGINNING as f64)?;
        let reader = FileReader::new()?;
        let read = reader.clone();
        listen(&reader, "loadend", move |_: Event| {
            let bytes = read.result().ok().filter(|bytes| !bytes.is_null() && !bytes.is_undefined());
            later(bytes.is_none_or(|bytes| begins_as_archive(&Uint8Array::new(&bytes).to_vec())));
        })?;
        reader.read_as_array_buffer(&beginning)
    };
    if begin().is_err() {
        then(true);
    }
}
