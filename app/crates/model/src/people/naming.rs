//! A misspelt name.

use serde::{Deserialize, Serialize};

use crate::{Check, Result, limits};

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
