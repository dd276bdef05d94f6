//! Votes, and the post that answers a thread.

use model::Error;
use model::ids::{PostId, ThreadId, UserId};
use serde_json::json;
use store::{args, sql};

use super::halls::{Hall, Thread, hold, thread};
use super::told::{self, News};
use crate::scope::Actor;
use crate::{Result, Scope, Work};

/// A post as its row says.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Post {
    pub id: PostId,
    pub thread_id: ThreadId,
    pub number: i64,
    pub author_id: UserId,
    pub anonymous: bool,
    pub body: String,
    pub deleted: bool,
}

/// A post with its thread and the forum.
///
/// # Errors
/// `NotFound` where there is none for the caller.
pub(super) async fn post(scope: &Scope, id: PostId) -> Result<(Hall, Thread, Post)> {
    let post: Option<Post> = scope
        .db
        .maybe(
            sql!(
                "select id, thread_id, number, author_id, anonymous, body, (deleted_at is not null) as deleted
                 from forum_posts where school_id = $1 and id = $2"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let post = post.ok_or(Error::NotFound)?;
    let (hall, thread) = thread(scope, post.thread_id).await?;
    Ok((hall, thread, post))
}

/// The same as they stand now; the transaction holds both until it ends.
pub(super) async fn hold_post(work: &mut Work, scope: &Scope, hall: &Hall, before: &Post) -> Result<(Thread, Post)> {
    let thread = hold(work, scope, hall, before.thread_id).await?;
    let post: Option<Post> = work
        .tx
        .maybe(
            sql!(
                "select id, thread_id, number, author_id, anonymous, body, (deleted_at is not null) as deleted
                 from forum_posts where school_id = $1 and id = $2 {locked}"
            ),
            args![scope.school_id(), before.id],
        )
        .await?;
    Ok((thread, post.ok_or(Error::NotFound)?))
}

/// Votes for a post of somebody else, once, or takes the vote back. Answers where the post stands.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see; `Forbidden` for one's own, and for those who do not write;
/// `Conflict` where the thread is locked.
pub async fn vote(scope: &Scope, id: PostId, on: bool) -> Result<(ThreadId, i64)> {
    let (hall, _, before) = post(scope, id).await?;
    hall.may_write(scope)?;
    if before.author_id == scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    let (school, user) = (scope.school_id(), scope.user_id());
    let mut work = scope.begin().await?;
    let (thread, post) = hold_post(&mut work, scope, &hall, &before).await?;
    if post.deleted {
        return Err(Error::NotFound.into());
    }
    thread.is_open_to(&hall)?;
    match on {
        true => {
            let add = sql!(
                "insert into forum_votes (school_id, post_id, user_id, voted_at) values ($1, $2, $3, $4)
                 on conflict (school_id, post_id, user_id) do nothing"
            );
            work.tx.run(add, args![school, id, user, scope.now]).await?
        }
        false => {
            let take = sql!("delete from forum_votes where school_id = $1 and post_id = $2 and user_id = $3");
            work.tx.run(take, args![school, id, user]).await?
        }
    };
    work.commit().await?;
    Ok((post.thread_id, post.number))
}

/// Marks a reply as the answer, in the place of another one, or takes the mark away: who asked, and who looks after the
/// forum.
///
/// # Errors
/// As [`vote`]; `Forbidden` for everybody else; `NotFound` for the post that asks.
pub async fn mark_answer(scope: &Scope, id: PostId, on: bool) -> Result<(ThreadId, i64)> {
    let (hall, thread, before) = post(scope, id).await?;
    hall.may_write(scope)?;
    if !hall.moderates && thread.author_id != scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    let mut work = scope.begin().await?;
    let (thread, post) = hold_post(&mut work, scope, &hall, &before).await?;
    thread.is_open_to(&hall)?;
    if post.deleted || post.number == 1 {
        return Err(Error::NotFound.into());
    }
    let stands = (post.thread_id, post.number);
    let is_answer = thread.answer == Some(post.number);
    if is_answer == on {
        return Ok(stands);
    }
    let answer = on.then_some(post.number);
    work.tx
        .run(
            sql!("update forum_threads set answer = $3 where school_id = $1 and id = $2"),
            args![scope.school_id(), thread.id, answer],
        )
        .await?;
    if on {
        // The sentence names nobody.
        let news = News { hall: &hall, thread: thread.id, title: &thread.title, number: post.number, anonymous: true, body: "" };
        told::answered(&mut work, scope, &news).await?;
    }
    let action = if on { "forum.answered" } else { "forum.unanswered" };
    work.audit(action, thread.id, json!({ "title": thread.title, "post": post.number })).await?;
    work.commit().await?;
    Ok(stands)
}
