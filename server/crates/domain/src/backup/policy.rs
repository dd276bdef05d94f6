//! Who may take an archive home, besides [`super::reach`].

use model::Permissions;

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
}
