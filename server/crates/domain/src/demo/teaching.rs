//! A term of teaching: classes, courses, assignments, what was handed in and what it was worth.

use std::collections::BTreeMap;

use bytes::Bytes;
use futures::stream::{StreamExt, TryStreamExt};
use model::classes::{ClassRole, CodeKind};
use model::ids::{AssignmentId, ClassId, CourseId, FileId, MarkId, RoomId, SchoolId, SubmissionId, UserId};
use model::{At, limits};
use object_store::ObjectStoreExt;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Tx, sql};

use super::dice::Dice;
use super::people::{Human, School};
use super::subjects::Subject;
use super::{at_hour, fill};
use crate::accounts::fold;
use crate::{Result, System, files, secrets};

pub(super) struct Class<'a> {
    pub id: ClassId,
    pub room: RoomId,
    pub name: &'static str,
    pub student_code: String,
    lecturer_code: String,
    /// The first one made the class.
    pub teachers: Vec<&'a Human>,
    pub students: Vec<&'a Human>,
    made: At,
}

pub(super) struct Course<'a> {
    id: CourseId,
    class: usize,
    pub subject: &'static Subject,
    pub teacher: &'a Human,
    made: At,
}

pub(super) struct Assignment {
    id: AssignmentId,
    course: usize,
    /// Its place in the subject's term.
    index: usize,
    points: i64,
    due: At,
    set: At,
}

pub(super) struct Submission {
    id: SubmissionId,
    assignment: usize,
    user: UserId,
    attempt: i64,
    note: &'static str,
    late: bool,
    at: At,
    file: File,
    pub marks: Vec<Mark>,
}

struct File {
    id: FileId,
    name: String,
    media_type: &'static str,
    content: Bytes,
    sha256: String,
}

pub(super) struct Mark {
    id: MarkId,
    marks: i64,
    comment: &'static str,
    at: At,
}

/// What a school teaches.
pub(super) struct Teaching<'a> {
    pub school: &'a School,
    pub classes: Vec<Class<'a>>,
    pub courses: Vec<Course<'a>>,
    pub assignments: Vec<Assignment>,
    pub submissions: Vec<Submission>,
}

pub(super) fn invent<'a>(dice: &mut Dice, school: &'a School, now: At) -> Teaching<'a> {
    let plan = school.plan;
    let count = plan.classes.len();
    let mut teaching = Teaching { school, classes: vec![], courses: vec![], assignments: vec![], submissions: vec![] };
    for (index, name) in plan.classes.iter().enumerate() {
        let made = now.plus_days(-98).plus_minutes(dice.between(0, 1200));
        // Each class is taught by two teachers, each of whom has the next class too.
        let teachers: Vec<&Human> = (0..2).map(|offset| &school.teachers[(index + offset * 5) % school.teachers.len()]).collect();
        let students = school.students.iter().skip(index).step_by(count).collect();
        teaching.classes.push(Class {
            id: dice.id(made),
            room: dice.id(made),
            name,
            student_code: dice.code(),
            lecturer_code: dice.code(),
            teachers,
            students,
            made,
        });
        for (offset, teacher) in teaching.classes[index].teachers.clone().into_iter().enumerate() {
            let made = made.plus_hours(dice.between(1, 30));
            let subject = &plan.subjects[(2 * index + offset) % plan.subjects.len()];
            teaching.courses.push(Course { id: dice.id(made), class: index, subject, teacher, made });
            assignments(dice, &mut teaching, plan.zone, now);
        }
    }
    teaching
}

/// Days from now on which the six assignments of a term are due: three long marked, one just over, two still open.
const DUE_DAYS: [i64; 6] = [-58, -41, -24, -4, 3, 17];

