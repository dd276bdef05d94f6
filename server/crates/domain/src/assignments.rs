//! Assignments: set in a course, handed in, marked (product.md section 8).

mod lineup;
pub mod lists;
pub mod marking;
pub mod policy;
pub mod submissions;
#[cfg(test)]
mod tests;
mod told;

use model::assignments::{AssignmentForm, AssignmentPage};
use model::ids::{AssignmentId, CourseId, SubmissionId};
use model::{At, Error, Marks, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use crate::courses::{self, in_use, owed, tidy};
use crate::scope::Actor;
use crate::{Result, Scope, bounds, calendar, files, twice};

/// The course `c` is one's own, in reach, or one of a class that one is in; `$3` is who asks and `$4` their reach.
macro_rules! reached {
    () => {
        concat!(
            "(c.teacher_id = $3 or ",
            bounds::course!("c.id", "$4"),
            " or exists (select 1 from course_classes k
                         join class_members o on o.school_id = k.school_id and o.class_id = k.class_id
                         where k.school_id = c.school_id and k.course_id = c.id and o.user_id = $3))"
        )
    };
}

/// Sets an assignment in a course.
///
/// # Errors
/// `Invalid` (the due time on `due`), `NotFound` for a course that is not the caller's, `Forbidden` for those who do
/// not teach it, `Conflict` where no class of it is in use.
pub async fn set(scope: &Scope, course_id: CourseId, form: &AssignmentForm) -> Result<AssignmentId> {
    form.validate()?;
    let refuse = |problem| Error::field("due", problem);
    let due_at = calendar::instant(&form.due, &scope.place.time_zone).map_err(refuse)?;
    let points: Marks = form.points.parse().map_err(|_| Error::field("points", Problem::NotANumber))?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    let course: Option<(bool,)> = scope
        .db
        .maybe(
            sql!(concat!(
                "select ",
                bounds::teaches!("$3", "$4"),
                " as teaches
                 from courses c
                 where c.school_id = $1 and c.id = $2
                   and ",
                reached!()
            )),
            args![school, course_id, user, scope.class_reach()],
        )
        .await?;
    let (teaches,) = course.ok_or(Error::NotFound)?;
    courses::policy::may_set(scope.permissions(), teaches)?;
    if due_at <= now {
        return Err(refuse(Problem::InThePast).into());
    }

    let (title, brief) = (form.title.trim(), tidy(&form.brief));
    let mut work = scope.begin().await?;
    work.tx.run(sql!("update courses set id = id where school_id = $1 and id = $2"), args![school, course_id]).await?;
    let twin: Option<(AssignmentId,)> = work
        .tx
        .maybe(
            sql!(
                "select a.id from assignments a
                 where a.school_id = $1 and a.course_id = $2 and a.created_by = $3 and a.title = $4 and a.brief = $5
                   and a.points = $6 and a.due_at = $7 and a.created_at > $8
                 order by a.id limit 1"
            ),
            args![school, course_id, user, title, brief.as_str(), points, due_at, twice::since(now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    courses::stay_in_use(&mut work, school, course_id).await?;
    let id = AssignmentId::new();
    work.tx
        .run(
            sql!(
                "insert into assignments (school_id, id, course_id, title, brief, points, due_at, created_by, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            ),
            args![school, id, course_id, title, brief, points, due_at, user, now],
        )
        .await?;
    work.audit("assignment.set", id, json!({ "course": course_id, "title": title, "due": calendar::iso(due_at) })).await?;
    told::set(&mut work, scope, course_id, &told::Set { id, title, due_at }).await?;
    work.commit().await?;
    Ok(id)
}

#[derive(sqlx::FromRow)]
struct Row {
    course_id: CourseId,
    course: String,
    title: String,
    brief: String,
    points: Marks,
    due_at: At,
    teaches: bool,
    enrolled: bool,
    /// Whether it was not over yet when the caller was enrolled.
    owed: bool,
    /// Whether a class of the course is in use, and whether one that the caller is in.
    in_use: bool,
    own_in_use: bool,
}

/// The assignment: for a student with their own attempts, for those who mark with a page of the students of the course.
/// A page past the end is the last.
///
/// # Errors
/// `NotFound` when it is not there or not in a course of the caller's; `Forbidden` without `courses.read`.
pub async fn show(scope: &Scope, id: AssignmentId, page: i64) -> Result<AssignmentPage> {
    let row: Option<Row> = scope
        .db
        .maybe(
            sql!(concat!(
                "select a.course_id, c.title as course, a.title, a.brief, a.points, a.due_at, ",
                bounds::teaches!("$3", "$4"),
                " as teaches,
                        exists (select 1 from enrollments e
                                where e.school_id = c.school_id and e.course_id = c.id and e.user_id = $3) as enrolled,
                        exists (select 1 from enrollments e
                                where e.school_id = c.school_id and e.course_id = c.id and e.user_id = $3 and ",
                owed!("a", "e"),
                ") as owed, ",
                in_use!("c.school_id", "c.id"),
                " as in_use, ",
                in_use!("c.school_id", "c.id", "$3"),
                " as own_in_use
                 from assignments a
                 join courses c on c.school_id = a.school_id and c.id = a.course_id
                 where a.school_id = $1 and a.id = $2
                   and ",
                reached!()
            )),
            args![scope.school_id(), id, scope.user_id(), scope.class_reach()],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    scope.require(Permission::CoursesRead)?;
    let may_grade = courses::policy::may_grade(scope.permissions(), row.teaches).is_ok();
    let archived = !(if row.enrolled { row.own_in_use } else { row.in_use });
    let (own, students) = match may_grade {
        true => (Vec::new(), lists::students(scope, id, row.course_id, page).await?),
        false => (submissions::own(scope, id).await?, lists::Students::default()),
    };
    let may_submit = !archived && !may_grade && policy::may_submit(scope.permissions(), row.enrolled).is_ok();
    let overdue = policy::is_late(scope.now, row.due_at);
    Ok(AssignmentPage {
        id,
        course_id: row.course_id,
        course: row.course,
        title: row.title,
        brief: row.brief,
        points: row.points,
        overdue,
        missing: may_submit && overdue && row.owed && own.is_empty(),
        due: scope.when(row.due_at),
        archived,
        may_submit,
        may_grade,
        own,
        students: students.on_page,
        students_total: students.total,
        students_page: students.page,
        file_bytes: files::most_bytes(),
        next_submission: SubmissionId::new(),
    })
}
