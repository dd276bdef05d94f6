//! Backups that are kept on a shelf: made by hand, by a schedule, or before something dangerous.

use serde::{Deserialize, Serialize};

use super::Part;
use super::restore::Running;
use crate::ids::KeptId;
use crate::text::{backup as t, problems};
use crate::{Check, Key, Problem, Result, When};

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
    /// How often a backup is made by itself.
    pub enum Every {
        Never = "never",
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
        Yearly = "yearly",
    }
}

crate::text_enum! {
    /// How it stands with the backups of a school or of the platform.
    pub enum Standing {
        /// There is a young one wherever there should be.
        Good = "good",
        /// The newest is too old.
        Late = "late",
        /// The last one failed.
        Failed = "failed",
        /// The first one is still to come.
        Waiting = "waiting",
        /// None is made by itself, and there is none.
        None = "none",
        /// None is made by itself; there are some.
        Unplanned = "unplanned",
    }
}

crate::text_enum! {
    /// How it stands with the weekly tests whether the newest backup can be put back.
    pub enum Tested {
        Good = "good",
        /// The last good one is too long ago.
        Late = "late",
        /// The last one failed.
        Failed = "failed",
        /// The first one is still to come.
        Waiting = "waiting",
        /// None is made by itself, and there was none.
        Never = "never",
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

impl Every {
    pub const fn label(self) -> Key {
        match self {
            Every::Never => t::NEVER,
            Every::Daily => t::DAILY,
            Every::Weekly => t::WEEKLY,
            Every::Monthly => t::MONTHLY,
            Every::Yearly => t::YEARLY,
        }
    }

    /// That the platform is backed up as often, at `hour`; nothing where it is not.
    pub const fn of_platform(self) -> Option<Key> {
        match self {
            Every::Never => None,
            Every::Daily => Some(t::COVERED_DAILY),
            Every::Weekly => Some(t::COVERED_WEEKLY),
            Every::Monthly => Some(t::COVERED_MONTHLY),
            Every::Yearly => Some(t::COVERED_YEARLY),
        }
    }

    /// The longest time from one to the next, in hours.
    pub const fn hours(self) -> Option<i64> {
        match self {
            Every::Never => None,
            Every::Daily => Some(24),
            Every::Weekly => Some(7 * 24),
            Every::Monthly => Some(31 * 24),
            Every::Yearly => Some(366 * 24),
        }
    }
}

impl Standing {
    pub const fn label(self) -> Key {
        match self {
            Standing::Good => t::STANDING_GOOD,
            Standing::Late => t::STANDING_LATE,
            Standing::Failed => t::STANDING_FAILED,
            Standing::Waiting => t::STANDING_WAITING,
            Standing::None => t::STANDING_NONE,
            Standing::Unplanned => t::STANDING_UNPLANNED,
        }
    }

    /// None is made by itself.
    pub const fn is_by_hand(self) -> bool {
        matches!(self, Standing::None | Standing::Unplanned)
    }
}

impl Tested {
    pub const fn label(self) -> Key {
        match self {
            Tested::Good => t::TESTED_GOOD,
            Tested::Late => t::TESTED_LATE,
            Tested::Failed => t::TESTED_FAILED,
            Tested::Waiting => t::TESTED_WAITING,
            Tested::Never => t::TESTED_NEVER,
        }
    }
}

/// What a test proved of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub rows: u64,
    pub files: u64,
    /// Whether the rows were read again and are the same. Those of an older schema were brought up to the present one
    /// instead.
    pub compared: bool,
}

impl Proof {
    /// What was proven, in a sentence with the figures `rows` and `files`.
    pub const fn label(self) -> Key {
        if self.compared { t::PROVEN } else { t::PROVEN_UPGRADED }
    }
}

/// How the tests of the backups of a school or of the platform stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestStatus {
    pub standing: Tested,
    /// When the last good one was.
    pub last: Option<When>,
    /// When the backup was made that it tested.
    pub of: Option<When>,
    /// What it proved.
    pub proof: Option<Proof>,
    /// Why the last one failed, as the machine says it.
    pub error: String,
}

/// How the backups of a school or of the platform stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptStatus {
    pub standing: Standing,
    /// When the newest good one was made.
    pub last: Option<When>,
    /// Why the last one failed: a [`Cause`], or words of our own.
    pub error: String,
    /// When the next one is made by itself.
    pub next: Option<When>,
    /// Whether those that are made now are open, though there are encrypted ones beside them.
    pub unlocked: bool,
    /// When the platform is backed up, and the school with it, where the school has no schedule of its own.
    pub covered: Option<ScheduleForm>,
    pub test: TestStatus,
}

/// The same in a line: whether somebody should look after the backups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptBrief {
    pub standing: Standing,
    /// When the newest good one was made.
    pub last: Option<When>,
    pub tested: Tested,
    /// When the platform is backed up, and the school with it, where the school has no schedule of its own.
    pub covered: Option<ScheduleForm>,
}

