//! Who may be in a room, who may speak there and who moderates.

use model::chat::RoomKind;
use model::classes::ClassRole;
use model::{Error, Permission, Permissions};

use crate::Result;

/// Somebody's place in a room, as it is now.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub kind: RoomKind,
    pub by: Permissions,
    /// Their place in the class of the room. Who heads its department is there as its teachers are.
    pub own: Option<ClassRole>,
    /// Whether they are one of the two of a room of two.
    pub belongs: bool,
    /// Whether the parent of a room may still reach teachers about the child, and the teacher still teaches it.
    pub tied: bool,
    pub archived: bool,
    pub read_only: bool,
    pub muted: bool,
}

/// The class's people, as far as their role reads classes: one who became a parent keeps nothing of a seat. And those
/// whose role reads every class. A room of two is those two's alone. For all others there is no such room.
///
/// # Errors
/// `NotFound`.
pub fn may_enter(seat: &Seat) -> Result<()> {
    let enters = if seat.kind.is_private() {
        seat.belongs
    } else {
        seat.own.is_some() && seat.by.can(Permission::ClassesRead) || seat.by.can(Permission::ClassesReadAll)
    };
    if enters { Ok(()) } else { Err(Error::NotFound.into()) }
}

/// The teachers of the class, and who reaches every class, as far as their role moderates. Nobody moderates two people.
///
/// # Errors
/// `NotFound` for those who may not enter, else `Forbidden`.
pub fn may_moderate(seat: &Seat) -> Result<()> {
    may_enter(seat)?;
    let over = seat.own == Some(ClassRole::Teacher) || seat.by.can(Permission::ClassesReadAll);
    let moderates = !seat.kind.is_private() && over && seat.by.can(Permission::ChatModerate);
    if moderates { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Those who moderate see who has read what they say. Of two people each sees it of the other one, and of a few who talk
/// alone each of all.
///
/// # Errors
/// As [`may_moderate`].
pub fn may_see_readers(seat: &Seat) -> Result<()> {
    if seat.kind.is_private() { may_enter(seat) } else { may_moderate(seat) }
}

/// Who may enter and whose role writes, as long as the class is not archived and nobody has muted them.
///
/// # Errors
/// As [`may_moderate`].
pub fn may_answer(seat: &Seat) -> Result<()> {
    may_enter(seat)?;
    let parent = seat.kind == RoomKind::Family && seat.by.can(Permission::TeachersContact);
    let writes = (seat.by.can(Permission::ChatWrite) || parent) && seat.tied && !seat.archived && !seat.muted;
    if writes { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// The same where everybody may speak; in a room that is only read, those who moderate.
///
/// # Errors
/// As [`may_moderate`].
pub fn may_write(seat: &Seat) -> Result<()> {
    may_answer(seat)?;
    if seat.read_only { may_moderate(seat) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use model::Role;

    use super::*;

    fn seat(role: Role, own: Option<ClassRole>) -> Seat {
        Seat {
            kind: RoomKind::Class,
            by: role.into(),
            own,
            belongs: false,
            tied: true,
            archived: false,
            read_only: false,
            muted: false,
        }
    }

    fn answer(done: Result<()>) -> Result<(), Error> {
        done.map_err(crate::Error::answer)
    }

    const TEACHER: Option<ClassRole> = Some(ClassRole::Teacher);
    const STUDENT: Option<ClassRole> = Some(ClassRole::Student);

    #[test]
    fn who_enters_and_who_speaks() {
        let refused = |error: Error| Err(error);
        let table = [
            (Role::Teacher, TEACHER, false, Ok(())),
            (Role::Student, STUDENT, false, Ok(())),
            (Role::Student, STUDENT, true, refused(Error::Forbidden)),
            (Role::Teacher, None, false, refused(Error::NotFound)),
            (Role::Student, None, false, refused(Error::NotFound)),
            (Role::SchoolAdmin, None, false, Ok(())),
            (Role::SchoolAdmin, None, true, refused(Error::Forbidden)),
            (Role::Principal, None, false, Ok(())),
            (Role::Management, None, false, refused(Error::Forbidden)),
            (Role::Registrar, None, false, refused(Error::Forbidden)),
            (Role::Parent, None, false, refused(Error::NotFound)),
            (Role::Parent, STUDENT, false, refused(Error::NotFound)),
            (Role::CorporateRep, None, false, refused(Error::NotFound)),
        ];
        for (role, own, archived, expected) in table {
            assert_eq!(answer(may_write(&Seat { archived, ..seat(role, own) })), expected, "{role} {own:?} {archived}");
        }
    }

    #[test]
    fn the_teachers_of_the_class_moderate_and_speak_where_others_only_read() {
        let table = [
            (Role::Teacher, TEACHER, Ok(())),
            (Role::SchoolAdmin, None, Ok(())),
            (Role::Student, STUDENT, Err(Error::Forbidden)),
            (Role::Mentor, TEACHER, Err(Error::Forbidden)),
            (Role::Teacher, None, Err(Error::NotFound)),
            (Role::Teacher, STUDENT, Err(Error::Forbidden)),
        ];
        for (role, own, expected) in table {
            assert_eq!(answer(may_moderate(&seat(role, own))), expected, "{role} {own:?}");
            assert_eq!(answer(may_see_readers(&seat(role, own))), expected, "{role} {own:?}");
            assert_eq!(answer(may_write(&Seat { read_only: true, ..seat(role, own) })), expected, "{role} {own:?}");
        }
        let muted = Seat { muted: true, ..seat(Role::Student, STUDENT) };
        assert_eq!(answer(may_write(&muted)), Err(Error::Forbidden));
        assert_eq!(answer(may_enter(&muted)), Ok(()), "who is muted still reads");
    }

    #[test]
    fn a_room_of_two_is_theirs_alone_and_a_parent_speaks_in_none_but_their_own() {
        let of = |kind, role, belongs, tied| Seat { kind, belongs, tied, ..seat(role, None) };
        let (direct, family) = (RoomKind::Direct, RoomKind::Family);
        for (seat, expected) in [
            (of(direct, Role::Student, true, true), Ok(())),
            (of(direct, Role::SchoolAdmin, false, true), Err(Error::NotFound)),
            (of(direct, Role::Parent, true, true), Err(Error::Forbidden)),
            (of(family, Role::Parent, true, true), Ok(())),
            (of(family, Role::Teacher, true, true), Ok(())),
            (of(family, Role::Parent, true, false), Err(Error::Forbidden)),
            (of(family, Role::Principal, false, true), Err(Error::NotFound)),
        ] {
            assert_eq!(answer(may_write(&seat)), expected, "{seat:?}");
            assert!(may_moderate(&seat).is_err(), "{seat:?}");
            assert_eq!(may_see_readers(&seat).is_ok(), seat.belongs, "{seat:?}");
        }
    }
}
