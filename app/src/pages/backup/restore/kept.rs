//! What the browser remembers of an archive that it sends: the same file goes on where it stood, after the page was closed too.

use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use web_sys::{File, Storage};

/// What the browser remembers of it.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: String,
    name: String,
    size: f64,
    modified: f64,
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn key(school: &str) -> String {
    format!("archive:{school}")
}

/// The archive that this very file was begun as.
pub fn kept(school: &str, file: &File) -> Option<String> {
    let text = storage()?.get_item(&key(school)).ok().flatten()?;
    let kept: Kept = serde_json::from_str(&text).ok()?;
    let same = kept.name == file.name() && kept.size == file.size() && kept.modified == file.last_modified();
    same.then_some(kept.id)
}

pub fn keep(school: &str, id: &str, file: &File) {
    let kept = Kept { id: id.to_owned(), name: file.name(), size: file.size(), modified: file.last_modified() };
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&kept)) {
        let _ = storage.set_item(&key(school), &text);
    }
}

pub fn forget(school: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&key(school));
    }
}
