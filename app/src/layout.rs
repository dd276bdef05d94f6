//! What stands around every page: the top bar, the menu, the error page.

mod api;
mod brand;
mod error_page;
mod frame;
mod sidebar;
mod topbar;

pub use brand::BrandStyle;
pub use error_page::ErrorPage;
pub use frame::Frame;
