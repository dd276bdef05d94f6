//! The work for later, for the platform's admins: what waits, what runs, what was given up.

pub mod api;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Show,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Show => view! { <show::Jobs/> }.into_any(),
    }
}