/// The work of the course that was made last.
fn assignments(dice: &mut Dice, teaching: &mut Teaching<'_>, zone: &str, now: At) {
    let course = teaching.courses.len() - 1;
    for (index, days) in DUE_DAYS.iter().enumerate() {
        let hour = *dice.pick(&[8, 12, 17, 18, 20]);
        let due = at_hour(now, zone, days + dice.between(-2, 2), hour);
        let set = At(due.plus_days(-dice.between(9, 13)).0.min(now.plus_hours(-dice.between(3, 40)).0));
        let points = *dice.pick(&[10, 10, 20, 25, 50, 100]) * 100;
        teaching.assignments.push(Assignment { id: dice.id(set), course, index, points, due, set });
        hand_in(dice, teaching, teaching.assignments.len() - 1, now);
    }
}

/// Who hands in, when, and how often.
fn hand_in(dice: &mut Dice, teaching: &mut Teaching<'_>, assignment: usize, now: At) {
    let work = &teaching.assignments[assignment];
    let course = &teaching.courses[work.course];
    let students = teaching.classes[course.class].students.clone();
    let (set, due, points) = (work.set, work.due, work.points);
    let title = course.subject.work[work.index].0;
    let share = if due < now { 92 } else { (now.0 - set.0) * 60 / (due.0 - set.0).max(1) };
    for student in students {
        if student.joined > due || !dice.chance(share) {
            continue;
        }
        let late = due < now && dice.chance(6);
        let at = match late {
            true => due.plus_minutes(dice.between(4, 2200)),
            false => At(dice.between(set.plus_hours(2).0, due.plus_minutes(-2).0)),
        };
        let at = At(at.0.min(now.plus_minutes(-dice.between(3, 400)).0).max(student.joined.0));
        let attempts = if dice.chance(7) { 2 } else { 1 };
        for attempt in 1..=attempts {
            let earlier = At(at.plus_minutes(-dice.between(15, 600)).0.max(set.0 + 60_000));
            let at = if attempt < attempts { earlier } else { at };
            let last = attempt == attempts;
            let marks = if last { marks(dice, at, due, points, now) } else { Vec::new() };
            let file = write_file(dice, student, title, course.subject, at);
            let note = if dice.chance(15) { *dice.pick(NOTES) } else { "" };
            let id = dice.id(at);
            let late = at > due;
            teaching.submissions.push(Submission { id, assignment, user: student.id, attempt, note, late, at, file, marks });
        }
    }
}

const NOTES: &[&str] = &[
    "I was not sure about the last question.",
    "Sorry for the handwriting in the drawing.",
    "We discussed number two in class, I hope it is right now.",
    "Please look at the second page first.",
    "This is better than my first try.",
];

/// What the work is worth. What is older than a few days is marked; of the rest about half.
fn marks(dice: &mut Dice, at: At, due: At, points: i64, now: At) -> Vec<Mark> {
    let over = (now.0 - due.0) / (24 * 60 * 60 * 1000);
    let share = match over {
        i64::MIN..=-1 => 0,
        0..=2 => 25,
        3..=10 => 55,
        _ => 100,
    };
    let from = at.0.max(due.0) + 2 * 60 * 60 * 1000;
    let until = now.plus_minutes(-1).0.min(due.plus_days(7).0.max(from));
    if from >= until || !dice.chance(share) {
        return Vec::new();
    }
    // Two dice: most are good, few are perfect or poor.
    let percent = (dice.between(20, 52) + dice.between(22, 50)).min(100);
    let half_points = (points * percent / 100 + 25) / 50 * 50;
    let comment = *dice.pick(match percent {
        90.. => PRAISE,
        70..90 => GOOD,
        55..70 => FAIR,
        _ => POOR,
    });
    let mut at = At(dice.between(from, until));
    let mut marks = vec![Mark { id: dice.id(at), marks: half_points, comment, at }];
    if dice.chance(3) {
        at = At(at.plus_hours(dice.between(2, 30)).0.min(now.plus_minutes(-1).0));
        let marks_now = (half_points + points / 20).min(points) / 50 * 50;
        marks.push(Mark { id: dice.id(at), marks: marks_now, comment: "I overlooked your second page. Corrected.", at });
    }
    marks
}

