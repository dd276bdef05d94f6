//! Something was shared to the app (product.md section 26): it lies on the device until it is chosen where it goes. The
//! form it goes to takes it up by itself (`data-takes-shared`, public/page.js).

pub mod api;
mod choose;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Choose,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Choose => view! { <choose::Choose/> }.into_any(),
    }
}
