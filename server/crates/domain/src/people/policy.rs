//! Who may change whom. Keys are the permissions that open the school itself ([`model::permission::KEYS`]): what comes
//! with one is given, and who holds one is changed, only by those who manage roles and hold as much
//! ([`Permissions::cover`]). The school's admins hold everything.

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
    /// What was taken from one member is given back with a click, so the role counts whatever was taken.
    fn rights(self) -> Permissions {
        self.permissions.with(self.role.into())
    }
}

/// Whether somebody may change this member at all.
///
/// # Errors
/// `Forbidden` for those who manage no members, `Beyond` for a member who holds more than they do.
pub fn may_change(by: Permissions, member: Held) -> Result<()> {
    allow(by.can(Permission::MembersManage))?;
    within(by.cover(member.rights()))
}

/// Whether somebody may be given what opens a member's account: it opens nothing that they may not do themselves, but for
/// what students and parents do.
///
/// # Errors
/// As [`may_change`].
pub fn may_hand_over(by: Permissions, member: Held) -> Result<()> {
    may_change(by, member)?;
    within(by.with(Role::Student.into()).with(Role::Parent.into()).hold(member.rights()))
}

/// Whether somebody may make the one out of the other. Nobody gives themselves a right, with a key or without.
///
/// # Errors
/// As [`may_change`].
pub fn may_make(by: Permissions, own: bool, before: Held, after: Held) -> Result<()> {
    may_change(by, before)?;
    may_change(by, after)?;
    within(!own || by.hold(after.permissions))
}

/// Whether somebody may turn a member's single permissions from the one into the other: only those they hold change.
///
/// # Errors
/// `Forbidden` for those who manage no roles, `Beyond` for what they do not hold and for a member who holds more.
pub fn may_grant(by: Permissions, before: Held, after: Permissions) -> Result<()> {
    allow(by.can(Permission::RolesManage))?;
    within(by.cover(before.rights()) && by.hold(before.permissions.differing(after)))
}

/// Whether somebody may give this role. To add students is a permission of its own.
///
/// # Errors
/// `Forbidden` for those who manage no members or add no students, `Beyond` for a role that holds more than they do.
pub fn may_give(by: Permissions, role: Role) -> Result<()> {
    allow(by.can(Permission::MembersManage) && (role != Role::Student || by.can(Permission::StudentsCreate)))?;
    within(by.cover(role.into()))
}

/// Whether somebody may do this to members at all, whoever they are.
///
/// # Errors
/// `Forbidden`; `Beyond` for a role that holds more than they do.
pub fn may_do(by: Permissions, change: Change) -> Result<()> {
    match change {
        Change::Role(role) => may_give(by, role),
        Change::AddClass(_) | Change::RemoveClass(_) | Change::MoveClass(..) => {
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

fn within(own: bool) -> Result<()> {
    if own { Ok(()) } else { Err(Error::Beyond.into()) }
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
            (held(registrar, "roles.manage", ""), held(admin, "", ""), false),
            (held(registrar, "roles.manage", ""), held(Role::Security, "", ""), false),
            (held(registrar, "roles.manage audit.read", ""), held(Role::Security, "", ""), true),
            (held(registrar, "roles.manage", ""), held(registrar, "", ""), true),
            (held(registrar, "roles.manage", ""), held(registrar, "grades.write", ""), false),
            (held(registrar, "roles.manage", ""), held(Role::Principal, "", ""), true),
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
    fn no_account_is_handed_over_that_opens_more_than_ones_own() {
        let (registrar, admin) = (Permissions::from(Role::Registrar), Permissions::from(Role::SchoolAdmin));
        let table = [
            (registrar, held(Role::Student, "", ""), true),
            (registrar, held(Role::Parent, "", ""), true),
            (registrar, held(Role::Student, "grades.write", ""), false),
            (registrar, held(Role::Teacher, "", ""), false),
            (registrar, held(Role::Principal, "", ""), false),
            (registrar, held(Role::Registrar, "", ""), false),
            (registrar, held(Role::SchoolAdmin, "", ""), false),
            (admin, held(Role::Principal, "", ""), true),
            (admin, held(Role::SchoolAdmin, "", ""), true),
            (Role::ItSupport.into(), held(Role::Student, "", ""), false),
        ];
        for (by, member, may) in table {
            assert_eq!(may_hand_over(by, member).is_ok(), may, "{member:?}");
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

    #[test]
    fn who_manages_roles_gives_no_more_than_they_hold() {
        let lead = Permissions::of_member(Role::Registrar, "roles.manage audit.read", "");
        let beyond = |done: Result<()>| done.unwrap_err().answer() == Error::Beyond;
        let given: Vec<_> = Role::ALL.iter().filter(|it| it.holds_keys() && may_give(lead, **it).is_ok()).collect();
        assert_eq!(given, [&Role::Registrar, &Role::Security]);
        assert!(beyond(may_give(lead, Role::SchoolAdmin)) && beyond(may_give(lead, Role::ItSupport)));

        let teacher = held(Role::Teacher, "", "");
        let with = |granted: &str| held(Role::Teacher, granted, "").permissions;
        assert!(may_grant(lead, teacher, with("audit.read members.read")).is_ok());
        assert!(beyond(may_grant(lead, teacher, with("backup.read"))));
        assert!(beyond(may_grant(lead, teacher, with("announcements.school"))));
        assert!(
            beyond(may_grant(lead, teacher, held(Role::Teacher, "", "grades.write").permissions)),
            "what is not theirs to give"
        );
        assert!(beyond(may_grant(lead, held(Role::SchoolAdmin, "", ""), lead)));
        let alone = Permissions::of_member(Role::Parent, "roles.manage", "");
        assert!(beyond(may_grant(alone, held(Role::Parent, "roles.manage", ""), with("roles.manage"))));
        assert_eq!(may_grant(Role::Registrar.into(), teacher, teacher.permissions).unwrap_err().answer(), Error::Forbidden);

        let own = held(Role::Registrar, "roles.manage audit.read", "");
        let head = held(Role::Principal, "roles.manage audit.read", "");
        assert!(beyond(may_make(lead, true, own, head)) && beyond(may_make(lead, false, own, head)));
        assert!(beyond(may_make(lead, true, own, held(Role::Bursar, "grades.write", ""))));
        assert!(may_make(lead, true, own, held(Role::Bursar, "roles.manage", "")).is_ok());
        assert!(may_make(lead, false, teacher, held(Role::Principal, "", "")).is_ok());
        assert!(may_make(Role::SchoolAdmin.into(), true, held(Role::SchoolAdmin, "", ""), teacher).is_ok());
    }
}
