//! Who may do what in a course. `teaches` is true for its teacher and for the teachers of a class it is taught to.

use model::classes::ClassRole;
use model::{Permission, Permissions};

use crate::Result;
use crate::classes::policy::allow;

/// Teachers of the class may make a course for it, and those who reach every class.
///
/// # Errors
/// `Forbidden`.
pub fn may_create(by: Permissions, own: Option<ClassRole>) -> Result<()> {
    allow(by, Permission::CoursesCreate, own == Some(ClassRole::Teacher))
}

/// # Errors
/// `Forbidden`.
pub fn may_set(by: Permissions, teaches: bool) -> Result<()> {
    allow(by, Permission::AssessmentsCreate, teaches)
}

/// To mark is also to read what was handed in.
///
/// # Errors
/// `Forbidden`.
pub fn may_grade(by: Permissions, teaches: bool) -> Result<()> {
    allow(by, Permission::AssessmentsGrade, teaches)
}

#[cfg(test)]
mod tests {
    use model::Role;

    use super::*;

    #[test]
    fn who_makes_courses_sets_and_marks() {
        let table = [
            (Role::Teacher, true, true),
            (Role::Teacher, false, false),
            (Role::FormTeacher, true, true),
            (Role::Principal, false, true),
            (Role::SchoolAdmin, false, true),
            (Role::Student, false, false),
            (Role::Student, true, false),
            (Role::Registrar, false, false),
            (Role::Management, false, false),
            (Role::Mentor, true, false),
            (Role::Parent, false, false),
        ];
        for (role, teaches, may) in table {
            assert_eq!(may_set(role.into(), teaches).is_ok(), may, "{role} sets");
            assert_eq!(may_grade(role.into(), teaches).is_ok(), may, "{role} marks");
            let own = teaches.then_some(ClassRole::Teacher);
            assert_eq!(may_create(role.into(), own).is_ok(), may, "{role} creates");
        }
        assert!(may_create(Role::Teacher.into(), Some(ClassRole::Student)).is_err());
    }
}
