//! The chat (product.md section 14): rooms, their messages and how far each person has read.
//!
//! Messages of a room are numbered from 1 without gaps, in the order they were committed: the number is taken from the
//! room's row, which the transaction holds until it ends. That is what lets a client that was away ask for "everything
//! after 41" and know that nothing is missing. What changes a message takes a second number of the room in the same way,
//! and the message remembers its last one: "every message that was changed after 7" is all that a client has to ask.

mod attaching;
mod changes;
mod finding;
mod levels;
mod lists;
mod marks;
mod messages;
mod moderation;
mod news;
mod partners;
mod people;
pub mod policy;
mod readers;
mod reading;
mod rooms;
mod saying;
mod talking;
#[cfg(test)]
mod tests;
mod threads;
mod told;
mod topics;
pub(crate) mod unread;
mod words;
mod writable;

pub(crate) use attaching::attached;
pub use attaching::{Admission, Attachment, admit};
pub use changes::{delete, edit, pin, react, versions};
pub use finding::{find, first_from};
pub use levels::set_level;
pub(crate) use lists::named;
pub use lists::{cards, list, open_topic};
pub use marks::{mark_unread, read};
pub use messages::{send, send_with};
pub(crate) use moderation::{add_report, open_report};
pub use moderation::{mute, report, reports, rule, settle};
pub use news::news;
pub(crate) use news::quiet;
pub use partners::{hide, open_direct, partners};
pub use people::people;
pub(crate) use reading::told;
pub use reading::{changed_since, history, since};
pub use rooms::{enter, join, open, open_class, present, standing, typing};
pub use talking::Talking;
pub use threads::thread;
pub use topics::{close, rename};
pub(crate) use words::must_all_be_wanted;
pub use words::{set_words, words};
pub use writable::writable;