const PRAISE: &[&str] = &[
    "Excellent. I would like to show this to the class, if you agree.",
    "Clear, complete and a pleasure to read.",
    "Very good. The check at the end is exactly what I hoped for.",
    "Nothing to add.",
];
const GOOD: &[&str] = &[
    "Good work. Explain the step in the middle a little more.",
    "Well done; mind the units.",
    "Good. The second part is stronger than the first.",
    "The idea is right and well told. Two small slips, marked in the text.",
];
const FAIR: &[&str] = &[
    "The beginning is right; from the third line on you answer another question.",
    "Correct in parts. Come to the exercise class with your questions.",
    "You know more than you show here: write down why, not only what.",
];
const POOR: &[&str] = &[
    "Please look at sheet two again, then hand in a second try.",
    "Only half of the questions are answered. Talk to me after class.",
    "This looks rushed. You can do better, and I will help.",
];

fn write_file(dice: &mut Dice, student: &Human, title: &str, subject: &Subject, at: At) -> File {
    let markdown = dice.chance(30);
    let mut text = format!("{}{title}\n{}\n\n", if markdown { "# " } else { "" }, student.name);
    let first = dice.below(subject.lines.len());
    for paragraph in 0..dice.between(2, 4) as usize {
        for sentence in 0..dice.between(2, 3) as usize {
            let line = subject.lines[(first + 2 * paragraph + sentence) % subject.lines.len()];
            text.push_str(line);
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    let slug = model::schools::slug_of(title);
    let (ending, media_type) = if markdown { ("md", "text/markdown") } else { ("txt", "text/plain") };
    let name = format!("{}_{slug}.{ending}", student.username);
    let content = Bytes::from(text);
    let sha256 = secrets::hex(&Sha256::digest(&content));
    File { id: dice.id(at), name, media_type, content, sha256 }
}

/// Contents on their way to the store at a time.
const AT_A_TIME: usize = 16;

/// Stores what was handed in.
pub(super) async fn store(system: &System, teaching: &Teaching<'_>) -> Result<()> {
    let school = teaching.school.id;
    let contents: BTreeMap<&str, &Bytes> =
        teaching.submissions.iter().map(|it| (it.file.sha256.as_str(), &it.file.content)).collect();
    let puts: Vec<_> = contents.into_iter().map(|(sha256, content)| (files::address(school, sha256), content.clone())).collect();
    futures::stream::iter(puts)
        .map(|(path, content)| async move { system.files.put(&path, content.into()).await })
        .buffer_unordered(AT_A_TIME)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    Ok(())
}

pub(super) async fn write(tx: &mut Tx, teaching: &Teaching<'_>) -> Result<()> {
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
            json!([school, class.id, class.name, fold(class.name), bytes, quota, maker, class.made])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into class_codes (school_id, class_id, kind, code, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(value ->> 4 as bigint) from {rows $1}"
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
            json!([school, course.id, subject.title, fold(subject.title), subject.summary, course.teacher.id, course.made])
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
    fill(
        tx,
        sql!(
            "insert into files (school_id, id, class_id, name, media_type, bytes, sha256, created_by, created_at)
             select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, cast(value ->> 5 as bigint), value ->> 6,
                    value ->> 7, cast(value ->> 8 as bigint)
             from {rows $1}"
        ),
        submissions.iter().map(|it| {
            let (file, class) = (&it.file, teaching.classes[course(it).class].id);
            json!([school, file.id, class, file.name, file.media_type, file.content.len(), file.sha256, it.user, it.at])
        }),
    )
    .await?;
    fill(
        tx,
        sql!(
            "insert into submission_files (school_id, submission_id, file_id, position)
             select value ->> 0, value ->> 1, value ->> 2, cast(value ->> 3 as bigint) from {rows $1}"
        ),
        submissions.iter().map(|it| json!([school, it.id, it.file.id, 0])),
    )
    .await?;
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
