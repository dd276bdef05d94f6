//! Seeing the school with another member's eyes, for support (product.md section 2).

pub mod api;
mod start;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Start,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Start => view! { <start::StartPage/> }.into_any(),
    }
}
