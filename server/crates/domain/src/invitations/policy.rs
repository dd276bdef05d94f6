//! Who may invite whom.

use model::invitations::can_invite;
use model::{Error, Permissions, Role};

use crate::Result;

/// Those who manage members may; roles that open the school itself are given by those who give roles.
///
/// # Errors
/// `Forbidden`.
pub fn may_invite(by: Permissions, role: Role) -> Result<()> {
    if can_invite(by, role) { Ok(()) } else { Err(Error::Forbidden.into()) }
}
