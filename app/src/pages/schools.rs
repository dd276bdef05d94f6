//! The schools of the platform, for its admins: the list, and one school with who runs it (product.md section 2).

pub mod api;
mod appoint;
mod list;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
    Show,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::SchoolsList/> }.into_any(),
        Page::Show => view! { <show::SchoolShow/> }.into_any(),
    }
}
