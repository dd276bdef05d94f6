//! Handing in: each attempt is a row with its files and stays.

use model::assignments::{FileCard, MarkCard, Submission, SubmissionForm};
use model::ids::{AssignmentId, ClassId, FileId, SubmissionId, UserId};
use model::{At, Error, Marks, Problem};
use serde_json::json;
use store::{args, sql};

use super::{policy, told};
use crate::calendar::Reader;
use crate::classes::life;
use crate::courses::tidy;
use crate::files::{self, Upload};
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds};

/// What is known before the first byte is read: that this person may hand in here, and how much their class can take.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Admission {
    pub class_id: ClassId,
    /// Bytes the class may still store.
    pub free_bytes: i64,
    due_at: At,
    enrolled: bool,
    archived: bool,
}

/// Asks whether the caller may hand in, before anything is read of what they send.
///
/// # Errors
/// `NotFound` when the assignment is not there or not in a course of the caller's, `Forbidden` for those who are not
/// enrolled in it, `Conflict` where their class is archived.
pub async fn admit(scope: &Scope, assignment: AssignmentId) -> Result<Admission> {
    let admission: Option<Admission> = scope
        .db
        .maybe(
            sql!(concat!(
                "select g.id as class_id, g.quota_bytes - g.storage_bytes as free_bytes, a.due_at,
                        (g.archived_at is not null) as archived,
                        exists (select 1 from enrollments e
                                where e.school_id = a.school_id and e.course_id = a.course_id and e.user_id = $3) as enrolled
                 from assignments a
                 join courses c on c.school_id = a.school_id and c.id = a.course_id
                 join course_classes k on k.school_id = c.school_id and k.course_id = c.id
                 join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $3
                 where a.school_id = $1 and a.id = $2 and (o.user_id is not null or c.teacher_id = $3 or ",
                bounds::class!("g.id", "$4"),
                ")
                 order by case when o.user_id is null then 1 else 0 end, case when g.archived_at is null then 0 else 1 end, g.id
                 limit 1"
            )),
            args![scope.school_id(), assignment, scope.user_id(), scope.class_reach()],
        )
        .await?;
    let admission = admission.ok_or(Error::NotFound)?;
    policy::may_submit(scope.permissions(), admission.enrolled)?;
    if admission.archived { Err(Error::Conflict(Problem::ClassArchived).into()) } else { Ok(admission) }
}

/// Asks what [`submit`] would refuse, before the files are given their addresses: what is refused here leaves nothing
/// behind. Whether an id that is known comes with the same files only [`submit`] can tell; so for one the class's room
/// is not asked.
///
/// # Errors
/// As [`submit`].
pub async fn check(scope: &Scope, assignment: AssignmentId, form: &SubmissionForm, files: usize, bytes: i64) -> Result<()> {
    form.validate(files)?;
    let admission = admit(scope, assignment).await?;
    let known: Option<(UserId, AssignmentId)> = scope
        .db
        .maybe(
            sql!("select user_id, assignment_id from submissions where school_id = $1 and id = $2"),
            args![scope.school_id(), form.submission],
        )
        .await?;
    match known {
        Some(same) if same == (scope.user_id(), assignment) => Ok(()),
        Some(_) => Err(Error::NotFound.into()),
        None if bytes > admission.free_bytes => Err(Error::field("files", Problem::QuotaExceeded).into()),
        None => Ok(()),
    }
}

/// Hands in. The id is made by the page: the same one sent again by the same person with the same note and files is the
/// same submission, answered and not stored twice. With another note or other files it is a further attempt under an id
/// of its own, which is answered.
///
/// # Errors
/// As [`admit`]; `Invalid` on `note` or `files`, with [`Problem::QuotaExceeded`] when the class cannot take them;
/// `NotFound` for an id that is somebody else's.
pub async fn submit(
    scope: &Scope,
    assignment: AssignmentId,
    form: &SubmissionForm,
    uploads: Vec<Upload>,
) -> Result<SubmissionId> {
    form.validate(uploads.len())?;
    let admission = admit(scope, assignment).await?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    let mut id = form.submission;
    if uploads.iter().any(|upload| upload.school() != school) {
        return Err(Error::NotFound.into());
    }
    let mut work = scope.begin().await?;
    // Attempts of one assignment are numbered one after the other.
    work.tx.run(sql!("update assignments set id = id where school_id = $1 and id = $2"), args![school, assignment]).await?;
    let known: Option<(UserId, AssignmentId)> = work
        .tx
        .maybe(sql!("select user_id, assignment_id from submissions where school_id = $1 and id = $2"), args![school, id])
        .await?;
    match known {
        Some(same) if same == (user, assignment) => {
            // The page was gone back to and something else chosen: that is a further attempt, and it too may come twice.
            for stored in [id, newest(&mut work, scope, assignment).await?] {
                if is_replay(&mut work, scope, stored, &tidy(&form.note), &uploads).await? {
                    return Ok(stored);
                }
            }
            id = SubmissionId::new();
        }
        Some(_) => return Err(Error::NotFound.into()),
        None => {}
    }
    life::stay_in_use(&mut work, scope, admission.class_id).await?;
    let (attempt,): (i64,) = work
        .tx
        .one(
            sql!(
                "select cast(coalesce(max(attempt), 0) + 1 as bigint) as attempt from submissions
                 where school_id = $1 and assignment_id = $2 and user_id = $3"
            ),
            args![school, assignment, user],
        )
        .await?;
    let bytes: i64 = uploads.iter().map(Upload::bytes).sum();
    files::take_space(&mut work, scope, admission.class_id, bytes).await?;
    let late = policy::is_late(now, admission.due_at);
    work.tx
        .run(
            sql!(
                "insert into submissions (school_id, id, assignment_id, user_id, attempt, note, late, submitted_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            args![school, id, assignment, user, attempt, tidy(&form.note), late, now],
        )
        .await?;
    for (position, upload) in (0_i64..).zip(&uploads) {
        attach(&mut work, scope, admission.class_id, id, position, upload).await?;
    }
    let detail = json!({ "assignment": assignment, "attempt": attempt, "files": uploads.len(), "bytes": bytes, "late": late });
    work.audit("submission.handed_in", id, detail).await?;
    told::handed_in(&mut work, scope, assignment, id).await?;
    work.commit().await?;
    Ok(id)
}

/// The caller's last attempt; there is one.
async fn newest(work: &mut Work, scope: &Scope, assignment: AssignmentId) -> Result<SubmissionId> {
    let (id,): (SubmissionId,) = work
        .tx
        .one(
            sql!(
                "select id from submissions where school_id = $1 and assignment_id = $2 and user_id = $3
                 order by attempt desc, id limit 1"
            ),
            args![scope.school_id(), assignment, scope.user_id()],
        )
        .await?;
    Ok(id)
}

/// Whether just this was handed in under the id before.
async fn is_replay(work: &mut Work, scope: &Scope, id: SubmissionId, note: &str, uploads: &[Upload]) -> Result<bool> {
    let stored: Vec<(String, String, String)> = work
        .tx
        .all(
            sql!(
                "select s.note, f.name, f.sha256 from submissions s
                 join submission_files k on k.school_id = s.school_id and k.submission_id = s.id
                 join files f on f.school_id = k.school_id and f.id = k.file_id
                 where s.school_id = $1 and s.id = $2 order by k.position, f.id"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let stored = stored.iter().map(|(note, name, sha256)| (note.as_str(), name.as_str(), sha256.as_str()));
    Ok(stored.eq(uploads.iter().map(|upload| (note, upload.name(), upload.sha256()))))
}

async fn attach(
    work: &mut Work,
    scope: &Scope,
    class: ClassId,
    submission: SubmissionId,
    position: i64,
    upload: &Upload,
) -> Result<()> {
    let file = files::name_it(work, scope, class, upload).await?;
    work.tx
        .run(
            sql!("insert into submission_files (school_id, submission_id, file_id, position) values ($1, $2, $3, $4)"),
            args![scope.school_id(), submission, file, position],
        )
        .await?;
    Ok(())
}

/// A submission beside one of its files; the mark that holds is repeated on each.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: SubmissionId,
    attempt: i64,
    submitted_at: At,
    late: bool,
    note: String,
    file_id: Option<FileId>,
    file: Option<String>,
    bytes: Option<i64>,
    sha256: Option<String>,
    marks: Option<Marks>,
    comment: Option<String>,
    marked_by: Option<String>,
    marked_at: Option<At>,
}

/// Puts the rows of each submission together; they come in order.
pub(super) fn gather(rows: Vec<Row>, reader: Reader<'_>) -> Vec<Submission> {
    let mut all: Vec<Submission> = Vec::new();
    for row in rows {
        let file = (|| Some(FileCard { id: row.file_id?, name: row.file?, bytes: row.bytes?, sha256: row.sha256? }))();
        match all.last_mut().filter(|last| last.id == row.id) {
            Some(last) => last.files.extend(file),
            None => {
                let mark = match (row.marks, row.comment, row.marked_by, row.marked_at) {
                    (Some(marks), Some(comment), Some(marked_by), Some(at)) => {
                        Some(MarkCard { marks, comment, marked_by, marked: reader.when(at) })
                    }
                    _ => None,
                };
                all.push(Submission {
                    id: row.id,
                    attempt: row.attempt,
                    submitted: reader.when(row.submitted_at),
                    late: row.late,
                    note: row.note,
                    files: file.into_iter().collect(),
                    mark,
                });
            }
        }
    }
    all
}

/// The caller's own attempts, newest first.
pub(super) async fn own(scope: &Scope, assignment: AssignmentId) -> Result<Vec<Submission>> {
    let rows = scope
        .db
        .all(
            sql!(
                "select s.id, s.attempt, s.submitted_at, s.late, s.note,
                        f.id as file_id, f.name as file, f.bytes, f.sha256,
                        k.marks, k.comment, u.name as marked_by, k.marked_at
                 from submissions s
                 left join submission_files p on p.school_id = s.school_id and p.submission_id = s.id
                 left join files f on f.school_id = p.school_id and f.id = p.file_id
                 left join marks k on k.school_id = s.school_id and k.submission_id = s.id
                   and k.version = (select max(d.version) from marks d
                                    where d.school_id = s.school_id and d.submission_id = s.id)
                 left join users u on u.id = k.marked_by
                 where s.school_id = $1 and s.assignment_id = $2 and s.user_id = $3
                 order by s.attempt desc, s.id, p.position, f.id"
            ),
            args![scope.school_id(), assignment, scope.user_id()],
        )
        .await?;
    Ok(gather(rows, scope.reader()))
}
