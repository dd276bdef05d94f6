//! Assignments: setting, handing in, marking (product.md section 8).

pub mod api;
mod attempts;
mod files;
mod lineup;
mod mark_fields;
mod marking;
mod new;
mod show;
pub mod state;
mod students;
mod submit;
mod upload;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    New,
    Show,
    Marking,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::New => view! { <new::AssignmentNew/> }.into_any(),
        Page::Show => view! { <show::AssignmentShow/> }.into_any(),
        Page::Marking => view! { <marking::MarkingShow/> }.into_any(),
    }
}
