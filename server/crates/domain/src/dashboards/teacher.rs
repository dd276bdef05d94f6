//! The teacher's: what waits for marks, what is due next, who has gone quiet, what was said.

use model::Permission;
use model::dashboards::{AskingLine, DueNext, TeacherBoard, Waiting};
use store::{args, sql};

use super::own::own_classes;
use super::quiet::{AWAY_DAYS, quiet_students};
use super::{Part, first_steps};
use crate::assignments::lists;
use crate::classes::members::{counts, learns};
use crate::courses::{course_after_classes, in_use};
use crate::{Result, Scope, bounds};

/// Lines of each list but the classes'.
const SHOWN: i64 = 8;

pub(super) async fn board(scope: &Scope) -> Result<TeacherBoard> {
    let reader = scope.reader();
    let mut board = TeacherBoard::default();
    for part in parts(scope).await? {
        match part.part.as_str() {
            "class" => board.classes.push(part.class()?),
            "quiet" => board.quiet.push(part.quiet(&reader)?),
            "asking" => board.asking.push(AskingLine { id: part.id()?, people: part.amount, name: part.name }),
            "mark" => board.to_mark.push(Waiting {
                assignment_id: part.id()?,
                waiting: part.amount,
                oldest: reader.when(part.at.unwrap_or_default()),
                title: part.name,
                course: part.note,
            }),
            _ => board.due.push(DueNext {
                assignment_id: part.id()?,
                handed_in: part.amount,
                students: part.most,
                due: reader.when(part.at.unwrap_or_default()),
                title: part.name,
                course: part.note,
            }),
        }
    }
    // Who has something to do has begun.
    if board.classes.is_empty() || board.to_mark.is_empty() && board.due.is_empty() {
        board.first_steps = first_steps::left(scope).await?;
    }
    Ok(board)
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (",
                own_classes!(),
                "
                   union all
                   select 'asking', g.id, g.name, '', count(*), 0, null, g.name_key
                   from class_members o
                   join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                   join class_requests q on q.school_id = g.school_id and q.class_id = g.id and q.status = 'waiting'
                   join memberships p on p.school_id = q.school_id and p.user_id = q.user_id and p.status <> 'ended'
                   where o.school_id = $1 and o.user_id = $2 and o.role = 'teacher' and g.archived_at is null
                   group by g.id, g.name, g.name_key
                   union all
                   select * from (
                   select 'due', a.id, a.title, ",
                course_after_classes!(),
                ",
                          (select count(distinct s.user_id) from submissions s
                           where s.school_id = a.school_id and s.assignment_id = a.id and ",
                counts!("s"),
                "),
                          (select count(*) from enrollments e
                           where e.school_id = c.school_id and e.course_id = c.id and ",
                learns!("e"),
                "),
                          a.due_at, ''
                   from courses c
                   join assignments a on a.school_id = c.school_id and a.course_id = c.id
                   where c.school_id = $1 and a.due_at >= $3 and ",
                bounds::teaches!("$2"),
                " and ",
                in_use!("c.school_id", "c.id"),
                "
                   order by a.due_at, a.id limit $5) as soon
                   union all
                   select * from (
                   select 'mark', a.id, a.title, ",
                course_after_classes!(),
                ", count(*), 0, cast(min(s.submitted_at) as bigint), ''
                   ",
                lists::waiting!(),
                " limit $5) as longest where $6
                   union all
                   select * from (",
                quiet_students!(),
                " order by 5 desc, 7 nulls first, 8, 2 limit $5) as few where $7
                 ) as parts order by part, at, place, id limit 80"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.now,
                scope.now.plus_days(-AWAY_DAYS),
                SHOWN,
                // To mark may have been taken from one who teaches, and to see how far the students are.
                scope.can(Permission::AssessmentsGrade),
                scope.can(Permission::StudentsViewProgress)
            ],
        )
        .await?)
}
