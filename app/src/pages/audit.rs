//! The audit log: who changed what, and when (product.md section 24).

pub mod api;
mod line;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Show,
}

#[lazy(audit)]
pub fn pages(page: Page) -> AnyView {
    match page {
        Page::Show => view! { <show::Audit/> }.into_any(),
    }
}
