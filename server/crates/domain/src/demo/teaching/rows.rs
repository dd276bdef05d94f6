//! The rows of a term, written table by table.

use model::classes::{ClassRole, CodeKind};
use model::ids::SchoolId;
use model::limits;
use serde_json::{Value, json};
use store::{Tx, sql};

use super::{Submission, Teaching};
use crate::demo::fill;
use crate::demo::people::Human;
use crate::{Result, names};

pub(in crate::demo) async fn write(tx: &mut Tx, teaching: &Teaching<'_>) -> Result<()> {
    let school = teaching.school.id;
    write_classes(tx, teaching, school).await?;
    write_courses(tx, teaching, school).await?;
    write_submissions(tx, teaching, school).await
}

async fn write_classes(tx: &mut Tx, teaching: &Teaching<'_>, school: SchoolId) -> Result<()> {
    let mut storage = vec![0; teaching.classes.len()];
    for submission in &teaching.submissions {
        let course = &teaching.courses[teaching.assignments[submission.assignment].course];
        storage[course.class] += submission.file.content.len();
    }
    let classes = &teaching.classes;
    fill(
        tx,
        sql!(
            "insert into class_groups (school_id, id, name, name_key, storage_bytes, quota_bytes, created_by, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint),
                    cast(value ->> 5 as bigint), value ->> 6, cast(value ->> 7 as bigint)
             from {rows $1}"
        ),
        classes.iter().zip(storage).map(|(class, bytes)| {
            let (maker, quota) = (class.teachers[0].id, limits::FREE_CLASS_BYTES);
            json!([school, class.id, class.name, names::key(class.name), bytes, quota, maker, class.made])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into class_codes (school_id, class_id, kind, code, never_set, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, true, cast(value ->> 4 as bigint) from {rows $1}"
        ),
        classes.iter().flat_map(|class| {
            [(CodeKind::Student, &class.student_code), (CodeKind::Lecturer, &class.lecturer_code)]
                .map(|(kind, code)| json!([school, class.id, kind, code, class.made]))
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into class_members (school_id, class_id, user_id, role, joined_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint) from {rows $1}"
        ),
        classes.iter().flat_map(|class| {
            let row =
                |human: &Human, role: ClassRole| json!([school, class.id, human.id, role, class.made.0.max(human.joined.0)]);
            let teachers = class.teachers.iter().map(move |human| row(human, ClassRole::Teacher));
            teachers.chain(class.students.iter().map(move |human| row(human, ClassRole::Student)))
        }),
    )
    .await
}

async fn write_courses(tx: &mut Tx, teaching: &Teaching<'_>, school: SchoolId) -> Result<()> {
    let (courses, classes) = (&teaching.courses, &teaching.classes);
    fill(
        tx,
        sql!(
            "insert into courses (school_id, id, title, title_key, summary, teacher_id, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, cast(value ->> 6 as bigint)
             from {rows $1}"
        ),
        courses.iter().map(|course| {
            let subject = course.subject;
            json!([school, course.id, subject.title, names::key(subject.title), subject.summary, course.teacher.id, course.made])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into course_classes (school_id, course_id, class_id)
             select value ->> 0, value ->> 1, value ->> 2 from {rows $1}"
        ),
        courses.iter().map(|course| json!([school, course.id, classes[course.class].id])),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into enrollments (school_id, course_id, user_id, enrolled_at)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        courses.iter().flat_map(|course| {
            let students = classes[course.class].students.iter();
            students.map(move |human| json!([school, course.id, human.id, course.made.0.max(human.joined.0)]))
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into assignments (school_id, id, course_id, title, brief, points, due_at, created_by, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, cast(value ->> 5 as bigint),
                    cast(value ->> 6 as bigint), value ->> 7, cast(value ->> 8 as bigint)
             from {rows $1}"
        ),
        teaching.assignments.iter().map(|it| {
            let course = &courses[it.course];
            let (title, brief) = course.subject.work[it.index];
            json!([school, it.id, course.id, title, brief, it.points, it.due, course.teacher.id, it.set])
        }),
    )
    .await
}

/// Writes the rows of files: school, id, class, name, media type, bytes, hash, whose, when.
pub(in crate::demo) async fn name_files(tx: &mut Tx, files: impl Iterator<Item = Value>) -> Result<()> {
    fill(
        tx,
        sql!(
            "insert into files (school_id, id, class_id, name, media_type, bytes, sha256, created_by, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, cast(value ->> 5 as bigint), value ->> 6,
                    value ->> 7, cast(value ->> 8 as bigint)
             from {rows $1}"
        ),
        files,
    )
    .await
}

/// Puts files to what is handed in: school, submission, file, position.
pub(in crate::demo) async fn attach(tx: &mut Tx, files: impl Iterator<Item = Value>) -> Result<()> {
    fill(
        tx,
        sql!(
            "insert into submission_files (school_id, submission_id, file_id, position)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        files,
    )
    .await
}

async fn write_submissions(tx: &mut Tx, teaching: &Teaching<'_>, school: SchoolId) -> Result<()> {
    let course = |it: &Submission| &teaching.courses[teaching.assignments[it.assignment].course];
    let submissions = &teaching.submissions;
    fill(
        tx,
        sql!(
            "insert into submissions (school_id, id, assignment_id, user_id, attempt, note, late, submitted_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint), value ->> 5,
                    cast(value ->> 6 as boolean), cast(value ->> 7 as bigint)
             from {rows $1}"
        ),
        submissions.iter().map(|it| {
            json!([school, it.id, teaching.assignments[it.assignment].id, it.user, it.attempt, it.note, it.late, it.at])
        }),
    )
    .await?;
    let files = submissions.iter().map(|it| {
        let (file, class) = (&it.file, teaching.classes[course(it).class].id);
        json!([school, file.id, class, file.name, file.media_type, file.content.len(), file.sha256, it.user, it.at])
    });
    name_files(tx, files).await?;
    attach(tx, submissions.iter().map(|it| json!([school, it.id, it.file.id, 0]))).await?;
    fill(
        tx,
        sql!(
            "insert into marks (school_id, id, submission_id, version, marks, comment, marked_by, marked_at)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint), cast(value ->> 4 as bigint), value ->> 5,
                    value ->> 6, cast(value ->> 7 as bigint)
             from {rows $1}"
        ),
        submissions.iter().flat_map(|it| {
            let marker = course(it).teacher.id;
            (1..).zip(&it.marks).map(move |(version, mark): (i64, _)| {
                json!([school, mark.id, it.id, version, mark.marks, mark.comment, marker, mark.at])
            })
        }),
    )
    .await
}
