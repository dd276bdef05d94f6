//! The forum: questions and answers that stay, in a class or a course (product.md section 15).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{ClassId, CourseId, FileId, PostId, ThreadId, TopicId};
use crate::{Check, Problem, Result, When, limits};

/// Threads, and posts, of one page.
pub const PAGE: i64 = 20;

/// Where one talks: a class or a course. Written `class-` or `course-` and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    Class(ClassId),
    Course(CourseId),
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Board::Class(id) => write!(f, "class-{id}"),
            Board::Course(id) => write!(f, "course-{id}"),
        }
    }
}

impl FromStr for Board {
    type Err = crate::ParseTextError;
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let unknown = || crate::ParseTextError("Board");
        match text.split_once('-').ok_or_else(unknown)? {
            ("class", id) => id.parse().map(Board::Class).map_err(|_| unknown()),
            ("course", id) => id.parse().map(Board::Course).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for Board {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Board {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A question, or whatever begins a thread.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadForm {
    pub title: String,
    pub body: String,
    /// The id of a topic; empty for none.
    pub topic: String,
    pub anonymous: bool,
    /// It is kept as a draft, and sent to nobody.
    pub keep: bool,
}

impl ThreadForm {
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
    pub body: String,
    /// The number of the post that it replies to; empty for the thread as a whole.
    pub reply_to: String,
    pub anonymous: bool,
    /// It is kept as a draft, and sent to nobody.
    pub keep: bool,
}

impl PostForm {
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

/// What is asked of the threads of a forum.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ThreadFilter {
    pub q: String,
    /// The text of a [`Which`]; all without one.
    pub which: String,
    /// The id of a topic; all without one.
    pub topic: String,
}

impl ThreadFilter {
    pub fn which(&self) -> Which {
        self.which.parse().unwrap_or(Which::All)
    }

    pub fn is_limited(&self) -> bool {
        self.which() != Which::All || !self.topic.is_empty() || !self.q.trim().is_empty()
    }
}

/// Who wrote something, as far as the reader may know: of an author without a name nothing is told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Author {
    /// Empty where it is not for the reader to know.
    pub name: String,
    /// How they are mentioned; empty likewise.
    pub username: String,
    /// The hash of the photo; empty likewise and without one.
    pub photo: String,
    /// It stands there without a name for their peers.
    pub anonymous: bool,
    pub me: bool,
    /// Neither a student nor a parent.
    pub staff: bool,
}

/// A forum the reader may enter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardCard {
    pub board: Board,
    pub name: String,
    pub threads: i64,
    pub unread: i64,
    /// When somebody last wrote there.
    pub last: Option<When>,
}

/// A post that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub thread: ThreadId,
    pub number: i64,
    pub title: String,
    pub board: String,
    pub excerpt: String,
    pub author: Author,
    pub when: When,
}

/// All forums of the reader, or what was found in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForumHome {
    pub boards: Vec<BoardCard>,
    /// Of words that were searched for.
    pub found: Option<Found>,
}

/// A page of what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub hits: Vec<Hit>,
    pub page: i64,
    pub total: i64,
}

/// A thread in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadCard {
    pub id: ThreadId,
    pub title: String,
    pub topic: Option<String>,
    pub author: Author,
    pub pinned: bool,
    pub locked: bool,
    pub answered: bool,
    /// Deleted: only who looks after the forum sees it.
    pub deleted: bool,
    /// Posts behind the first one.
    pub replies: i64,
    pub votes: i64,
    /// Posts the reader has not seen.
    pub unread: i64,
    pub last: When,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct Topic {
    pub id: TopicId,
    pub name: String,
    pub threads: i64,
}

/// A forum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardPage {
    pub board: Board,
    pub name: String,
    pub topics: Vec<Topic>,
    pub threads: Vec<ThreadCard>,
    pub page: i64,
    pub total: i64,
    pub anonymous: bool,
    pub archived: bool,
    pub may_write: bool,
    pub may_moderate: bool,
}

/// The form of a new thread with what it offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadDesk {
    pub board: Board,
    pub name: String,
    pub topics: Vec<Topic>,
    /// What was begun before.
    pub form: ThreadForm,
    pub is_draft: bool,
    /// Whether one may write without a name.
    pub may_hide: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostFile {
    pub id: FileId,
    pub name: String,
    pub bytes: i64,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostCard {
    pub id: PostId,
    pub number: i64,
    pub reply_to: Option<i64>,
    pub author: Author,
    /// As markup that is safe to show; nothing of a deleted one for those who may not read it.
    pub html: String,
    pub files: Vec<PostFile>,
    pub written: When,
    pub edited: Option<When>,
    /// Somebody else edited it, or deleted it: who looks after the forum.
    pub by_other: bool,
    pub deleted: bool,
    pub votes: i64,
    pub voted: bool,
    pub is_answer: bool,
    pub unread: bool,
    pub may_vote: bool,
    pub may_edit: bool,
    pub may_delete: bool,
    pub may_restore: bool,
    pub may_answer: bool,
    pub may_attach: bool,
    /// Whether what it said before can be read.
    pub has_trace: bool,
}

/// A page of a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadPage {
    pub id: ThreadId,
    pub board: Board,
    pub board_name: String,
    pub topic: Option<Topic>,
    pub title: String,
    pub pinned: bool,
    pub locked: bool,
    pub answer: Option<i64>,
    pub posts: Vec<PostCard>,
    pub page: i64,
    pub total: i64,
    /// The first post of this page that the reader has not seen.
    pub first_unread: Option<i64>,
    /// The last number of this page, up to which it is read.
    pub seen_to: i64,
    pub follows: bool,
    pub may_follow: bool,
    pub may_write: bool,
    pub may_moderate: bool,
    pub may_hide: bool,
    /// Where it can go, as [`MoveForm::of`] writes it, with what that is called; for who looks after the forum.
    pub places: Vec<(String, String)>,
    /// What the reply begins with: a draft, or a quote.
    pub reply: PostForm,
    pub is_draft: bool,
}

/// What a post said before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Earlier {
    pub title: Option<String>,
    pub html: String,
    /// When it was replaced.
    pub replaced: When,
    /// By whom, for who may know.
    pub by: Author,
}

/// A post to be edited, with what it said before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PostDesk {
    pub post: PostId,
    pub thread: ThreadId,
    pub number: i64,
    pub thread_title: String,
    /// Nothing where it may only be looked at.
    pub form: Option<EditForm>,
    pub earlier: Vec<Earlier>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn a_board_reads_back_what_it_writes() {
        for board in [Board::Class(ClassId::new()), Board::Course(CourseId::new())] {
            assert_eq!(board.to_string().parse(), Ok(board));
        }
        let id = ClassId::new();
        for wrong in [String::new(), id.to_string(), format!("room-{id}"), format!("class-{id}/x"), "class-".into()] {
            assert!(wrong.parse::<Board>().is_err(), "{wrong}");
        }
    }

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
