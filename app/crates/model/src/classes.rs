//! Class groups, their codes and their people (product.md sections 3 and 6).

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, CourseId, RoomId, UserId};
use crate::{At, Check, Result, Role, limits};

crate::text_enum! {
    /// Whom a code lets in.
    pub enum CodeKind {
        Student = "student",
        Lecturer = "lecturer",
    }
}

crate::text_enum! {
    /// What a person is in one class.
    pub enum ClassRole {
        Teacher = "teacher",
        Student = "student",
    }
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

/// A class as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassCard {
    pub id: ClassId,
    pub name: String,
    pub students: i64,
    pub courses: i64,
}

/// A class as its own page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassPage {
    pub id: ClassId,
    pub name: String,
    pub room_id: RoomId,
    /// The codes, for those who may hand them out.
    pub codes: Vec<CodeCard>,
    pub people: Vec<ClassPerson>,
    pub courses: Vec<ClassCourse>,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
    pub may_manage: bool,
    pub may_create_courses: bool,
    pub may_announce: bool,
    /// What the reader is in it; nothing for those who reach every class.
    pub own_role: Option<ClassRole>,
    /// Read, and no longer written.
    pub archived: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct CodeCard {
    pub kind: CodeKind,
    pub code: String,
    pub closed: bool,
    pub expires_at: Option<At>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassPerson {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    pub role: ClassRole,
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
}
