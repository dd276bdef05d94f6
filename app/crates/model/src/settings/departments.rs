//! Departments: a name, a head, and the members who work there.

use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentId, UserId};
use crate::{Check, Error, Problem, Result, Role, limits};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DepartmentForm {
    pub name: String,
    /// The id of a member; empty for nobody.
    #[serde(default)]
    pub head: String,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default)]
    pub drawn: String,
}

impl DepartmentForm {
    /// The seal of a department: its name, and its head as far as the form shows them.
    pub fn drawn_from(name: &str, head: Option<UserId>) -> String {
        crate::drawn::of([name, &head.map(|head| head.to_string()).unwrap_or_default()])
    }

    /// The head, if one is chosen.
    ///
    /// # Errors
    /// [`Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<Option<UserId>> {
        Check::new().line("name", &self.name, limits::NAME).done()?;
        match self.head.trim() {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| Error::field("head", Problem::NotAMember)),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct DepartmentCard {
    pub id: DepartmentId,
    pub name: String,
    pub head: Option<String>,
    pub members: i64,
}

/// A department as a choice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct DepartmentChoice {
    pub id: DepartmentId,
    pub name: String,
}

/// All departments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartmentList {
    pub departments: Vec<DepartmentCard>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DepartmentPage {
    pub id: DepartmentId,
    pub name: String,
    pub head: Option<Colleague>,
    pub members: Vec<Colleague>,
    /// What was searched for; empty for the first of all.
    pub q: String,
    /// The first that fit of those who work at the school and are no members yet.
    pub found: Vec<Colleague>,
}

/// Somebody who works at the school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Colleague {
    pub user_id: UserId,
    pub name: String,
    pub username: String,
    /// The hash of the photo; empty without one.
    pub photo: String,
    pub role: Role,
}
