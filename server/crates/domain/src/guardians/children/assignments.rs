//! The assignments of one child.

use model::guardians::ChildAssignment;
use model::ids::{AssignmentId, CourseId, UserId};
use model::{At, Marks};
use store::{args, sql};

use super::state;
use crate::courses::{in_use, owed};
use crate::{Result, Scope};

/// So many at most.
const MOST: i64 = 500;

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    pub(super) course_id: CourseId,
    id: AssignmentId,
    title: String,
    due_at: At,
    points: Marks,
    owed: bool,
    submitted_at: Option<At>,
    late: Option<bool>,
    marks: Option<Marks>,
    comment: Option<String>,
}

impl Row {
    pub(super) fn assignment(self, scope: &Scope, performance: bool) -> ChildAssignment {
        // What was over before the child came is neither to do nor missed.
        let stands = performance && (self.owed || self.submitted_at.is_some());
        let state = stands.then(|| state(self.submitted_at.is_some(), self.late == Some(true), self.due_at, scope.now));
        ChildAssignment {
            id: self.id,
            title: self.title,
            due: scope.when(self.due_at),
            points: self.points,
            state,
            submitted: self.submitted_at.map(|at| scope.when(at)),
            marks: self.marks,
            comment: self.comment.unwrap_or_default(),
        }
    }
}

/// The assignments of all courses, without what an archived class left undone; the child's latest attempt and its marks
/// only where they may be seen.
pub(super) async fn all(scope: &Scope, child: UserId, performance: bool) -> Result<Vec<Row>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select a.course_id, a.id, a.title, a.due_at, a.points, ",
                owed!("a", "e"),
                " as owed, s.submitted_at, s.late, d.marks, d.comment
                 from enrollments e
                 join assignments a on a.school_id = e.school_id and a.course_id = e.course_id
                 left join submissions s on $3 and s.school_id = a.school_id and s.assignment_id = a.id and s.user_id = e.user_id
                   and s.attempt = (select max(l.attempt) from submissions l
                                    where l.school_id = a.school_id and l.assignment_id = a.id and l.user_id = e.user_id)
                 left join marks d on d.school_id = s.school_id and d.submission_id = s.id
                   and d.version = (select max(n.version) from marks n
                                    where n.school_id = s.school_id and n.submission_id = s.id)
                 where e.school_id = $1 and e.user_id = $2 and (s.id is not null or ",
                in_use!("e.school_id", "e.course_id", "e.user_id"),
                ")
                 order by a.due_at desc, a.id desc limit $4"
            )),
            args![scope.school_id(), child, performance, MOST],
        )
        .await?)
}
