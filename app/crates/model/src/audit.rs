//! The audit log as people read it (product.md section 24).

use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::ids::AuditId;
use crate::schools::TeacherLabel;
use crate::{Day, Error, Key, Problem, Result, When, limits};

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
    /// Whether the actor did it to themselves.
    pub own: bool,
    /// Such as `class.created`.
    pub action: String,
    /// What it was done to, as it is called now.
    pub subject: Option<Told>,
    pub changes: Vec<Change>,
    /// What else is known of it.
    pub facts: Vec<(String, Vec<Told>)>,
    pub address: String,
    pub request_id: String,
    /// With what it was done.
    pub device: Device,
    /// What the device called itself; empty for what the platform did by itself.
    pub agent: String,
}

/// A value before and after; nothing where there was none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What it is called in the reader's language.
    pub field: String,
    pub before: Vec<Told>,
    pub after: Vec<Told>,
}

/// A value as a person reads it, in their language and zone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Empty for a thing that has no name any more.
    pub text: String,
    /// The whole id of a thing; empty for other values.
    pub id: String,
    /// The page of it; empty where the reader may not open one.
    pub path: String,
}

impl Told {
    /// A value that is no thing with an id.
    pub fn plain(text: impl Into<String>) -> Told {
        Told { text: text.into(), ..Told::default() }
    }

    /// The end of the id: enough to know it again.
    pub fn short_id(&self) -> &str {
        self.id.get(self.id.len().saturating_sub(8)..).unwrap_or(&self.id)
    }
}

/// How the value of a field is told. Yes and no are told as such in every kind, and numbers in all but the measured ones.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// As it stands.
    Plain,
    /// Words of a closed list; what is not in it stands as it is.
    Word(fn(&str) -> Option<Key>),
    /// The same, in a school that calls its teachers so.
    WordIn(fn(&str, TeacherLabel) -> Option<Key>),
    /// The id of what has a name.
    Thing,
    /// `2026-11-27`.
    Day,
    /// ISO 8601 in UTC, or milliseconds since 1970.
    Instant,
    Bytes,
    /// How many there are, with the thousands set apart.
    Count,
    /// Marks, points or percent in hundredths.
    Hundredths,
    /// Names of permissions, each after a plus or a minus.
    Signed,
    /// The SHA-256 of a picture.
    Picture,
    /// A BCP 47 tag.
    Language,
}
