//! Who may take an archive home, besides [`super::reach`], and which parts of the page are open to whom.

use model::backup::Part;
use model::{Permission, Permissions};

use super::is_of_platform;
use crate::classes::policy::may_manage;
use crate::{Reach, Result};

/// A school's archive holds the codes of all its classes, and with a lecturer's code one becomes a teacher: it is for those
/// who may read each of them anyway.
///
/// # Errors
/// `Forbidden`.
pub fn may_archive(reach: &Reach) -> Result<()> {
    match reach {
        Reach::Platform(_) => Ok(()),
        Reach::School(scope) => of_school(scope.permissions()),
    }
}

fn of_school(by: Permissions) -> Result<()> {
    may_manage(by, None)
}

/// The parts of a school's page for the platform's admin who has no place in it: they restore on the platform's.
pub(super) const OF_PLATFORM: [Part; 4] = [Part::Overview, Part::Kept, Part::Storage, Part::Clear];

/// The parts of the page that answer them: no tab leads to where they may not be.
pub(super) fn parts(reach: &Reach) -> Vec<Part> {
    match reach {
        Reach::Platform(_) => Part::ALL.to_vec(),
        Reach::School(_) if is_of_platform(reach) => OF_PLATFORM.to_vec(),
        Reach::School(scope) => parts_of_school(scope.permissions()),
    }
}

fn parts_of_school(by: Permissions) -> Vec<Part> {
    let is_open = |part: &Part| match part {
        Part::Overview | Part::Storage => by.can(Permission::BackupRead),
        Part::Kept => by.can(Permission::BackupRead) && of_school(by).is_ok(),
        Part::Restore => by.can(Permission::BackupRestore),
        Part::Clear => by.can(Permission::BackupClear),
    };
    Part::ALL.iter().copied().filter(is_open).collect()
}

#[cfg(test)]
mod tests {
    use model::Role;

    use super::*;

    #[test]
    fn an_archive_of_a_school_is_for_those_who_manage_all_its_classes() {
        for (role, granted, revoked, may) in [
            (Role::SchoolAdmin, "", "", true),
            (Role::Registrar, "backup.read", "", true),
            (Role::Registrar, "backup.read", "classes.manage", false),
            (Role::Registrar, "backup.read", "classes.read_all", false),
            (Role::Librarian, "backup.read", "", false),
            (Role::Student, "backup.read classes.manage", "", false),
            (Role::Student, "backup.read classes.manage classes.read_all", "", true),
        ] {
            let by = Permissions::of_member(role, granted, revoked);
            assert_eq!(of_school(by).is_ok(), may, "{role} +{granted} -{revoked}");
        }
    }

    #[test]
    fn each_role_is_shown_the_parts_that_it_may_use() {
        use Part::{Clear, Kept, Overview, Restore, Storage};
        for role in Role::ALL {
            let own = if *role == Role::SchoolAdmin { Part::ALL } else { &[] };
            assert_eq!(parts_of_school((*role).into()), own, "{role}");
        }
        for (role, granted, parts) in [
            (Role::Librarian, "backup.read", &[Overview, Storage][..]),
            (Role::Registrar, "backup.read", &[Overview, Kept, Storage][..]),
            (Role::Librarian, "backup.read backup.restore", &[Overview, Restore, Storage][..]),
            (Role::Librarian, "backup.read backup.clear", &[Overview, Storage, Clear][..]),
            (Role::Librarian, "backup.clear", &[Clear][..]),
            (Role::Librarian, "backup.restore", &[Restore][..]),
        ] {
            assert_eq!(parts_of_school(Permissions::of_member(role, granted, "")), parts, "{role} +{granted}");
        }
    }
}
