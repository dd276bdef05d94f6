//! Announcements: the list, one of them, and the form they are written with (product.md section 4).

pub mod api;
pub mod card;
mod desk;
mod edit;
mod list;
mod many_classes;
mod receipts;
mod show;
pub mod unread;
mod whom;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
    New,
    Show,
    Edit,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::AnnouncementList/> }.into_any(),
        Page::New => view! { <edit::AnnouncementNew/> }.into_any(),
        Page::Show => view! { <show::AnnouncementShow/> }.into_any(),
        Page::Edit => view! { <edit::AnnouncementEdit/> }.into_any(),
    }
}
