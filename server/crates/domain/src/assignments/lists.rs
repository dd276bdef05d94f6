//! Assignments in lists: of a course, and what waits for marks. One statement each.

use model::assignments::{AssignmentCard, OwnState, PAGE, StudentWork, ToMark};
use model::ids::{AssignmentId, CourseId, SubmissionId, UserId};
use model::people::Standing;
use model::schools::MembershipStatus;
use model::{At, Marks, Permission};
use store::{args, sql};

use crate::classes::members::counts;
use crate::courses::course_after_classes;
use crate::{Result, Scope, pages};

#[derive(sqlx::FromRow)]
struct CardRow {
    id: AssignmentId,
    title: String,
    course: String,
    due_at: At,
    points: Marks,
    #[sqlx(flatten)]
    state: StateRow,
    handed_in: i64,
    to_mark: i64,
}

/// The latest attempt of one student, if there is one.
#[derive(sqlx::FromRow)]
pub(crate) struct StateRow {
    submission_id: Option<SubmissionId>,
    submitted_at: Option<At>,
    late: Option<bool>,
    marks: Option<Marks>,
}

impl StateRow {
    pub(crate) fn state(self, scope: &Scope) -> Option<OwnState> {
        Some(OwnState {
            submission_id: self.submission_id?,
            submitted: scope.when(self.submitted_at?),
            late: self.late?,
            marks: self.marks,
        })
    }
}

impl CardRow {
    fn card(self, scope: &Scope) -> AssignmentCard {
        AssignmentCard {
            id: self.id,
            title: self.title,
            course: self.course,
            due: scope.when(self.due_at),
            points: self.points,
            own: self.state.state(scope),
            handed_in: self.handed_in,
            to_mark: self.to_mark,
        }
    }
}

/// The assignments of a course, the next due last; with the counts for those who mark.
pub(crate) async fn of_course(scope: &Scope, course: CourseId, grades: bool) -> Result<Vec<AssignmentCard>> {
    let rows: Vec<CardRow> = scope
        .db
        .all(
            sql!(concat!(
                "select a.id, a.title, c.title as course, a.due_at, a.points,
                        s.id as submission_id, s.submitted_at, s.late, k.marks,
                        case when $4 then (
                          select cast(count(distinct n.user_id) as bigint) from submissions n
                          where n.school_id = a.school_id and n.assignment_id = a.id and ",
                counts!("n"),
                "
                        ) else cast(0 as bigint) end as handed_in,
                        case when $4 then (
                          select cast(count(*) as bigint) from submissions n
                          where n.school_id = a.school_id and n.assignment_id = a.id and ",
                counts!("n"),
                "
                            and not exists (select 1 from submissions l where l.school_id = n.school_id
                                and l.assignment_id = n.assignment_id and l.user_id = n.user_id and l.attempt > n.attempt)
                            and not exists (select 1 from marks d where d.school_id = n.school_id and d.submission_id = n.id)
                        ) else cast(0 as bigint) end as to_mark
                 from assignments a
                 join courses c on c.school_id = a.school_id and c.id = a.course_id
                 left join submissions s on s.school_id = a.school_id and s.assignment_id = a.id and s.user_id = $3
                   and s.attempt = (select max(l.attempt) from submissions l
                                    where l.school_id = a.school_id and l.assignment_id = a.id and l.user_id = $3)
                 left join marks k on k.school_id = s.school_id and k.submission_id = s.id
                   and k.version = (select max(d.version) from marks d
                                    where d.school_id = s.school_id and d.submission_id = s.id)
                 where a.school_id = $1 and a.course_id = $2
                 order by a.due_at desc, a.id desc"
            )),
            args![scope.school_id(), course, scope.user_id(), grades],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.card(scope)).collect())
}

