//! Who is the parent of whom, for those who look after it (product.md section 2).

pub mod api;
mod codes;
mod families;
mod links;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Families,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Families => view! { <families::Families/> }.into_any(),
    }
}
