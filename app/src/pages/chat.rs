//! The class chat (product.md section 14): a page that is whole without script, and live with it.
//!
//! [`timeline`] holds what is said and [`outbox`] what is on its way, in plain Rust; [`wire`] carries frames between
//! them and the server; [`room`] and the rest draw it.

pub mod api;
mod clock;
mod composer;
mod desk;
mod kept;
mod lines;
mod outbox;
mod people;
mod room;
mod scroll;
mod socket;
mod timeline;
mod wire;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Room,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Room => view! { <room::ChatRoom/> }.into_any(),
    }
}
