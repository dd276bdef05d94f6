//! An archive on its way to the server, to be restored from, and what a look into it found.

mod handing;
mod speed;

use serde::{Deserialize, Serialize};

use super::archive::Problem;
use super::kept::{KeptCard, KnownAs};
use super::restore::{Next, Origin, RunCard, RunState};
use super::{Part, Table};
use crate::ids::{SchoolId, UploadId};
use crate::{At, Check, Error, When, limits};

pub use handing::{HandForm, Handed, HandedCard};
pub use speed::{Left, Speed, pause};

crate::text_enum! {
    /// How far an archive has come.
    pub enum State {
        /// Its bytes are on their way, or were.
        Coming = "coming",
        /// All of it is there and being checked.
        Whole = "whole",
        Checked = "checked",
        /// Encrypted: it waits for its passphrase. It is kept as one that is broken, in which that alone is wrong.
        Locked = "locked",
        /// Nothing can be restored from it.
        Broken = "broken",
    }
}

/// How it stands with an archive: what its page says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    Coming,
    Checking,
    Locked,
    Refused,
    /// Whole, and nothing was done with it.
    Whole,
    /// Something is done with it now.
    Runs,
    /// Tried out: it can be confirmed.
    Tried,
    Restored,
    /// What was done last with it failed.
    Failed,
}

impl Stands {
    /// Whether nothing goes on with it.
    pub const fn rests(self) -> bool {
        !matches!(self, Stands::Coming | Stands::Checking | Stands::Runs)
    }
}

/// Bytes that tell whether a file may be an archive.
pub const BEGINNING: usize = 21;
/// How a ZIP begins that has something in it.
const ZIP: &[u8] = b"PK\x03\x04";
/// How a file begins that age has encrypted.
const AGE: &[u8] = b"age-encryption.org/v1";

/// Whether a file that begins so may be an archive. More than that only a check tells.
pub fn begins_as_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(AGE)
}

/// What is told of an archive before its first byte.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadForm {
    pub name: String,
    pub bytes: u64,
}

impl UploadForm {
    /// # Errors
    /// `Invalid` on `archive`.
    pub fn validate(&self) -> Result<(), Error> {
        let mut check = Check::new();
        check.ensure(self.bytes > 0, "archive", crate::Problem::FileEmpty);
        check.ensure(self.bytes <= limits::ARCHIVE_BYTES, "archive", crate::Problem::FileTooLarge(limits::ARCHIVE_BYTES));
        check.done()
    }
}

/// An archive in the list of those that were brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadCard {
    pub id: UploadId,
    pub name: String,
    pub bytes: i64,
    pub received: i64,
    pub state: State,
    pub began: When,
    pub origin: Origin,
    /// Of one that is kept, while it is in the list.
    pub kept: Option<KnownAs>,
    /// Of what instant one is that was checked: people know it by that.
    pub made: Option<When>,
    /// Of one that was handed to the platform's admins.
    pub handed: Option<HandedCard>,
}

impl UploadCard {
    /// Whether there is more to see of it than that it is on its way: one that is fetched comes by itself.
    pub fn has_page(&self) -> bool {
        self.state != State::Coming || self.origin == Origin::Kept
    }
}

/// The page an archive is brought on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestorePage {
    /// The school's slug and name; `None` is the whole platform.
    pub school: Option<(String, String)>,
    pub parts: Vec<Part>,
    /// The reader's own, the newest first.
    pub uploads: Vec<UploadCard>,
    /// What was put back here, or tried out: the last ones, the newest first.
    pub runs: Vec<RunCard>,
    /// The newest backups that are kept and that the reader may restore from.
    pub kept: Vec<KeptCard>,
    /// The id of the next one: the same for every try of one form.
    pub next: UploadId,
}

/// What a check found, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    pub problems: Vec<Problem>,
    /// Problems beyond those.
    pub more: u64,
    /// What is in it; nothing where that could not be read.
    pub contents: Option<Summary>,
    /// Whether this platform wrote it, as it is.
    #[serde(default)]
    pub sealed: bool,
    #[serde(default)]
    pub handed: Option<Handed>,
}

/// What is in an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The version of the program that wrote it.
    pub app: String,
    /// The last migration of the database it was read from.
    pub schema: i64,
    pub made_at: At,
    /// Whose rows; `None` is a whole platform.
    pub school: Option<Whose>,
    /// Each table with its rows.
    pub tables: Vec<(String, u64)>,
    pub files: u64,
    pub file_bytes: u64,
    /// Files that were missing already when it was made.
    pub missing: u64,
    /// Files that were damaged already when it was made.
    pub damaged: u64,
    /// Students among the members; nothing where they were not counted.
    #[serde(default)]
    pub students: Option<u64>,
    /// Of a whole platform its schools, by their names: each can be put back alone.
    #[serde(default)]
    pub schools: Vec<Whose>,
}

