//! What somebody has chosen: only what differs from what is for everybody is kept, as words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Kind, MailHow, Mailing, Way};
use crate::{Check, Problem, Result};

/// The hours in which nobody is disturbed: minutes of the day, past midnight where it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub from: u32,
    pub until: u32,
}

impl Quiet {
    /// Whether it is quiet at a minute of the day.
    pub const fn holds(self, minute: u32) -> bool {
        if self.from < self.until {
            self.from <= minute && minute < self.until
        } else {
            minute >= self.from || minute < self.until
        }
    }
}

/// A minute of the day as a field has it: `22:30`.
fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let number = |part: &str, most: u32| {
        let is_plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|it| is_plain && *it < most)
    };
    Some(number(hour, 24)? * 60 + number(minute, 60)?)
}

fn clock(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// What somebody has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    ways: BTreeMap<Kind, Way>,
    pub quiet: Option<Quiet>,
}

impl Choices {
    /// How they are told of a kind.
    pub fn way(&self, kind: Kind) -> Way {
        self.ways.get(&kind).copied().unwrap_or(kind.line().way)
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
                choices.quiet = value.split_once('-').and_then(|(from, until)| {
                    let quiet = Quiet { from: from.parse().ok()?, until: until.parse().ok()? };
                    (quiet.from < 24 * 60 && quiet.until < 24 * 60 && quiet.from != quiet.until).then_some(quiet)
                });
            } else if let Ok(kind) = name.parse() {
                let has = |word: &str| value.split('+').any(|it| it == word);
                let mail = value.split('+').find_map(|it| it.parse().ok()).unwrap_or(MailHow::Off);
                choices.choose(kind, Way { bell: has("bell"), mail, push: has("push") });
            }
        }
        choices
    }

    /// As it is kept: `quiet:1320-420 marked:bell+daily`.
    pub fn words(&self) -> String {
        let quiet = self.quiet.map(|Quiet { from, until }| format!("quiet:{from}-{until}"));
        let ways = self.ways.iter().map(|(kind, way)| {
            let bell = way.bell.then_some("bell");
            let push = way.push.then_some("push");
            let parts: Vec<&str> = bell.into_iter().chain([way.mail.text()]).chain(push).collect();
            format!("{kind}:{}", parts.join("+"))
        });
        quiet.into_iter().chain(ways).collect::<Vec<_>>().join(" ")
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
            drawn: String::new(),
        };
        form.drawn = form.as_drawn();
        form
    }

    /// What is chosen once the form is saved by somebody who was asked about these kinds. What they were not asked about
    /// stays.
    #[must_use]
    pub fn after(&self, form: &NotificationForm, kinds: &[Kind]) -> Choices {
        let mut after = Choices { quiet: form.quiet(), ..self.clone() };
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
        Check::new()
            .ensure(!asked || minute(from).is_some(), "quiet_from", Problem::Required)
            .ensure(!asked || minute(until).is_some(), "quiet_until", Problem::Required)
            .ensure(!asked || minute(from) != minute(until), "quiet_until", Problem::EndsTooEarly)
            .ensure(self.mail.values().all(is_known), "", Problem::Required)
            .done()
    }

    /// The hours it says, if it says any.
    pub fn quiet(&self) -> Option<Quiet> {
        let quiet = Quiet { from: minute(&self.quiet_from)?, until: minute(&self.quiet_until)? };
        (quiet.from != quiet.until).then_some(quiet)
    }

    /// The seal of what it says.
    pub fn as_drawn(&self) -> String {
        let ticked = [&self.bell, &self.push].into_iter().flat_map(|map| map.keys().map(String::as_str).chain([""]));
        let mail = self.mail.iter().flat_map(|(kind, how)| [kind.as_str(), how.as_str()]);
        crate::drawn::of(ticked.chain(mail).chain([self.quiet_from.as_str(), self.quiet_until.as_str()]))
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
    fn quiet_hours_go_past_midnight() {
        let night = quiet("22:00", "06:30").quiet().unwrap();
        let noon = quiet("12:00", "13:00").quiet().unwrap();
        let table = [(0, true, false), (389, true, false), (390, false, false), (720, false, true), (780, false, false)];
        for (minute, at_night, at_noon) in table.into_iter().chain([(1319, false, false), (1320, true, false)]) {
            assert_eq!((night.holds(minute), noon.holds(minute)), (at_night, at_noon), "{minute}");
        }
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
