//! How much is stored, of what and where, and what lies in the store for nothing.

use serde::{Deserialize, Serialize};

use super::{Part, Schools};
use crate::Key;
use crate::ids::FileId;
use crate::settings;
use crate::text::storage as t;

/// Of the largest files so many are listed.
pub const LARGEST: i64 = 20;
/// And of those that are missing.
pub const MISSING: i64 = 50;

crate::text_enum! {
    /// What an uploaded file is, as people sort them.
    pub enum FileKind {
        Documents = "documents",
        Pictures = "pictures",
        Audio = "audio",
        Video = "video",
        Archives = "archives",
        Other = "other",
    }
}

impl FileKind {
    /// By the media type (IANA). What is an archive is known by its name: office files are documents, whatever holds them.
    pub fn of(media_type: &str) -> FileKind {
        let (class, name) = media_type.split_once('/').unwrap_or((media_type, ""));
        let is_document = matches!(name, "pdf" | "msword" | "rtf" | "epub+zip")
            || name.starts_with("vnd.ms-")
            || name.starts_with("vnd.openxmlformats-officedocument.")
            || name.starts_with("vnd.oasis.opendocument.");
        match class {
            "text" => FileKind::Documents,
            "image" => FileKind::Pictures,
            "audio" => FileKind::Audio,
            "video" => FileKind::Video,
            "application" if is_document => FileKind::Documents,
            "application" if matches!(name, "zip" | "gzip" | "x-tar" | "x-7z-compressed" | "vnd.rar") => FileKind::Archives,
            _ => FileKind::Other,
        }
    }

    /// The name as people read it.
    pub const fn label(self) -> Key {
        match self {
            FileKind::Documents => t::DOCUMENTS,
            FileKind::Pictures => t::PICTURES,
            FileKind::Audio => t::AUDIO,
            FileKind::Video => t::VIDEO,
            FileKind::Archives => t::ARCHIVES,
            FileKind::Other => t::OTHER,
        }
    }
}

/// How many there are, and what they weigh together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    pub files: i64,
    pub bytes: i64,
}

impl std::ops::AddAssign for Amount {
    fn add_assign(&mut self, more: Amount) {
        self.files += more.files;
        self.bytes += more.bytes;
    }
}

/// What the files of a school weigh.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolStorage {
    pub slug: String,
    pub name: String,
    pub amount: Amount,
    pub quota_bytes: i64,
    pub logo: bool,
}

/// One of the largest files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LargeFile {
    pub id: FileId,
    pub name: String,
    pub class: String,
    /// Who sent it.
    pub sender: String,
    pub sent: crate::When,
    pub bytes: i64,
    /// Whether the reader may fetch it.
    pub opens: bool,
}

/// What was cleared and can be brought back yet: no file names it any more, and the sweep leaves it alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undoable {
    pub amount: Amount,
    /// The last day of the last of it.
    pub until: crate::When,
}

/// Where the files are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Places {
    /// Of the platform: a page of its schools, the fullest first.
    Schools(Schools<SchoolStorage>),
    /// Of a school: a page of its classes, and its largest files.
    Classes { classes: settings::storage::StoragePage, largest: Vec<LargeFile> },
}

crate::text_enum! {
    /// What a content is to the row that names it.
    pub enum Named {
        File = "file",
        Logo = "logo",
        Photo = "photo",
    }
}

/// A row whose content is not in the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Missing {
    pub kind: Named,
    /// The file's name; of a logo the school's, of a photo the person's.
    pub name: String,
    /// Empty for a photo, which is of no school.
    pub school: String,
    /// Empty for what is no file of a class.
    pub class: String,
}

/// What a look through the store found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Orphans {
    /// All there is in the store.
    pub stored: Amount,
    /// What no row names, old enough for the next sweep.
    pub due: Amount,
    /// What no row names yet, but may belong to an upload that is still on its way.
    pub young: Amount,
    /// Contents that rows name and that are not in the store.
    pub missing: i64,
    /// The first rows that name such a content.
    pub rows: Vec<Missing>,
    pub looked: crate::When,
}

/// The page: of one school, or of the whole platform.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoragePage {
    /// The school's slug and name; `None` is the whole platform.
    pub school: Option<(String, String)>,
    /// Whether the page of a school is shown to the platform's admin, who has no place in it.
    pub of_platform: bool,
    pub parts: Vec<Part>,
    /// The uploaded files of each kind that there are any of, as they were sent.
    pub kinds: Vec<(FileKind, Amount)>,
    /// The contents of all of them: what is sent again is stored once.
    pub contents: Amount,
    pub undoable: Option<Undoable>,
    pub logos: i64,
    /// Photos are of people and of no school: told of the platform only, as is the database.
    pub photos: Option<i64>,
    pub database_bytes: Option<i64>,
    pub places: Places,
    /// Whether the reader may look through the store.
    pub can_look: bool,
    /// What that found, for those who asked for it.
    pub orphans: Option<Orphans>,
}

impl StoragePage {
    /// All uploaded files, as they were sent.
    pub fn files(&self) -> Amount {
        let mut all = Amount::default();
        for (_, amount) in &self.kinds {
            all += *amount;
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_of_the_kind_that_people_call_it() {
        for (media_type, kind) in [
            ("application/pdf", FileKind::Documents),
            ("application/msword", FileKind::Documents),
            ("application/vnd.ms-powerpoint", FileKind::Documents),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", FileKind::Documents),
            ("application/vnd.oasis.opendocument.text", FileKind::Documents),
            ("text/plain", FileKind::Documents),
            ("image/png", FileKind::Pictures),
            ("audio/mpeg", FileKind::Audio),
            ("video/mp4", FileKind::Video),
            ("application/zip", FileKind::Archives),
            ("application/octet-stream", FileKind::Other),
            ("pdf", FileKind::Other),
            ("", FileKind::Other),
        ] {
            assert_eq!(FileKind::of(media_type), kind, "{media_type}");
        }
    }
}
