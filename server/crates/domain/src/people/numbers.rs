//! Numbers of students and of employees: they end when the role turns to another kind, and an undo brings them back.

use model::Role;
use model::ids::{SchoolId, UserId};
use model::people::{NumberKind, number_after};
use model::schools::MembershipStatus;
use model::{Error, Problem};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{args, list, sql};

use super::change::Before;
use crate::{Result, Scope, Work, bounds};

/// Somebody's number, and the day that is noted beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Numbered {
    pub user_id: UserId,
    pub number: String,
    pub joined_on: Option<String>,
}

/// The number after the highest of its kind; empty where none was given yet, or none that can be counted on.
pub(super) async fn next(scope: &Scope, kind: NumberKind) -> Result<String> {
    let highest: Option<(String,)> = scope
        .db
        .maybe(
            sql!(concat!(
                "select m.number from memberships m
                 where m.school_id = $1 and m.number <> '' and m.role in (select value from {list $2}) and ",
                bounds::person!("m.user_id", "$3"),
                " order by length(m.number) desc, lower(m.number) desc, m.user_id limit 1"
            )),
            args![scope.school_id(), list(kind.roles().map(Role::text)), scope.people_reach()],
        )
        .await?;
    Ok(highest.and_then(|(number,)| number_after(&number)).unwrap_or_default())
}

/// Ends the numbers of those whose role turns to another kind, and notes them. Their places are written already, and so
/// locked.
pub(super) async fn end_unfit(work: &mut Work, school: SchoolId, before: &mut Before) -> Result<()> {
    let turned = before.members.iter().filter(|(was, is)| NumberKind::of(was.role) != NumberKind::of(is.role));
    let turned: Vec<UserId> = turned.map(|(was, _)| was.user_id).collect();
    if turned.is_empty() {
        return Ok(());
    }
    before.numbers = work
        .tx
        .all(
            sql!(
                "select user_id, number, joined_on from memberships
                 where school_id = $1 and number <> '' and user_id in (select value from {list $2}) order by user_id"
            ),
            args![school, list(turned)],
        )
        .await?;
    if before.numbers.is_empty() {
        return Ok(());
    }
    work.tx
        .run(
            sql!("update memberships set number = '' where school_id = $1 and user_id in (select value from {list $2})"),
            args![school, list(before.numbers.iter().map(|it| it.user_id))],
        )
        .await?;
    Ok(())
}

/// Gives them back.
///
/// # Errors
/// `Conflict` when somebody has one of the numbers by now, or was given another.
pub(super) async fn give_back(work: &mut Work, school: SchoolId, numbers: &[Numbered]) -> Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    let changed = || crate::Error::from(Error::Conflict(Problem::ChangedMeanwhile));
    let rows: Vec<Value> = numbers.iter().map(|it| json!([it.user_id, it.number])).collect();
    let given = work
        .tx
        .run(
            sql!(
                "update memberships set number = kept.number
                 from (select value ->> 0 as user_id, value ->> 1 as number from {rows $2}) kept
                 where memberships.school_id = $1 and memberships.user_id = kept.user_id and memberships.number = ''"
            ),
            args![school, Value::Array(rows).to_string()],
        )
        .await
        .map_err(|error| if error.is_unique() { changed() } else { error.into() })?;
    if given != numbers.len() as u64 {
        return Err(changed());
    }
    let detail = |it: &Numbered| json!({ "before": ["", it.joined_on], "after": [it.number, it.joined_on] });
    work.audit_each("member.details_changed", numbers.iter().map(|it| (it.user_id, detail(it))).collect()).await
}

/// Ends the number of somebody who had left, or had asked to come, and comes in a role of another kind.
pub(crate) async fn end_at_return(
    work: &mut Work,
    school: SchoolId,
    user: UserId,
    role: Role,
    from: &[MembershipStatus],
) -> Result<()> {
    let had: Option<(Role, String, Option<String>)> = work
        .tx
        .maybe(
            sql!(
                "select role, number, joined_on from memberships
                 where school_id = $1 and user_id = $2 and number <> '' and suspended_at is null
                   and status in (select value from {list $3})"
            ),
            args![school, user, list(from.iter().map(|it| it.text()))],
        )
        .await?;
    let Some((_, number, joined_on)) = had.filter(|(was, ..)| NumberKind::of(*was) != NumberKind::of(role)) else {
        return Ok(());
    };
    work.tx.run(sql!("update memberships set number = '' where school_id = $1 and user_id = $2"), args![school, user]).await?;
    work.concerns(Some(user), Some(school));
    work.audit("member.details_changed", user, json!({ "before": [number, joined_on], "after": ["", joined_on] })).await
}

/// What the log tells of them.
pub(super) fn details(numbers: &[Numbered]) -> Vec<(UserId, Value)> {
    let detail = |it: &Numbered| json!({ "before": [it.number, it.joined_on], "after": ["", it.joined_on] });
    numbers.iter().map(|it| (it.user_id, detail(it))).collect()
}
