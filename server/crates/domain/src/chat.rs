//! The chat (product.md section 14): rooms, their messages and how far each person has read.
//!
//! Messages of a room are numbered from 1 without gaps, in the order they were committed: the number is taken from the
//! room's row, which the transaction holds until it ends. That is what lets a client that was away ask for "everything
//! after 41" and know that nothing is missing. What changes a message takes a second number of the room in the same way,
//! and the message remembers its last one: "every message that was changed after 7" is all that a client has to ask.

mod attaching;
mod changes;
mod finding;
mod lists;
mod messages;
mod moderation;
mod news;
mod partners;
mod people;
pub mod policy;
mod reading;
mod rooms;
mod saying;
mod talking;
#[cfg(test)]
mod tests;
mod told;
mod topics;
mod words;

pub(crate) use attaching::attached;
pub use attaching::{Admission, Attachment, admit};
pub use changes::{delete, edit, pin, react, versions};
pub use finding::find;
pub(crate) use lists::named;
pub use lists::{cards, list, open_topic};
pub use messages::{send, send_with};
pub use moderation::{mute, report, reports, rule, settle};
pub use news::news;
pub(crate) use news::quiet;
pub use partners::{hide, open_direct, partners};
pub use people::people;
pub(crate) use reading::told;
pub use reading::{changed_since, history, since};
pub use rooms::{enter, join, mark_unread, open, open_class, present, read, standing, typing};
pub use talking::Talking;
pub use topics::{close, rename};
pub(crate) use words::must_all_be_wanted;
pub use words::{set_words, words};
