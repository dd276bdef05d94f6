//! What is found by a few letters: people, classes and courses of one school (product.md section 2); for the platform's
//! admins everybody with an account and every school too.

use serde::{Deserialize, Serialize};

use crate::Role;
use crate::ids::{ClassId, CourseId, RoomId, SchoolId, UserId};
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
    /// Whom the reader teaches, where they may not read the list of members.
    pub students: Vec<FoundStudent>,
    pub classes: Vec<FoundClass>,
    pub courses: Vec<FoundCourse>,
    /// The chats the reader sits in.
    pub rooms: Vec<FoundRoom>,
    /// Nothing for all but the platform's admins.
    pub platform: FoundOnPlatform,
}

impl Found {
    /// What is found outside of every school, where teachers are called teachers.
    pub const fn outside(platform: FoundOnPlatform) -> Found {
        Found {
            teacher_label: TeacherLabel::Teacher,
            people: Vec::new(),
            people_total: 0,
            students: Vec::new(),
            classes: Vec::new(),
            courses: Vec::new(),
            rooms: Vec::new(),
            platform,
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.people.is_empty()
            && self.students.is_empty()
            && self.classes.is_empty()
            && self.courses.is_empty()
            && self.rooms.is_empty()
            && self.platform.is_empty()
    }
}

/// What is found over all schools.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundOnPlatform {
    pub people: Vec<FoundUser>,
    pub schools: Vec<FoundSchool>,
}

impl FoundOnPlatform {
    pub const fn is_empty(&self) -> bool {
        self.people.is_empty() && self.schools.is_empty()
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

/// A chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundRoom {
    pub id: RoomId,
    pub name: String,
    /// The class of a further one, or the child it is about; else empty.
    pub about: String,
}

/// Somebody with a student's place in a class that the reader teaches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FoundStudent {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// Names of the classes in which the reader teaches them, parted by commas.
    pub classes: String,
    /// The first of these classes.
    pub class_id: ClassId,
    /// The page of its people that they stand on.
    pub page: i64,
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FoundUser {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub email: String,
    /// Names of the schools, parted by semicolons; empty for those in none.
    pub schools: String,
}

/// A school of the platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct FoundSchool {
    pub id: SchoolId,
    pub name: String,
    pub slug: String,
}
