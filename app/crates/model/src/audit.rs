//! The audit log as people read it (product.md section 24).

use serde::{Deserialize, Serialize};

use crate::ids::AuditId;
use crate::{Day, Error, Problem, Result, When, limits};

/// What of the log is asked for. All of it travels in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditFilter {
    /// Words of what was done, to whom, or by whom.
    pub q: String,
    /// The first part of the actions' names, such as `class`; empty for all.
    pub area: String,
    /// The first and the last day, in the school's zone; empty for no limit.
    pub from: String,
    pub to: String,
    /// Continues after this entry: `{at}.{id}`.
    pub after: String,
}

impl AuditFilter {
    /// # Errors
    /// [`Error::Invalid`] for a day that is none.
    pub fn days(&self) -> Result<(Option<Day>, Option<Day>)> {
        let day = |field: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Error::field(field, Problem::NotADate)),
        };
        Ok((day("from", &self.from)?, day("to", &self.to)?))
    }

    /// Whether it asks for less than all.
    pub fn is_limited(&self) -> bool {
        [&self.q, &self.area, &self.from, &self.to].iter().any(|text| !text.trim().is_empty())
    }

    /// Cut to what can be searched for.
    pub fn words(&self) -> String {
        self.q.trim().chars().take(limits::NAME).collect()
    }
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditPage {
    pub filter: AuditFilter,
    /// The newest first.
    pub lines: Vec<AuditLine>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditLine {
    pub id: AuditId,
    pub when: When,
    /// Name and username; nobody for what the platform did by itself.
    pub actor: Option<(String, String)>,
    /// Such as `class.created`.
    pub action: String,
    /// What it was done to, as it is called now.
    pub subject: Option<String>,
    pub changes: Vec<Change>,
    /// What else is known of it.
    pub facts: Vec<(String, String)>,
    pub address: String,
    pub request_id: String,
}

/// A value before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}
