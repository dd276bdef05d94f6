//! What stands around every page: the top bar, the menu, the error page.

mod api;
mod error_page;
mod frame;
mod sidebar;
mod topbar;

pub use error_page::ErrorPage;
pub use frame::Frame;
