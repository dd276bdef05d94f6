//! The forum: what one may read of it, a forum, a thread, and the forms they are written with (product.md section 15).

pub mod api;
mod author;
mod board;
mod edit;
mod home;
mod live;
mod marking;
mod marks;
mod new;
mod pen;
mod post;
mod reading;
mod reply;
mod reports;
mod saved;
mod settings;
mod thread;
mod tools;
pub mod unread;

use crate::prelude::*;

/// The pages of this feature.
#[derive(Clone, Copy)]
pub enum Page {
    Home,
    Board,
    New,
    Settings,
    Thread,
    Edit,
    Report,
    Reports,
    Saved,
}

pub fn page(page: Page) -> AnyView {
    match page {
        Page::Home => view! { <home::ForumHome/> }.into_any(),
        Page::Board => view! { <board::BoardShow/> }.into_any(),
        Page::New => view! { <new::ThreadNew/> }.into_any(),
        Page::Settings => view! { <settings::BoardSettings/> }.into_any(),
        Page::Thread => view! { <thread::ThreadShow/> }.into_any(),
        Page::Edit => view! { <edit::PostEdit/> }.into_any(),
        Page::Report => view! { <reports::ReportPost/> }.into_any(),
        Page::Saved => view! { <saved::SavedPosts/> }.into_any(),
        Page::Reports => view! { <reports::PostReports/> }.into_any(),
    }
}
