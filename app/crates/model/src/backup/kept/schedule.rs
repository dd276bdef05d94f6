//! The schedule by which backups are made: how often, and at which hour.

use serde::{Deserialize, Serialize};

use crate::text::backup as t;
use crate::{Check, Key, Problem, Result};

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

    /// That the platform will be backed up as often, while there is no backup of it yet.
    pub const fn of_platform_to_come(self) -> Option<Key> {
        match self {
            Every::Never => None,
            Every::Daily => Some(t::COMING_DAILY),
            Every::Weekly => Some(t::COMING_WEEKLY),
            Every::Monthly => Some(t::COMING_MONTHLY),
            Every::Yearly => Some(t::COMING_YEARLY),
        }
    }

    /// When the platform's first backup comes, at `when`, and how often from then on.
    pub const fn first_of_platform(self) -> Option<Key> {
        match self {
            Every::Never => None,
            Every::Daily => Some(t::FIRST_THEN_DAILY),
            Every::Weekly => Some(t::FIRST_THEN_WEEKLY),
            Every::Monthly => Some(t::FIRST_THEN_MONTHLY),
            Every::Yearly => Some(t::FIRST_THEN_YEARLY),
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
}
