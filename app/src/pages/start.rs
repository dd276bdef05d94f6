//! Setting a new school up step by step (product.md section 4): the school itself, its first term, its first class, its people. Every
//! step can be skipped and come back to.

pub mod api;
mod class;
mod people;
mod school;
mod steps;
mod term;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    School,
    Term,
    Class,
    People,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::School => view! { <school::StartSchool/> }.into_any(),
        Page::Term => view! { <term::FirstTerm/> }.into_any(),
        Page::Class => view! { <class::FirstClass/> }.into_any(),
        Page::People => view! { <people::StartPeople/> }.into_any(),
    }
}
