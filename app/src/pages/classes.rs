//! Class groups: the list, the class with its people, courses and codes (product.md section 6).

pub mod api;
mod code;
pub mod codes;
pub mod hand_out;
mod list;
mod new;
mod news;
mod parts;
mod people;
mod requests;
mod settings;
mod show;
mod statistics;

pub use people::address_of as person_address;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    List,
    New,
    Show,
    News,
    People,
    Statistics,
    Settings,
    Code,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::List => view! { <list::ClassList/> }.into_any(),
        Page::New => view! { <new::ClassNew/> }.into_any(),
        Page::Show => view! { <show::ClassShow/> }.into_any(),
        Page::News => view! { <news::ClassNews/> }.into_any(),
        Page::People => view! { <people::ClassPeople/> }.into_any(),
        Page::Statistics => view! { <statistics::ClassFigures/> }.into_any(),
        Page::Settings => view! { <settings::ClassSettings/> }.into_any(),
        Page::Code => view! { <code::CodeShow/> }.into_any(),
    }
}
