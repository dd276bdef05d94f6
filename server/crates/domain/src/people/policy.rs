//! Who may change whom. Keys are the permissions that open the school itself ([`model::permission::KEYS`]): only those
//! who manage roles give them, and change the people who hold them.

use model::people::Change;
use model::{Error, Permission, Permissions, Role};

use crate::Result;

/// A member as the policy sees them.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub role: Role,
    pub permissions: Permissions,
}

impl Held {
    fn has_keys(self) -> bool {
        // What was taken from one member is given back with a click, so the role counts whatever was taken.
        self.role.holds_keys() || self.permissions.holds_keys()
    }
}

/// Whether somebody may change this member at all.
///
/// # Errors
/// `Forbidden`.
pub fn may_change(by: Permissions, member: Held) -> Result<()> {
    allow(by.can(Permission::MembersManage) && (!member.has_keys() || by.can(Permission::RolesManage)))
}

/// Whether somebody may give this role.
///
/// # Errors
/// `Forbidden`.
pub fn may_give(by: Permissions, role: Role) -> Result<()> {
    allow(by.can(Permission::MembersManage) && (!role.holds_keys() || by.can(Permission::RolesManage)))
}

/// Whether somebody may do this to members at all, whoever they are.
///
/// # Errors
/// `Forbidden`.
pub fn may_do(by: Permissions, change: Change) -> Result<()> {
    match change {
        Change::Role(role) => may_give(by, role),
        Change::AddClass(_) | Change::RemoveClass(_) => {
            allow(by.can(Permission::MembersManage))?;
            crate::classes::policy::may_manage(by, None)
        }
        Change::Suspend | Change::Reinstate | Change::End => allow(by.can(Permission::MembersManage)),
    }
}

/// The roles somebody may give.
pub(crate) fn roles(by: Permissions) -> Vec<Role> {
    Role::ALL.iter().copied().filter(|role| may_give(by, *role).is_ok()).collect()
}

fn allow(may: bool) -> Result<()> {
    if may { Ok(()) } else { Err(Error::Forbidden.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(role: Role, granted: &str, revoked: &str) -> Held {
        Held { role, permissions: Permissions::of_member(role, granted, revoked) }
    }

    #[test]
    fn who_changes_whom() {
        let (student, admin, registrar) = (Role::Student, Role::SchoolAdmin, Role::Registrar);
        let table = [
            (held(registrar, "", ""), held(student, "", ""), true),
            (held(registrar, "", ""), held(Role::Principal, "", ""), true),
            (held(registrar, "", ""), held(registrar, "", ""), false),
            (held(registrar, "", ""), held(admin, "", ""), false),
            (held(registrar, "", ""), held(Role::Teacher, "backup.read", ""), false),
            (held(registrar, "", ""), held(registrar, "", "members.manage"), false),
            (held(registrar, "roles.manage", ""), held(admin, "", ""), true),
            (held(registrar, "", "members.manage"), held(student, "", ""), false),
            (held(admin, "", ""), held(admin, "", ""), true),
            (held(Role::Principal, "", ""), held(student, "", ""), false),
            (held(Role::Teacher, "roles.manage", ""), held(student, "", ""), false),
        ];
        for (by, member, may) in table {
            assert_eq!(may_change(by.permissions, member).is_ok(), may, "{by:?} {member:?}");
        }
    }

    #[test]
    fn roles_with_keys_are_given_by_those_who_manage_roles() {
        for role in Role::ALL {
            assert_eq!(may_give(Role::Registrar.into(), *role).is_ok(), !role.holds_keys(), "{role}");
            assert!(may_give(Role::SchoolAdmin.into(), *role).is_ok());
            assert!(may_give(Role::Teacher.into(), *role).is_err());
        }
        assert_eq!(roles(Role::Registrar.into()).len(), Role::ALL.len() - 4);
    }
}
