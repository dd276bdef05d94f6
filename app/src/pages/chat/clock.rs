//! Day and time of a message that was said while the page is open, in the school's zone and written as the server
//! writes those before it.

use model::At;

use crate::caller::language;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// "Friday 27 November".
pub fn day(at: At, zone_minutes: i64) -> String {
    let days = (at.0 + zone_minutes * MINUTE).div_euclid(DAY);
    let (_, month, day) = civil(days);
    // Day 0 was a Thursday.
    language().day(month as u32 - 1, day as u32, (days + 3).rem_euclid(7) as u32)
}

/// "17:05".
pub fn time(at: At, zone_minutes: i64) -> String {
    let minutes = (at.0 + zone_minutes * MINUTE).rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// ISO 8601 in UTC, for machines.
pub fn iso(at: At) -> String {
    let (year, month, day) = civil(at.0.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}T{}:{:02}Z", time(at, 0), at.0.rem_euclid(MINUTE) / 1000)
}

/// Year, month and day of the Gregorian calendar from days since 1970. Years are counted from March, so that the
/// leap day is their last.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_those_of_the_school() {
        // Friday 27 November 2026, 23:30 UTC.
        let at = At(1_795_822_200_000);
        assert_eq!((day(at, 0), time(at, 0)), ("Friday 27 November".into(), "23:30".into()));
        assert_eq!((day(at, 330), time(at, 330)), ("Saturday 28 November".into(), "05:00".into()));
        assert_eq!((day(at, -600), time(at, -600)), ("Friday 27 November".into(), "13:30".into()));
        assert_eq!(iso(at), "2026-11-27T23:30:00Z");
    }

    #[test]
    fn leap_days_and_turns_of_the_year_are_right() {
        for (days, date) in [
            (0, (1970, 1, 1)),
            (-1, (1969, 12, 31)),
            (11_016, (2000, 2, 29)),
            (11_017, (2000, 3, 1)),
            (20_453, (2025, 12, 31)),
            (20_454, (2026, 1, 1)),
            (47_540, (2100, 2, 28)),
            (47_541, (2100, 3, 1)),
        ] {
            assert_eq!(civil(days), date, "{days}");
        }
    }
}
