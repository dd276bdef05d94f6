//! Coming in: log-in, joining, founding, proving an address (product.md section 3).

pub mod api;
mod family;
pub mod fields;
mod found;
mod join;
mod log_in;
mod password;
mod verify;
mod welcome;

use super::invitations::AcceptPage;
use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Welcome,
    LogIn,
    Join,
    Family,
    Found,
    Setup,
    CheckMail,
    Forgot,
    Reset,
    Verify,
    VerifyLink,
    /// The link of an invitation with a role.
    Invited,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Welcome => view! { <welcome::Welcome/> }.into_any(),
        Page::LogIn => view! { <log_in::LogInPage/> }.into_any(),
        Page::Join => view! { <join::JoinPage/> }.into_any(),
        Page::Family => view! { <family::FamilyPage/> }.into_any(),
        Page::Found => view! { <found::FoundPage first=false/> }.into_any(),
        Page::Setup => view! { <found::FoundPage first=true/> }.into_any(),
        Page::CheckMail => view! { <verify::CheckMail/> }.into_any(),
        Page::Forgot => view! { <password::ForgotPage/> }.into_any(),
        Page::Reset => view! { <password::ResetPage/> }.into_any(),
        Page::Verify => view! { <verify::VerifyPage/> }.into_any(),
        Page::VerifyLink => view! { <verify::VerifyLinkPage/> }.into_any(),
        Page::Invited => view! { <AcceptPage/> }.into_any(),
    }
}
