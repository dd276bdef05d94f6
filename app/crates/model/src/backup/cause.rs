//! Why an archive was not put back: the same sentences on the page and on the command line.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

use super::archive::{Problem, Shown};
use crate::Error;
use crate::text::problems::Sentence;
use crate::text::{fill, restore as t};

/// Why nothing was put back, as it is kept beside what the machine said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The archive is broken: what was found first, and how much more was.
    Broken {
        first: Problem,
        more: u64,
    },
    /// It is whole, and does not fit.
    Unfit(Unfit),
    /// Somebody asked that it end.
    Stopped,
    /// The server ended meanwhile.
    Interrupted,
    /// Nothing is put back without a backup of what is there, and none could be made.
    NoSafety,
    /// There is no room on the disk.
    NoRoom,
    Refused(Error),
    /// A fault, which the log tells of.
    Fault,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// Rows that break a rule of their tables.
    Rows(String),
    /// Rows of this table name rows of that one which are not in the archive.
    Dangling { table: String, to: String, rows: i64 },
    /// The school that is wanted is not in the archive.
    NoSchool,
    /// Another school has its short name.
    SlugTaken(String),
    /// Another school has its name.
    NameTaken(String),
    /// Two people of the archive are one here.
    SamePerson(String),
    /// What was put back is not what the archive holds; the table by its name.
    Differs(String),
}

impl Unfit {
    /// The sentence. What came out of the archive is written so that it moves nothing.
    pub fn text(&self) -> Sentence {
        let shown = |name: &'static str, text: &str| (name, Shown(text).to_string());
        match self {
            Unfit::Rows(why) => (t::UNFIT_ROWS, vec![shown("why", why)]),
            Unfit::Dangling { table, to, rows } => {
                (t::UNFIT_DANGLING, vec![shown("table", table), shown("to", to), ("rows", rows.to_string())])
            }
            Unfit::NoSchool => (t::UNFIT_NO_SCHOOL, Vec::new()),
            Unfit::SlugTaken(slug) => (t::UNFIT_SLUG, vec![shown("slug", slug)]),
            Unfit::NameTaken(name) => (t::UNFIT_NAME, vec![shown("name", name)]),
            Unfit::SamePerson(email) => (t::UNFIT_PERSON, vec![shown("email", email)]),
            Unfit::Differs(table) => (t::UNFIT_DIFFERS, vec![shown("table", table)]),
        }
    }
}

impl Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (key, values) = self.text();
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value as &dyn Display)).collect();
        f.write_str(&fill(key.english, &values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> [Unfit; 7] {
        let text = || "rooms\u{1b}[2J".to_owned();
        [
            Unfit::Rows(text()),
            Unfit::Dangling { table: text(), to: text(), rows: 3 },
            Unfit::NoSchool,
            Unfit::SlugTaken(text()),
            Unfit::NameTaken(text()),
            Unfit::SamePerson(text()),
            Unfit::Differs(text()),
        ]
    }

    #[test]
    fn what_does_not_fit_is_a_sentence_that_moves_no_cursor() {
        for unfit in all() {
            let sentence = unfit.to_string();
            assert!(sentence.ends_with('.') && !sentence.replace("\\u{1b}", "").contains('{'), "{sentence}");
            assert!(!sentence.contains(char::is_control), "{sentence}");
        }
    }

    #[test]
    fn a_cause_is_kept_whole() {
        let broken = Cause::Broken { first: Problem::SameName, more: 2 };
        let others =
            [broken, Cause::Stopped, Cause::Interrupted, Cause::NoSafety, Cause::NoRoom, Cause::Refused(Error::Unavailable)];
        for cause in all().map(Cause::Unfit).into_iter().chain(others).chain([Cause::Fault]) {
            let text = serde_json::to_string(&cause).unwrap();
            assert_eq!(serde_json::from_str::<Cause>(&text).unwrap(), cause, "{text}");
        }
    }
}
