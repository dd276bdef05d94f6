//! Who may invite whom.

use model::invitations::can_invite;
use model::{Error, Permissions, Role};

use crate::Result;
use crate::people::policy;

/// An invitation gives a role: those may invite who may give it. To invite students one must also be somebody who adds
/// students.
///
/// # Errors
/// As [`policy::may_give`], and `Forbidden` for students without `students.create`.
pub fn may_invite(by: Permissions, role: Role) -> Result<()> {
    policy::may_give(by, role)?;
    if can_invite(by, role) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_manage_members_invite_students_as_long_as_they_may_add_them() {
        for by in Role::ALL {
            let manages = [Role::Registrar, Role::SchoolAdmin].contains(by);
            assert_eq!(may_invite((*by).into(), Role::Student).is_ok(), manages, "{by}");
            let without = Permissions::of_member(*by, "", "students.create");
            assert_eq!(may_invite(without, Role::Student).is_ok(), *by == Role::SchoolAdmin, "taken from {by}");
            assert_eq!(may_invite(without, Role::Teacher).is_ok(), manages, "{by}: teachers are no students");
        }
    }
}
