//! What somebody has chosen: only what differs from what is for everybody is kept, as words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::times::{DigestTime, Quiet, Rest, Weekend, WeekendHours, clock, hours, minute};
use super::{Kind, MailHow, Mailing, Way};
use crate::{At, Check, Problem, Result};

/// What somebody has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    ways: BTreeMap<Kind, Way>,
    pub quiet: Option<Quiet>,
    /// How it is at the end of the week.
    pub rest: Rest,
    pub digest: DigestTime,
    /// Until then nobody disturbs them.
    pub pause: Option<At>,
}

impl Choices {
    /// How they are told of a kind.
    pub fn way(&self, kind: Kind) -> Way {
        self.ways.get(&kind).copied().unwrap_or(kind.line().way)
    }

    /// The hours in which it is quiet that begin on a day of the week, which is counted from Monday as 0.
    pub fn quiet_on(&self, weekday: u32) -> Option<Quiet> {
        if self.rest.days.holds(weekday) { self.rest.hours.unwrap_or(self.quiet) } else { self.quiet }
    }

    pub fn choose(&mut self, kind: Kind, way: Way) {
        if way == kind.line().way {
            self.ways.remove(&kind);
        } else {
            self.ways.insert(kind, way);
        }
    }

    /// Reads what [`Choices::words`] writes. Words it does not know mean nothing.
    pub fn parse(text: &str) -> Choices {
        let mut choices = Choices::default();
        for (name, value) in text.split_whitespace().filter_map(|word| word.split_once(':')) {
            if name == "quiet" {
                choices.quiet = Quiet::parse(value);
            } else if name == "weekend" {
                choices.rest = Rest::parse(value);
            } else if name == "digest" {
                choices.digest = DigestTime::parse(value);
            } else if name == "pause" {
                choices.pause = value.parse().ok().map(At);
            } else if let Ok(kind) = name.parse() {
                let has = |word: &str| value.split('+').any(|it| it == word);
                let mail = value.split('+').find_map(|it| it.parse().ok()).unwrap_or(MailHow::Off);
                choices.choose(kind, Way { bell: has("bell"), mail, push: has("push") });
            }
        }
        choices
    }

    /// As it is kept: `quiet:1320-420 weekend:fri_sat+off digest:18+4 marked:bell+daily`.
    pub fn words(&self) -> String {
        let times = [
            self.quiet.map(|quiet| format!("quiet:{quiet}")),
            (self.rest != Rest::default()).then(|| format!("weekend:{}", self.rest)),
            (self.digest != DigestTime::default()).then(|| format!("digest:{}", self.digest)),
            self.pause.map(|until| format!("pause:{}", until.0)),
        ];
        let ways = self.ways.iter().map(|(kind, way)| {
            let bell = way.bell.then_some("bell");
            let push = way.push.then_some("push");
            let parts: Vec<&str> = bell.into_iter().chain([way.mail.text()]).chain(push).collect();
            format!("{kind}:{}", parts.join("+"))
        });
        times.into_iter().flatten().chain(ways).collect::<Vec<_>>().join(" ")
    }

    /// The form that says so of these kinds.
    pub fn form(&self, kinds: &[Kind]) -> NotificationForm {
        let ticked = |is: fn(Way) -> bool| -> BTreeMap<String, String> {
            let chosen = kinds.iter().filter(|kind| is(self.way(**kind)));
            chosen.map(|kind| (kind.to_string(), "true".to_owned())).collect()
        };
        let chosen = kinds.iter().filter(|kind| kind.line().mailing == Mailing::Chosen);
        let mut form = NotificationForm {
            bell: ticked(|way| way.bell),
            push: ticked(|way| way.push),
            mail: chosen.map(|kind| (kind.to_string(), self.way(*kind).mail.to_string())).collect(),
            quiet_from: self.quiet.map(|quiet| clock(quiet.from)).unwrap_or_default(),
            quiet_until: self.quiet.map(|quiet| clock(quiet.until)).unwrap_or_default(),
            weekend: self.rest.days.to_string(),
            weekend_hours: self.rest.how().to_string(),
            weekend_from: self.rest.own().map(|quiet| clock(quiet.from)).unwrap_or_default(),
            weekend_until: self.rest.own().map(|quiet| clock(quiet.until)).unwrap_or_default(),
            digest_hour: self.digest.hour.to_string(),
            digest_day: self.digest.day.to_string(),
            drawn: String::new(),
        };
        form.drawn = form.as_drawn();
        form
    }

