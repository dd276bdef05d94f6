//! Marking: every saving is a row, the newest holds, and two markers notice one another.

use model::assignments::{MarkCard, MarkForm, MarkingPage};
use model::ids::{AssignmentId, CourseId, MarkId, SubmissionId, UserId};
use model::{At, Error, Marks, Problem};
use serde_json::json;
use store::{args, sql};

use super::{lineup, submissions, told};
use crate::calendar::Reader;
use crate::courses::{policy, tidy};
use crate::scope::Actor;
use crate::{Result, Scope, bounds};

#[derive(sqlx::FromRow)]
struct Row {
    assignment_id: AssignmentId,
    assignment: String,
    course_id: CourseId,
    course: String,
    points: Marks,
    user_id: UserId,
    student: String,
    teaches: bool,
    #[sqlx(flatten)]
    submission: submissions::Row,
}

#[derive(sqlx::FromRow)]
struct MarkRow {
    version: i64,
    marks: Marks,
    comment: String,
    user_id: UserId,
    marked_by: String,
    marked_at: At,
}

/// A submission as its marker sees it, with the student's other attempts and the students before and after.
///
/// # Errors
/// `NotFound` when it is not there or neither the caller's own nor in a course they teach; `Forbidden` for those who do
/// not mark.
pub async fn show(scope: &Scope, id: SubmissionId) -> Result<MarkingPage> {
    let reader = scope.reader();
    let mut rows = read(scope, id).await?;
    let first = rows.first().ok_or(Error::NotFound)?;
    policy::may_grade(scope.permissions(), first.teaches)?;
    let marks = scope.db.all(
        sql!(
            "select k.version, k.marks, k.comment, k.marked_by as user_id, u.name as marked_by, k.marked_at
         from marks k join users u on u.id = k.marked_by
         where k.school_id = $1 and k.submission_id = $2
         order by k.version desc, k.id"
        ),
        args![scope.school_id(), id],
    );
    let marks: Vec<MarkRow> = marks.await?;
    let (attempts, lineup) = lineup::around(scope, first.assignment_id, first.user_id, id).await?;
    let mut page = MarkingPage {
        assignment_id: first.assignment_id,
        assignment: first.assignment.clone(),
        course_id: first.course_id,
        course: first.course.clone(),
        student: first.student.clone(),
        points: first.points,
        version: marks.first().map_or(0, |mark| mark.version),
        history: marks.into_iter().map(|mark| mark.card(reader)).collect(),
        attempts,
        lineup,
        submission: submissions::gather(rows.drain(..).map(|row| row.submission).collect(), reader)
            .pop()
            .ok_or(Error::NotFound)?,
    };
    // One reading of the marks is shown, whatever happened between the two statements.
    page.submission.mark = page.history.first().cloned();
    Ok(page)
}

impl MarkRow {
    fn card(self, reader: Reader<'_>) -> MarkCard {
        MarkCard { marks: self.marks, comment: self.comment, marked_by: self.marked_by, marked: reader.when(self.marked_at) }
    }
}

/// The submission with its files, for its student and for those who reach its course as more than a classmate.
async fn read(scope: &Scope, id: SubmissionId) -> Result<Vec<Row>> {
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select a.id as assignment_id, a.title as assignment, c.id as course_id, c.title as course, a.points,
                        w.id as user_id, w.name as student, ",
                bounds::teaches!("$3", "$4"),
                " as teaches,
                        s.id, s.attempt, s.submitted_at, s.late, s.note,
                        f.id as file_id, f.name as file, f.bytes, f.sha256,
                        cast(null as bigint) as marks, cast(null as text) as comment,
                        cast(null as text) as marked_by, cast(null as bigint) as marked_at
                 from submissions s
                 join users w on w.id = s.user_id
                 join assignments a on a.school_id = s.school_id and a.id = s.assignment_id
                 join courses c on c.school_id = a.school_id and c.id = a.course_id
                 left join submission_files p on p.school_id = s.school_id and p.submission_id = s.id
                 left join files f on f.school_id = p.school_id and f.id = p.file_id
                 where s.school_id = $1 and s.id = $2
                   and (s.user_id = $3 or ",
                bounds::teaches!("$3", "$4"),
                ")
                 order by p.position, f.id"
            )),
            args![scope.school_id(), id, scope.user_id(), scope.class_reach()],
        )
        .await?;
    Ok(rows)
}

/// Saves marks and comment and answers the number of the marking that now holds. The same again by the same person
/// changes nothing.
///
/// # Errors
/// As [`show`]; `Invalid`; `Conflict` with [`Problem::ChangedMeanwhile`] when the form was read before a newer marking.
pub async fn save(scope: &Scope, id: SubmissionId, form: &MarkForm) -> Result<i64> {
    let rows = read(scope, id).await?;
    let first = rows.first().ok_or(Error::NotFound)?;
    policy::may_grade(scope.permissions(), first.teaches)?;
    let marks = form.validate(first.points)?;
    let comment = tidy(&form.comment);
    let (school, user) = (scope.school_id(), scope.user_id());

    let mut work = scope.begin().await?;
    work.tx.run(sql!("update submissions set id = id where school_id = $1 and id = $2"), args![school, id]).await?;
    let held: Option<MarkRow> = work
        .tx
        .maybe(
            sql!(
                "select k.version, k.marks, k.comment, k.marked_by as user_id, u.name as marked_by, k.marked_at
                 from marks k join users u on u.id = k.marked_by
                 where k.school_id = $1 and k.submission_id = $2
                 order by k.version desc, k.id limit 1"
            ),
            args![school, id],
        )
        .await?;
    let version = held.as_ref().map_or(0, |held| held.version);
    if held.is_some_and(|held| held.user_id == user && held.marks == marks && held.comment == comment) {
        return Ok(version);
    }
    if form.version != version {
        return Err(Error::Conflict(Problem::ChangedMeanwhile).into());
    }
    work.tx
        .run(
            sql!(
                "insert into marks (school_id, id, submission_id, version, marks, comment, marked_by, marked_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            args![school, MarkId::new(), id, version + 1, marks, comment, user, scope.now],
        )
        .await?;
    work.audit("submission.marked", id, json!({ "marks": marks.to_string(), "version": version + 1 })).await?;
    let (student, assignment) = (first.user_id, first.assignment_id);
    let marked = told::Marked { id, version: version + 1, student, assignment, title: &first.assignment, course: &first.course };
    told::marked(&mut work, scope, &marked).await?;
    work.commit().await?;
    Ok(version + 1)
}
