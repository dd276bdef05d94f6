//! What a parent sees: a card per child over all schools, and each child's courses (product.md sections 2 and 5).

pub mod api;
mod cards;
mod child;
mod children;

pub use cards::ChildCards;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Children,
    Child,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Children => view! { <children::ChildrenPage/> }.into_any(),
        Page::Child => view! { <child::ChildShow/> }.into_any(),
    }
}
