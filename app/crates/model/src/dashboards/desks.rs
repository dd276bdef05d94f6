//! Dashboards of those who look after a school, a form or its accounts.

use serde::{Deserialize, Serialize};

use super::{Newcomer, Waiting};
use crate::audit::AuditLine;
use crate::device::Device;
use crate::ids::{ClassId, DepartmentId, UserId};
use crate::{Marks, When};

/// A student who handed in nothing of the last three assignments, or was not seen for two weeks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuietStudent {
    pub user_id: UserId,
    pub name: String,
    /// One of their classes that the reader teaches.
    pub class_id: Option<ClassId>,
    /// Names of the classes, parted by commas.
    pub classes: String,
    /// The last three assignments of a course came and went without them.
    pub missed: bool,
    /// Not seen for two weeks.
    pub away: bool,
    /// When they were seen last; nothing for those who never were.
    pub seen: Option<When>,
}

/// The figures of the school, or of one's departments, and what needs somebody's decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HeadBoard {
    pub students: i64,
    pub teachers: i64,
    pub classes: i64,
    pub courses: i64,
    /// People who joined, week by week, the oldest week first.
    pub joined: Vec<Week>,
    /// Whether the school has statistics; without them there is neither work nor marks.
    pub has_statistics: bool,
    pub work: WorkDone,
    /// The courses with the most marks of the last 90 days.
    pub marks: Vec<CourseMarks>,
    pub exceptions: Vec<Exception>,
    /// For department heads; nothing for those who lead the school.
    pub headed: Option<Headed>,
}

/// The departments that somebody heads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Headed {
    /// Their names.
    pub departments: Vec<String>,
    /// Their classes in use.
    pub classes: Vec<ClassSize>,
}

/// Seven days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Week {
    /// The day it begins on, in words.
    pub from: String,
    pub count: i64,
}

/// How the work that fell due in the last 30 days was handed in, counted by student and assignment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkDone {
    pub on_time: i64,
    pub late: i64,
    pub missing: i64,
}

impl WorkDone {
    pub const fn all(self) -> i64 {
        self.on_time + self.late + self.missing
    }
}

/// The average of a course's marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourseMarks {
    /// The course, after the classes it is taught to.
    pub course: String,
    /// Percent of the points, rounded down.
    pub percent: i64,
}

/// A kind of thing that is not as it should be, with the first of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exception {
    pub kind: ExceptionKind,
    pub total: i64,
    pub lines: Vec<ExceptionLine>,
}

crate::text_enum! {
    pub enum ExceptionKind {
        /// A class that nobody teaches.
        NoTeacher = "no_teacher",
        /// Work that has waited for its marks for a week and longer.
        LongWait = "long_wait",
        /// A course of a week and older without an assignment.
        NoWork = "no_work",
        /// A class with students where nothing was said or handed in for two weeks.
        Quiet = "quiet",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExceptionLine {
    /// Below `/s/{slug}`.
    pub path: String,
    pub name: String,
    /// The course of an assignment; empty for what needs no more words.
    pub note: String,
    /// Submissions that wait, or the students of a class.
    pub count: i64,
    pub since: Option<When>,
}

/// People who came, who wait, and who are in no class yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RegistrarBoard {
    pub newest: Vec<Newcomer>,
    /// Who asked to be let into a class.
    pub waiting: People,
    /// Students in no class.
    pub without_class: People,
    pub classes: Vec<ClassSize>,
}

/// Some people, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct People {
    pub total: i64,
    pub first: Vec<PersonSince>,
}

/// A person and when it began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonSince {
    pub user_id: UserId,
    pub name: String,
    /// The username, the number, or the class they wait for.
    pub note: String,
    pub since: Option<When>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassSize {
    pub id: ClassId,
    pub name: String,
    pub students: i64,
    pub teachers: i64,
}

/// The students that fees are for: how many, where they are, who came and who left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BursarBoard {
    pub students: i64,
    /// Students in no class that is in use.
    pub without_class: i64,
    /// Students who came in the last 30 days.
    pub came: People,
    /// Students who left in the last 30 days.
    pub left: People,
    /// The first of the classes in use.
    pub classes: Vec<ClassCount>,
    /// All classes in use.
    pub all_classes: i64,
    /// The first of the departments.
    pub departments: Vec<DepartmentCount>,
    /// All departments.
    pub all_departments: i64,
}

/// The students of a class, as the list of people has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassCount {
    pub id: ClassId,
    pub name: String,
    pub students: i64,
}

/// The students of a department, as the list of people has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartmentCount {
    pub id: DepartmentId,
    pub name: String,
    pub students: i64,
}

/// Those whom a library lends to: how many, who came and who left. Parents are not among them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LibrarianBoard {
    pub students: i64,
    /// Everybody else who works at the school or with it.
    pub staff: i64,
    /// Who came in the last 30 days.
    pub came: People,
    /// Who left in the last 30 days.
    pub left: People,
}

/// For a company's representative: the classes they are in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CorporateBoard {
    pub classes: Vec<ClassSize>,
}

/// The own classes with how each of their students is doing, and of whom little is seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MentorBoard {
    pub quiet: Vec<QuietStudent>,
    pub form: FormBoard,
}

/// The own classes with how each of their students is doing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormBoard {
    /// Work that waits for the reader's marks; for those who mark.
    pub to_mark: Vec<Waiting>,
    pub classes: Vec<Form>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Form {
    pub id: ClassId,
    pub name: String,
    pub unread: i64,
    /// By name.
    pub students: Vec<FormStudent>,
}

/// A student's work in all courses of the class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormStudent {
    pub user_id: UserId,
    pub name: String,
    /// Assignments that are over.
    pub due: i64,
    /// Of these, what was handed in.
    pub handed_in: i64,
    pub last: Option<LastMark>,
}

impl FormStudent {
    pub const fn missing(&self) -> i64 {
        self.due - self.handed_in
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastMark {
    pub title: String,
    pub marks: Marks,
    pub points: Marks,
}

/// Accounts, sessions and access.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SupportBoard {
    pub active: i64,
    pub waiting: i64,
    pub suspended: i64,
    pub ended: i64,
    /// Who tried to log in several times and could not.
    pub failed: Vec<FailedLogIn>,
    /// Sessions of the last day, the latest first.
    pub sessions: Vec<MemberSession>,
    /// Whose access was taken away, the latest first.
    pub barred: Vec<PersonSince>,
    /// What was done last; only for those who may read the log.
    pub log: Option<Vec<AuditLine>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FailedLogIn {
    pub user_id: UserId,
    pub name: String,
    pub tries: i64,
    pub last: When,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberSession {
    pub user_id: UserId,
    pub name: String,
    pub device: Device,
    pub seen: When,
}
