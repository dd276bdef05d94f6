//! Who may invite whom.

use model::{Permissions, Role};

use crate::Result;
use crate::people::policy;

/// An invitation gives a role: those may invite who may give it.
///
/// # Errors
/// As [`policy::may_give`].
pub fn may_invite(by: Permissions, role: Role) -> Result<()> {
    policy::may_give(by, role)
}
