//! A term of teaching: classes, courses, assignments, what was handed in and what it was worth.

mod rows;

use std::collections::BTreeMap;

use bytes::Bytes;
use futures::stream::{StreamExt, TryStreamExt};
use model::At;
use model::ids::{AssignmentId, ClassId, CourseId, FileId, MarkId, RoomId, SubmissionId, UserId};
use object_store::ObjectStoreExt;
use sha2::{Digest, Sha256};

use super::dice::Dice;
use super::hours::{HOMEWORK, SCHOOL, at_hour};
use super::people::{Human, School};
use super::subjects::Subject;
use crate::{Result, System, files, secrets};

pub(super) use rows::{attach, name_files, write};

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
    pub id: CourseId,
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
        let made = SCHOOL.up_to(dice, plan.zone, now.plus_days(-95));
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
            let made = SCHOOL.between(dice, plan.zone, made.plus_hours(1), made.plus_days(4)).unwrap_or(made);
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
        let set = SCHOOL.up_to(dice, zone, set);
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
    let zone = teaching.school.plan.zone;
    for student in students {
        if student.joined > due || !dice.chance(share) {
            continue;
        }
        // Four days later even what was due before a weekend can be brought.
        let (from, until) = match due < now && dice.chance(6) {
            true => (due.plus_minutes(4), due.plus_days(4)),
            false => (set.plus_minutes(20), due.plus_minutes(-2)),
        };
        let from = At(from.0.max(student.joined.0));
        let until = At(until.0.min(now.plus_minutes(-3).0));
        let Some(at) = HOMEWORK.between(dice, zone, from, until) else { continue };
        let earlier = match dice.chance(7) {
            true => HOMEWORK.between(dice, zone, At(from.0.max(at.plus_hours(-10).0)), at.plus_minutes(-15)),
            false => None,
        };
        let attempts: Vec<At> = earlier.into_iter().chain([at]).collect();
        for (attempt, at) in (1..).zip(attempts.iter().copied()) {
            let last = attempt == attempts.len() as i64;
            let marks = if last { marks(dice, zone, at, due, points, now) } else { Vec::new() };
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
fn marks(dice: &mut Dice, zone: &str, at: At, due: At, points: i64, now: At) -> Vec<Mark> {
    let over = (now.0 - due.0) / (24 * 60 * 60 * 1000);
    let share = match over {
        i64::MIN..=-1 => 0,
        0..=2 => 25,
        3..=10 => 55,
        _ => 100,
    };
    let from = At(at.0.max(due.0)).plus_hours(2);
    let until = At(now.plus_minutes(-1).0.min(due.plus_days(8).0));
    let Some(mut at) = SCHOOL.between(dice, zone, from, until).filter(|_| dice.chance(share)) else { return Vec::new() };
    // Two dice: most are good, few are perfect or poor.
    let percent = (dice.between(20, 52) + dice.between(22, 50)).min(100);
    let half_points = (points * percent / 100 + 25) / 50 * 50;
    let comment = *dice.pick(match percent {
        90.. => PRAISE,
        70..90 => GOOD,
        55..70 => FAIR,
        _ => POOR,
    });
    let mut marks = vec![Mark { id: dice.id(at), marks: half_points, comment, at }];
    let again = SCHOOL.between(dice, zone, at.plus_hours(2), At(at.plus_days(4).0.min(now.plus_minutes(-1).0)));
    if let Some(again) = again.filter(|_| dice.chance(3)) {
        at = again;
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
