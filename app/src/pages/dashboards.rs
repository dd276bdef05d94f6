//! What a person sees first: in a school by their role, on the platform, and the choice of schools (product.md
//! section 5).

mod admin;
pub mod api;
mod bursar;
mod calendar;
mod corporate;
mod find;
mod first_steps;
mod form;
mod head;
mod health;
mod librarian;
mod lists;
mod mails;
mod member;
mod mentor;
mod news;
mod people;
mod platform;
mod registrar;
mod school;
mod schools;
mod student;
mod support;
mod teacher;
mod waiting;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    School,
    Calendar,
    Find,
    Schools,
    Platform,
    Mails,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::School => view! { <school::SchoolPage/> }.into_any(),
        Page::Calendar => view! { <calendar::CalendarShow/> }.into_any(),
        Page::Find => view! { <find::FindPage/> }.into_any(),
        Page::Schools => view! { <schools::SchoolsPage/> }.into_any(),
        Page::Platform => view! { <platform::PlatformPage/> }.into_any(),
        Page::Mails => view! { <mails::MailsPage/> }.into_any(),
    }
}
