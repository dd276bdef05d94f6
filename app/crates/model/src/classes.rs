//! Class groups, their codes and their people (product.md sections 3 and 6).

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, CourseId, DepartmentId, RoomId, UserId};
use crate::schools::TeacherLabel;
use crate::settings::departments::DepartmentChoice;
use crate::text::classes as t;
use crate::{Check, Key, Problem, Result, Role, When, limits};

crate::text_enum! {
    /// Whom a code lets in.
    pub enum CodeKind {
        Student = "student",
        Lecturer = "lecturer",
    }
}

impl CodeKind {
    pub const fn label(self) -> Key {
        match self {
            CodeKind::Student => t::STUDENT_CODE,
            CodeKind::Lecturer => t::LECTURER_CODE,
        }
    }
}

crate::text_enum! {
    /// What a person is in one class.
    pub enum ClassRole {
        Teacher = "teacher",
        Student = "student",
    }
}

impl ClassRole {
    /// What somebody of a role of the school is in a class; nothing for those who are in none.
    pub fn of(role: Role) -> Option<ClassRole> {
        match role {
            Role::Student => Some(ClassRole::Student),
            role if role.can(crate::Permission::AssessmentsGrade) => Some(ClassRole::Teacher),
            _ => None,
        }
    }
}

crate::text_enum! {
    /// What a code answers those who come with it (product.md section 3).
    pub enum Joining {
        Joined = "joined",
        /// Asked; those who manage the class let in or decline.
        Waiting = "waiting",
        AlreadyMember = "already_member",
        Closed = "closed",
        Expired = "expired",
        DomainMismatch = "domain_mismatch",
        Unknown = "unknown",
    }
}

/// What a code would answer, before anything is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeSight {
    pub answer: Joining,
    /// Where it leads; nothing is told of a class whose code does not let in.
    pub door: Option<Door>,
}

/// The class behind a code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Door {
    pub kind: CodeKind,
    pub class: String,
    pub school: String,
    /// The only mail domain it is for.
    pub mail_domain: Option<String>,
    /// Whether the people of the class let in; else who waits has only to prove their address.
    pub ask_first: bool,
    /// Whether the person has asked already and waits.
    pub asked: bool,
    /// The class's page.
    pub path: String,
}

/// Letters and digits that cannot be taken for one another: no 0 O 1 I L U.
pub const CODE_ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code as it is compared: capital letters and digits, spaces and hyphens gone. `None` when it can be no code.
pub fn fold_code(code: &str) -> Option<String> {
    let folded: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let fits = limits::CODE.contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    fits.then_some(folded)
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassForm {
    pub name: String,
}

impl ClassForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("name", &self.name, limits::CLASS_NAME).done()
    }
}

/// A class's name and its department, as its settings take them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassSettingsForm {
    pub name: String,
    /// The id of a department, [`NO_DEPARTMENT`], or empty to leave it as it is.
    #[serde(default)]
    pub department: String,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

/// Takes a class out of its department.
pub const NO_DEPARTMENT: &str = "none";

impl ClassSettingsForm {
    /// The seal of a class's name and department.
    pub fn drawn_from(name: &str, department: Option<DepartmentId>) -> String {
        crate::drawn::of([name, &department.map(|id| id.to_string()).unwrap_or_default()])
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("name", &self.name, limits::CLASS_NAME).done()
    }
}

/// People on one page of those that the page of a class itself shows.
pub const PEOPLE_SHOWN: i64 = 12;
/// People on one page of those of a class.
pub const PEOPLE_PAGE: i64 = 100;
/// Classes on one page of the list.
pub const PAGE: i64 = 50;

/// What is asked of the list, as it stands in the address. What cannot be read asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClassFilter {
    /// Words of a name.
    pub q: String,
    /// The archived in the place of those in use.
    pub archived: bool,
    pub department: String,
    pub page: i64,
}

impl ClassFilter {
    pub fn department(&self) -> Option<DepartmentId> {
        self.department.parse().ok()
    }
    /// Whether it looks for some of the classes.
    pub fn is_narrow(&self) -> bool {
        !self.q.trim().is_empty() || self.department().is_some()
    }
}

/// A page of the classes somebody may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassList {
    pub classes: Vec<ClassCard>,
    /// How many there are on all pages.
    pub total: i64,
    /// The page shown, from 1.
    pub page: i64,
    /// The departments whose classes can be looked at alone; none for those who reach no department.
    pub departments: Vec<DepartmentChoice>,
    pub may_create: bool,
}

/// A class as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassCard {
    pub id: ClassId,
    pub name: String,
    pub students: i64,
    pub courses: i64,
    /// People who asked to be let in; none for those who cannot.
    pub asking: i64,
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub teachers: Vec<ClassTeacher>,
}

/// Who teaches a class, as lists show them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassTeacher {
    pub name: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
}

/// A class as its own page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassPage {
    pub id: ClassId,
    pub name: String,
    pub room_id: RoomId,
    /// The codes, for those who may hand them out.
    pub codes: Vec<CodeCard>,
    /// Who waits to be let in, the longest waiting first, for those who may.
    pub requests: Vec<ClassRequest>,
    /// A page of its people, teachers first.
    pub people: Vec<ClassPerson>,
    /// How many people there are on all pages.
    pub total: i64,
    /// How many of them are students whose place is not suspended.
    pub students: i64,
    /// The page of people shown, from 1.
    pub page: i64,
    pub courses: Vec<ClassCourse>,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
    pub may_manage: bool,
    /// Whether the school uses the chat.
    pub has_chat: bool,
    /// Whether it uses the statistics.
    pub has_statistics: bool,
    pub may_create_courses: bool,
    pub may_announce: bool,
    /// Whether the reader may open the pages of its people.
    pub may_open: bool,
    /// What the reader is in it; nothing for those whose role reaches it.
    pub own_role: Option<ClassRole>,
    /// Read, and no longer written.
    pub archived: bool,
    pub department: Option<DepartmentId>,
    /// The departments it can be put into, for those who may.
    pub departments: Vec<DepartmentChoice>,
    /// Whether it can be taken out of its department.
    pub may_leave_department: bool,
}

