//! Backups that are kept on a shelf: made by hand, by a schedule, or before something dangerous.

mod schedule;
mod standing;

use serde::{Deserialize, Serialize};

use super::clear::What;
use super::restore::Running;
use super::{Part, Schools};
use crate::ids::KeptId;
use crate::text::{backup as t, problems};
use crate::{Key, Problem, When};

pub use schedule::{Every, ScheduleForm};
pub use standing::{Covered, KeptBrief, KeptStatus, Proof, Standing, TestStatus, Tested};

crate::text_enum! {
    /// Where a backup lies.
    pub enum ShelfKind {
        Disk = "disk",
        S3 = "s3",
    }
}

crate::text_enum! {
    /// Why a backup was made.
    pub enum Why {
        Schedule = "schedule",
        Hand = "hand",
        /// Before something that cannot be undone otherwise.
        Safety = "safety",
    }
}

crate::text_enum! {
    /// What a safety backup was made before.
    pub enum Before {
        Students = "students",
        Courses = "courses",
        Enrollments = "enrollments",
        All = "all",
        Restore = "restore",
    }
}

crate::text_enum! {
    pub enum KeptState {
        Running = "running",
        Kept = "kept",
        Failed = "failed",
        /// Removed, by somebody or by its age.
        Gone = "gone",
    }
}

crate::text_enum! {
    /// Why there is no backup, where all that is known is for the server's log: it names folders, buckets and keys.
    pub enum Cause {
        /// The place of backups does not take or give it.
        Place = "place",
        /// It refuses the key or the rights of the server.
        Refused = "refused",
        /// There is no such bucket.
        Nowhere = "nowhere",
        /// The store elsewhere does not answer, or not as it should.
        Silent = "silent",
        /// A part of it is not there.
        Absent = "absent",
        /// A part of it is not as it was written.
        Changed = "changed",
        Stopped = "stopped",
        /// The disk takes no more.
        Full = "full",
        /// It is locked, and the server has no passphrase.
        Locked = "locked",
        /// The server has another passphrase than what lies there was locked with.
        OtherPassphrase = "other_passphrase",
    }
}

crate::text_enum! {
    /// What comes of opening a backup that is encrypted.
    pub enum Lock {
        Opens = "opens",
        /// The server has no passphrase.
        Missing = "missing",
        /// The server has another passphrase.
        Other = "other",
    }
}

impl Lock {
    /// Why it does not open.
    pub const fn problem(self) -> Option<Problem> {
        match self {
            Lock::Opens => None,
            Lock::Missing => Some(Problem::BackupLocked),
            Lock::Other => Some(Problem::OtherPassphrase),
        }
    }
}

impl ShelfKind {
    pub const fn label(self) -> Key {
        match self {
            ShelfKind::Disk => t::ON_DISK,
            ShelfKind::S3 => t::ON_S3,
        }
    }
}

impl Why {
    pub const fn label(self) -> Key {
        match self {
            Why::Schedule => t::BY_SCHEDULE,
            Why::Hand => t::BY_HAND,
            Why::Safety => t::FOR_SAFETY,
        }
    }

    /// The same, with the step that it was made before, where that is known.
    pub const fn told(self, before: Option<Before>) -> Key {
        match before {
            Some(before) => before.label(),
            None => self.label(),
        }
    }
}

impl Before {
    pub const fn label(self) -> Key {
        match self {
            Before::Students => t::BEFORE_STUDENTS,
            Before::Courses => t::BEFORE_COURSES,
            Before::Enrollments => t::BEFORE_ENROLLMENTS,
            Before::All => t::BEFORE_ALL,
            Before::Restore => t::BEFORE_RESTORE,
        }
    }
}

impl From<What> for Before {
    fn from(what: What) -> Before {
        match what {
            What::Students => Before::Students,
            What::Courses => Before::Courses,
            What::Enrollments => Before::Enrollments,
            What::All => Before::All,
        }
    }
}

