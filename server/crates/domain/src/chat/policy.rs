//! Who may be in a room and who may speak there.

use model::classes::ClassRole;
use model::{Error, Permission, Permissions};

use crate::Result;

/// The class's people, as far as their role reads classes: one who became a parent keeps nothing of a seat. And those
/// whose role reads every class. For all others there is no such room.
///
/// # Errors
/// `NotFound`.
pub fn may_enter(by: Permissions, own: Option<ClassRole>) -> Result<()> {
    let sits = own.is_some() && by.can(Permission::ClassesRead);
    if sits || by.can(Permission::ClassesReadAll) { Ok(()) } else { Err(Error::NotFound.into()) }
}

/// Who may enter and whose role writes, as long as the class is not archived.
///
/// # Errors
/// `NotFound` for those who may not enter, else `Forbidden`.
pub fn may_write(by: Permissions, own: Option<ClassRole>, archived: bool) -> Result<()> {
    may_enter(by, own)?;
    if by.can(Permission::ChatWrite) && !archived { Ok(()) } else { Err(Error::Forbidden.into()) }
}

#[cfg(test)]
mod tests {
    use model::Role;

    use super::*;

    #[test]
    fn who_enters_and_who_speaks() {
        let (teacher, student) = (Some(ClassRole::Teacher), Some(ClassRole::Student));
        let refused = |error: Error| Err(error);
        let table = [
            (Role::Teacher, teacher, false, Ok(())),
            (Role::Student, student, false, Ok(())),
            (Role::Student, student, true, refused(Error::Forbidden)),
            (Role::Teacher, None, false, refused(Error::NotFound)),
            (Role::Student, None, false, refused(Error::NotFound)),
            (Role::SchoolAdmin, None, false, Ok(())),
            (Role::SchoolAdmin, None, true, refused(Error::Forbidden)),
            (Role::Principal, None, false, Ok(())),
            (Role::Management, None, false, refused(Error::Forbidden)),
            (Role::Registrar, None, false, refused(Error::Forbidden)),
            (Role::Parent, None, false, refused(Error::NotFound)),
            (Role::Parent, student, false, refused(Error::NotFound)),
            (Role::CorporateRep, None, false, refused(Error::NotFound)),
        ];
        for (role, own, archived, answer) in table {
            assert_eq!(may_write(role.into(), own, archived).map_err(crate::Error::answer), answer, "{role} {own:?} {archived}");
        }
    }
}
