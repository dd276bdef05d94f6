//! Who may do what in a class.

use model::classes::ClassRole;
use model::{Error, Permission, Role};

use crate::Result;

/// Its teachers may, and those whose role manages every class.
///
/// # Errors
/// `Forbidden`.
pub fn may_manage(role: Role, own: Option<ClassRole>) -> Result<()> {
    allow(role, Permission::ClassesManage, own == Some(ClassRole::Teacher))
}

/// What a role allows holds where one teaches, or everywhere for those who reach every class.
///
/// # Errors
/// `Forbidden`.
pub(crate) fn allow(role: Role, permission: Permission, teaches: bool) -> Result<()> {
    let reaches = teaches || role.can(Permission::ClassesReadAll);
    if reaches && role.can(permission) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_manages_a_class() {
        let teacher = Some(ClassRole::Teacher);
        let student = Some(ClassRole::Student);
        let table = [
            (Role::Teacher, teacher, true),
            (Role::Teacher, student, false),
            (Role::Teacher, None, false),
            (Role::Student, student, false),
            (Role::Student, teacher, false),
            (Role::SchoolAdmin, None, true),
            (Role::Registrar, None, true),
            (Role::Parent, None, false),
            (Role::Librarian, None, false),
        ];
        for (role, own, may) in table {
            assert_eq!(may_manage(role, own).is_ok(), may, "{role} {own:?}");
        }
    }
}
