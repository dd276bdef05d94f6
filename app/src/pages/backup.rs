//! The backup page: what there is, and the way to take it home (product.md section 22).

pub mod api;
mod figures;
mod head;
mod kept;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Show,
    Kept,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Show => view! { <show::Backup/> }.into_any(),
        Page::Kept => view! { <kept::Kept/> }.into_any(),
    }
}
