//! Posts taken away: nobody reads them any more but those who look after the forum, who can bring them back. Of a first
//! post the whole thread goes, and comes back.

use model::Error;
use model::ids::{PostId, ThreadId};
use serde_json::json;
use store::{args, sql};

use super::answering::{hold_post, post};
use super::reporting;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Deletes a post. Answers its thread and its number. The second of two clicks finds it done.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see; `Forbidden` for that of somebody else, unless one looks after the
/// forum, and for one's own question that was replied to; `Conflict` where the thread is locked.
pub async fn delete(scope: &Scope, id: PostId) -> Result<(ThreadId, i64)> {
    let (hall, _, before) = post(scope, id).await?;
    hall.may_write(scope)?;
    let mut work = scope.begin().await?;
    let (thread, post) = hold_post(&mut work, scope, &hall, &before).await?;
    let mine = post.author_id == scope.user_id();
    // Others have answered what would go with it.
    let asked = post.number == 1 && thread.last_number > 1;
    if !(hall.moderates || mine && !asked) {
        return Err(Error::Forbidden.into());
    }
    let stands = (post.thread_id, post.number);
    if post.deleted {
        return Ok(stands);
    }
    thread.is_open_to(&hall)?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    work.tx
        .run(
            sql!("update forum_posts set deleted_at = $3, deleted_by = $4 where school_id = $1 and id = $2"),
            args![school, id, now, user],
        )
        .await?;
    if post.number == 1 {
        work.tx
            .run(sql!("update forum_threads set deleted_at = $3 where school_id = $1 and id = $2"), args![school, thread.id, now])
            .await?;
    } else if thread.answer == Some(post.number) {
        work.tx
            .run(sql!("update forum_threads set answer = null where school_id = $1 and id = $2"), args![school, thread.id])
            .await?;
    }
    reporting::lay_aside(&mut work, scope, &post).await?;
    work.audit("forum.deleted", thread.id, json!({ "title": thread.title, "post": post.number })).await?;
    work.commit().await?;
    Ok(stands)
}

/// Brings a post back.
///
/// # Errors
/// As [`delete`]; `Forbidden` for those who do not look after the forum.
pub async fn restore(scope: &Scope, id: PostId) -> Result<(ThreadId, i64)> {
    let (hall, _, before) = post(scope, id).await?;
    hall.may_write(scope)?;
    hall.may_moderate()?;
    let mut work = scope.begin().await?;
    let (thread, post) = hold_post(&mut work, scope, &hall, &before).await?;
    let stands = (post.thread_id, post.number);
    if !post.deleted {
        return Ok(stands);
    }
    work.tx
        .run(
            sql!("update forum_posts set deleted_at = null, deleted_by = null where school_id = $1 and id = $2"),
            args![scope.school_id(), id],
        )
        .await?;
    if post.number == 1 {
        work.tx
            .run(
                sql!("update forum_threads set deleted_at = null where school_id = $1 and id = $2"),
                args![scope.school_id(), thread.id],
            )
            .await?;
    }
    work.audit("forum.restored", thread.id, json!({ "title": thread.title, "post": post.number })).await?;
    work.commit().await?;
    Ok(stands)
}
