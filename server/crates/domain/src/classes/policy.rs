//! Who may do what in a class.

use model::classes::ClassRole;
use model::{Error, Permission, Permissions};

use crate::Result;

/// Its teachers may, and those whose role manages every class.
///
/// # Errors
/// `Forbidden`.
pub fn may_manage(by: Permissions, own: Option<ClassRole>) -> Result<()> {
    allow(by, Permission::ClassesManage, own == Some(ClassRole::Teacher))
}

/// How far its students are is for its teachers, and for those whose role reaches every class.
///
/// # Errors
/// `Forbidden`.
pub fn may_view_progress(by: Permissions, own: Option<ClassRole>) -> Result<()> {
    allow(by, Permission::StudentsViewProgress, own == Some(ClassRole::Teacher))
}

/// What a role allows holds where one teaches, or everywhere for those who reach every class.
///
/// # Errors
/// `Forbidden`.
pub(crate) fn allow(by: Permissions, permission: Permission, teaches: bool) -> Result<()> {
    let reaches = teaches || by.can(Permission::ClassesReadAll);
    if reaches && by.can(permission) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

#[cfg(test)]
mod tests {
    use model::Role;

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
            assert_eq!(may_manage(role.into(), own).is_ok(), may, "{role} {own:?}");
        }
    }

    #[test]
    fn who_sees_how_far_the_students_of_a_class_are() {
        let teacher = Some(ClassRole::Teacher);
        let student = Some(ClassRole::Student);
        let table = [
            (Role::Teacher, teacher, true),
            (Role::Teacher, student, false),
            (Role::Teacher, None, false),
            (Role::Mentor, teacher, true),
            (Role::Mentor, None, false),
            (Role::DepartmentHead, None, false),
            (Role::Principal, None, true),
            (Role::Management, None, true),
            (Role::Registrar, None, true),
            (Role::SchoolAdmin, None, true),
            (Role::Student, student, false),
            (Role::CorporateRep, teacher, false),
            (Role::Parent, None, false),
        ];
        for (role, own, may) in table {
            assert_eq!(may_view_progress(role.into(), own).is_ok(), may, "{role} {own:?}");
            let without = Permissions::of_member(role, "", "students.view_progress");
            assert_eq!(may_view_progress(without, own).is_ok(), role == Role::SchoolAdmin, "taken from {role} {own:?}");
        }
    }
}
