//! The student's: what is due, what came back, what was said.

use model::Marks;
use model::assignments::AssignmentCard;
use model::dashboards::{Due, Marked, StudentBoard};
use store::{args, sql};

use super::Part;
use super::own::own_classes;
use crate::assignments::lists::StateRow;
use crate::courses::{in_use, owed};
use crate::{Result, Scope};

/// Assignments in the list.
const DUE: i64 = 8;
/// Days that an assignment not handed in stays in the list.
const OVERDUE_DAYS: i64 = 14;
/// Days a mark counts as new.
const NEW_DAYS: i64 = 14;

/// A row with, of what is due, the own latest attempt.
#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    part: Part,
    #[sqlx(flatten)]
    state: StateRow,
}

pub(super) async fn board(scope: &Scope) -> Result<StudentBoard> {
    let reader = scope.reader();
    let mut board = StudentBoard::default();
    for Row { part, state } in rows(scope).await? {
        let (at, points) = (part.at.unwrap_or_default(), Marks(part.most));
        match part.part.as_str() {
            "class" => board.classes.push(part.class()?),
            "due" => {
                let own = state.state(scope);
                board.due.push(Due {
                    overdue: own.is_none() && at < scope.now,
                    card: AssignmentCard {
                        id: part.id()?,
                        due: reader.when(at),
                        points,
                        own,
                        handed_in: 0,
                        to_mark: 0,
                        title: part.name,
                        course: part.note,
                    },
                });
            }
            _ => board.marked.push(Marked {
                assignment_id: part.id()?,
                marks: Marks(part.amount),
                points,
                marked: reader.when(at),
                title: part.name,
                course: part.note,
            }),
        }
    }
    Ok(board)
}

/// What is to be handed in next or overdue and still missing, but not from before one was in the course, the first due first;
/// what was marked lately, the last first; the own classes.
async fn rows(scope: &Scope) -> Result<Vec<Row>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at, submission_id, submitted_at, late, marks from (
                   select * from (
                     select cast('due' as text) as part, a.id, a.title as name, c.title as note, cast(0 as bigint) as amount,
                            a.points as most, a.due_at as at, cast('' as text) as place,
                            s.id as submission_id, s.submitted_at, s.late, k.marks
                     from enrollments e
                     join assignments a on a.school_id = e.school_id and a.course_id = e.course_id
                     join courses c on c.school_id = a.school_id and c.id = a.course_id
                     left join submissions s on s.school_id = a.school_id and s.assignment_id = a.id and s.user_id = e.user_id
                       and s.attempt = (select max(l.attempt) from submissions l
                                        where l.school_id = a.school_id and l.assignment_id = a.id and l.user_id = e.user_id)
                     left join marks k on k.school_id = s.school_id and k.submission_id = s.id
                       and k.version = (select max(d.version) from marks d
                                        where d.school_id = s.school_id and d.submission_id = s.id)
                     where e.school_id = $1 and e.user_id = $2 and (a.due_at >= $3 or (s.id is null and a.due_at >= $4 and ",
                owed!("a", "e"),
                "))
                       and ",
                in_use!("e.school_id", "e.course_id", "e.user_id"),
                "
                     order by a.due_at, a.id limit $5
                   ) as soon
                   union all
                   select 'mark', a.id, a.title, c.title, k.marks, a.points, k.marked_at, '', null, null, null, null
                   from submissions s
                   join marks k on k.school_id = s.school_id and k.submission_id = s.id
                   join assignments a on a.school_id = s.school_id and a.id = s.assignment_id
                   join courses c on c.school_id = a.school_id and c.id = a.course_id
                   where s.school_id = $1 and s.user_id = $2 and k.marked_at >= $6
                     and k.version = (select max(d.version) from marks d
                                      where d.school_id = k.school_id and d.submission_id = k.submission_id)
                     and not exists (select 1 from submissions l where l.school_id = s.school_id
                       and l.assignment_id = s.assignment_id and l.user_id = s.user_id and l.attempt > s.attempt)
                   union all
                   select own.*, null, null, null, null from (",
                own_classes!(),
                ") as own
                 ) as parts
                 order by part, case when part = 'due' then at else -at end nulls last, place, id limit 48"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.now,
                scope.now.plus_days(-OVERDUE_DAYS),
                DUE,
                scope.now.plus_days(-NEW_DAYS)
            ],
        )
        .await?)
}
