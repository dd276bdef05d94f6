//! What an undo is offered by: whom it concerns, what was done and when. It is kept as a line of its own above what was
//! replaced, so that a page which offers it reads that line alone, however many were changed.

use std::collections::HashMap;

use model::ids::{ClassId, UndoId, UserId};
use model::people::{Change, Changed, UndoCard};
use model::{At, Permission, Role};
use serde::{Deserialize, Serialize};
use store::{args, list, sql};

use super::change::Before;
use crate::{Result, Scope, Work};

/// The line. What things are called is looked up when it is read.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// The first by name, as the preview of a change of many lists them.
    first: UserId,
    change: Change,
    /// The role that all of them had.
    from: Option<Role>,
}

/// What is kept of a change: the line it is offered by, and below it what it replaced.
pub(super) async fn body(work: &mut Work, scope: &Scope, change: Change, before: &Before) -> Result<String> {
    let (first,): (UserId,) = work
        .tx
        .one(
            sql!(
                "select user_id from memberships where school_id = $1 and user_id in (select value from {list $2})
                 order by search_key, user_id limit 1"
            ),
            args![scope.school_id(), list(before.people())],
        )
        .await?;
    let mut roles = before.members.iter().map(|(was, _)| was.role);
    let from = roles.next().filter(|role| roles.all(|it| it == *role));
    let line = Line { first, change, from };
    Ok(format!("{}\n{}", serde_json::to_string(&line)?, serde_json::to_string(before)?))
}

/// What a change replaced.
pub(super) fn replaced(body: &str) -> Result<Before> {
    // What a server kept before there was such a line can be undone for its ten minutes, and is not offered.
    let before = body.split_once('\n').map_or(body, |(_, before)| before);
    Ok(serde_json::from_str(before)?)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: UndoId,
    people: i64,
    created_at: At,
    head: String,
}

/// The change that is named; without a name the caller's newest one, and with a member the newest that changed them.
/// Nothing once it is undone, or too late, or the caller's no more.
pub(super) async fn offer(scope: &Scope, named: Option<UndoId>, member: Option<UserId>) -> Result<Option<UndoCard>> {
    if !scope.can(Permission::MembersManage) {
        return Ok(None);
    }
    let row: Option<Row> = scope
        .db
        .maybe(
            // A line is shorter than that: it holds three ids at most.
            sql!(
                "select id, people, created_at, substr(body, 1, 300) as head from undos
                 where school_id = $1 and user_id = $2 and undone_at is null and expires_at > $3
                   and (id = $4 or cast($4 as text) is null
                        and (cast($5 as text) is null or body like '%' || cast($5 as text) || '%'))
                 order by created_at desc, id desc limit 1"
            ),
            args![scope.school_id(), scope.user_id(), scope.now, named, member],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let Some((line, _)) = row.head.split_once('\n') else { return Ok(None) };
    let Line { first, change, from } = serde_json::from_str(line)?;
    let names = names(scope, first, change).await?;
    let person = names.get(&first.to_string()).cloned().unwrap_or_default();
    let class = |id: ClassId| names.get(&id.to_string()).cloned().unwrap_or_default();
    let done = match change {
        Change::Role(to) => Changed::Role { from, to },
        Change::Suspend => Changed::Suspended,
        Change::Reinstate => Changed::Reinstated,
        Change::End => Changed::Ended,
        Change::AddClass(to) => Changed::ClassAdded(class(to)),
        Change::RemoveClass(from) => Changed::ClassRemoved(class(from)),
        Change::MoveClass(from, to) => Changed::ClassMoved { from: class(from), to: class(to) },
    };
    Ok(Some(UndoCard { id: row.id, name: person, people: row.people, done, when: scope.when(row.created_at) }))
}

/// What the person and the classes of a change are called, by their ids.
async fn names(scope: &Scope, person: UserId, change: Change) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = scope
        .db
        .all(
            sql!(
                "select u.id, u.name from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2
                 union all
                 select g.id, g.name from class_groups g
                 where g.school_id = $1 and g.id in (select value from {list $3})"
            ),
            args![scope.school_id(), person, list(change.classes())],
        )
        .await?;
    Ok(rows.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_line_is_read_whole() {
        let (first, class) = (UserId::from_u128(u128::MAX), ClassId::from_u128(u128::MAX));
        let roles = Role::ALL.iter().map(|role| Line { first, change: Change::Role(*role), from: Some(*role) });
        for line in roles.chain([Line { first, change: Change::MoveClass(class, class), from: None }]) {
            let line = serde_json::to_string(&line).unwrap();
            assert!(line.len() < 300, "as many as are read in `offer`: {line}");
        }
    }

    #[test]
    fn what_was_kept_without_a_line_can_be_undone() {
        let class = ClassId::from_u128(1);
        let before = serde_json::to_string(&Before { class: Some(class), ..Before::default() }).unwrap();
        for body in [before.clone(), format!("{{}}\n{before}")] {
            assert_eq!(replaced(&body).unwrap().class, Some(class));
        }
    }
}
