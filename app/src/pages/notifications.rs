//! What one is told (product.md section 20), and the address in a mail that stops its like.

pub mod api;
mod lead;
mod list;
mod stop;

pub use lead::Lead;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
    Stop,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::NotificationList/> }.into_any(),
        Page::Stop => view! { <stop::StopMails/> }.into_any(),
    }
}
