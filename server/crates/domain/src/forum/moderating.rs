//! What those who look after a forum do: pin, lock and move threads, and say whether one may write without a name.

use model::forum::{Board, MoveForm};
use model::ids::ThreadId;
use serde_json::json;
use store::{args, sql};

use super::halls::{hall, hold, thread};
use super::topics;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Keeps a thread on top of its forum, or no more.
///
/// # Errors
/// `NotFound` for a thread that is not the caller's; `Forbidden` for those who do not look after it.
pub async fn set_pinned(scope: &Scope, id: ThreadId, on: bool) -> Result<()> {
    let (hall, _) = thread(scope, id).await?;
    hall.may_moderate()?;
    let mut work = scope.begin().await?;
    let thread = hold(&mut work, scope, &hall, id).await?;
    if thread.pinned == on {
        return Ok(());
    }
    work.tx
        .run(sql!("update forum_threads set pinned = $3 where school_id = $1 and id = $2"), args![scope.school_id(), id, on])
        .await?;
    work.audit("forum.pinned", id, json!({ "title": thread.title, "pinned": on })).await?;
    work.commit().await
}

/// Locks a thread: nobody else replies. Or opens it again.
///
/// # Errors
/// As [`set_pinned`].
pub async fn set_locked(scope: &Scope, id: ThreadId, on: bool) -> Result<()> {
    let (hall, _) = thread(scope, id).await?;
    hall.may_moderate()?;
    let mut work = scope.begin().await?;
    let thread = hold(&mut work, scope, &hall, id).await?;
    if thread.locked == on {
        return Ok(());
    }
    work.tx
        .run(sql!("update forum_threads set locked = $3 where school_id = $1 and id = $2"), args![scope.school_id(), id, on])
        .await?;
    work.audit("forum.locked", id, json!({ "title": thread.title, "locked": on })).await?;
    work.commit().await
}

/// Moves a thread to another topic, or to another forum that the caller looks after too. What was written without a name
/// stays so. The second of two clicks finds it there.
///
/// # Errors
/// As [`set_pinned`], of both forums; `Invalid` for a place that was not offered; `Conflict` where it is archived.
pub async fn move_to(scope: &Scope, id: ThreadId, form: &MoveForm) -> Result<Board> {
    let (from, found) = thread(scope, id).await?;
    from.may_moderate()?;
    let (board, topic) = form.validate()?;
    if found.board()? == board && found.topic_id == topic {
        return Ok(board);
    }
    let to = hall(scope, board).await?;
    to.may_moderate()?;
    let mut work = scope.begin().await?;
    to.stay_in_use(&mut work, scope).await?;
    let forum = to.open(&mut work, scope.school_id()).await?;
    let thread = hold(&mut work, scope, &from, id).await?;
    if thread.board()? == board && thread.topic_id == topic {
        return Ok(board);
    }
    if let Some(topic) = topic {
        topics::stands_in(&mut work, scope, forum, topic).await?;
    }
    work.tx
        .run(
            sql!("update forum_threads set forum_id = $3, topic_id = $4 where school_id = $1 and id = $2"),
            args![scope.school_id(), id, forum, topic],
        )
        .await?;
    let detail = json!({ "before": { "forum": from.name }, "after": { "forum": to.name }, "title": thread.title });
    work.audit("forum.moved", id, detail).await?;
    work.commit().await?;
    Ok(board)
}

/// Says whether those who learn may write without their name being told to their peers. What was written so stays so.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's; `Forbidden` for those who do not look after it.
pub async fn set_anonymous(scope: &Scope, board: Board, on: bool) -> Result<()> {
    let hall = hall(scope, board).await?;
    hall.may_moderate()?;
    let mut work = scope.begin().await?;
    let forum = hall.open(&mut work, scope.school_id()).await?;
    let changed = work
        .tx
        .run(
            sql!("update forums set anonymous = $3 where school_id = $1 and id = $2 and anonymous <> $3"),
            args![scope.school_id(), forum, on],
        )
        .await?;
    if changed == 0 {
        return Ok(());
    }
    work.audit("forum.names_set", forum, json!({ "forum": hall.name, "anonymous": on })).await?;
    work.commit().await
}
