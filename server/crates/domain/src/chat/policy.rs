//! Who may be in a room, who may speak there and who moderates.

use model::chat::RoomKind;
use model::classes::ClassRole;
use model::{Error, Permission, Permissions, Role};

use crate::Result;

/// Somebody's place in a room, as it is now.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    pub kind: RoomKind,
    pub role: Role,
    pub by: Permissions,
    /// Their place in the class of the room. Who heads its department is there as its teachers are.
    pub own: Option<ClassRole>,
    /// Whether they are one of the two of a room of two.
    pub belongs: bool,
    /// What the other one of a room of two is, who is still of the school.
    pub other: Option<Role>,
    /// Whether the parent of a room may still reach teachers about the child, and the teacher still teaches it.
    pub tied: bool,
    /// Its class is, or it is closed itself.
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

/// Who may enter and whose role writes, as long as the class is not archived, the room is not closed and nobody has muted
/// them; of two people alone who may write to the other.
///
/// # Errors
/// As [`may_moderate`].
pub fn may_answer(seat: &Seat) -> Result<()> {
    may_enter(seat)?;
    let side = Side { role: seat.role, by: seat.by };
    let writes = match seat.kind {
        RoomKind::Class | RoomKind::Topic => seat.by.can(Permission::ChatWrite),
        RoomKind::Direct => seat.other.is_some_and(|other| may_write_to(side, other, Tie::Begun).is_ok()),
        RoomKind::Family => seat.by.can(Permission::ChatWrite) || seat.by.can(Permission::TeachersContact),
    };
    if writes && seat.tied && !seat.archived && !seat.muted { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// One who writes to another alone.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub role: Role,
    pub by: Permissions,
}

/// How near two people of a school are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    Far,
    /// They share a class, or who writes may look the other up.
    Near,
    /// They have talked.
    Begun,
}

/// Who may write to whom alone, where the school allows it at all: whoever works there to all who do, and to the students and
/// parents who are near; students to those of their classes; all others answer. From whom the chat was taken this is taken,
/// too; who has a role that does not speak in classes, as the registrar, may still write to a colleague.
///
/// # Errors
/// `Forbidden`.
pub fn may_write_to(from: Side, to: Role, tie: Tie) -> Result<()> {
    let speaks = match from.role {
        Role::Parent => from.by.can(Permission::TeachersContact),
        role => from.by.can(Permission::ChatWrite) || !role.can(Permission::ChatWrite),
    };
    let writes = match (works(from.role), works(to)) {
        (true, true) => true,
        (true, false) => tie != Tie::Far,
        (false, true) => tie == Tie::Begun || tie == Tie::Near && from.by.can(Permission::ChatWrite),
        (false, false) => tie != Tie::Far && from.by.can(Permission::ChatWrite) && to.can(Permission::ChatWrite),
    };
    if speaks && writes { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Whether the role works at the school: it neither learns there, nor has a child or a business there.
const fn works(role: Role) -> bool {
    !matches!(role, Role::Student | Role::Parent | Role::Mentor | Role::CorporateRep)
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
    use super::*;

    fn seat(role: Role, own: Option<ClassRole>) -> Seat {
        Seat {
            kind: RoomKind::Class,
            role,
            by: role.into(),
            own,
            belongs: false,
            other: None,
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
            assert_eq!(answer(may_write(&Seat { read_only: true, ..seat(role, own) })), expected, "{role} {own:?}");
        }
        let muted = Seat { muted: true, ..seat(Role::Student, STUDENT) };
        assert_eq!(answer(may_write(&muted)), Err(Error::Forbidden));
        assert_eq!(answer(may_enter(&muted)), Ok(()), "who is muted still reads");
    }

    #[test]
    fn a_room_of_two_is_theirs_alone_and_a_parent_speaks_in_none_but_their_own() {
        let other = Some(Role::Student);
        let of = |kind, role, belongs, tied| Seat { kind, belongs, tied, other, ..seat(role, None) };
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
        }
    }

    #[test]
    fn who_writes_to_whom_alone_is_one_table() {
        use Tie::{Begun, Far, Near};
        let may = |from: Role, to, tie| may_write_to(Side { role: from, by: from.into() }, to, tie).is_ok();
        // From, to, and whether they may where they are far, near, and have talked.
        for (from, to, expected) in [
            (Role::Principal, Role::Teacher, [true, true, true]),
            (Role::Teacher, Role::Librarian, [true, true, true]),
            (Role::Registrar, Role::Bursar, [true, true, true]),
            (Role::Librarian, Role::Student, [false, true, true]),
            (Role::Teacher, Role::Parent, [false, true, true]),
            (Role::Student, Role::Student, [false, true, true]),
            (Role::Student, Role::Teacher, [false, true, true]),
            (Role::Mentor, Role::Student, [false, true, true]),
            (Role::Parent, Role::Principal, [false, false, true]),
            (Role::CorporateRep, Role::Principal, [false, false, true]),
            (Role::Parent, Role::Student, [false, false, false]),
            (Role::Student, Role::Parent, [false, false, false]),
            (Role::Parent, Role::Parent, [false, false, false]),
        ] {
            assert_eq!([Far, Near, Begun].map(|tie| may(from, to, tie)), expected, "{from} {to}");
        }
        for role in [Role::Teacher, Role::Student, Role::Principal] {
            let taken = Side { role, by: Permissions::of_member(role, "", "chat.write") };
            assert!(may_write_to(taken, Role::Teacher, Begun).is_err(), "{role}: what was taken in classes is taken here");
        }
        let parent = Side { role: Role::Parent, by: Permissions::of_member(Role::Parent, "", "teachers.contact") };
        assert!(may_write_to(parent, Role::Teacher, Begun).is_err());
        let alone = |other| Seat { kind: RoomKind::Direct, belongs: true, other, ..seat(Role::Registrar, None) };
        assert_eq!(answer(may_write(&alone(Some(Role::Teacher)))), Ok(()));
        assert_eq!(answer(may_write(&alone(None))), Err(Error::Forbidden), "who has left the school is not written to");
    }
}