    /// What is chosen once the form is saved by somebody who was asked about these kinds. What they were not asked about
    /// stays.
    #[must_use]
    pub fn after(&self, form: &NotificationForm, kinds: &[Kind]) -> Choices {
        let (rest, digest) = (form.rest(self.rest), form.digest(self.digest));
        let mut after = Choices { quiet: form.quiet(), rest, digest, ..self.clone() };
        for kind in kinds {
            let name = kind.text();
            let mail = form.mail.get(name).and_then(|how| how.parse().ok()).unwrap_or(self.way(*kind).mail);
            after.choose(*kind, Way { bell: form.bell.contains_key(name), mail, push: form.push.contains_key(name) });
        }
        after
    }
}

/// What somebody chooses: of each kind whether the bell, a mail and their devices tell of it; and when it is quiet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationForm {
    /// Those that are ticked, by the name of the kind.
    #[serde(default)]
    pub bell: BTreeMap<String, String>,
    #[serde(default)]
    pub push: BTreeMap<String, String>,
    /// A [`MailHow`] for each kind.
    #[serde(default)]
    pub mail: BTreeMap<String, String>,
    /// `22:00`, or both empty.
    #[serde(default)]
    pub quiet_from: String,
    #[serde(default)]
    pub quiet_until: String,
    /// A [`Weekend`].
    #[serde(default)]
    pub weekend: String,
    /// [`WeekendHours`]; where they are its own, from when until when.
    #[serde(default)]
    pub weekend_hours: String,
    #[serde(default)]
    pub weekend_from: String,
    #[serde(default)]
    pub weekend_until: String,
    /// From 0 to 23.
    #[serde(default)]
    pub digest_hour: String,
    /// From Monday, which is 0.
    #[serde(default)]
    pub digest_day: String,
    /// What it was drawn from, see [`crate::drawn`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub drawn: String,
}

