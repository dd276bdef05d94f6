//! Who is the parent of whom, for those who look after it (product.md section 2).

pub mod api;
mod codes;
mod families;
mod links;
pub mod made;
mod member_field;
mod sheet;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Families,
    Code,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Families => view! { <families::Families/> }.into_any(),
        Page::Code => view! { <sheet::CodeSheet/> }.into_any(),
    }
}
