//! Coming in: log-in, joining, founding, proving an address (product.md section 3).

pub mod api;
mod family;
pub mod fields;
mod found;
mod join;
pub mod joining;
mod log_in;
mod password;
mod verify;
mod welcome;

use crate::prelude::*;

/// The pages of this feature, but for those of [`joining`].
#[derive(Clone, Copy)]
pub enum Page {
    Welcome,
    LogIn,
    Forgot,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Welcome => view! { <welcome::Welcome/> }.into_any(),
        Page::LogIn => view! { <log_in::LogInPage/> }.into_any(),
        Page::Forgot => view! { <password::ForgotPage/> }.into_any(),
    }
}
