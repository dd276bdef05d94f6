//! What is said and set in the chat.

use serde::{Deserialize, Serialize};

use super::emoji;
use crate::ids::{ClassId, UserId};
use crate::{Check, Error, Problem, Result, limits};

/// The signs that are put under a message with one press; of the others one is looked for.
pub const EMOJI: &[&str] = &["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "✅", "❓", "👀"];

/// What a person says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MessageForm {
    pub body: String,
    /// The number of the message it answers.
    #[serde(default)]
    pub reply: Option<i64>,
}

impl MessageForm {
    /// The text as it is stored: trimmed, with one kind of line end.
    pub fn text(&self) -> String {
        self.body.replace("\r\n", "\n").trim().to_owned()
    }

    /// # Errors
    /// [`crate::Error::Invalid`] when it is empty or too long.
    pub fn validate(&self) -> Result<()> {
        self.validate_beside(false)
    }

    /// The same beside `files`, which say something without a word.
    ///
    /// # Errors
    /// As [`MessageForm::validate`].
    pub fn validate_beside(&self, files: bool) -> Result<()> {
        let text = self.text();
        if files && text.is_empty() { Ok(()) } else { Check::new().text("body", &text, limits::MESSAGE).done() }
    }
}

/// A sign put under a message, or taken away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReactionForm {
    pub emoji: String,
    #[serde(default)]
    pub on: bool,
}

impl ReactionForm {
    /// # Errors
    /// [`crate::Error::Invalid`] when it is none of those that are offered.
    pub fn validate(&self) -> Result<()> {
        Check::new().ensure(emoji::is_offered(&self.emoji), "emoji", Problem::NoneChosen).done()
    }
}

/// Why a message should be looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportForm {
    #[serde(default)]
    pub reason: String,
}

impl ReportForm {
    /// # Errors
    /// [`crate::Error::Invalid`] when the reason is too long.
    pub fn validate(&self) -> Result<()> {
        Check::new().optional("reason", &self.reason, limits::NOTE).done()
    }
}

/// How long somebody may not write.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MuteForm {
    /// 0 lets them write again.
    pub minutes: i64,
}

impl MuteForm {
    /// An hour, a day, a week.
    pub const OFFERED: &[i64] = &[60, 24 * 60, 7 * 24 * 60];

    /// # Errors
    /// [`crate::Error::Invalid`] when it is none of those offered.
    pub fn validate(&self) -> Result<()> {
        Check::new().ensure(self.minutes == 0 || Self::OFFERED.contains(&self.minutes), "minutes", Problem::NoneChosen).done()
    }
}

/// What a room allows everybody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RulesForm {
    #[serde(default)]
    pub read_only: bool,
    /// Seconds between two messages of one person.
    #[serde(default)]
    pub slow_seconds: i64,
}

impl RulesForm {
    pub const SLOW: &[i64] = &[0, 10, 30, 60, 300];

    /// # Errors
    /// [`crate::Error::Invalid`] when the pause is none of those offered.
    pub fn validate(&self) -> Result<()> {
        Check::new().ensure(Self::SLOW.contains(&self.slow_seconds), "slow_seconds", Problem::NoneChosen).done()
    }
}

/// A further room of a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomForm {
    pub class: ClassId,
    pub name: String,
}

impl RoomForm {
    /// # Errors
    /// [`crate::Error::Invalid`] when it has no name or one that is too long.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("name", &self.name, limits::NAME).done()
    }
}

/// What a further room is called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TopicForm {
    pub name: String,
}

impl TopicForm {
    /// # Errors
    /// As [`RoomForm::validate`].
    pub fn validate(&self) -> Result<()> {
        Check::new().line("name", &self.name, limits::NAME).done()
    }
}

/// With whom somebody wants to talk; a parent and a teacher do so about a child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DirectForm {
    pub with: UserId,
    #[serde(default)]
    pub child: Option<UserId>,
}

impl DirectForm {
    /// From what is chosen in a list: the person's id, and after a colon the child's.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] where nobody is chosen.
    pub fn of(whom: &str) -> Result<DirectForm> {
        let (with, child) = whom.split_once(':').map_or((whom, None), |(with, child)| (with, Some(child)));
        let none = || Error::field("whom", Problem::NoneChosen);
        let child = child.map(str::parse).transpose().map_err(|_| none())?;
        Ok(DirectForm { with: with.parse().map_err(|_| none())?, child })
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchForm {
    #[serde(default)]
    pub q: String,
    /// The page, from 1.
    #[serde(default)]
    pub page: usize,
}

/// The words that the school does not want said, one a line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WordsForm {
    #[serde(default)]
    pub words: String,
}

impl WordsForm {
    /// Words of one school.
    pub const MOST: usize = 500;

    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.words.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// # Errors
    /// [`crate::Error::Invalid`] when there are too many, or one is too long.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        check.ensure(self.lines().count() <= Self::MOST, "words", Problem::TooLong(Self::MOST * limits::NAME));
        for line in self.lines() {
            check.line("words", line, limits::NAME);
        }
        check.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_offered_can_be_chosen() {
        let reaction = |emoji: &str| ReactionForm { emoji: emoji.into(), on: true }.validate();
        assert_eq!((reaction("👍"), reaction("🧑‍🏫")), (Ok(()), Ok(())));
        for wrong in ["", "x", "👍👍", "👍 ", "<b>", "🍺", ":thumbs_up:"] {
            assert_eq!(reaction(wrong), Err(Error::field("emoji", Problem::NoneChosen)), "{wrong}");
        }
        assert_eq!(MuteForm { minutes: 60 }.validate(), Ok(()));
        assert!(MuteForm { minutes: -1 }.validate().is_err());
        assert!(RulesForm { read_only: false, slow_seconds: 7 }.validate().is_err());
    }

    #[test]
    fn somebody_is_chosen_with_the_child_it_is_about_or_without() {
        let (with, child) = (UserId::from_u128(1), UserId::from_u128(2));
        assert_eq!(DirectForm::of(&with.to_string()), Ok(DirectForm { with, child: None }));
        assert_eq!(DirectForm::of(&format!("{with}:{child}")), Ok(DirectForm { with, child: Some(child) }));
        for wrong in ["", ":", "x", &format!("{with}:")] {
            assert!(DirectForm::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_are_lines_and_not_without_end() {
        let form = WordsForm { words: " dumb \r\n\n silly thing\n".into() };
        assert_eq!(form.lines().collect::<Vec<_>>(), ["dumb", "silly thing"]);
        assert_eq!(form.validate(), Ok(()));
        assert!(WordsForm { words: "x\n".repeat(WordsForm::MOST + 1) }.validate().is_err());
        assert!(WordsForm { words: "x".repeat(limits::NAME + 1) }.validate().is_err());
    }
}
