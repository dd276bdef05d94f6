//! Posts that somebody wants to find again. Nobody else knows of it.

use model::Error;
use model::ids::{PostId, ThreadId};
use store::{args, sql};

use super::answering::post;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Saves a post for later, or no more. Answers where it stands.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see, and one that was deleted.
pub async fn save(scope: &Scope, id: PostId, on: bool) -> Result<(ThreadId, i64)> {
    let (_, _, post) = post(scope, id).await?;
    if post.deleted && on {
        return Err(Error::NotFound.into());
    }
    let (school, user) = (scope.school_id(), scope.user_id());
    let mut work = scope.begin().await?;
    if on {
        let add = sql!(
            "insert into forum_saves (school_id, post_id, user_id, saved_at) values ($1, $2, $3, $4)
             on conflict (school_id, post_id, user_id) do nothing"
        );
        work.tx.run(add, args![school, id, user, scope.now]).await?;
    } else {
        let take = sql!("delete from forum_saves where school_id = $1 and post_id = $2 and user_id = $3");
        work.tx.run(take, args![school, id, user]).await?;
    }
    work.commit().await?;
    Ok((post.thread_id, post.number))
}
