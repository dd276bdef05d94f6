//! The pages of who comes for the first time, proves an address or chooses a password. They are a feature of their own so
//! that they can be loaded apart: who logs in needs none of them.

use super::{family, found, join, password, verify};
use crate::pages::invitations::AcceptPage;
use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Join,
    Family,
    Found,
    Setup,
    /// The link of an invitation with a role.
    Invited,
    CheckMail,
    Reset,
    Verify,
    VerifyLink,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Join => view! { <join::JoinPage/> }.into_any(),
        Page::Family => view! { <family::FamilyPage/> }.into_any(),
        Page::Found => view! { <found::FoundPage first=false/> }.into_any(),
        Page::Setup => view! { <found::FoundPage first=true/> }.into_any(),
        Page::Invited => view! { <AcceptPage/> }.into_any(),
        Page::CheckMail => view! { <verify::CheckMail/> }.into_any(),
        Page::Reset => view! { <password::ResetPage/> }.into_any(),
        Page::Verify => view! { <verify::VerifyPage/> }.into_any(),
        Page::VerifyLink => view! { <verify::VerifyLinkPage/> }.into_any(),
    }
}
