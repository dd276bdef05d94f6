//! When somebody is told: the hours in which it is quiet, the time of a digest, and a pause.

use std::fmt::{Display, Formatter};

use serde::{Deserialize, Serialize};

use crate::text::notifications as t;
use crate::{Check, Key, Problem, Result};

/// The hours in which nobody is disturbed: minutes of the day, past midnight where it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub from: u32,
    pub until: u32,
}

impl Quiet {
    pub(super) fn parse(text: &str) -> Option<Quiet> {
        let (from, until) = text.split_once('-')?;
        let quiet = Quiet { from: from.parse().ok()?, until: until.parse().ok()? };
        (quiet.from < 24 * 60 && quiet.until < 24 * 60 && quiet.from != quiet.until).then_some(quiet)
    }
}

impl Display for Quiet {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.from, self.until)
    }
}

/// A minute of the day as a field has it: `22:30`.
pub(super) fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |part: &str, most: u32| {
        let is_plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|it| is_plain && *it < most)
    };
    Some(number(hour, 24)? * 60 + number(minute, 60)?)
}

pub(super) fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The hours between two such minutes.
pub(super) fn hours(from: &str, until: &str) -> Option<Quiet> {
    let quiet = Quiet { from: minute(from)?, until: minute(until)? };
    (quiet.from != quiet.until).then_some(quiet)
}

crate::text_enum! {
    /// The days on which somebody rests.
    pub enum Weekend {
        SatSun = "sat_sun",
        FriSat = "fri_sat",
        Fri = "fri",
        Sun = "sun",
    }
}

impl Weekend {
    /// Whether a day is one of them; Monday is 0.
    pub const fn holds(self, weekday: u32) -> bool {
        match self {
            Weekend::SatSun => matches!(weekday, 5 | 6),
            Weekend::FriSat => matches!(weekday, 4 | 5),
            Weekend::Fri => weekday == 4,
            Weekend::Sun => weekday == 6,
        }
    }

    pub const fn label(self) -> Key {
        match self {
            Weekend::SatSun => t::WEEKEND_SAT_SUN,
            Weekend::FriSat => t::WEEKEND_FRI_SAT,
            Weekend::Fri => t::WEEKEND_FRI,
            Weekend::Sun => t::WEEKEND_SUN,
        }
    }
}

crate::text_enum! {
    /// When it is quiet on those days.
    pub enum WeekendHours {
        Same = "same",
        Own = "own",
        Off = "off",
    }
}

impl WeekendHours {
    pub const fn label(self) -> Key {
        match self {
            WeekendHours::Same => t::WEEKEND_SAME,
            WeekendHours::Own => t::WEEKEND_OWN,
            WeekendHours::Off => t::WEEKEND_OFF,
        }
    }
}

/// The end of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rest {
    pub days: Weekend,
    /// When it is quiet then, if that is another time than on other days, or at no time.
    pub hours: Option<Option<Quiet>>,
}

impl Default for Rest {
    fn default() -> Rest {
        Rest { days: Weekend::SatSun, hours: None }
    }
}

impl Rest {
    pub(super) fn parse(text: &str) -> Rest {
        let (days, hours) = text.split_once('+').map_or((text, None), |(days, hours)| (days, Some(hours)));
        let Ok(days) = days.parse() else { return Rest::default() };
        Rest { days, hours: hours.map(Quiet::parse) }
    }

    pub(super) fn own(self) -> Option<Quiet> {
        self.hours.flatten()
    }

    pub(super) const fn how(self) -> WeekendHours {
        match self.hours {
            None => WeekendHours::Same,
            Some(Some(_)) => WeekendHours::Own,
            Some(None) => WeekendHours::Off,
        }
    }
}

impl Display for Rest {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self.hours {
            None => write!(f, "{}", self.days),
            Some(Some(quiet)) => write!(f, "{}+{quiet}", self.days),
            Some(None) => write!(f, "{}+off", self.days),
        }
    }
}

/// When the mail of a day comes, and on which day that of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestTime {
    pub hour: u32,
    /// From Monday, which is 0.
    pub day: u32,
}

impl Default for DigestTime {
    fn default() -> DigestTime {
        DigestTime { hour: 7, day: 0 }
    }
}

impl DigestTime {
    pub(super) fn parse(text: &str) -> DigestTime {
        let read = || {
            let (hour, day) = text.split_once('+')?;
            let time = DigestTime { hour: hour.parse().ok()?, day: day.parse().ok()? };
            (time.hour < 24 && time.day < 7).then_some(time)
        };
        read().unwrap_or_default()
    }
}

impl Display for DigestTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{}", self.hour, self.day)
    }
}

crate::text_enum! {
    /// How long nobody disturbs.
    pub enum Pause {
        Hour = "hour",
        Hours = "hours",
        Tomorrow = "tomorrow",
        /// Until a time of one's own.
        Until = "until",
        /// No longer.
        Off = "off",
    }
}

impl Pause {
    /// Those that are offered.
    pub const OFFERED: &[Pause] = &[Pause::Hour, Pause::Hours, Pause::Tomorrow, Pause::Until];
    /// Days that one lasts at most.
    pub const DAYS: i64 = 60;

    pub const fn label(self) -> Key {
        match self {
            Pause::Hour => t::PAUSE_HOUR,
            Pause::Hours => t::PAUSE_HOURS,
            Pause::Tomorrow => t::PAUSE_TOMORROW,
            Pause::Until => t::PAUSE_UNTIL_TIME,
            Pause::Off => t::PAUSE_END,
        }
    }
}

/// Somebody does not want to be disturbed for a while.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PauseForm {
    /// A [`Pause`].
    pub how: String,
    /// `2026-11-27T17:00`, by the own clock.
    #[serde(default)]
    pub until: String,
}

impl PauseForm {
    /// How long it is.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for what is not offered, and where a time is asked for and there is none.
    pub fn validate(&self) -> Result<Pause> {
        let how: Option<Pause> = self.how.parse().ok();
        Check::new()
            .ensure(how.is_some(), "how", Problem::NoneChosen)
            .ensure(how != Some(Pause::Until) || !self.until.trim().is_empty(), "until", Problem::Required)
            .done()?;
        Ok(how.unwrap_or(Pause::Off))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn the_days_of_rest_are_those_of_the_week() {
        let days = |weekend: Weekend| (0..7).filter(|day| weekend.holds(*day)).collect::<Vec<_>>();
        let all: Vec<_> = Weekend::ALL.iter().map(|it| days(*it)).collect();
        assert_eq!(all, [vec![5, 6], vec![4, 5], vec![4], vec![6]]);
    }

    #[test]
    fn a_pause_that_ends_at_a_time_says_which() {
        let form = |how: &str, until: &str| PauseForm { how: how.into(), until: until.into() }.validate();
        assert_eq!(form("hour", ""), Ok(Pause::Hour));
        assert_eq!(form("until", "2026-11-27T17:00"), Ok(Pause::Until));
        assert_eq!(form("until", " "), Err(Error::field("until", Problem::Required)));
        assert_eq!(form("ever", ""), Err(Error::field("how", Problem::NoneChosen)));
    }
}
