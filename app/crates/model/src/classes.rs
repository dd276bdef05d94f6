//! Class groups, their codes and their people (product.md sections 3 and 6).

mod codes;
mod people;

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, CourseId, DepartmentId, RoomId};
use crate::settings::departments::DepartmentChoice;
use crate::{Check, Result, limits};

pub use codes::{
    CODE_ALPHABET, CodeCard, CodeKind, CodePage, CodeSettingsForm, CodeSight, Door, Joining, Qr, fold_code, fold_domain,
};
pub use people::{Candidate, ClassPerson, ClassRequest, ClassRole, OwnRequest, PeoplePage, RequestStatus};

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
    /// Those alone that people wait to be let into, archived or not; for those who may let in.
    pub asking: bool,
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
    /// Whether the reader may see how far its students are.
    pub may_view_progress: bool,
    /// Whether the school uses the chat.
    pub has_chat: bool,
    pub has_forum: bool,
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
