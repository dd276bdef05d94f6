//! Places in a class: by a code, let in after asking, or by an invitation.

use model::classes::ClassRole;
use model::ids::{ClassId, SchoolId, UserId};
use model::{At, Role};
use store::{args, sql};

use crate::{Result, Work, schools};

/// A place in a class, with what it makes of somebody in the school.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seat {
    pub school: SchoolId,
    pub class: ClassId,
    pub role: Role,
    pub in_class: ClassRole,
}

/// Waits at the class: who lets somebody in, and who asks, come one after the other.
pub(crate) async fn lock(work: &mut Work, school: SchoolId, class: ClassId) -> Result<()> {
    work.tx.run(sql!("update class_groups set id = id where school_id = $1 and id = $2"), args![school, class]).await?;
    Ok(())
}

/// Since when somebody is in a class of a school they are active in.
pub(crate) async fn taken_at(work: &mut Work, school: SchoolId, class: ClassId, user: UserId) -> Result<Option<At>> {
    let taken: Option<(At,)> = work
        .tx
        .maybe(
            sql!(
                "select m.joined_at from class_members m
                 join memberships p on p.school_id = m.school_id and p.user_id = m.user_id and p.status = 'active'
                 where m.school_id = $1 and m.class_id = $2 and m.user_id = $3"
            ),
            args![school, class, user],
        )
        .await?;
    Ok(taken.map(|(at,)| at))
}

/// A parent is in no class: what they may see of a child's, the guardians' rights say.
pub(crate) async fn refuse_parent(work: &mut Work, school: SchoolId, user: UserId) -> Result<()> {
    let (parent,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from memberships
                 where school_id = $1 and user_id = $2 and role = 'parent' and status <> 'ended') as parent"
            ),
            args![school, user],
        )
        .await?;
    if parent { Err(model::Error::Forbidden.into()) } else { Ok(()) }
}

/// Writes the places in the school, in the class and in its courses; answers whether one of the first two is new.
///
/// # Errors
/// As [`schools::add_member`]; `Forbidden` for the school's parents.
pub(crate) async fn take(work: &mut Work, seat: Seat, user: UserId, now: At) -> Result<bool> {
    let came = schools::add_member(work, seat.school, user, seat.role, now).await?;
    refuse_parent(work, seat.school, user).await?;
    let added = work
        .tx
        .run(
            sql!(
                "insert into class_members (school_id, class_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, class_id, user_id) do nothing"
            ),
            args![seat.school, seat.class, user, seat.in_class.text(), now],
        )
        .await?;
    if seat.in_class == ClassRole::Student {
        crate::courses::enroll_newcomer(work, seat.school, seat.class, user, now).await?;
    }
    // Who comes in by another way waits no longer.
    work.tx
        .run(
            sql!(
                "update class_requests set status = 'admitted', decided_at = $4
                 where school_id = $1 and class_id = $2 and user_id = $3 and status = 'waiting'"
            ),
            args![seat.school, seat.class, user, now],
        )
        .await?;
    Ok(came || added == 1)
}
