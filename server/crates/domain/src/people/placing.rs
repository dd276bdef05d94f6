//! What places members have in the school, moved and written: role and standing, and what goes with them.

use std::collections::HashMap;

use model::ids::{SchoolId, UserId};
use model::people::Change;
use model::{At, Permissions};
use store::{args, list, sql};

use super::change::{Before, Member};
use super::{numbers, places, policy};
use crate::schools::admins;
use crate::{Result, Scope, Work, announcements};

/// Who moves members, in which school and when: one of its own, or the platform's admin.
#[derive(Clone, Copy, Debug)]
pub(super) struct By {
    pub school: SchoolId,
    pub user: UserId,
    pub permissions: Permissions,
    pub now: At,
}

impl By {
    pub fn of(scope: &Scope) -> By {
        By { school: scope.school_id(), user: scope.user_id(), permissions: scope.permissions(), now: scope.now }
    }
}

/// Moves those whose places the act changes. The school is [`admins::lock`]ed.
pub(super) async fn move_places(work: &mut Work, by: By, change: Change, members: Vec<Member>) -> Result<Before> {
    let By { school, user, permissions, now } = by;
    let moved = members.into_iter().filter_map(|member| {
        let after = member.after(change, now)?;
        Some((member, after))
    });
    let mut before = Before { members: moved.collect(), ..Before::default() };
    for (member, after) in &before.members {
        policy::may_make(permissions, member.user_id == user, member.held(), after.held())?;
    }
    let newcomers = before.members.iter().filter(|(member, after)| after.is_admin() && !member.is_admin());
    admins::lock_newcomers(work, newcomers.map(|(member, _)| member.user_id)).await?;
    // Classes before places, as those who join lock them.
    if let Change::Role(_) = change {
        places::end_unfit(work, school, &mut before).await?;
    }
    write_places(work, school, before.members.iter().map(|(_, after)| after)).await?;
    numbers::end_unfit(work, school, &mut before).await?;
    if before.members.iter().any(|(member, after)| member.is_admin() && !after.is_admin()) {
        admins::keep_one(work, school).await?;
    }
    let moved = before.members.iter().map(|(member, _)| member.user_id);
    announcements::put_back(work, school, now, moved, None).await?;
    Ok(before)
}

/// Writes places as they are given, a statement for all that become alike: joined to a list of thousands, SQLite would
/// read that list for each of them.
pub(super) async fn write_places<'a>(work: &mut Work, school: SchoolId, places: impl Iterator<Item = &'a Member>) -> Result<()> {
    let mut alike: HashMap<_, Vec<UserId>> = HashMap::new();
    for it in places {
        alike.entry((it.role, it.status, it.ended_at, it.suspended_at)).or_default().push(it.user_id);
    }
    for ((role, status, ended_at, suspended_at), people) in alike {
        work.tx
            .run(
                sql!(
                    "update memberships set role = $3, status = $4, ended_at = $5, suspended_at = $6
                     where school_id = $1 and user_id in (select value from {list $2})"
                ),
                args![school, list(people), role.text(), status.text(), ended_at, suspended_at],
            )
            .await?;
    }
    Ok(())
}
