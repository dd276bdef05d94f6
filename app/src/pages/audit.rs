//! The audit log: who changed what, and when (product.md section 24).

pub mod api;
mod line;
mod show;

pub use line::Line as AuditEntry;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Show,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Show => view! { <show::Audit/> }.into_any(),
    }
}
