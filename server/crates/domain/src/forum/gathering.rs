//! Replies that somebody has not seen are one card: who of the thread has replied since they began to come, as far as it is for
//! the reader to know.

use std::collections::{BTreeSet, HashMap};

use model::ids::UserId;
use model::notifications::Kind;
use serde_json::{Value, json};
use store::{args, sql};

use super::told::News;
use crate::notifications::unread_cards;
use crate::{Result, Scope, Work};

/// The name of the argument that says with which post a card began.
const FIRST: &str = "first";
/// Posts of a thread that are looked through: who wrote before them is counted no more.
const MOST: i64 = 500;

/// A post of the thread: its number, who wrote it, and whether without their name.
type Post = (i64, UserId, bool);

/// What came to a thread while its readers were away.
pub(super) struct Replies {
    /// With which post the card of a reader began that they have not read.
    first: HashMap<UserId, i64>,
    posts: Vec<Post>,
}

impl Replies {
    pub async fn of(work: &mut Work, scope: &Scope, news: &News<'_>, link: &str, readers: &[UserId]) -> Result<Replies> {
        let cards = unread_cards(work, Kind::ForumReply, link, readers).await?;
        let first: HashMap<UserId, i64> =
            cards.into_iter().filter_map(|(user, args)| Some((user, args.get(FIRST)?.as_i64()?))).collect();
        let Some(least) = first.values().min() else { return Ok(Replies { first, posts: Vec::new() }) };
        let posts = work
            .tx
            .all(
                sql!(
                    "select number, author_id, anonymous from forum_posts
                     where school_id = $1 and thread_id = $2 and number >= $3 and number < $4 and deleted_at is null
                     order by number desc limit $5"
                ),
                args![scope.school_id(), news.thread, *least, news.number, MOST],
            )
            .await?;
        Ok(Replies { first, posts })
    }

    /// What a reader is told of the newest one; `knows` where it is for them to know who wrote without a name.
    pub fn args(&self, scope: &Scope, news: &News<'_>, reader: UserId, knows: bool) -> Value {
        // All who wrote without a name are one: whether they are several is not for everybody to know.
        let shown = |author: UserId, anonymous: bool| (knows || !anonymous).then_some(author);
        let newest = shown(scope.user_id(), news.anonymous);
        let first = self.first.get(&reader).copied().unwrap_or(news.number);
        let since = self.posts.iter().filter(|(number, author, _)| *number >= first && *author != reader);
        let others: BTreeSet<Option<UserId>> =
            since.map(|(_, author, anonymous)| shown(*author, *anonymous)).filter(|it| *it != newest).collect();
        let name = newest.map(|_| scope.me.name.as_str());
        json!({ "name": name, "topic": news.title, "board": news.hall.name, FIRST: first, "others": others.len() })
    }
}
