//! The backup page: what there is, and the way to take it home (product.md section 22).

pub mod api;
mod clear;
mod counting;
mod downloads;
mod figures;
mod going;
mod gone;
mod head;
mod kept;
mod locked;
mod news;
mod restore;
mod schools;
mod show;
mod storage;
mod turns;

pub use self::gone::Gone;
pub use self::kept::of_platform;
pub use self::restore::HandedToYou;
use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Show,
    Clear,
    Storage,
    Kept,
    Restore,
    Upload,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Show => view! { <show::Backup/> }.into_any(),
        Page::Clear => view! { <clear::Clear/> }.into_any(),
        Page::Storage => view! { <storage::Storage/> }.into_any(),
        Page::Kept => view! { <kept::Kept/> }.into_any(),
        Page::Restore => view! { <restore::Restore/> }.into_any(),
        Page::Upload => view! { <restore::Upload/> }.into_any(),
    }
}
