//! Seeing the school with another member's eyes, for support (product.md section 2).

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::schools::TeacherLabel;
use crate::{Check, Result, Role, limits};

/// Minutes after which it ends by itself.
pub const MINUTES: i64 = 60;

/// Whom to view as, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewForm {
    pub member: UserId,
    pub reason: String,
}

impl ViewForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("reason", &self.reason, limits::TITLE).done()
    }
}

/// A member to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Viewable {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub role: Role,
}

/// The page on which it begins: the member the address names, or those who fit the search.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewPage {
    pub member: Option<Viewable>,
    pub found: Vec<Viewable>,
    /// What teachers are called in the school.
    pub teacher_label: TeacherLabel,
}
