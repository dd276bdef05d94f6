//! A file that one can fetch, whatever it is attached to.

use leptos::ev::MouseEvent;
use model::ids::FileId;
use model::media::Media;
use model::pictures::Picture;
use wasm_bindgen::JsValue;
use web_sys::{DataTransfer, DragEvent, File};

use crate::prelude::*;
use crate::text::size;

/// The files that are pasted, or dropped.
pub fn carried(data: &DataTransfer) -> Vec<File> {
    let list = data.files();
    list.iter().flat_map(|list| (0..list.length()).filter_map(|at| list.get(at))).collect()
}

/// Whether what is held over the page are files.
pub fn holds_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&JsValue::from_str("Files"), 0))
}

/// Its name, which leads to it, and its size; what is heard or seen can be played.
#[component]
pub fn FileLine(school: String, id: FileId, name: String, bytes: i64) -> impl IntoView {
    let address = format!("/s/{school}/files/{id}");
    // Nothing of it is fetched before somebody plays it.
    let player = Media::of(&name).map(|media| {
        let (src, label) = (address.clone(), name.clone());
        match media {
            Media::Sound => {
                view! { <audio class="played" controls=true preload="none" src=src aria-label=label></audio> }.into_any()
            }
            Media::Film => {
                view! { <video class="played" controls=true preload="none" src=src aria-label=label></video> }.into_any()
            }
        }
    });
    view! {
        {player}
        <a href=address download="" rel="external">
            <Icon name="download"/>
            <bdi>{name}</bdi>
        </a>
        " "
        <span class="muted">{size(bytes)}</span>
    }
}

/// A picture small, with the place it takes before it is there, so that nothing jumps; it leads to the whole one. Where
/// pictures are shown on the page, `show` does it.
#[component]
pub fn SmallPicture(
    school: String,
    id: FileId,
    picture: Picture,
    /// What it shows.
    alt: String,
    show: Option<Callback<FileId>>,
) -> impl IntoView {
    let (width, height) = picture.placed();
    let open = move |event: MouseEvent| {
        if let Some(show) = show
            && !event.ctrl_key()
            && !event.meta_key()
        {
            event.prevent_default();
            show.run(id);
        }
    };
    view! {
        <a
            class="small-picture"
            href=format!("/s/{school}/files/{id}")
            download=""
            rel="external"
            aria-haspopup=show.map(|_| "dialog")
            on:click=open
        >
            <img
                src=format!("/s/{school}/files/{}", picture.small)
                alt=alt
                width=width.to_string()
                height=height.to_string()
                loading="lazy"
                decoding="async"
            />
        </a>
    }
}
