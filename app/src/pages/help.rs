//! Help for each role (product.md section 27).

mod index;
mod role;
mod school;
mod tasks;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Index,
    Role,
    School,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Index => view! { <index::Index/> }.into_any(),
        Page::Role => view! { <role::RoleHelp/> }.into_any(),
        Page::School => view! { <school::SchoolHelp/> }.into_any(),
    }
}
