//! Invitations with a role (product.md section 3): who is invited, and coming in.

mod accept;
pub mod api;
mod filters;
mod form;
mod left_out;
mod list;

pub use accept::AcceptPage;
pub use form::InviteFields;
pub use left_out::LeftOut;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::Invitations/> }.into_any(),
    }
}
