//! Who may hand in and read what was handed in, and what is late.

use model::{At, Error, Permission, Permissions};

use crate::Result;
use crate::courses::policy::may_grade;

/// Those who learn hand in, in the courses they are enrolled in.
///
/// # Errors
/// `Forbidden`.
pub fn may_submit(by: Permissions, enrolled: bool) -> Result<()> {
    if enrolled && by.can(Permission::AssessmentsSubmit) { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Whether the files of a submission may be fetched: one's own, or what one may mark. For anybody else they are not there.
///
/// # Errors
/// `NotFound`.
pub fn may_read(by: Permissions, own: bool, teaches: bool) -> Result<()> {
    if own || may_grade(by, teaches).is_ok() { Ok(()) } else { Err(Error::NotFound.into()) }
}

/// The instant that is due is still in time.
pub fn is_late(submitted_at: At, due_at: At) -> bool {
    submitted_at > due_at
}

#[cfg(test)]
mod tests {
    use model::Role;

    use super::*;

    #[test]
    fn who_hands_in() {
        let table = [
            (Role::Student, true, true),
            (Role::Student, false, false),
            (Role::SchoolAdmin, false, false),
            (Role::Teacher, true, false),
            (Role::Parent, true, false),
        ];
        for (role, enrolled, may) in table {
            assert_eq!(may_submit(role.into(), enrolled).is_ok(), may, "{role} enrolled: {enrolled}");
        }
    }

    #[test]
    fn who_reads_what_was_handed_in() {
        let table = [
            (Role::Student, true, false, true),
            (Role::Student, false, false, false),
            (Role::Teacher, false, true, true),
            (Role::Teacher, false, false, false),
            (Role::SchoolAdmin, false, false, true),
            (Role::Management, false, false, false),
            (Role::Parent, false, false, false),
        ];
        for (role, own, teaches, may) in table {
            assert_eq!(may_read(role.into(), own, teaches).is_ok(), may, "{role} own: {own} teaches: {teaches}");
        }
    }

    #[test]
    fn late_begins_after_the_due_instant() {
        assert!(!is_late(At(1000), At(1000)));
        assert!(is_late(At(1001), At(1000)));
    }
}
