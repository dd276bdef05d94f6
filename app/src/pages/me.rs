//! The own account (product.md section 3): a page for each part of it.

pub mod api;
mod cropper;
mod devices;
mod email_link;
mod head;
mod hours;
mod notifications;
mod pause;
mod photo;
mod profile;
mod push;
mod schools;
mod security;
pub mod suggestions;
mod this_device;

pub use head::PARTS;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Profile,
    Security,
    Notifications,
    Devices,
    Schools,
    EmailLink,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Profile => view! { <profile::ProfileView/> }.into_any(),
        Page::Security => view! { <security::SecurityPage/> }.into_any(),
        Page::Notifications => view! { <notifications::NotificationsSettings/> }.into_any(),
        Page::Devices => view! { <devices::DevicesPage/> }.into_any(),
        Page::Schools => view! { <schools::SchoolsPage/> }.into_any(),
        Page::EmailLink => view! { <email_link::EmailLinkPage/> }.into_any(),
    }
}
