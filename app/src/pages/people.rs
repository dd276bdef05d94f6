//! The people of a school: the list, changes of many, one member; and everybody on the platform (product.md sections 2
//! and 4).

mod address;
pub mod api;
mod bulk;
mod class_field;
mod filters;
mod history;
mod list;
mod member;
mod membership;
mod name;
mod naming;
mod permissions;
mod platform;
mod undo;

pub use address::{query, said};
pub use class_field::ClassField;
pub use name::PersonName;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
    Bulk,
    Show,
    Platform,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::PeopleList/> }.into_any(),
        Page::Bulk => view! { <bulk::BulkPage/> }.into_any(),
        Page::Show => view! { <member::MemberShow/> }.into_any(),
        Page::Platform => view! { <platform::UsersList/> }.into_any(),
    }
}
