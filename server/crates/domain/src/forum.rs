//! The forum (product.md section 15): threads of a class or a course, their posts, and who reads what of them.
//!
//! A post without a name is without one for all but its author and those who look after the forum, whatever way it is
//! looked at: [`halls::told`] is the only place where a page learns of an author.

mod again;
mod answering;
mod attaching;
mod deleting;
mod drafts;
mod editing;
mod gathering;
mod halls;
mod lists;
mod moderating;
mod people;
pub mod policy;
mod posts;
mod reporting;
mod saving;
mod searching;
#[cfg(test)]
mod tests;
mod told;
mod topics;
mod visits;
mod writing;

pub use answering::{mark_answer, vote};
pub(crate) use attaching::attached;
pub use attaching::{admit, admit_thread, attach};
pub use deleting::{delete, restore};
pub use drafts::{Draft, keep as keep_draft};
pub use editing::{desk as edit_desk, edit};
pub use lists::{board, home};
pub use moderating::{move_to, set_anonymous, set_locked, set_pinned};
pub use people::people;
pub use posts::show;
pub use reporting::{report, report_desk, reports, settle};
pub use saving::save;
pub use searching::{found, saved};
pub use topics::{add as add_topic, remove as remove_topic, rename as rename_topic};
pub use visits::{follow, follow_forum, mark_board_read, mark_forums_read, mark_read, revision, unread, watch};
pub use writing::{desk, preview, reply, start, start_with};