impl Cause {
    pub const fn label(self) -> Key {
        match self {
            Cause::Place => t::CAUSE_PLACE,
            Cause::Refused => t::CAUSE_REFUSED,
            Cause::Nowhere => t::CAUSE_NOWHERE,
            Cause::Silent => t::CAUSE_SILENT,
            Cause::Absent => t::CAUSE_ABSENT,
            Cause::Changed => t::CAUSE_CHANGED,
            Cause::Stopped => t::CAUSE_STOPPED,
            Cause::Full => t::CAUSE_FULL,
            Cause::Locked => problems::BACKUP_LOCKED,
            Cause::OtherPassphrase => problems::OTHER_PASSPHRASE,
        }
    }
}

/// What people know a backup by, rather than by the name of its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownAs {
    pub made: When,
    pub why: Why,
    pub before: Option<Before>,
}

impl KnownAs {
    /// Why it was made, as exactly as that is known: two of one minute are told apart by it.
    pub const fn reason(&self) -> Key {
        self.why.told(self.before)
    }
}

/// One backup, or one try, on one shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptCard {
    pub id: KeptId,
    pub name: String,
    pub shelf: ShelfKind,
    pub why: Why,
    pub before: Option<Before>,
    pub state: KeptState,
    pub begun: When,
    pub rows: i64,
    /// Students at that time, where they were counted.
    pub students: Option<i64>,
    pub files: i64,
    pub bytes: i64,
    /// Of those the ones that were not on the shelf before.
    pub new_bytes: i64,
    pub lacking: i64,
    /// Of one that is encrypted.
    pub lock: Option<Lock>,
    pub verified: Option<When>,
    /// Whether it is being read again, or waits to be.
    pub checking: bool,
    pub error: String,
    /// Whether it is the newest good one of its shelf, which nobody removes.
    pub last_good: bool,
    /// Whether the reader may restore from it.
    pub can_restore: bool,
}

/// Where backups lie. `place` is told to the platform's admin alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShelfCard {
    pub kind: ShelfKind,
    pub place: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPage {
    /// The school's slug and name; `None` is the whole platform.
    pub school: Option<(String, String)>,
    /// Whether the reader looks after the school as the platform's admin, without a place in it.
    pub of_platform: bool,
    pub parts: Vec<Part>,
    pub status: KeptStatus,
    pub backups: Vec<KeptCard>,
    /// Whether one is being made, or waits to be.
    pub running: bool,
    /// How many files that one has, about.
    pub expected: Option<u64>,
    /// Whether the newest is being tested, or waits to be.
    pub testing: bool,
    /// How far that is, where this server does it.
    pub tested: Option<Running>,
    /// Whether there is one to test.
    pub can_test: bool,
    pub schedule: ScheduleForm,
    /// The zone of the hour.
    pub zone: String,
    pub shelves: Vec<ShelfCard>,
    /// Whether those that are made now are encrypted.
    pub locks: bool,
    /// How those of a page of the schools stand, for the platform's admin.
    pub schools: Option<Schools<SchoolKept>>,
}

/// How the kept backups of a school stand, for the platform's admin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolKept {
    pub slug: String,
    pub name: String,
    pub standing: Standing,
    /// The newest good one.
    pub newest: Option<NewestKept>,
    /// Whether the reader may restore from it.
    pub can_restore: bool,
}

/// The newest good backup of a school, with what tells it from others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewestKept {
    pub id: KeptId,
    pub made: When,
    pub why: Why,
    pub before: Option<Before>,
    pub rows: i64,
    pub files: i64,
}

impl KeptPage {
    /// Why some of them do not open.
    pub fn shut(&self) -> Option<Problem> {
        self.backups.iter().find_map(|it| it.lock?.problem())
    }

    /// Whether something is on its way, so that looking again shows more.
    pub fn moves(&self) -> bool {
        self.running || self.testing || self.backups.iter().any(|it| it.checking || it.state == KeptState::Running)
    }
}
