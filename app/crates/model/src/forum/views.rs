//! The forum as its readers see it.

use serde::{Deserialize, Serialize};

use super::{Board, EditForm, PostForm, ThreadForm};
use crate::ids::{FileId, PostId, ThreadId, TopicId};
use crate::pictures::Picture;
use crate::{At, When};

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

/// A post that was found, or saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    pub post: PostId,
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
    /// When it was so: what is written later is new to the reader, whatever they say to have read.
    pub as_of: At,
    pub boards: Vec<BoardCard>,
    /// Whether the reader looks at what is reported.
    pub may_moderate: bool,
    /// Whether posts can be saved: not with another's eyes.
    pub may_save: bool,
    /// Whether they say which words are not wanted.
    pub may_set_words: bool,
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
    /// When it was so, as in [`ForumHome::as_of`].
    pub as_of: At,
    /// Whether any thread has something the reader has not seen.
    pub unread: bool,
    pub anonymous: bool,
    pub archived: bool,
    /// Whether the reader hears of new threads.
    pub follows: bool,
    pub may_follow: bool,
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
    /// It is shown with the post, small.
    pub picture: Option<Picture>,
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
    /// The reader has saved it for later.
    pub saved: bool,
    pub is_answer: bool,
    pub unread: bool,
    pub may_vote: bool,
    pub may_edit: bool,
    pub may_delete: bool,
    pub may_restore: bool,
    pub may_answer: bool,
    pub may_attach: bool,
    pub may_report: bool,
    pub may_save: bool,
    /// Whether what it said before can be read.
    pub has_trace: bool,
}

/// The post that answers a thread, as it stands under the question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solution {
    pub number: i64,
    pub author: Author,
    pub html: String,
    pub written: When,
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
    /// How often it has changed.
    pub revision: i64,
    pub answer: Option<i64>,
    /// The answer on the page of the question, unless it stands right below it anyway.
    pub solution: Option<Solution>,
    pub posts: Vec<PostCard>,
    pub page: i64,
    pub total: i64,
    /// The first post of this page that the reader has not seen.
    pub first_unread: Option<i64>,
    /// The last number of this page, up to which it is read.
    pub seen_to: i64,
    /// Whether the bell still tells the reader of it.
    pub told: bool,
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

/// A post that is about to be reported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportDesk {
    pub post: PostId,
    pub thread: ThreadId,
    pub number: i64,
    pub title: String,
    pub board: String,
    pub html: String,
}

/// A post that was reported, and by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub post: PostId,
    pub thread: ThreadId,
    pub number: i64,
    pub title: String,
    pub board: String,
    pub author: Author,
    pub html: String,
    pub written: When,
    /// Names with what they say is wrong with it.
    pub by: Vec<(String, String)>,
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
    pub board: Board,
    pub post: PostId,
    pub thread: ThreadId,
    pub number: i64,
    pub thread_title: String,
    /// Nothing where it may only be looked at.
    pub form: Option<EditForm>,
    pub earlier: Vec<Earlier>,
}