impl NotificationForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let (from, until) = (self.quiet_from.trim(), self.quiet_until.trim());
        let is_known = |how: &String| how.parse::<MailHow>().is_ok();
        let asked = !(from.is_empty() && until.is_empty());
        let own = self.weekend_hours == WeekendHours::Own.text();
        let (own_from, own_until) = (minute(&self.weekend_from), minute(&self.weekend_until));
        // What a form does not ask about stays as it is.
        let fits = |text: &str, is: bool| text.is_empty() || is;
        let below = |text: &str, most: u32| fits(text, text.parse::<u32>().is_ok_and(|it| it < most));
        Check::new()
            .ensure(!asked || minute(from).is_some(), "quiet_from", Problem::Required)
            .ensure(!asked || minute(until).is_some(), "quiet_until", Problem::Required)
            .ensure(!asked || minute(from) != minute(until), "quiet_until", Problem::EndsTooEarly)
            .ensure(fits(&self.weekend, self.weekend.parse::<Weekend>().is_ok()), "weekend", Problem::NoneChosen)
            .ensure(
                fits(&self.weekend_hours, self.weekend_hours.parse::<WeekendHours>().is_ok()),
                "weekend_hours",
                Problem::NoneChosen,
            )
            .ensure(!own || own_from.is_some(), "weekend_from", Problem::Required)
            .ensure(!own || own_until.is_some(), "weekend_until", Problem::Required)
            .ensure(!own || own_from.is_none() || own_from != own_until, "weekend_until", Problem::EndsTooEarly)
            .ensure(below(&self.digest_hour, 24), "digest_hour", Problem::NoneChosen)
            .ensure(below(&self.digest_day, 7), "digest_day", Problem::NoneChosen)
            .ensure(self.mail.values().all(is_known), "", Problem::Required)
            .done()
    }

    /// The hours it says, if it says any.
    pub fn quiet(&self) -> Option<Quiet> {
        hours(&self.quiet_from, &self.quiet_until)
    }

    /// What it says of the end of the week; as it was, where it says nothing.
    fn rest(&self, before: Rest) -> Rest {
        let hours = match self.weekend_hours.parse() {
            Ok(WeekendHours::Same) => None,
            Ok(WeekendHours::Own) => Some(hours(&self.weekend_from, &self.weekend_until)),
            Ok(WeekendHours::Off) => Some(None),
            Err(_) => before.hours,
        };
        Rest { days: self.weekend.parse().unwrap_or(before.days), hours }
    }

    fn digest(&self, before: DigestTime) -> DigestTime {
        let number = |text: &str, otherwise: u32| text.parse().unwrap_or(otherwise);
        DigestTime { hour: number(&self.digest_hour, before.hour), day: number(&self.digest_day, before.day) }
    }

    /// The seal of what it says.
    pub fn as_drawn(&self) -> String {
        let ticked = [&self.bell, &self.push].into_iter().flat_map(|map| map.keys().map(String::as_str).chain([""]));
        let mail = self.mail.iter().flat_map(|(kind, how)| [kind.as_str(), how.as_str()]);
        let weekend = [&self.weekend, &self.weekend_hours, &self.weekend_from, &self.weekend_until];
        let times = [&self.quiet_from, &self.quiet_until].into_iter().chain(weekend).chain([&self.digest_hour, &self.digest_day]);
        crate::drawn::of(ticked.chain(mail).chain(times.map(String::as_str)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn quiet(from: &str, until: &str) -> NotificationForm {
        NotificationForm { quiet_from: from.into(), quiet_until: until.into(), ..NotificationForm::default() }
    }

    #[test]
    fn what_is_chosen_is_written_and_read_and_what_is_for_everybody_is_not_written() {
        assert_eq!(Choices::default().words(), "");
        let mut chosen = Choices { quiet: Some(Quiet { from: 1320, until: 420 }), ..Choices::default() };
        chosen.choose(Kind::Marked, Way { bell: true, mail: MailHow::Weekly, push: false });
        chosen.choose(Kind::HandedIn, Way { bell: false, mail: MailHow::Off, push: false });
        assert_eq!(chosen.words(), "quiet:1320-420 marked:bell+weekly handed_in:off");
        assert_eq!(Choices::parse(&chosen.words()), chosen);
        chosen.choose(Kind::Marked, Kind::Marked.line().way);
        assert_eq!(chosen.words(), "quiet:1320-420 handed_in:off");
        assert_eq!(Choices::parse("nonsense quiet:9-9 quiet:a-b marked soon:bell").words(), "");
        let odd = Choices::parse("marked:").way(Kind::Marked);
        assert_eq!(odd, Way { bell: false, mail: MailHow::Off, push: false });
    }

    #[test]
    fn the_end_of_the_week_and_the_digest_have_their_own_times_and_a_pause_is_no_part_of_the_form() {
        let night = Some(Quiet { from: 1320, until: 420 });
        let words = "quiet:1320-420 weekend:fri_sat+0-600 digest:18+4 pause:1795780800000";
        let chosen = Choices::parse(words);
        assert_eq!(chosen.words(), words);
        assert_eq!(
            (chosen.quiet_on(3), chosen.quiet_on(4), chosen.quiet_on(6)),
            (night, Some(Quiet { from: 0, until: 600 }), night)
        );
        assert_eq!((chosen.digest, chosen.pause), (DigestTime { hour: 18, day: 4 }, Some(At(1_795_780_800_000))));
        let form = chosen.form(&[]);
        assert_eq!((form.weekend.as_str(), form.weekend_from.as_str(), form.digest_hour.as_str()), ("fri_sat", "00:00", "18"));
        assert!(form.validate().is_ok());
        assert_eq!(chosen.after(&form, &[]), chosen);
        let off = NotificationForm { weekend_hours: "off".into(), ..form.clone() };
        assert_eq!(chosen.after(&off, &[]).words(), "quiet:1320-420 weekend:fri_sat+off digest:18+4 pause:1795780800000");
        assert!(off.as_drawn() != form.as_drawn());
        let same = NotificationForm { weekend_hours: "same".into(), weekend: "sat_sun".into(), ..form.clone() };
        assert_eq!(chosen.after(&same, &[]).quiet_on(5), night);
        // What an older page does not ask about stays.
        let older = quiet("22:00", "07:00");
        assert_eq!(chosen.after(&older, &[]), chosen);
        for (wrong, field) in [
            (NotificationForm { weekend_until: String::new(), ..form.clone() }, "weekend_until"),
            (NotificationForm { weekend_until: "00:00".into(), ..form.clone() }, "weekend_until"),
            (NotificationForm { weekend: "mon".into(), ..form.clone() }, "weekend"),
            (NotificationForm { weekend_hours: "some".into(), ..form.clone() }, "weekend_hours"),
            (NotificationForm { digest_hour: "24".into(), ..form.clone() }, "digest_hour"),
            (NotificationForm { digest_day: "7".into(), ..form.clone() }, "digest_day"),
        ] {
            assert!(wrong.validate().unwrap_err().problem_of(field).is_some(), "{field}");
        }
        let odd = "weekend:mon+off digest:99+1 digest:x pause:soon";
        assert_eq!(Choices::parse(odd).words(), "");
    }

    #[test]
    fn a_form_that_is_sent_back_changes_nothing_and_what_it_does_not_ask_about_stays() {
        let kinds = [Kind::Announcement, Kind::Marked, Kind::ClassAdmitted];
        let before = Choices::parse("quiet:1320-420 marked:push+off handed_in:off");
        let form = before.form(&kinds);
        assert!(form.validate().is_ok() && form.drawn == form.as_drawn());
        assert!(!form.mail.contains_key("class_admitted"), "its mail is no choice");
        assert_eq!(before.after(&form, &kinds), before);
        let mut other = form.clone();
        other.mail.insert("announcement".into(), "daily".into());
        other.bell.remove("announcement");
        other.quiet_from.clear();
        other.quiet_until.clear();
        assert!(other.as_drawn() != form.drawn);
        let after = before.after(&other, &kinds);
        assert_eq!(after.way(Kind::Announcement), Way { bell: false, mail: MailHow::Daily, push: true });
        assert_eq!((after.quiet, after.way(Kind::HandedIn).mail), (None, MailHow::Off));
    }

    #[test]
    fn quiet_hours_have_two_ends_or_none() {
        assert!(quiet("", " ").validate().is_ok() && quiet("22:00", "06:30").validate().is_ok());
        assert_eq!(quiet("22:00", "").validate(), Err(Error::field("quiet_until", Problem::Required)));
        assert_eq!(quiet("24:00", "06:00").validate(), Err(Error::field("quiet_from", Problem::Required)));
        assert_eq!(quiet("06:00", "06:00").validate(), Err(Error::field("quiet_until", Problem::EndsTooEarly)));
        for wrong in ["9:00", "09:60", "0900", "-1:00", "+1:00", "09:00:00"] {
            assert!(quiet(wrong, "06:00").validate().is_err(), "{wrong}");
        }
        let odd = NotificationForm { mail: [("marked".into(), "hourly".into())].into(), ..NotificationForm::default() };
        assert!(odd.validate().is_err());
    }
}
