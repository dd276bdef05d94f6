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

#[cfg(test)]
mod tests {
    use model::invitations::can_invite;

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

    #[test]
    fn what_a_page_offers_is_what_is_let_through() {
        for by in Role::ALL {
            for revoked in ["", "students.create", "members.manage"] {
                let permissions = Permissions::of_member(*by, "", revoked);
                for role in Role::ALL {
                    let (may, can) = (may_invite(permissions, *role).is_ok(), can_invite(permissions, *role));
                    assert_eq!(may, can, "{by} without {revoked:?}: {role}");
                }
            }
        }
    }
}
