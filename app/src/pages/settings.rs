//! The settings of a school, a page each (product.md section 4). Their forms are sent by the browser itself: what they
//! change is felt in the frame, which a new document draws anew.

pub mod api;
mod brand;
mod calendar;
mod dates;
mod department;
mod departments;
mod features;
pub mod fields;
mod general;
mod grades;
mod head;
mod scale;
mod storage;
mod year;

pub use head::PARTS;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    General,
    Brand,
    Departments,
    Department,
    Calendar,
    Year,
    Term,
    Holiday,
    Grades,
    Scale,
    Features,
    Storage,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::General => view! { <general::GeneralPage/> }.into_any(),
        Page::Brand => view! { <brand::BrandSettings/> }.into_any(),
        Page::Departments => view! { <departments::Departments/> }.into_any(),
        Page::Department => view! { <department::DepartmentShow/> }.into_any(),
        Page::Calendar => view! { <calendar::Calendar/> }.into_any(),
        Page::Year => view! { <year::YearShow/> }.into_any(),
        Page::Term => view! { <dates::TermShow/> }.into_any(),
        Page::Holiday => view! { <dates::HolidayShow/> }.into_any(),
        Page::Grades => view! { <grades::Grades/> }.into_any(),
        Page::Scale => view! { <scale::ScaleShow/> }.into_any(),
        Page::Features => view! { <features::FeaturesPage/> }.into_any(),
        Page::Storage => view! { <storage::StorageShow/> }.into_any(),
    }
}