/// A code, for those who hand it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodeCard {
    pub kind: CodeKind,
    pub code: String,
    pub closed: bool,
    pub ask_first: bool,
    pub mail_domain: Option<String>,
    pub expires: Option<When>,
    pub expired: bool,
    /// The address that joins with it, with the host.
    pub link: String,
}

/// A code's own page: how it lets in, and what is printed of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CodePage {
    pub class: String,
    pub school: String,
    pub card: CodeCard,
    /// The school's own mail domain, for a code that nobody has set yet to begin with.
    pub school_domain: Option<String>,
    /// When it expires as a `datetime-local` field takes it, in the school's zone; empty for never.
    pub expires_input: String,
    pub time_zone: String,
    pub qr: Qr,
    /// The seal its form is drawn from, see [`crate::drawn`].
    pub drawn: String,
}

/// A QR code as one path of squares, a unit each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qr {
    /// Squares along a side, without the quiet zone.
    pub size: usize,
    /// SVG path data.
    pub path: String,
}

/// How a code lets in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CodeSettingsForm {
    pub code: String,
    /// Local time in the school's zone (`2026-11-27T17:00`); empty for never.
    #[serde(default)]
    pub expires: String,
    /// Empty for every address.
    #[serde(default)]
    pub mail_domain: String,
    #[serde(default)]
    pub ask_first: bool,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl CodeSettingsForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let domain = fold_domain(&self.mail_domain);
        Check::new()
            .ensure(fold_code(&self.code).is_some(), "code", Problem::NotACode)
            .ensure(domain.is_empty() || crate::validate::is_domain(&domain), "mail_domain", Problem::NotADomain)
            .optional("mail_domain", &self.mail_domain, limits::TITLE)
            .done()
    }
}

/// A mail domain as it is compared: small letters, without the sign before it.
pub fn fold_domain(domain: &str) -> String {
    domain.trim().trim_start_matches('@').to_lowercase()
}

/// Somebody who waits to be let into a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassRequest {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    pub role: ClassRole,
    pub asked: When,
}

crate::text_enum! {
    /// What came of asking to be let in.
    pub enum RequestStatus {
        Waiting = "waiting",
        Admitted = "admitted",
        Declined = "declined",
    }
}

/// What a person has asked for, as they see it themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnRequest {
    pub class: String,
    pub school: String,
    pub status: RequestStatus,
    pub asked: When,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassPerson {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of their photo; empty without one.
    pub photo: String,
    pub role: ClassRole,
    /// Told to those who manage the class only; others do not find them in the list.
    pub suspended: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassCourse {
    pub id: CourseId,
    pub title: String,
    pub assignments: i64,
}

/// A class in figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassStatistics {
    pub students: i64,
    pub assignments: i64,
    /// Of what was due: handed in while there was time.
    pub on_time: i64,
    pub late: i64,
    pub missing: i64,
    /// The average mark, in percent of the points.
    pub average: Option<f64>,
    /// Students who did anything in the last seven days.
    pub active: i64,
    /// The latest work that was due, in the order of its due dates.
    #[cfg_attr(feature = "rows", sqlx(skip))]
    pub averages: Vec<WorkAverage>,
}

/// An assignment among the figures of a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct WorkAverage {
    pub title: String,
    /// In percent of the points; none while nothing of it is marked.
    pub average: Option<f64>,
}

/// Somebody who could be added to a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Candidate {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub role: Role,
}

/// The people of a class for those who manage them, and who was found to be added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub class: ClassPage,
    pub q: String,
    pub found: Vec<Candidate>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ignore_case_spaces_and_hyphens() {
        assert_eq!(fold_code(" abcd-2345 "), Some("ABCD2345".to_owned()));
        assert_eq!(fold_code("cs100"), Some("CS100".to_owned()));
        for wrong in ["", "abc", "ABCDEFGHJKM", "ABCD!", "ÄBCD"] {
            assert_eq!(fold_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_is_limited_to_what_can_be_a_mail_domain() {
        let form = |domain: &str| CodeSettingsForm { code: "CS100".into(), mail_domain: domain.into(), ..Default::default() };
        for right in ["", "uni.example", "@Uni.Example", " students.müller.example "] {
            assert_eq!(form(right).validate(), Ok(()), "{right}");
        }
        for wrong in ["uni", "uni.", "a b.c", "ada@uni.example", "-a.b", "@"] {
            let problem = form(wrong).validate().err().and_then(|error| error.problem_of("mail_domain"));
            assert_eq!(problem, Some(Problem::NotADomain).filter(|_| wrong != "@"), "{wrong}");
        }
    }

    #[test]
    fn who_teaches_is_a_teacher_of_a_class_and_many_are_in_none() {
        assert_eq!(ClassRole::of(Role::Student), Some(ClassRole::Student));
        for role in [Role::Teacher, Role::FormTeacher, Role::DepartmentHead, Role::SchoolAdmin] {
            assert_eq!(ClassRole::of(role), Some(ClassRole::Teacher), "{role}");
        }
        for role in [Role::Parent, Role::Registrar, Role::Librarian, Role::CorporateRep] {
            assert_eq!(ClassRole::of(role), None, "{role}");
        }
    }
}
