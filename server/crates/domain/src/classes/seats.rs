//! Places in a class: by a code, let in after asking, or by an invitation.

use model::classes::ClassRole;
use model::ids::{ClassId, SchoolId, UserId};
use model::schools::MembershipStatus;
use model::{At, Error, Problem, Role};
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

/// Waits at the class: who lets somebody in, and who asks, come one after the other, and so do a new course and a new
/// student, so that neither misses the other.
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

/// Nobody comes into a class as what their role in the school does not make of them. A parent is in none: what they may
/// see of a child's, the guardians' rights say. Who only waits for a place in the school has no role in it yet.
///
/// # Errors
/// `Forbidden` for the school's parents, `Invalid` for a place that the role does not fit.
pub(crate) async fn refuse_unfit(work: &mut Work, school: SchoolId, user: UserId, place: ClassRole) -> Result<()> {
    match held(work, school, user).await? {
        Some((Role::Parent, _)) => Err(Error::Forbidden.into()),
        Some((role, status)) => refusal(place, role, status).map_or(Ok(()), |problem| Err(Error::form(problem).into())),
        None => Ok(()),
    }
}

/// Why the place would be refused to somebody who waits for it; nothing where they can be let in. Their place in the
/// school is held until then.
pub(crate) async fn unfit(work: &mut Work, school: SchoolId, user: UserId, place: ClassRole) -> Result<Option<Problem>> {
    schools::lock_place(work, school, user).await?;
    let held = held(work, school, user).await?;
    Ok(held.and_then(|(role, status)| refusal(place, role, status)))
}

/// Why a place is not given to somebody of this role, whose own place in the school stands like that.
pub(crate) fn refusal(place: ClassRole, role: Role, status: MembershipStatus) -> Option<Problem> {
    let given = match status {
        MembershipStatus::Active => ClassRole::joining(role) == Some(place),
        MembershipStatus::Waiting | MembershipStatus::Ended => role != Role::Parent,
    };
    (!given).then(|| place.refusal())
}

async fn held(work: &mut Work, school: SchoolId, user: UserId) -> Result<Option<(Role, MembershipStatus)>> {
    Ok(work
        .tx
        .maybe(
            sql!("select role, status from memberships where school_id = $1 and user_id = $2 and status <> 'ended'"),
            args![school, user],
        )
        .await?)
}

/// Writes the places in the school, in the class and in its courses; answers whether one of the first two is new.
///
/// # Errors
/// As [`schools::add_member`] and [`refuse_unfit`].
pub(crate) async fn take(work: &mut Work, seat: Seat, user: UserId, now: At) -> Result<bool> {
    let came = schools::add_member(work, seat.school, user, seat.role, now).await?;
    refuse_unfit(work, seat.school, user, seat.in_class).await?;
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
