//! Who enters a forum, writes there and looks after it.

use model::forum::Board;
use model::{Error, Permission, Permissions, Problem};

use crate::Result;
use crate::classes::policy::allow;

/// Of a class its people and those whose role reaches it; of a course the people of its classes, who teaches it, and those
/// who reach it. For all others there is none.
///
/// # Errors
/// `NotFound`.
pub fn may_enter(by: Permissions, board: Board, sits: bool, reaches: bool) -> Result<()> {
    let enters = match board {
        Board::Class(_) => sits && by.can(Permission::ClassesRead) || reaches,
        Board::Course(_) => (sits || reaches) && by.can(Permission::CoursesRead),
    };
    if enters { Ok(()) } else { Err(Error::NotFound.into()) }
}

/// Who is in it writes, as far as their role does, while it is in use.
///
/// # Errors
/// `Forbidden`; `Conflict` where the class, or every class of the course, is archived.
pub fn may_write(by: Permissions, archived: bool) -> Result<()> {
    if !by.can(Permission::ForumWrite) {
        Err(Error::Forbidden.into())
    } else if archived {
        Err(Error::Conflict(Problem::ClassArchived).into())
    } else {
        Ok(())
    }
}

/// Its teachers do, and those who reach every class.
///
/// # Errors
/// `Forbidden`.
pub fn may_moderate(by: Permissions, teaches: bool) -> Result<()> {
    allow(by, Permission::ForumModerate, teaches)
}

#[cfg(test)]
mod tests {
    use model::Role;
    use model::ids::{ClassId, CourseId};

    use super::*;

    #[test]
    fn who_enters_writes_and_looks_after_it() {
        let (class, course) = (Board::Class(ClassId::new()), Board::Course(CourseId::new()));
        let table = [
            // Role, in the class, reaches it, teaches: enters the class's, the course's, writes, looks after it.
            (Role::Student, true, false, false, [true, true, true, false]),
            (Role::Student, false, false, false, [false, false, true, false]),
            (Role::Teacher, true, false, true, [true, true, true, true]),
            (Role::Teacher, false, false, false, [false, false, true, false]),
            (Role::Mentor, true, false, true, [true, true, true, false]),
            (Role::Principal, false, true, false, [true, true, true, true]),
            (Role::SchoolAdmin, false, true, false, [true, true, true, true]),
            (Role::Management, false, true, false, [true, true, false, false]),
            (Role::Registrar, false, true, false, [true, true, false, false]),
            // What is left of a seat.
            (Role::Parent, true, false, false, [false, false, false, false]),
            (Role::CorporateRep, true, false, false, [false, false, false, false]),
        ];
        for (role, sits, reaches, teaches, expected) in table {
            let by = Permissions::from(role);
            let may = [
                may_enter(by, class, sits, reaches).is_ok(),
                may_enter(by, course, sits, reaches).is_ok(),
                may_write(by, false).is_ok(),
                may_moderate(by, teaches).is_ok(),
            ];
            assert_eq!(may, expected, "{role} {sits} {reaches} {teaches}");
            assert!(may_write(by, true).is_err(), "{role} where it is archived");
        }
    }
}
