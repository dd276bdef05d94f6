//! What is found by a few letters: people, classes and courses of one school (product.md section 2).

use serde::{Deserialize, Serialize};

use crate::Role;
use crate::ids::{ClassId, CourseId, UserId};
use crate::schools::TeacherLabel;

/// At most so many of a kind.
pub const MOST: i64 = 8;

/// What some words lead to, the best first in each kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
    /// Nobody for those who may not read the list of members.
    pub people: Vec<FoundPerson>,
    /// How many the list of people finds by the words, where as many were found as are shown; else 0.
    pub people_total: i64,
    pub classes: Vec<FoundClass>,
    pub courses: Vec<FoundCourse>,
}

impl Found {
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty() && self.classes.is_empty() && self.courses.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FoundPerson {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub role: Role,
    /// The student's or the employee's number; empty without one.
    pub number: String,
    /// Names of the classes, parted by commas; empty for those in none.
    pub classes: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FoundClass {
    pub id: ClassId,
    pub name: String,
    pub students: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FoundCourse {
    pub id: CourseId,
    pub title: String,
    /// Names of the classes it is taught to, parted by commas.
    pub classes: String,
}
