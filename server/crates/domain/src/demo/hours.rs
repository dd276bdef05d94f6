//! When things happen at a school: on its days and in its hours, as its clock shows them.

use model::At;

use super::dice::Dice;
use crate::calendar;

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Hours of the day, Monday to Friday, in minutes after midnight.
pub(super) struct Hours {
    from: i64,
    to: i64,
}

/// Lessons, marking, meetings.
pub(super) const SCHOOL: Hours = Hours { from: 7 * 60 + 30, to: 17 * 60 + 30 };
/// Students are at it longer than their teachers.
pub(super) const HOMEWORK: Hours = Hours { from: 7 * 60, to: 21 * 60 + 30 };

impl Hours {
    /// An instant between the two that lies in these hours; `None` where school is out all the time.
    pub fn between(&self, dice: &mut Dice, zone: &str, from: At, until: At) -> Option<At> {
        let open = self.open(zone, from, until);
        let total: i64 = open.iter().map(|(start, end)| end - start).sum();
        if total == 0 {
            return None;
        }
        let mut left = dice.between(0, total - 1);
        for (start, end) in open {
            if left < end - start {
                return Some(At(start + left));
            }
            left -= end - start;
        }
        None
    }

    /// An instant of the last day of school up to that one.
    pub fn up_to(&self, dice: &mut Dice, zone: &str, at: At) -> At {
        // From Monday morning it is three days back to Friday.
        [1, 4].into_iter().find_map(|days| self.between(dice, zone, at.plus_days(-days), at)).unwrap_or(at)
    }

    /// From when till when these hours last, day by day, as far as they lie between the two.
    fn open(&self, zone: &str, from: At, until: At) -> Vec<(i64, i64)> {
        let days = day(from, zone)..=day(until, zone);
        let hours = days.filter(|day| is_school_day(*day)).map(|day| {
            let midnight = midnight(day, zone);
            ((midnight + self.from * MINUTE).max(from.0), (midnight + self.to * MINUTE).min(until.0))
        });
        hours.filter(|(start, end)| start < end).collect()
    }
}

/// An hour of a day so many days from now: teachers set five o'clock, not 13:37. What would lie on a weekend lies on the
/// school day beyond it, seen from now.
pub(super) fn at_hour(now: At, zone: &str, days: i64, hour: i64) -> At {
    let step = if days < 0 { -1 } else { 1 };
    let mut day = day(now, zone) + days;
    while !is_school_day(day) {
        day += step;
    }
    At(midnight(day, zone)).plus_hours(hour)
}

/// The local day, counted from the first of January 1970.
fn day(at: At, zone: &str) -> i64 {
    (at.0 + offset(at, zone)).div_euclid(DAY)
}

/// Clocks change at night: what holds at noon holds in all hours here.
fn midnight(day: i64, zone: &str) -> i64 {
    day * DAY - offset(At(day * DAY + DAY / 2), zone)
}

fn offset(at: At, zone: &str) -> i64 {
    calendar::offset_minutes(at, zone) * MINUTE
}

/// The first day was a Thursday.
fn is_school_day(day: i64) -> bool {
    (day + 3).rem_euclid(7) < 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Locale;

    use crate::calendar::Reader;
    use crate::testing::NOON;

    #[test]
    fn what_happens_happens_on_school_days_in_school_hours() {
        let mut dice = Dice::new(3);
        for zone in ["Africa/Accra", "Europe/Berlin", "Asia/Kolkata", "America/New_York"] {
            for hour in 0..400 {
                let until = NOON.plus_hours(hour);
                let at = SCHOOL.up_to(&mut dice, zone, until);
                assert!(at <= until && at >= until.plus_days(-4), "{zone} {hour}");
                let local = Reader { zone, own: None, locale: Locale::En }.when(at).local;
                let time = Reader { zone, own: None, locale: Locale::En }.time(at);
                assert!(!local.starts_with('S') && ("07:30".."17:30").contains(&time.as_str()), "{zone}: {local}");
            }
        }
    }

    #[test]
    fn nothing_happens_while_school_is_out() {
        let saturday = calendar::instant("2026-11-28T00:00", "Asia/Kolkata").unwrap();
        let weekend = SCHOOL.between(&mut Dice::new(1), "Asia/Kolkata", saturday, saturday.plus_days(2));
        assert_eq!(weekend, None);
    }

    #[test]
    fn what_is_due_is_due_on_a_school_day() {
        // NOON is a Friday.
        let due = |days| {
            Reader { zone: "Africa/Accra", own: None, locale: Locale::En }.when(at_hour(NOON, "Africa/Accra", days, 17)).local
        };
        assert_eq!(due(0), "Fri 27 Nov 2026, 17:00");
        assert_eq!((due(1), due(2)), ("Mon 30 Nov 2026, 17:00".into(), "Mon 30 Nov 2026, 17:00".into()));
        assert_eq!((due(-5), due(-6)), ("Fri 20 Nov 2026, 17:00".into(), "Fri 20 Nov 2026, 17:00".into()));
    }
}
