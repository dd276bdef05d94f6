//! Instants in a school's zone: the one place where they become text and where local times become instants.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use model::text::{Language, formats};
use model::{At, Dated, Day, Locale, Problem, When};

use crate::texts;

/// Zones people choose from: those of `zone.tab` in the IANA database (2025b), which has one or more for each country and
/// no older names of the same; and UTC.
pub fn zones() -> impl Iterator<Item = &'static str> {
    include_str!("calendar/zones.txt").lines().chain(["UTC"])
}

/// Whether a text names an IANA zone.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

fn local(at: At, zone_name: &str) -> DateTime<Tz> {
    let utc = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    utc.with_timezone(&zone(zone_name))
}

/// For whom instants are written: the zone they are seen in, and the language they are read in.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub zone: &'a str,
    /// The zone the reader chose for themselves, where it is not `zone` that they are seen in.
    pub own: Option<&'a str>,
    pub locale: Locale,
}

impl Reader<'_> {
    /// "Fri 27 Nov 2026, 17:00", and "22:30 your time" for who has another zone.
    pub fn when(&self, at: At) -> When {
        let local = local(at, self.zone);
        let date = (local.year(), local.month0(), local.day());
        let text = self.language().when(date, local.weekday().num_days_from_monday(), &self.time(at));
        When { at, local: text, own: self.beside(at) }
    }

    /// The own time, with its day where that is another; nothing where both clocks show the same.
    fn beside(&self, at: At) -> Option<String> {
        let own = Reader { zone: self.own?, own: None, locale: self.locale };
        let same_day = own.today(at) == self.today(at);
        if same_day && own.time(at) == self.time(at) {
            return None;
        }
        let when = if same_day { own.time(at) } else { own.when(at).local };
        Some(self.language().fill(formats::YOUR_TIME, &[("when", &when)]))
    }

    /// "Friday 27 November".
    pub fn day(&self, at: At) -> String {
        let local = local(at, self.zone);
        self.language().day(local.month0(), local.day(), local.weekday().num_days_from_monday())
    }

    /// The day it is there.
    pub fn today(&self, at: At) -> Day {
        let local = local(at, self.zone);
        Day { year: local.year(), month: local.month(), day: local.day() }
    }

    /// "27 Nov 2026".
    pub fn date(&self, day: Day) -> String {
        self.language().date((day.year, day.month.saturating_sub(1), day.day))
    }

    /// "27 Nov 2026", with the hour at hand.
    pub fn dated(&self, at: At) -> Dated {
        let day = self.today(at);
        Dated { day, local: self.date(day), exact: self.when(at).to_string() }
    }

    /// In as few words as tell it apart, by the reader's own clock: "17:05" today, "Wed" in the six days before, else "27 Nov",
    /// with the year where that is another.
    pub fn brief(&self, at: At, now: At) -> String {
        let zone = self.own.unwrap_or(self.zone);
        let (then, today) = (local(at, zone), local(now, zone));
        match today.num_days_from_ce() - then.num_days_from_ce() {
            0 => then.format("%H:%M").to_string(),
            1..=6 => self.language().short_weekday(then.weekday().num_days_from_monday()).to_owned(),
            _ if then.year() == today.year() => self.language().short_day(then.month0(), then.day()),
            _ => self.language().date((then.year(), then.month0(), then.day())),
        }
    }

    /// "17:05".
    pub fn time(&self, at: At) -> String {
        local(at, self.zone).format("%H:%M").to_string()
    }

    pub fn language(&self) -> Language {
        texts::language(self.locale)
    }
}

/// `21-11-2026 17:00:00`, the form of CSV files (product.md section 22).
pub fn csv(at: At, zone: &str) -> String {
    local(at, zone).format("%d-%m-%Y %H:%M:%S").to_string()
}

/// `21_11_2026_17_00_00`, the form of backup file names (product.md section 22).
pub fn file_stamp(at: At, zone: &str) -> String {
    local(at, zone).format("%d_%m_%Y_%H_%M_%S").to_string()
}

/// ISO 8601 in UTC.
pub fn iso(at: At) -> String {
    local(at, "UTC").format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Reads what [`iso`] writes.
pub fn from_iso(text: &str) -> Option<At> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| At(at.timestamp_millis()))
}

/// The first instant of a day.
pub fn start_of(day: Day, zone_name: &str) -> At {
    let zone = zone(zone_name);
    let date = NaiveDate::from_ymd_opt(day.year, day.month, day.day).unwrap_or_default();
    // Some clocks skip midnight itself; an hour later they are there.
    let hours = (0..4).filter_map(|hour| date.and_hms_opt(hour, 0, 0));
    let start = hours.filter_map(|local| zone.from_local_datetime(&local).earliest()).next();
    At(start.map_or_else(|| date.and_time(NaiveTime::MIN).and_utc().timestamp_millis(), |start| start.timestamp_millis()))
}

