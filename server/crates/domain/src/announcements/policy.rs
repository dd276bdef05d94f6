//! Who may write to whom.

use model::announcements::Audience;
use model::classes::ClassRole;
use model::{Permission, Permissions};

use crate::Result;
use crate::classes::policy::allow;

/// Whether somebody may write announcements at all.
pub fn can_write(by: Permissions) -> bool {
    by.can(Permission::AnnouncementsWrite) || by.can(Permission::AnnouncementsSchool)
}

/// To the whole school and its roles with `announcements.school`; to classes for those who teach each of them
/// (`teaches`), or reach every class.
///
/// # Errors
/// `Forbidden`.
pub fn may_write(by: Permissions, audience: Audience, teaches: bool) -> Result<()> {
    match audience {
        Audience::Classes => allow(by, Permission::AnnouncementsWrite, teaches),
        Audience::School | Audience::Roles => allow(by, Permission::AnnouncementsSchool, true),
    }
}

/// The same for one class, by what one is in it.
///
/// # Errors
/// `Forbidden`.
pub fn may_write_to(by: Permissions, own: Option<ClassRole>) -> Result<()> {
    may_write(by, Audience::Classes, own == Some(ClassRole::Teacher))
}

/// Who wrote it, while they may write at all, and those who address the whole school.
///
/// # Errors
/// `Forbidden`.
pub fn may_change(by: Permissions, wrote: bool) -> Result<()> {
    if wrote { allow(by, Permission::AnnouncementsWrite, true) } else { Err(model::Error::Forbidden.into()) }
        .or_else(|_| allow(by, Permission::AnnouncementsSchool, true))
}

#[cfg(test)]
mod tests {
    use model::Role;

    use super::*;

    #[test]
    fn who_writes_to_whom() {
        let table = [
            // Role, teaches the class, to the class, to roles, to the school.
            (Role::Teacher, true, true, false),
            (Role::Teacher, false, false, false),
            (Role::FormTeacher, true, true, false),
            (Role::Principal, false, true, true),
            (Role::SchoolAdmin, false, true, true),
            (Role::Management, false, false, false),
            (Role::Registrar, false, false, false),
            (Role::Student, true, false, false),
            (Role::Mentor, true, false, false),
            (Role::Parent, false, false, false),
        ];
        for (role, teaches, class, school) in table {
            assert_eq!(may_write(role.into(), Audience::Classes, teaches).is_ok(), class, "{role} to a class");
            assert_eq!(may_write(role.into(), Audience::Roles, teaches).is_ok(), school, "{role} to roles");
            assert_eq!(may_write(role.into(), Audience::School, teaches).is_ok(), school, "{role} to the school");
        }
    }

    #[test]
    fn who_changes_what_was_written() {
        for (role, wrote, may) in [
            (Role::Teacher, true, true),
            (Role::Teacher, false, false),
            // Somebody who was a teacher.
            (Role::Student, true, false),
            (Role::Principal, false, true),
            (Role::SchoolAdmin, true, true),
        ] {
            assert_eq!(may_change(role.into(), wrote).is_ok(), may, "{role} {wrote}");
        }
    }
}
