//! What rows name that lies outside of the database: uploaded files, logos and photos.

use std::fmt;

use model::ids::SchoolId;
use object_store::path::Path;
use serde_json::{Map, Value};

use crate::accounts::photo;
use crate::files;

/// A content of the object store, by its SHA-256. Photos belong to no school.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content {
    pub school: Option<SchoolId>,
    pub sha256: String,
}

/// Its place in an archive.
impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.school {
            Some(school) => write!(f, "files/{school}/{}", self.sha256),
            None => write!(f, "photos/{}", self.sha256),
        }
    }
}

impl Content {
    /// What the row of a table names; nothing where it names nothing.
    pub fn of(table: &str, row: &Map<String, Value>) -> Option<Content> {
        let text = |column: &str| row.get(column).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (school, sha256) = match table {
            "files" => (Some(text("school_id")?), text("sha256")?),
            "schools" => (Some(text("id")?), text("logo")?),
            "users" => (None, text("photo")?),
            _ => return None,
        };
        let school = match school {
            Some(school) => Some(school.parse().ok()?),
            None => None,
        };
        Some(Content { school, sha256: sha256.to_owned() })
    }

    /// What a place in an archive names; nothing where it is none of ours.
    pub fn parse(path: &str) -> Option<Content> {
        let (school, sha256) = match path.split('/').collect::<Vec<_>>().as_slice() {
            ["files", school, sha256] => (Some(school.parse().ok()?), *sha256),
            ["photos", sha256] => (None, *sha256),
            _ => return None,
        };
        is_hash(sha256).then(|| Content { school, sha256: sha256.to_owned() })
    }

    /// Whether rows of the table may name one.
    pub fn is_named_in(table: &str) -> bool {
        matches!(table, "files" | "schools" | "users")
    }

    /// Where it lies in the store.
    pub(crate) fn address(&self) -> Path {
        match self.school {
            Some(school) => files::address(school, &self.sha256),
            None => photo::address(&self.sha256),
        }
    }
}

/// Whether a text is a SHA-256 in hexadecimal, as we write it.
pub(in crate::backup) fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