/// The first instant after a day.
pub fn end_of(day: Day, zone_name: &str) -> At {
    let next = NaiveDate::from_ymd_opt(day.year, day.month, day.day).and_then(|date| date.succ_opt()).unwrap_or_default();
    start_of(Day { year: next.year(), month: next.month(), day: next.day() }, zone_name)
}

/// Numbers of the day, of the week from Monday on, of the month and of the year that an instant lies in: two instants of one
/// have the same number, and neighbours follow each other.
pub fn periods(at: At, zone: &str) -> [i64; 4] {
    let local = local(at, zone);
    let (day, year) = (i64::from(local.num_days_from_ce()), i64::from(local.year()));
    // The first day of the year 1 was a Monday.
    [day, (day - 1).div_euclid(7), year * 12 + i64::from(local.month0()), year]
}

/// What a `datetime-local` field takes: `2026-11-27T17:00`.
pub fn input(at: At, zone: &str) -> String {
    local(at, zone).format("%Y-%m-%dT%H:%M").to_string()
}

/// Minutes east of UTC at that instant.
pub fn offset_minutes(at: At, zone: &str) -> i64 {
    i64::from(local(at, zone).offset().fix().local_minus_utc() / 60)
}

/// The instant of a local time. A time the clocks skip is refused; one that comes twice is the earlier.
///
/// # Errors
/// [`Problem::NotADate`], [`Problem::TimeSkipped`].
pub fn instant(text: &str, zone_name: &str) -> Result<At, Problem> {
    let naive = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text.trim(), form).ok())
        .ok_or(Problem::NotADate)?;
    match zone(zone_name).from_local_datetime(&naive) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Ok(At(at.timestamp_millis())),
        LocalResult::None => Err(Problem::TimeSkipped),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_to_choose_from_are_real_and_each_is_there_once_under_its_present_name() {
        let all: Vec<&str> = zones().collect();
        assert!(all.len() > 400 && all.is_sorted());
        for zone in &all {
            assert!(is_zone(zone), "{zone}");
        }
        for there in ["Africa/Accra", "Asia/Kolkata", "Europe/Kyiv", "UTC"] {
            assert!(all.contains(&there), "{there}");
        }
        for old in ["Asia/Calcutta", "Europe/Kiev", "US/Pacific", "Etc/GMT+1", "GMT"] {
            assert!(!all.contains(&old), "{old}");
        }
    }

    #[test]
    fn a_local_time_goes_to_an_instant_and_back() {
        let at = instant("2026-11-27T17:00", "Africa/Accra").unwrap();
        assert_eq!(iso(at), "2026-11-27T17:00:00.000Z");
        assert_eq!((from_iso(&iso(at)), from_iso("tomorrow")), (Some(at), None));
        assert_eq!(Reader { zone: "Asia/Kolkata", own: None, locale: Locale::En }.when(at).local, "Fri 27 Nov 2026, 22:30");
        let arabic = Reader { zone: "Asia/Kolkata", own: None, locale: Locale::Ar };
        assert_eq!(arabic.when(at).local, "الجمعة 27 نوفمبر 2026، 22:30");
        assert_eq!((arabic.day(at), arabic.time(at)), ("الجمعة 27 نوفمبر".into(), "22:30".into()));
        assert_eq!(csv(at, "Africa/Accra"), "27-11-2026 17:00:00");
        assert_eq!(offset_minutes(at, "Asia/Kolkata"), 330);
        let reader = Reader { zone: "Pacific/Kiritimati", own: None, locale: Locale::En };
        assert_eq!(reader.today(at).to_string(), "2026-11-28", "it is tomorrow there");
        let dated = reader.dated(at);
        assert_eq!((dated.day.to_string(), dated.local), ("2026-11-28".into(), "28 Nov 2026".into()));
        assert_eq!(dated.exact, "Sat 28 Nov 2026, 07:00");
    }

    #[test]
    fn who_has_a_zone_of_their_own_reads_its_time_beside_where_the_clocks_differ() {
        let at = |text: &str| instant(text, "Africa/Accra").unwrap();
        let reader = |own| Reader { zone: "Africa/Accra", own, locale: Locale::En };
        let shown = |own, text: &str| reader(own).when(at(text)).to_string();
        let tokyo = Some("Asia/Tokyo");
        assert_eq!(shown(tokyo, "2026-11-27T12:00"), "Fri 27 Nov 2026, 12:00 (21:00 your time)");
        assert_eq!(shown(tokyo, "2026-11-27T17:00"), "Fri 27 Nov 2026, 17:00 (Sat 28 Nov 2026, 02:00 your time)");
        for same in [None, Some("Africa/Accra"), Some("Africa/Abidjan")] {
            assert_eq!(shown(same, "2026-11-27T17:00"), "Fri 27 Nov 2026, 17:00", "{same:?}");
        }
        // London has the clock of Accra in winter only.
        let london = Some("Europe/London");
        assert_eq!(shown(london, "2026-11-27T17:00"), "Fri 27 Nov 2026, 17:00");
        assert_eq!(shown(london, "2026-07-03T17:00"), "Fri 3 Jul 2026, 17:00 (18:00 your time)");
        // A whole day apart the hour is the same, and the day is not.
        let far = Reader { zone: "Pacific/Pago_Pago", own: Some("Pacific/Auckland"), locale: Locale::En };
        let (noon, own) = (instant("2026-11-27T12:00", far.zone).unwrap(), "Sat 28 Nov 2026, 12:00 your time");
        assert_eq!((far.when(noon).own.as_deref(), far.dated(noon).local.as_str()), (Some(own), "27 Nov 2026"));
        assert_eq!(far.dated(noon).exact, format!("Fri 27 Nov 2026, 12:00 ({own})"));
        let arabic = Reader { locale: Locale::Ar, ..reader(tokyo) };
        assert_eq!(arabic.when(at("2026-11-27T12:00")).own.as_deref(), Some("\u{2068}21:00\u{2069} بتوقيتك"));
    }

    #[test]
    fn an_instant_in_brief_is_a_time_a_weekday_or_a_day_by_the_readers_own_clock() {
        let at = |text: &str| instant(text, "Africa/Accra").unwrap();
        let now = at("2026-11-27T17:00");
        let reader = |own, locale| Reader { zone: "Africa/Accra", own, locale };
        let shown = |text: &str| reader(None, Locale::En).brief(at(text), now);
        for (text, brief) in [
            ("2026-11-27T00:00", "00:00"),
            ("2026-11-26T23:59", "Thu"),
            ("2026-11-21T00:00", "Sat"),
            ("2026-11-20T23:59", "20 Nov"),
            ("2026-01-01T00:00", "1 Jan"),
            ("2025-12-31T23:59", "31 Dec 2025"),
            // A clock that was wrong.
            ("2026-11-28T00:00", "28 Nov"),
        ] {
            assert_eq!(shown(text), brief, "{text}");
        }
        // It is tomorrow in Tokyo: what was said at noon was said yesterday.
        let tokyo = reader(Some("Asia/Tokyo"), Locale::En);
        assert_eq!((tokyo.brief(at("2026-11-27T12:00"), now), tokyo.brief(now, now)), ("Fri".into(), "02:00".into()));
        let arabic = reader(None, Locale::Ar);
        assert_eq!(arabic.brief(at("2026-11-26T12:00"), now), arabic.language().text(formats::THU));
        assert_eq!(arabic.brief(at("2026-10-09T12:00"), now), format!("9 {}", arabic.language().text(formats::OCT)));
    }

    #[test]
    fn periods_change_where_they_begin() {
        let changed = |text: &str| {
            let at = instant(text, "UTC").unwrap();
            let (before, here) = (periods(At(at.0 - 1), "UTC"), periods(at, "UTC"));
            here.iter().zip(before).map(|(here, before)| here - before).collect::<Vec<_>>()
        };
        assert_eq!(changed("2026-11-27T12:00"), [0, 0, 0, 0]);
        assert_eq!(changed("2026-11-27T00:00"), [1, 0, 0, 0]);
        assert_eq!(changed("2026-11-30T00:00"), [1, 1, 0, 0], "a Monday");
        assert_eq!(changed("2026-12-01T00:00"), [1, 0, 1, 0]);
        assert_eq!(changed("2027-01-01T00:00"), [1, 0, 1, 1]);
        assert_eq!(changed("2024-01-01T00:00"), [1, 1, 1, 1]);
    }

    #[test]
    fn a_day_has_a_first_instant_where_the_clocks_skip_midnight_too() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(iso(start_of(day("2026-11-27"), "Asia/Kolkata")), "2026-11-26T18:30:00.000Z");
        assert_eq!(end_of(day("2026-02-28"), "UTC"), start_of(day("2026-03-01"), "UTC"));
        // Cairo goes from 23:59 to 01:00 on the last Friday of April.
        assert_eq!(iso(start_of(day("2026-04-24"), "Africa/Cairo")), "2026-04-23T22:00:00.000Z");
    }

    #[test]
    fn the_hour_the_clocks_skip_is_refused_and_the_one_they_repeat_is_the_earlier() {
        assert_eq!(instant("2026-03-29T02:30", "Europe/Berlin"), Err(Problem::TimeSkipped));
        assert_eq!(instant("2026-10-25T02:30", "Europe/Berlin").map(iso), Ok("2026-10-25T00:30:00.000Z".to_owned()));
        for wrong in ["", "tomorrow", "2026-13-01T00:00", "2026-11-27"] {
            assert_eq!(instant(wrong, "UTC"), Err(Problem::NotADate), "{wrong}");
        }
    }
}
