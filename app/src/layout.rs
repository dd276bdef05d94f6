//! What stands around every page: the top bar, the menu, the error page.

pub mod api;
mod begin;
mod bell;
mod brand;
mod closing;
mod error_page;
mod frame;
mod goto;
pub mod leads;
mod notes;
mod page_head;
mod places;
mod seen;
mod sidebar;
mod stale;
pub mod switcher;
mod topbar;
mod waiting;

pub use begin::page_is_there;
pub use bell::Bell;
pub use brand::BrandStyle;
pub use closing::Closing;
pub use error_page::ErrorPage;
pub use frame::Frame;
pub use notes::drawn;
pub use page_head::{HeadFiles, PageHead};
pub use seen::{SeenAgain, is_redrawn};
pub use stale::{is_refusal, look_again};
