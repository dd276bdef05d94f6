//! Two people save the same form. Who comes second is told, instead of undoing unseen what the first one saved: the form
//! carries a seal of what it was drawn from ([`model::drawn`]), compared under the lock the save takes anyway. What is
//! saved already is asked before: the second of two clicks is answered like the first.

use model::{Error, Problem};

use crate::{Result, secrets};

/// What stands there is what the form was drawn from. A form that says nothing of it, such as one from outside of the
/// pages, means what it says.
///
/// # Errors
/// `Conflict` with [`Problem::ChangedMeanwhile`].
pub(crate) fn check(drawn: &str, stands: &str) -> Result<()> {
    if drawn.is_empty() || drawn == stands {
        return Ok(());
    }
    Err(Error::Conflict(Problem::ChangedMeanwhile).into())
}

/// What all that match are known by together, in the order of their ids: as many others are not the ones that were shown.
pub(crate) fn together(ids: impl IntoIterator<Item = impl ToString>) -> String {
    let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    secrets::hash(&ids.join(" "))
}
