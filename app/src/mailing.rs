//! Whether mail leaves this server. Where it does not, it waits in the outbox of the platform, and whatever would promise a
//! mail says that instead.

use leptos::prelude::*;
use model::Key;

use crate::caller;

#[derive(Clone, Copy)]
struct Leaves(bool);

/// Keeps it for all that the frame holds. The frame does it before anything waits, as with the flash.
pub fn provide_mailing() {
    provide_context(Leaves(SharedValue::new(caller::mail_leaves).into_inner()));
}

/// Whether mail leaves.
pub fn mail_leaves() -> bool {
    use_context::<Leaves>().is_none_or(|leaves| leaves.0)
}

/// The text where mail leaves, or the one where it waits.
pub fn by_mail(leaves: Key, waits: Key) -> Key {
    if mail_leaves() { leaves } else { waits }
}
