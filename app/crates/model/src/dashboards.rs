//! What a person sees first: in a school by their role, and on the platform (product.md section 5).

mod desks;
mod mails;

use serde::{Deserialize, Serialize};

use crate::announcements::NewsLine;
use crate::assignments::AssignmentCard;
use crate::backup::clear::Cleared;
use crate::backup::kept::KeptBrief;
use crate::first_steps::FirstSteps;
use crate::guardians::ChildCard;
use crate::ids::{AssignmentId, ClassId, JobId, SchoolId, UserId};
use crate::people::NameSuggestion;
use crate::schools::TeacherLabel;
use crate::settings::calendar::Today;
use crate::{Marks, Permission, Permissions, Role, When};

pub use desks::*;
pub use mails::*;

/// Own classes, or those of the own departments, that a dashboard shows; the list of classes has them all.
pub const OWN_CLASSES: usize = 12;

/// The dashboard of a school, for the one who asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The school's name.
    pub school: String,
    /// Today in the school's zone, such as "Friday 27 November".
    pub today: String,
    pub role: Role,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    pub permissions: Permissions,
    /// How the school suggests that their name be written.
    pub suggestion: Option<NameSuggestion>,
    /// The newest announcements for them that they have not read, and those that are pinned; the pinned first.
    pub news: Vec<NewsLine>,
    /// Whether there are announcements for them, read or not.
    pub told: bool,
    /// The term and the next holiday.
    pub calendar: Today,
    pub board: Board,
}

impl Dashboard {
    pub fn can(&self, permission: Permission) -> bool {
        self.permissions.can(permission)
    }
}

/// What it shows, by role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Board {
    Student(StudentBoard),
    Teacher(TeacherBoard),
    School(Box<SchoolBoard>),
    Member(MemberBoard),
    /// The children in this school.
    Parent(Vec<ChildCard>),
    Head(HeadBoard),
    Registrar(RegistrarBoard),
    Form(FormBoard),
    Mentor(MentorBoard),
    Support(SupportBoard),
    Bursar(BursarBoard),
    Librarian(LibrarianBoard),
    Corporate(CorporateBoard),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StudentBoard {
    /// What is to be handed in, the next first; what is overdue and missing before it.
    pub due: Vec<Due>,
    /// Marks of the last days, the newest first.
    pub marked: Vec<Marked>,
    pub classes: Vec<ClassLine>,
}

/// An assignment a student has to hand in or has handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    pub card: AssignmentCard,
    pub overdue: bool,
}

/// A mark a student got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marked {
    pub assignment_id: AssignmentId,
    pub title: String,
    pub course: String,
    pub marks: Marks,
    pub points: Marks,
    pub marked: When,
}

/// A class of one's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassLine {
    pub id: ClassId,
    pub name: String,
    pub students: i64,
    /// Chat messages after the last one read.
    pub unread: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TeacherBoard {
    /// The longest waiting first.
    pub to_mark: Vec<Waiting>,
    /// Own assignments that are still open, the next due first.
    pub due: Vec<DueNext>,
    /// Own students of whom little is seen.
    pub quiet: Vec<QuietStudent>,
    pub classes: Vec<ClassLine>,
    /// Own classes that people wait to be let into.
    pub asking: Vec<AskingLine>,
    /// While one of them is left.
    pub first_steps: Option<FirstSteps>,
}

/// A class with people who wait to be let in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskingLine {
    pub id: ClassId,
    pub name: String,
    pub people: i64,
}

/// An assignment with submissions that wait for marks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    pub assignment_id: AssignmentId,
    pub title: String,
    /// The course, after the classes it is taught to.
    pub course: String,
    pub waiting: i64,
    pub oldest: When,
}

/// An assignment of a teacher's that is still open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DueNext {
    pub assignment_id: AssignmentId,
    pub title: String,
    /// The course, after the classes it is taught to.
    pub course: String,
    pub due: When,
    pub handed_in: i64,
    pub students: i64,
}

/// The figures of a school for those who run it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolBoard {
    pub figures: SchoolFigures,
    pub health: Health,
    /// The newest first; only for those who may read the list of members.
    pub newest: Vec<Newcomer>,
    /// While one of them is left.
    pub first_steps: Option<FirstSteps>,
    /// What was cleared and can be brought back, the newest first, for those who may.
    pub cleared: Vec<Cleared>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct SchoolFigures {
    pub students: i64,
    pub teachers: i64,
    pub people: i64,
    pub classes: i64,
    pub courses: i64,
    pub assignments: i64,
    /// People who came in the last seven days.
    pub sign_ups: i64,
    /// People who wait to be let into a class.
    pub asking: i64,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
}

impl SchoolFigures {
    /// Nobody but who founded it, and nothing made yet.
    pub const fn is_new(&self) -> bool {
        self.classes == 0 && self.people <= 1
    }
}

/// Whether the school is well: what somebody should look after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// How it stands with the backups that are kept: what somebody downloaded may be anywhere by now.
    pub backup: KeptBrief,
    /// Whether the platform has a mail server; without one mails stay in its outbox.
    pub sends_mail: bool,
    /// Mails to people of the school, and to those it invited, that have not been tried yet.
    pub mails_waiting: i64,
    /// The same that could not be sent so far.
    pub mails_failed: i64,
    /// Whether the reader can open that outbox: who runs the platform can.
    pub may_open_mails: bool,
    /// Members whose e-mail address is not proven.
    pub unproven: i64,
    /// People who wait to be let into a class.
    pub asking: i64,
}

/// A person who came lately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Newcomer {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub role: Role,
    pub joined: When,
}

/// For those from whom a part of their role was taken: their classes and people, as far as they may read of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MemberBoard {
    /// Only for those who may open them.
    pub classes: Vec<ClassLine>,
    /// As in [`SchoolBoard::newest`].
    pub newest: Vec<Newcomer>,
}

/// The platform at a glance, for its admins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlatformBoard {
    pub figures: PlatformFigures,
    /// Of 1,000 requests by people who are logged in, how many found them in memory; none before the first request.
    pub cache_hits: Option<i64>,
    pub database_bytes: i64,
    pub errors: Errors,
    /// The newest first.
    pub newest: Vec<NewSchool>,
    /// The latest first.
    pub dead: Vec<DeadJob>,
    /// How it stands with the backups that are kept of all of it.
    pub backup: KeptBrief,
    /// How many archives schools have handed over that nobody has put back.
    pub handed: i64,
    /// Whether strangers can learn by registering which addresses have an account: no mail leaves.
    pub tells_addresses: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct PlatformFigures {
    pub schools: i64,
    /// Schools without an admin who can log in.
    pub without_admin: i64,
    pub users: i64,
    /// People who came in the last seven days.
    pub sign_ups: i64,
    pub mails_waiting: i64,
    /// Mails that could not be sent so far.
    pub mails_failed: i64,
    pub jobs_waiting: i64,
    pub jobs_dead: i64,
    /// Accounts by status.
    pub pending: i64,
    pub active: i64,
    pub inactive: i64,
    pub suspended: i64,
}

/// Answers of this server that were its own fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Errors {
    pub last_hour: i64,
    /// Since it began.
    pub total: i64,
    pub began: When,
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeadJob {
    pub id: JobId,
    pub kind: String,
    /// What the last try came to.
    pub error: String,
    pub tries: i64,
    pub given_up: When,
}

/// A school that was founded lately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewSchool {
    pub id: SchoolId,
    pub name: String,
    pub people: i64,
    pub founded: When,
}