/// What waits for marks in the courses in use that the person `$2` teaches: assignments `a` of courses `c` with the attempts `s`
/// that count, the longest waiting first.
macro_rules! waiting {
    () => {
        concat!(
            "from courses c
                 join assignments a on a.school_id = c.school_id and a.course_id = c.id
                 join submissions s on s.school_id = a.school_id and s.assignment_id = a.id
                 where c.school_id = $1 and ",
            $crate::bounds::teaches!("$2"),
            " and ",
            $crate::courses::in_use!("c.school_id", "c.id"),
            " and ",
            $crate::classes::members::counts!("s"),
            "
                   and not exists (select 1 from submissions l where l.school_id = s.school_id
                       and l.assignment_id = s.assignment_id and l.user_id = s.user_id and l.attempt > s.attempt)
                   and not exists (select 1 from marks d where d.school_id = s.school_id and d.submission_id = s.id)
                 group by a.id, a.title, c.school_id, c.id, c.title
                 order by min(s.submitted_at), a.id"
        )
    };
}
pub(crate) use waiting;

/// What waits for the caller's marks in the courses they teach, the longest waiting first.
///
/// # Errors
/// `Forbidden` without `assessments.grade`.
pub async fn to_mark(scope: &Scope, limit: i64) -> Result<Vec<ToMark>> {
    scope.require(Permission::AssessmentsGrade)?;
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select a.id as assignment_id, a.title, ",
                course_after_classes!(),
                " as course,
                        cast(count(*) as bigint) as waiting, cast(min(s.submitted_at) as bigint) as oldest
                 ",
                waiting!(),
                " limit $3"
            )),
            args![scope.school_id(), scope.user_id(), limit],
        )
        .await?)
}

#[derive(sqlx::FromRow)]
struct StudentRow {
    user_id: UserId,
    name: String,
    status: MembershipStatus,
    suspended_at: Option<At>,
    #[sqlx(flatten)]
    state: StateRow,
}

/// A page of students.
#[derive(Default)]
pub(crate) struct Students {
    pub(crate) on_page: Vec<StudentWork>,
    pub(crate) total: i64,
    /// From 1.
    pub(crate) page: i64,
}

/// A page of the students of the course with their latest attempt, by name; after them those whose place in the school
/// ended, such as have handed in. A page past the end is the last.
pub(crate) async fn students(scope: &Scope, assignment: AssignmentId, course: CourseId, page: i64) -> Result<Students> {
    let (total,): (i64,) = scope
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as total
                 from (select user_id from enrollments where school_id = $1 and course_id = $2
                       union select user_id from submissions where school_id = $1 and assignment_id = $3) e
                 join memberships p on p.school_id = $1 and p.user_id = e.user_id
                 where p.role = 'student' and (p.status = 'active' or p.suspended_at is not null)
                   or exists (select 1 from submissions s
                              where s.school_id = $1 and s.assignment_id = $3 and s.user_id = e.user_id)"
            ),
            args![scope.school_id(), course, assignment],
        )
        .await?;
    let page = pages::within(page, total, PAGE);
    let rows: Vec<StudentRow> = scope
        .db
        .all(
            sql!(
                "select u.id as user_id, u.name, p.status, p.suspended_at, s.id as submission_id, s.submitted_at, s.late, k.marks
                 from (select user_id from enrollments where school_id = $1 and course_id = $2
                       union select user_id from submissions where school_id = $1 and assignment_id = $3) e
                 join users u on u.id = e.user_id
                 join memberships p on p.school_id = $1 and p.user_id = e.user_id
                 left join submissions s on s.school_id = $1 and s.assignment_id = $3 and s.user_id = e.user_id
                   and s.attempt = (select max(l.attempt) from submissions l
                                    where l.school_id = $1 and l.assignment_id = $3 and l.user_id = e.user_id)
                 left join marks k on k.school_id = s.school_id and k.submission_id = s.id
                   and k.version = (select max(d.version) from marks d
                                    where d.school_id = s.school_id and d.submission_id = s.id)
                 where p.role = 'student' and (p.status = 'active' or p.suspended_at is not null) or s.id is not null
                 order by case when p.status = 'active' or p.status = 'ended' and p.suspended_at is not null then 0 else 1 end,
                          u.name_key, u.id
                 limit $4 offset $5"
            ),
            args![scope.school_id(), course, assignment, PAGE, (page - 1) * PAGE],
        )
        .await?;
    let work = |row: StudentRow| StudentWork {
        user_id: row.user_id,
        name: row.name,
        standing: Standing::of(row.status, row.suspended_at),
        state: row.state.state(scope),
    };
    Ok(Students { on_page: rows.into_iter().map(work).collect(), total, page })
}