impl Summary {
    /// Whether a program wrote it that did not look yet which schools are in the archive of a platform.
    pub fn lacks_schools(&self) -> bool {
        let has_some = self.tables.iter().any(|(table, rows)| table == Table::Schools.text() && *rows > 0);
        self.school.is_none() && self.schools.is_empty() && has_some
    }
}

/// The school an archive is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    pub id: SchoolId,
    pub slug: String,
    pub name: String,
}

/// A table of the archive beside the same one as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub name: Table,
    pub archived: u64,
    /// Nothing where the archive is of more or of less than what is looked at.
    pub now: Option<i64>,
}

/// The page of one archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UploadPage {
    /// The school whose page it is; `None` is the whole platform.
    pub school: Option<(String, String)>,
    pub parts: Vec<Part>,
    pub card: UploadCard,
    /// Nothing while it is being checked.
    pub found: Option<Found>,
    /// Of one that is whole.
    pub next: Option<Next>,
}

impl UploadPage {
    /// How it stands with it.
    pub fn stands(&self) -> Stands {
        match self.card.state {
            State::Coming => Stands::Coming,
            State::Whole => Stands::Checking,
            State::Locked => Stands::Locked,
            State::Broken => Stands::Refused,
            State::Checked => self.next.as_ref().map_or(Stands::Whole, stands_with),
        }
    }
}

fn stands_with(next: &Next) -> Stands {
    match (&next.running, &next.last, &next.shown) {
        (Some(_), ..) => Stands::Runs,
        (None, Some(last), _) if last.state == RunState::Done => Stands::Restored,
        (None, Some(_), _) => Stands::Failed,
        (None, None, Some(_)) => Stands::Tried,
        (None, None, None) => Stands::Whole,
    }
}

/// What a check found, as the page tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub problems: Vec<Problem>,
    pub more: u64,
    pub contents: Option<Contents>,
    /// Whether this platform wrote it, as it is.
    pub sealed: bool,
}

/// What is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    pub app: String,
    pub made: When,
    /// The name of the school it is of; `None` is a whole platform.
    pub of: Option<String>,
    /// A platform's archive on the page of a school that is in it: the school's rows are taken out of it.
    pub in_part: bool,
    /// Made before the tables became what they are now.
    pub is_older: bool,
    pub lines: Vec<Line>,
    /// Tables without a line, and their rows together.
    pub others: (u64, u64),
    pub files: u64,
    pub file_bytes: u64,
    pub missing: u64,
    pub damaged: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_look_knows_a_zip_and_what_is_encrypted() {
        for (bytes, may) in [
            (&b"PK\x03\x04and so on"[..], true),
            (b"age-encryption.org/v1\n-> scrypt", true),
            (b"PK\x05\x06", false),
            (b"id,name", false),
            (b"", false),
        ] {
            assert_eq!(begins_as_archive(bytes), may, "{bytes:?}");
            assert_eq!(begins_as_archive(&bytes[..bytes.len().min(BEGINNING)]), may, "{bytes:?}");
        }
    }

    #[test]
    fn what_an_earlier_program_found_in_a_platform_lacks_its_schools() {
        let earlier = r#"{ "app": "0.1", "schema": 40, "made_at": 0, "school": null, "tables": [["users", 2], ["schools", 1]],
                           "files": 0, "file_bytes": 0, "missing": 0, "damaged": 0 }"#;
        let found: Summary = serde_json::from_str(earlier).unwrap();
        assert!(found.lacks_schools());
        let whose = Whose { id: SchoolId::new(), slug: "alpha".into(), name: "School alpha".into() };
        assert!(!Summary { schools: vec![whose.clone()], ..found.clone() }.lacks_schools());
        assert!(!Summary { school: Some(whose), ..found.clone() }.lacks_schools(), "it is of one school");
        assert!(!Summary { tables: vec![("schools".into(), 0)], ..found }.lacks_schools(), "there is none in it");
    }

    #[test]
    fn what_an_archive_stands_at_is_said_by_what_was_done_last() {
        use crate::backup::restore::{Kind, Running, Step};
        let next =
            || Next { may: true, running: None, last: None, shown: None, restored: false, schools: Vec::new(), chosen: None };
        assert_eq!(stands_with(&next()), Stands::Whole);
        assert!(Stands::Whole.rests() && Stands::Restored.rests() && Stands::Failed.rests());
        assert!(!Stands::Checking.rests() && !Stands::Runs.rests());
        let running = Some(Running { kind: Kind::Restore, step: Step::Load, done: 1, of: 2 });
        assert_eq!(stands_with(&Next { running, restored: true, ..next() }), Stands::Runs);
    }

    #[test]
    fn an_empty_archive_and_one_larger_than_any_are_refused() {
        let form = |bytes| UploadForm { name: "a.zip".into(), bytes };
        assert!(form(1).validate().is_ok());
        assert_eq!(form(0).validate().unwrap_err().problem_of("archive"), Some(crate::Problem::FileEmpty));
        assert!(form(limits::ARCHIVE_BYTES + 1).validate().is_err());
    }
}
