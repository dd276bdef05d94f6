//! Instants and days. Instants are written for people in one place on the server, in the school's zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ParseTextError;

crate::newtype! {
    /// An instant: milliseconds since 1970-01-01 UTC.
    pub struct At(pub i64);
}

impl At {
    pub const fn plus_seconds(self, seconds: i64) -> At {
        At(self.0 + seconds * 1000)
    }
    pub const fn plus_minutes(self, minutes: i64) -> At {
        self.plus_seconds(minutes * 60)
    }
    pub const fn plus_hours(self, hours: i64) -> At {
        self.plus_minutes(hours * 60)
    }
    pub const fn plus_days(self, days: i64) -> At {
        self.plus_hours(days * 24)
    }
}

/// A calendar day, ISO 8601 (`2026-11-21`), without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = ParseTextError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ParseTextError("day");
        let mut parts = text.splitn(3, '-');
        let mut next = |len: usize| parts.next().filter(|part| part.len() == len && part.bytes().all(|b| b.is_ascii_digit()));
        let year = next(4).and_then(|p| p.parse().ok()).ok_or_else(wrong)?;
        let month = next(2).and_then(|p| p.parse().ok()).filter(|m| (1..=12).contains(m)).ok_or_else(wrong)?;
        let day = next(2).and_then(|p| p.parse().ok()).filter(|d| (1..=days_in(year, month)).contains(d)).ok_or_else(wrong)?;
        Ok(Day { year, month, day })
    }
}

const fn days_in(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

crate::as_text!(Day);

/// An instant with its text in the school's zone and the reader's language, written on the server. What somebody has to be
/// in time for is shown whole, as it is displayed; what has been by `local`, with `own` at hand. What others read too, as on
/// paper, has `local` alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    pub at: At,
    /// Such as "Fri 27 Nov 2026, 17:00".
    pub local: String,
    /// What the clock of the reader's own zone shows then, such as "22:30 your time"; nothing where it shows the same.
    pub own: Option<String>,
}

/// "Fri 27 Nov 2026, 17:00 (22:30 your time)".
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.own {
            Some(own) => write!(f, "{} ({own})", self.local),
            None => f.write_str(&self.local),
        }
    }
}

/// The day of an instant with its text, for lists in which the hour would only take room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    pub day: Day,
    /// Such as "27 Nov 2026".
    pub local: String,
    /// With the hour, as [`When`] is displayed.
    pub exact: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_time_stands_beside_the_schools_where_it_is_another() {
        let mut due = When { at: At(0), local: "Fri 27 Nov 2026, 17:00".into(), own: None };
        assert_eq!(due.to_string(), "Fri 27 Nov 2026, 17:00");
        due.own = Some("22:30 your time".into());
        assert_eq!(due.to_string(), "Fri 27 Nov 2026, 17:00 (22:30 your time)");
    }

    #[test]
    fn days_that_are_not_in_the_calendar_are_refused() {
        for wrong in ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-04-31", "", "+026-01-01"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
        assert_eq!("2028-02-29".parse::<Day>().map(|day| day.to_string()), Ok("2028-02-29".to_owned()));
    }
}