impl KeptBrief {
    /// The last backup, or the last test of one, went wrong.
    pub const fn has_failed(&self) -> bool {
        matches!(self.standing, Standing::Failed) || matches!(self.tested, Tested::Failed)
    }

    /// All but a young backup, made by itself and tested, or on its way to that. What the platform's backups hold need not
    /// have any of its own.
    pub const fn needs_look(&self) -> bool {
        let made = match self.standing {
            Standing::Good | Standing::Waiting => true,
            Standing::None | Standing::Unplanned => self.covered.is_some(),
            Standing::Late | Standing::Failed => false,
        };
        let tested = match self.tested {
            Tested::Good | Tested::Waiting => true,
            Tested::Never => self.covered.is_some(),
            Tested::Late | Tested::Failed => false,
        };
        !(made && tested)
    }

    /// When the platform is backed up, where that is good to know: none of the school alone is made by itself.
    pub fn covering(&self) -> Option<ScheduleForm> {
        self.covered.filter(|_| self.standing.is_by_hand())
    }
}

impl KeptStatus {
    /// Whether it is good to know that none is made by itself, and no more: the platform's backups hold the school.
    pub fn is_covered(&self) -> bool {
        self.covered.is_some() && self.standing.is_by_hand()
    }
}

/// One backup, or one try, on one shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptCard {
    pub id: KeptId,
    pub name: String,
    pub shelf: ShelfKind,
    pub why: Why,
    pub state: KeptState,
    pub begun: When,
    pub rows: i64,
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
    /// How those of each school stand, for the platform's admin.
    pub schools: Vec<SchoolKept>,
}

/// How the kept backups of a school stand, for the platform's admin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolKept {
    pub slug: String,
    pub name: String,
    pub standing: Standing,
    /// The newest good one, and when it was made.
    pub newest: Option<(KeptId, When)>,
    /// Whether the reader may restore from it.
    pub can_restore: bool,
}

impl KeptPage {
    /// Why some of them do not open.
    pub fn shut(&self) -> Option<Problem> {
        self.backups.iter().find_map(|it| it.lock?.problem())
    }

    /// How many files a backup has that is being made, about: as many as the newest good one.
    pub fn expected(&self) -> Option<i64> {
        self.backups.iter().find(|it| it.state == KeptState::Kept).map(|it| it.files)
    }

    /// Whether something is on its way, so that looking again shows more.
    pub fn moves(&self) -> bool {
        self.running || self.testing || self.backups.iter().any(|it| it.checking || it.state == KeptState::Running)
    }
}

/// When backups are made by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleForm {
    pub every: Every,
    /// The hour of the day.
    pub hour: i64,
}

impl ScheduleForm {
    /// # Errors
    /// [`crate::Error::Invalid`] for an hour that no day has.
    pub fn validate(&self) -> Result<()> {
        Check::new().ensure((0..24).contains(&self.hour), "hour", Problem::NotADate).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_at_an_hour_that_a_day_has() {
        let at = |hour| ScheduleForm { every: Every::Daily, hour }.validate();
        assert!(at(0).is_ok() && at(23).is_ok());
        assert!(at(24).is_err() && at(-1).is_err());
    }

    #[test]
    fn backups_need_a_look_unless_they_are_made_by_themselves_and_tested() {
        for (standing, tested, look, failed) in [
            (Standing::Good, Tested::Good, false, false),
            (Standing::Good, Tested::Waiting, false, false),
            (Standing::Waiting, Tested::Waiting, false, false),
            (Standing::Good, Tested::Never, true, false),
            (Standing::Good, Tested::Late, true, false),
            (Standing::Good, Tested::Failed, true, true),
            (Standing::Failed, Tested::Good, true, true),
            (Standing::Late, Tested::Good, true, false),
            (Standing::Unplanned, Tested::Good, true, false),
            (Standing::None, Tested::Never, true, false),
        ] {
            let brief = KeptBrief { standing, last: None, tested, covered: None };
            assert_eq!((brief.needs_look(), brief.has_failed()), (look, failed), "{brief:?}");
        }
    }

    #[test]
    fn what_the_platforms_backups_hold_needs_none_of_its_own_but_those_that_it_has_are_good() {
        let covered = Some(ScheduleForm { every: Every::Daily, hour: 2 });
        for (standing, tested, look) in [
            (Standing::None, Tested::Never, false),
            (Standing::Unplanned, Tested::Never, false),
            (Standing::Unplanned, Tested::Good, false),
            (Standing::Unplanned, Tested::Late, true),
            (Standing::Unplanned, Tested::Failed, true),
            (Standing::Failed, Tested::Never, true),
        ] {
            let brief = KeptBrief { standing, last: None, tested, covered };
            assert_eq!(brief.needs_look(), look, "{brief:?}");
            assert_eq!(brief.covering(), covered.filter(|_| standing != Standing::Failed), "{brief:?}");
        }
    }
}
