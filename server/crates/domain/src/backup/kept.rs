//! Backups that are kept (product.md section 22): the rows of one instant in an archive of their own, the files beside it,
//! each once for all backups of a shelf. A backup is there when its head is, which is written last, after all of it was read
//! again.

mod again;
mod causes;
mod copies;
mod drill;
mod expected;
mod found;
mod key;
mod late;
mod leftovers;
mod list;
mod make;
mod retention;
mod runs;
mod schedule;
mod schools;
mod shelf;
mod sweep;
#[cfg(test)]
mod tests;
mod verify;
mod whole;
mod writing;

use model::ids::SchoolId;

pub use again::{copy_again, plan_copies};
pub(crate) use copies::Copies;
pub use drill::{Trial, ask as ask_to_test, carry_out as test, plan as plan_tests};
pub use expected::copies;
pub use found::{Found, Lying, lying, take_home};
pub use late::warn;
pub use list::{brief, show, status, with_schools};
pub use make::{Kept, Wish, ask, carry_out, make, make_before};
pub use schedule::{plan_due, set as set_schedule};
pub use schools::reach_to_restore;
pub use shelf::Shelf;
pub(crate) use shelf::Writing;
pub use sweep::{look_again, remove};
pub use verify::{ask as ask_to_verify, verify};
pub(crate) use whole::about;
pub use whole::{archive_file, download};

/// What the audit log calls it.
const SUBJECT: &str = "kept";

/// How a table says whose: the school's id, or nothing for the platform.
fn whose(of: Option<SchoolId>) -> String {
    of.map(|school| school.to_string()).unwrap_or_default()
}
