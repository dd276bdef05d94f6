//! The backup page: what there is, and the way to take it home (product.md section 22).

pub mod api;
mod figures;
mod head;
mod restore;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Show,
    Restore,
    Upload,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Show => view! { <show::Backup/> }.into_any(),
        Page::Restore => view! { <restore::Restore/> }.into_any(),
        Page::Upload => view! { <restore::Upload/> }.into_any(),
    }
}
