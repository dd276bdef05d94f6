//! The chat (product.md section 14): pages that are whole without script, and live with it.
//!
//! [`timeline`] holds what is said and [`outbox`] what is on its way, in plain Rust; [`wire`] carries frames between
//! them and the server; [`room`] and the rest draw it.

pub mod api;
mod calling;
mod clock;
mod composer;
mod desk;
mod emoji;
mod files;
mod flap;
mod kept;
mod keys;
mod leaving;
mod level;
mod lines;
mod menu;
mod message;
mod moderation;
pub mod news;
pub mod offer;
mod outbox;
mod partners;
mod people;
mod picker;
mod picking;
mod preview;
mod purpose;
mod quick;
mod reports;
mod room;
mod room_list;
mod rooms;
mod roving;
mod scroll;
mod search;
mod socket;
mod threads;
mod timeline;
mod viewer;
mod wire;
mod writing;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Rooms,
    Class,
    Room,
    Search,
    New,
    Reports,
    Report,
    Versions,
    Acts,
    Thread,
    Words,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Rooms => view! { <rooms::Rooms/> }.into_any(),
        Page::Class => view! { <room::ClassRoom/> }.into_any(),
        Page::Room => view! { <room::ChatRoom/> }.into_any(),
        Page::Search => view! { <search::Search/> }.into_any(),
        Page::New => view! { <partners::New/> }.into_any(),
        Page::Reports => view! { <reports::Reports/> }.into_any(),
        Page::Report => view! { <reports::ReportPage/> }.into_any(),
        Page::Versions => view! { <reports::Versions/> }.into_any(),
        Page::Acts => view! { <menu::ActsPage/> }.into_any(),
        Page::Thread => view! { <threads::ThreadAlone/> }.into_any(),
        Page::Words => view! { <reports::Words/> }.into_any(),
    }
}
