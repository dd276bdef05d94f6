//! The student's: what is due, what came back, what was said.

use model::Marks;
use model::dashboards::{Due, Marked, StudentBoard};
use store::{args, sql};

use super::Part;
use super::own::own_classes;
use crate::assignments::lists;
use crate::{Result, Scope};

/// Assignments in the list.
const DUE: i64 = 8;
/// Days a mark counts as new.
const NEW_DAYS: i64 = 14;

pub(super) async fn board(scope: &Scope) -> Result<StudentBoard> {
    let reader = scope.reader();
    let due = lists::due_soon(scope, DUE).await?;
    let due = due.into_iter().map(|card| Due { overdue: card.own.is_none() && card.due.at < scope.now, card });
    let mut board = StudentBoard { due: due.collect(), ..StudentBoard::default() };
    for part in parts(scope).await? {
        match part.part.as_str() {
            "class" => board.classes.push(part.class()?),
            _ => board.marked.push(Marked {
                assignment_id: part.id()?,
                marks: Marks(part.amount),
                points: Marks(part.most),
                marked: reader.when(part.at.unwrap_or_default()),
                title: part.name,
                course: part.note,
            }),
        }
    }
    Ok(board)
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select cast('mark' as text) as part, a.id, a.title as name, c.title as note, k.marks as amount,
                          a.points as most, k.marked_at as at, cast('' as text) as place
                   from submissions s
                   join marks k on k.school_id = s.school_id and k.submission_id = s.id
                   join assignments a on a.school_id = s.school_id and a.id = s.assignment_id
                   join courses c on c.school_id = a.school_id and c.id = a.course_id
                   where s.school_id = $1 and s.user_id = $2 and k.marked_at >= $3
                     and k.version = (select max(d.version) from marks d
                                      where d.school_id = k.school_id and d.submission_id = k.submission_id)
                     and not exists (select 1 from submissions l where l.school_id = s.school_id
                       and l.assignment_id = s.assignment_id and l.user_id = s.user_id and l.attempt > s.attempt)
                   union all
                   ",
                own_classes!(),
                "
                 ) as parts order by part, at desc nulls last, place, id limit 40"
            )),
            args![scope.school_id(), scope.user_id(), scope.now.plus_days(-NEW_DAYS)],
        )
        .await?)
}
