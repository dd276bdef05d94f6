//! Class groups: the list, the class with its people, courses and codes (product.md section 6).

pub mod api;
mod code;
pub mod codes;
mod list;
mod new;
mod requests;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
    New,
    Show,
    Code,
}

#[lazy(classes)]
pub fn pages(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::ClassList/> }.into_any(),
        Page::New => view! { <new::ClassNew/> }.into_any(),
        Page::Show => view! { <show::ClassShow/> }.into_any(),
        Page::Code => view! { <code::CodeShow/> }.into_any(),
    }
}
