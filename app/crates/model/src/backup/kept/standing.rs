//! How it stands with the backups of a school or of the platform, and with their tests.

use serde::{Deserialize, Serialize};

use super::schedule::ScheduleForm;
use crate::text::backup as t;
use crate::{Key, When};

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

/// The platform's backups, which hold every school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Covered {
    pub schedule: ScheduleForm,
    /// Whether there is one. Until then they hold nothing.
    pub made: bool,
    /// When the last good one was made, and when one was put back last to test it.
    pub last: Option<When>,
    pub tested: Option<When>,
    /// When the next is made by itself.
    pub next: Option<When>,
}

impl Covered {
    /// That the platform is backed up at `hour`, or will be.
    pub const fn label(&self) -> Option<Key> {
        if self.made { self.schedule.every.of_platform() } else { self.schedule.every.of_platform_to_come() }
    }
}

/// How the backups of a school or of the platform stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptStatus {
    pub standing: Standing,
    /// When the newest good one was made.
    pub last: Option<When>,
    /// Why the last one failed: a [`Cause`](super::Cause), or words of our own.
    pub error: String,
    /// When the next one is made by itself.
    pub next: Option<When>,
    /// Whether those that are made now are open, though there are encrypted ones beside them.
    pub unlocked: bool,
    /// When the platform is backed up, and the school with it, where the school has no schedule of its own.
    pub covered: Option<Covered>,
    pub test: TestStatus,
}

/// Whether the school has a good backup of its own before any of the platform holds it.
fn is_good_already(standing: Standing, covered: Option<&Covered>) -> bool {
    standing == Standing::Unplanned && covered.is_some_and(|it| !it.made)
}

/// The same in a line: whether somebody should look after the backups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptBrief {
    pub standing: Standing,
    /// When the newest good one was made.
    pub last: Option<When>,
    pub tested: Tested,
    /// When the platform is backed up, and the school with it, where the school has no schedule of its own.
    pub covered: Option<Covered>,
}

impl KeptBrief {
    /// The last backup, or the last test of one, went wrong.
    pub const fn has_failed(&self) -> bool {
        matches!(self.standing, Standing::Failed) || matches!(self.tested, Tested::Failed)
    }

    /// Nothing is amiss, but the first backup that there is to be, the school's or the platform's, has not been made.
    pub fn is_to_come(&self) -> bool {
        let none_yet = match self.standing {
            Standing::Waiting => true,
            Standing::None => self.covered.as_ref().is_some_and(|it| !it.made),
            // There is one, if none of the platform.
            Standing::Unplanned | Standing::Good | Standing::Late | Standing::Failed => false,
        };
        none_yet && !self.has_failed() && !self.needs_look()
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
    pub fn covering(&self) -> Option<&Covered> {
        self.covered.as_ref().filter(|_| self.standing.is_by_hand())
    }

    /// What is said first: of a good backup of its own, while the platform's first is still to come.
    pub fn label(&self) -> Key {
        if is_good_already(self.standing, self.covered.as_ref()) { Standing::Good.label() } else { self.standing.label() }
    }
}

impl KeptStatus {
    /// Whether it is good to know that none is made by itself, and no more: the platform's backups hold the school, or will.
    pub fn is_covered(&self) -> bool {
        self.covered.is_some() && self.standing.is_by_hand()
    }

    /// The platform's backups, where that is so.
    pub fn covering(&self) -> Option<&Covered> {
        self.covered.as_ref().filter(|_| self.is_covered())
    }

    /// Whether the school has a good backup of its own before any of the platform holds it.
    pub fn is_good_already(&self) -> bool {
        is_good_already(self.standing, self.covered.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Every;
    use super::*;

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
        let schedule = ScheduleForm { every: Every::Daily, hour: 2 };
        let covered = Some(Covered { schedule, made: true, last: None, tested: None, next: None });
        for (standing, tested, look) in [
            (Standing::None, Tested::Never, false),
            (Standing::Unplanned, Tested::Never, false),
            (Standing::Unplanned, Tested::Good, false),
            (Standing::Unplanned, Tested::Late, true),
            (Standing::Unplanned, Tested::Failed, true),
            (Standing::Failed, Tested::Never, true),
        ] {
            let brief = KeptBrief { standing, last: None, tested, covered: covered.clone() };
            assert_eq!((brief.needs_look(), brief.is_to_come()), (look, false), "{brief:?}");
            assert_eq!(brief.covering(), covered.as_ref().filter(|_| standing != Standing::Failed), "{brief:?}");
        }
    }

    #[test]
    fn a_first_backup_that_is_still_to_come_is_neither_well_nor_amiss() {
        let schedule = ScheduleForm { every: Every::Weekly, hour: 2 };
        let to_come = Covered { schedule, made: false, last: None, tested: None, next: None };
        let made = Covered { made: true, ..to_come.clone() };
        assert_ne!(to_come.label().map(|it| it.english), made.label().map(|it| it.english));
        for (standing, tested, covered, coming) in [
            (Standing::Waiting, Tested::Waiting, None, true),
            (Standing::None, Tested::Never, Some(to_come.clone()), true),
            (Standing::Unplanned, Tested::Never, Some(to_come.clone()), false),
            (Standing::None, Tested::Never, Some(made), false),
            (Standing::None, Tested::Never, None, false),
            (Standing::Good, Tested::Waiting, None, false),
            (Standing::Waiting, Tested::Failed, None, false),
            (Standing::Failed, Tested::Never, Some(to_come), false),
        ] {
            let brief = KeptBrief { standing, last: None, tested, covered };
            assert_eq!(brief.is_to_come(), coming, "{brief:?}");
            assert!(!(coming && (brief.needs_look() || brief.has_failed())), "{brief:?}");
            let says_good = brief.label().english == Standing::Good.label().english;
            assert_eq!(says_good, matches!(standing, Standing::Good | Standing::Unplanned), "{brief:?}");
        }
    }
}
