//! A file that one can fetch, whatever it is attached to.

use model::ids::FileId;

use crate::prelude::*;
use crate::text::size;

/// Its name, which leads to it, and its size.
#[component]
pub fn FileLine(school: String, id: FileId, name: String, bytes: i64) -> impl IntoView {
    view! {
        <a href=format!("/s/{school}/files/{id}") download="" rel="external">
            <Icon name="download"/>
            <bdi>{name}</bdi>
        </a>
        " "
        <span class="muted">{size(bytes)}</span>
    }
}
