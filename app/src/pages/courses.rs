//! Courses: the course with its assignments, and making one for a class (product.md section 7).

pub mod api;
mod new;
mod show;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    New,
    Show,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::New => view! { <new::CourseNew/> }.into_any(),
        Page::Show => view! { <show::CourseShow/> }.into_any(),
    }
}
