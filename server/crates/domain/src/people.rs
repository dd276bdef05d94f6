//! The people of a school (product.md sections 2 and 4): the list, one member, what is done to them and undone.

pub mod appointing;
pub mod bulk;
mod change;
mod classes;
pub mod export;
mod family;
mod history;
mod list;
pub mod log_in;
mod member;
mod moving;
mod naming;
pub(crate) mod numbers;
mod offered;
pub mod permissions;
pub(crate) mod places;
mod placing;
pub mod platform;
pub mod policy;
mod search;
pub mod suggestions;
mod taking_down;
#[cfg(test)]
mod tests;
pub mod undo;

pub use classes::classes;
pub use list::list;
pub use member::{change_one, save, show};
pub use naming::{Named, rename};
pub use taking_down::take_down;

/// The person is in another school too, so that a log-in of theirs tells nothing of this one. `$1` is the school.
macro_rules! elsewhere {
    ($user:literal) => {
        concat!(
            "exists (select 1 from memberships ow where ow.user_id = ",
            $user,
            " and ow.school_id <> $1 and ow.status = 'active')"
        )
    };
}
pub(crate) use elsewhere;
