//! What is written in the forum, and what is asked of its lists.

use serde::{Deserialize, Serialize};

use super::Board;
use crate::ids::{PostId, ThreadId, TopicId};
use crate::{Check, Problem, Result, limits};

/// A question, or whatever begins a thread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadForm {
    /// Made with the page: it goes with every try, so that what arrives twice begins one thread.
    pub id: String,
    pub title: String,
    pub body: String,
    /// The id of a topic; empty for none.
    pub topic: String,
    pub anonymous: bool,
    /// It is kept as a draft, and sent to nobody.
    pub keep: bool,
}

impl ThreadForm {
    /// The id of the page, else a new one.
    pub fn id(&self) -> ThreadId {
        self.id.parse().unwrap_or_else(|_| ThreadId::new())
    }

    /// The topic that is chosen. One that cannot be read was not offered.
    pub fn topic(&self) -> Option<TopicId> {
        self.topic.parse().ok()
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let known = self.topic.is_empty() || self.topic().is_some();
        Check::new()
            .line("title", &self.title, limits::TITLE)
            .text("body", &self.body, limits::MESSAGE)
            .ensure(known, "topic", Problem::NoneChosen)
            .done()
    }
}

/// A reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostForm {
    /// Made with the page, as that of a thread.
    pub id: String,
    pub body: String,
    /// The number of the post that it replies to; empty for the thread as a whole.
    pub reply_to: String,
    pub anonymous: bool,
    /// It is kept as a draft, and sent to nobody.
    pub keep: bool,
}

impl PostForm {
    /// The id of the page, else a new one.
    pub fn id(&self) -> PostId {
        self.id.parse().unwrap_or_else(|_| PostId::new())
    }

    pub fn reply_to(&self) -> Option<i64> {
        self.reply_to.trim().parse().ok().filter(|number| *number > 0)
    }

    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().text("body", &self.body, limits::MESSAGE).done()
    }
}

/// A post as it is edited; a first one with its title.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EditForm {
    pub title: Option<String>,
    pub body: String,
    /// What it was drawn from, see [`crate::drawn`].
    pub drawn: String,
}

impl EditForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        let mut check = Check::new();
        if let Some(title) = &self.title {
            check.line("title", title, limits::TITLE);
        }
        check.text("body", &self.body, limits::MESSAGE).done()
    }
}

/// The name of a topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TopicForm {
    pub name: String,
}

impl TopicForm {
    /// # Errors
    /// [`crate::Error::Invalid`] with each field that is wrong.
    pub fn validate(&self) -> Result<()> {
        Check::new().line("name", &self.name, limits::NAME).done()
    }
}

/// Where a thread goes: a forum as [`Board`] writes it, or with a topic behind a slash.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub to: String,
}

impl MoveForm {
    pub fn of(board: Board, topic: Option<TopicId>) -> String {
        match topic {
            Some(topic) => format!("{board}/{topic}"),
            None => board.to_string(),
        }
    }

    /// # Errors
    /// [`crate::Error::Invalid`] for a place that was not offered.
    pub fn validate(&self) -> Result<(Board, Option<TopicId>)> {
        let (board, topic) = self.to.split_once('/').map_or((self.to.as_str(), None), |(board, topic)| (board, Some(topic)));
        let topic = topic.map(str::parse).transpose();
        match (board.parse(), topic) {
            (Ok(board), Ok(topic)) => Ok((board, topic)),
            _ => Err(crate::Error::field("to", Problem::NoneChosen)),
        }
    }
}

crate::text_enum! {
    /// Which threads of a forum.
    pub enum Which {
        All = "all",
        Unread = "unread",
        /// Without an answer that is marked.
        Open = "open",
        /// Those the reader hears of.
        Followed = "followed",
    }
}

crate::text_enum! {
    /// The order of the threads of a forum, behind the pinned.
    pub enum Order {
        /// Where somebody wrote last.
        Active = "active",
        Newest = "newest",
        /// By the votes for the question.
        Votes = "votes",
        /// Those without an answer that is marked, the newest of them first.
        Unanswered = "unanswered",
    }
}

/// What is asked of the threads of a forum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadFilter {
    pub q: String,
    /// The text of a [`Which`]; all without one.
    pub which: String,
    /// The id of a topic; all without one.
    pub topic: String,
    /// The text of an [`Order`].
    pub sort: String,
}

impl ThreadFilter {
    pub fn order(&self) -> Order {
        self.sort.parse().unwrap_or(Order::Active)
    }

    pub fn which(&self) -> Which {
        self.which.parse().unwrap_or(Which::All)
    }

    pub fn is_limited(&self) -> bool {
        self.which() != Which::All || !self.topic.is_empty() || !self.q.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;
    use crate::ids::CourseId;

    #[test]
    fn a_place_to_go_is_a_forum_with_or_without_a_topic() {
        let (board, topic) = (Board::Course(CourseId::new()), TopicId::new());
        let to = |to: String| MoveForm { to }.validate();
        assert_eq!(to(MoveForm::of(board, None)), Ok((board, None)));
        assert_eq!(to(MoveForm::of(board, Some(topic))), Ok((board, Some(topic))));
        for wrong in [String::new(), "class-".into(), format!("{board}/"), format!("{board}/x")] {
            assert_eq!(to(wrong.clone()), Err(Error::field("to", Problem::NoneChosen)), "{wrong}");
        }
    }

    #[test]
    fn a_form_keeps_the_id_of_its_page_and_gets_one_where_it_brings_none() {
        let id = PostId::new();
        assert_eq!(PostForm { id: id.to_string(), ..PostForm::default() }.id(), id);
        let (one, other) = (ThreadForm::default().id(), ThreadForm::default().id());
        assert_ne!(one, other);
    }

    #[test]
    fn what_is_empty_or_too_long_is_told_field_by_field() {
        let thread = ThreadForm { title: " ".into(), body: "x".repeat(limits::MESSAGE + 1), ..ThreadForm::default() };
        let error = thread.validate().unwrap_err();
        assert_eq!(error.problem_of("title"), Some(Problem::Required));
        assert_eq!(error.problem_of("body"), Some(Problem::TooLong(limits::MESSAGE)));
        let odd = ThreadForm { title: "A".into(), body: "B".into(), topic: "none".into(), ..ThreadForm::default() };
        assert_eq!(odd.validate(), Err(Error::field("topic", Problem::NoneChosen)));
        assert_eq!(PostForm::default().validate(), Err(Error::field("body", Problem::Required)));
        assert_eq!(PostForm { reply_to: "-1".into(), ..PostForm::default() }.reply_to(), None);
        let edit = EditForm { title: Some(String::new()), body: "B".into(), drawn: String::new() };
        assert_eq!(edit.validate(), Err(Error::field("title", Problem::Required)));
        assert_eq!(TopicForm::default().validate(), Err(Error::field("name", Problem::Required)));
    }
}
