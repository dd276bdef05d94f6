//! The class chat (product.md section 14): rooms, their messages and how far each person has read.
//!
//! Messages of a room are numbered from 1 without gaps, in the order they were committed: the number is taken from the
//! room's row, which the transaction holds until it ends. That is what lets a client that was away ask for "everything
//! after 41" and know that nothing is missing.

mod messages;
pub mod policy;
mod rooms;
#[cfg(test)]
mod tests;

pub use messages::{history, send, send_to_class, since};
pub use rooms::{enter, join, open, open_class, present, read, typing};
