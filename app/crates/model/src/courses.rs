//! Courses taught to class groups (product.md section 7).

use serde::{Deserialize, Serialize};

use crate::assignments::AssignmentCard;
use crate::ids::{ClassId, CourseId};
use crate::{Check, Result, limits};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CourseForm {
    pub title: String,
    #[serde(default)]
    pub summary: String,
}

impl CourseForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("title", &self.title, limits::TITLE).optional("summary", &self.summary, limits::BRIEF).done()
    }
}

/// A course as its own page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoursePage {
    pub id: CourseId,
    pub title: String,
    pub summary: String,
    pub teacher: String,
    /// The classes it is taught to that the reader may see: id and name.
    pub classes: Vec<(ClassId, String)>,
    pub assignments: Vec<AssignmentCard>,
    pub may_set_assignments: bool,
    /// Whether the counts of the assignments are told.
    pub may_grade: bool,
    /// Of the classes that the reader may see none is in use: nothing is set or handed in.
    pub archived: bool,
    pub has_forum: bool,
    /// The school's zone, in which times are meant.
    pub zone: String,
}
