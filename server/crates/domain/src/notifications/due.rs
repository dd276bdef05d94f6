//! When somebody may be disturbed, by their own clock and as they chose.

use model::notifications::{Choices, MailHow, Quiet};
use model::{At, Day, Locale};

use crate::calendar::{self, Reader};

/// The minute of the day at which a pause until tomorrow ends.
const MORNING: u32 = 7 * 60;
/// Quiet hours that follow right upon others, at most: some of the week begin before those of the day before have ended.
const IN_A_ROW: usize = 7;

/// A zone, with what somebody chose of their hours.
pub(super) struct Clock<'a> {
    pub zone: &'a str,
    pub choices: &'a Choices,
}

impl Clock<'_> {
    /// The first instant from one on at which it is not quiet, and nobody paused.
    pub fn undisturbed(&self, at: At) -> At {
        let mut at = self.choices.pause.map_or(at, |until| at.max(until));
        for _ in 0..IN_A_ROW {
            let Some(end) = self.quiet_until(at) else { break };
            at = end;
        }
        at
    }

    /// The end of the quiet hours that hold an instant: those of its day, or of the evening before.
    fn quiet_until(&self, at: At) -> Option<At> {
        let today = self.reader().today(at);
        let mut spans = [self.before(today), today].into_iter().filter_map(|day| self.span(day));
        spans.find(|(from, until)| *from <= at && at < *until).map(|(_, until)| until)
    }

    /// The quiet hours that begin on a day.
    fn span(&self, day: Day) -> Option<(At, At)> {
        let Quiet { from, until } = self.choices.quiet_on(self.weekday(day))?;
        let last = if from < until { day } else { self.after(day) };
        Some((self.instant(day, from), self.instant(last, until)))
    }

    /// When the mail of something that happens at an instant is due.
    pub fn mail_at(&self, how: MailHow, at: At) -> At {
        let digest = match how {
            MailHow::Off | MailHow::Once => at,
            MailHow::Daily => self.digest(at, |_| true),
            MailHow::Weekly => self.digest(at, |day| self.weekday(day) == self.choices.digest.day),
        };
        self.undisturbed(digest)
    }

    /// The next time of a digest after an instant, on a day that fits.
    fn digest(&self, at: At, fits: impl Fn(Day) -> bool) -> At {
        let mut day = self.reader().today(at);
        loop {
            let due = self.instant(day, self.choices.digest.hour * 60);
            if due > at && fits(day) {
                return due;
            }
            day = self.after(day);
        }
    }

    /// The next morning.
    pub fn tomorrow(&self, at: At) -> At {
        self.instant(self.after(self.reader().today(at)), MORNING)
    }

    /// A minute of a day; an hour later where the clocks skip it.
    fn instant(&self, day: Day, minute: u32) -> At {
        let there = |hours: u32| {
            let minute = minute + hours * 60;
            calendar::instant(&format!("{day}T{:02}:{:02}", minute / 60, minute % 60), self.zone).ok()
        };
        there(0).or_else(|| there(1)).unwrap_or_else(|| calendar::end_of(day, self.zone))
    }

    /// Which day of the week it is; Monday is 0.
    fn weekday(&self, day: Day) -> u32 {
        // Days are counted from a Monday on.
        let [number, ..] = calendar::periods(calendar::start_of(day, self.zone), self.zone);
        u32::try_from((number - 1).rem_euclid(7)).unwrap_or_default()
    }

    fn after(&self, day: Day) -> Day {
        self.reader().today(calendar::end_of(day, self.zone))
    }

    fn before(&self, day: Day) -> Day {
        self.reader().today(At(calendar::start_of(day, self.zone).0 - 1))
    }

    fn reader(&self) -> Reader<'_> {
        Reader { zone: self.zone, own: None, locale: Locale::En }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: &str) -> At {
        calendar::instant(text, zone).unwrap()
    }

    #[test]
    fn what_happens_in_quiet_hours_waits_for_their_end_by_the_own_clock() {
        let choices = Choices::parse("quiet:1320-390");
        for zone in ["Africa/Accra", "Asia/Kolkata", "America/New_York"] {
            let clock = Clock { zone, choices: &choices };
            for (happens, comes) in [
                ("2026-11-27T12:00", "2026-11-27T12:00"),
                ("2026-11-27T21:59", "2026-11-27T21:59"),
                ("2026-11-27T22:00", "2026-11-28T06:30"),
                ("2026-11-28T06:29", "2026-11-28T06:30"),
                ("2026-11-28T06:30", "2026-11-28T06:30"),
                ("2026-12-31T23:00", "2027-01-01T06:30"),
            ] {
                assert_eq!(clock.undisturbed(at(happens, zone)), at(comes, zone), "{zone} {happens}");
            }
        }
        let loud = Clock { zone: "UTC", choices: &Choices::default() };
        assert_eq!(loud.undisturbed(At(7)), At(7));
    }

    #[test]
    fn a_digest_comes_in_the_morning_and_the_weekly_one_on_monday() {
        let zone = "Africa/Accra";
        let clock = Clock { zone, choices: &Choices::default() };
        // 27 November 2026 is a Friday.
        for (happens, daily, weekly) in [
            ("2026-11-27T12:00", "2026-11-28T07:00", "2026-11-30T07:00"),
            ("2026-11-27T06:59", "2026-11-27T07:00", "2026-11-30T07:00"),
            ("2026-11-30T07:00", "2026-12-01T07:00", "2026-12-07T07:00"),
        ] {
            let happens = at(happens, zone);
            assert_eq!(clock.mail_at(MailHow::Once, happens), happens);
            assert_eq!(clock.mail_at(MailHow::Daily, happens), at(daily, zone));
            assert_eq!(clock.mail_at(MailHow::Weekly, happens), at(weekly, zone));
        }
        let late = Clock { zone, choices: &Choices::parse("quiet:1200-540") };
        assert_eq!(late.mail_at(MailHow::Daily, at("2026-11-27T12:00", zone)), at("2026-11-28T09:00", zone));
    }

    #[test]
    fn an_end_that_the_clocks_skip_is_an_hour_later() {
        let zone = "Europe/Berlin";
        let clock = Clock { zone, choices: &Choices::parse("quiet:1320-150") };
        assert_eq!(clock.undisturbed(at("2026-03-28T23:00", zone)), at("2026-03-29T03:30", zone));
    }

    #[test]
    fn the_hours_of_the_weekend_begin_on_its_days_and_end_when_they_end() {
        let zone = "Africa/Accra";
        // 27 November 2026 is a Friday.
        for (words, happens, comes) in [
            // The night of Friday is a night like others, also after midnight.
            ("quiet:1320-390 weekend:sat_sun+off", "2026-11-28T02:00", "2026-11-28T06:30"),
            ("quiet:1320-390 weekend:sat_sun+off", "2026-11-28T23:00", "2026-11-28T23:00"),
            ("quiet:1320-390 weekend:sat_sun+off", "2026-11-29T23:00", "2026-11-29T23:00"),
            ("quiet:1320-390 weekend:sat_sun+off", "2026-11-30T23:00", "2026-12-01T06:30"),
            ("quiet:1320-390 weekend:fri_sat+0-600", "2026-11-27T08:00", "2026-11-27T10:00"),
            ("quiet:1320-390 weekend:fri_sat+0-600", "2026-11-27T23:00", "2026-11-27T23:00"),
            ("quiet:1320-390 weekend:fri_sat+0-600", "2026-11-29T23:00", "2026-11-30T06:30"),
            ("weekend:sat_sun+0-1439", "2026-11-28T12:00", "2026-11-28T23:59"),
            // What begins before the other has ended goes on.
            ("quiet:1320-600 weekend:sat_sun+540-720", "2026-11-27T23:00", "2026-11-28T12:00"),
        ] {
            let choices = Choices::parse(words);
            assert_eq!(choices.words(), words, "as it would be kept");
            let clock = Clock { zone, choices: &choices };
            assert_eq!(clock.undisturbed(at(happens, zone)), at(comes, zone), "{words} {happens}");
        }
    }

    #[test]
    fn a_digest_comes_at_the_hour_and_on_the_day_that_were_chosen() {
        let zone = "Asia/Kolkata";
        let choices = Choices::parse("digest:18+4");
        let clock = Clock { zone, choices: &choices };
        for (happens, daily, weekly) in [
            ("2026-11-27T12:00", "2026-11-27T18:00", "2026-11-27T18:00"),
            ("2026-11-27T18:00", "2026-11-28T18:00", "2026-12-04T18:00"),
        ] {
            assert_eq!(clock.mail_at(MailHow::Daily, at(happens, zone)), at(daily, zone), "{happens}");
            assert_eq!(clock.mail_at(MailHow::Weekly, at(happens, zone)), at(weekly, zone), "{happens}");
        }
    }

    #[test]
    fn a_pause_ends_at_its_time_or_with_the_quiet_hours_it_ends_in() {
        let zone = "Africa/Accra";
        let noon = at("2026-11-27T12:00", zone);
        for (until, comes) in [
            ("2026-11-27T11:00", "2026-11-27T12:00"),
            ("2026-11-27T15:00", "2026-11-27T15:00"),
            ("2026-11-27T23:00", "2026-11-28T06:30"),
        ] {
            let mut choices = Choices::parse("quiet:1320-390");
            choices.pause = Some(at(until, zone));
            assert_eq!(Clock { zone, choices: &choices }.undisturbed(noon), at(comes, zone), "{until}");
        }
        let clock = Clock { zone, choices: &Choices::default() };
        assert_eq!(clock.tomorrow(noon), at("2026-11-28T07:00", zone));
    }
}
