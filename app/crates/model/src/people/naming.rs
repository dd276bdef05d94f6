//! A misspelt name, and what a school suggests in its place.

use serde::{Deserialize, Serialize};

use crate::{Check, Result, When, limits};

/// Days in which a suggested name is answered; after them it is no longer asked.
pub const SUGGESTED_DAYS: i64 = 30;

/// A member's name as it is put right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NameForm {
    pub name: String,
    /// What it was drawn from, see [`crate::drawn`].
    pub drawn: String,
}

impl NameForm {
    /// The seal of a name.
    pub fn drawn_from(name: &str) -> String {
        crate::drawn::of([name])
    }

    /// # Errors
    /// [`crate::Error::Invalid`] on `name`.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("name", &self.name, limits::NAME).done()
    }
}

/// A name that a school suggests, as its person is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameSuggestion {
    /// The school's address.
    pub slug: String,
    /// What the school is called.
    pub school: String,
    pub name: String,
    /// The seal of the name they have, see [`NameForm::drawn_from`].
    pub drawn: String,
}

/// The same on the member's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedName {
    pub name: String,
    /// Who suggested it.
    pub by: String,
    pub until: When,
}
