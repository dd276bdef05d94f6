//! `manifest.json`, the last part of an archive: what is in it, so that whoever reads it knows what has to be there.

use model::ids::SchoolId;
use serde::{Deserialize, Serialize};

use crate::backup::manifest::Kind;

/// The form of archives that this program writes, and the newest it reads.
pub const FORMAT: u32 = 1;
/// Its place in the archive.
pub const NAME: &str = "manifest.json";

/// What has to be known before the rest can be understood: it has the same place in every form to come.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Head {
    pub format: u32,
    pub schema: i64,
}

/// The table of contents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    pub format: u32,
    /// The version of the program that wrote it.
    pub app: String,
    /// The last migration of the database it was read from.
    pub schema: i64,
    /// The one instant that all rows are of, in ISO 8601 and in milliseconds since 1970.
    pub made: String,
    pub made_at: i64,
    /// The zone of its file name.
    pub zone: String,
    /// Whose rows; `None` is the whole platform.
    pub school: Option<Owner>,
    /// Whether the files lie beside it, as in a kept backup, instead of inside.
    #[serde(default)]
    pub apart: bool,
    pub tables: Vec<TablePart>,
    pub files: Vec<FilePart>,
    /// Contents that rows name and that were not in the file store, by the place they would have.
    pub missing: Vec<String>,
    /// Contents that are in the archive as they were found, which is not as they were stored.
    pub damaged: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub id: SchoolId,
    pub slug: String,
    pub name: String,
}

/// `tables/<name>.jsonl`: an object a line, its columns in this order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TablePart {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
    pub rows: u64,
    #[serde(flatten)]
    pub sum: Sum,
}

/// An uploaded file, a logo or a photo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilePart {
    pub path: String,
    #[serde(flatten)]
    pub sum: Sum,
}

/// What a part is known by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

/// The place of a table's rows.
pub fn table_path(name: &str) -> String {
    format!("tables/{name}.jsonl")
}
