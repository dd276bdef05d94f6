//! When somebody may be disturbed, by their own clock.

use model::notifications::{MailHow, Quiet};
use model::{At, Day, Locale};

use crate::calendar::{self, Reader};

/// The minute of the day at which a digest is sent.
const DIGEST: u32 = 7 * 60;

/// A zone, with the hours in which it is quiet there.
pub(super) struct Clock<'a> {
    pub zone: &'a str,
    pub quiet: Option<Quiet>,
}

impl Clock<'_> {
    /// The first instant from one on at which it is not quiet.
    pub fn undisturbed(&self, at: At) -> At {
        let Some(quiet) = self.quiet.filter(|quiet| quiet.holds(self.minute(at))) else { return at };
        let today = self.reader().today(at);
        let end = self.instant(today, quiet.until);
        if end > at { end } else { self.instant(self.after(today), quiet.until) }
    }

    /// When the mail of something that happens at an instant is due.
    pub fn mail_at(&self, how: MailHow, at: At) -> At {
        let digest = match how {
            MailHow::Off | MailHow::Once => at,
            MailHow::Daily => self.digest(at, |_| true),
            // Days are counted from a Monday on.
            MailHow::Weekly => self.digest(at, |morning| (calendar::periods(morning, self.zone)[0] - 1).rem_euclid(7) == 0),
        };
        self.undisturbed(digest)
    }

    /// The next morning after an instant that fits.
    fn digest(&self, at: At, fits: impl Fn(At) -> bool) -> At {
        let mut day = self.reader().today(at);
        loop {
            let morning = self.instant(day, DIGEST);
            if morning > at && fits(morning) {
                return morning;
            }
            day = self.after(day);
        }
    }

    fn minute(&self, at: At) -> u32 {
        let time = self.reader().time(at);
        let (hour, minute) = time.split_once(':').unwrap_or_default();
        hour.parse::<u32>().unwrap_or(0) * 60 + minute.parse::<u32>().unwrap_or(0)
    }

    /// A minute of a day; an hour later where the clocks skip it.
    fn instant(&self, day: Day, minute: u32) -> At {
        let there = |hours: u32| {
            let minute = minute + hours * 60;
            calendar::instant(&format!("{day}T{:02}:{:02}", minute / 60, minute % 60), self.zone).ok()
        };
        there(0).or_else(|| there(1)).unwrap_or_else(|| calendar::end_of(day, self.zone))
    }

    fn after(&self, day: Day) -> Day {
        self.reader().today(calendar::end_of(day, self.zone))
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
        let quiet = Some(Quiet { from: 22 * 60, until: 6 * 60 + 30 });
        for zone in ["Africa/Accra", "Asia/Kolkata", "America/New_York"] {
            let clock = Clock { zone, quiet };
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
        let loud = Clock { zone: "UTC", quiet: None };
        assert_eq!(loud.undisturbed(At(7)), At(7));
    }

    #[test]
    fn a_digest_comes_in_the_morning_and_the_weekly_one_on_monday() {
        let zone = "Africa/Accra";
        let clock = Clock { zone, quiet: None };
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
        let late = Clock { zone, quiet: Some(Quiet { from: 20 * 60, until: 9 * 60 }) };
        assert_eq!(late.mail_at(MailHow::Daily, at("2026-11-27T12:00", zone)), at("2026-11-28T09:00", zone));
    }

    #[test]
    fn an_end_that_the_clocks_skip_is_an_hour_later() {
        let zone = "Europe/Berlin";
        let clock = Clock { zone, quiet: Some(Quiet { from: 22 * 60, until: 2 * 60 + 30 }) };
        assert_eq!(clock.undisturbed(at("2026-03-28T23:00", zone)), at("2026-03-29T03:30", zone));
    }
}
