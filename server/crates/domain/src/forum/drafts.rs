//! What somebody has begun to write. It is theirs alone, and goes when it is sent.

use model::forum::Board;
use model::ids::ThreadId;
use model::{Error, limits};
use store::{args, sql};

use super::halls::{hall, thread};
use crate::courses::tidy;
use crate::scope::Actor;
use crate::{Result, Scope, Work, twice};

/// Keeps what somebody has begun: in a forum a thread, in a thread a reply. Without a word it is forgotten.
///
/// # Errors
/// `NotFound` for a place that is not the caller's; `Forbidden` for those who do not write there.
pub async fn keep(scope: &Scope, place: &str, title: &str, body: &str) -> Result<()> {
    let (hall, title) = match place.parse::<Board>() {
        Ok(board) => (hall(scope, board).await?, title),
        Err(_) => {
            let id: ThreadId = place.parse().map_err(|_| Error::NotFound)?;
            (thread(scope, id).await?.0, "")
        }
    };
    hall.may_write(scope)?;
    let mut work = scope.begin().await?;
    if title.trim().is_empty() && body.trim().is_empty() || was_sent(&mut work, scope, body).await? {
        forget(&mut work, scope, place).await?;
        return work.commit().await;
    }
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    work.tx
        .run(
            sql!(
                "insert into forum_drafts (school_id, user_id, place, title, body, saved_at) values ($1, $2, $3, $4, $5, $6)
                 on conflict (school_id, user_id, place)
                 do update set title = excluded.title, body = excluded.body, saved_at = excluded.saved_at"
            ),
            args![scope.school_id(), scope.user_id(), place, cut(title, limits::TITLE), cut(body, limits::MESSAGE), scope.now],
        )
        .await?;
    work.commit().await
}

/// Whether it was sent a moment ago: what a page keeps by itself may come after what it sends.
async fn was_sent(work: &mut Work, scope: &Scope, body: &str) -> Result<bool> {
    let (sent,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from forum_posts
                                where school_id = $1 and author_id = $2 and body = $3 and created_at > $4) as sent"
            ),
            args![scope.school_id(), scope.user_id(), tidy(body), twice::since(scope.now)],
        )
        .await?;
    Ok(sent)
}

/// The title and the text of the caller's own; nobody sees it with their eyes.
pub(super) async fn of(scope: &Scope, place: &str) -> Result<Option<(String, String)>> {
    if scope.me.viewer.is_some() {
        return Ok(None);
    }
    Ok(scope
        .db
        .maybe(
            sql!("select title, body from forum_drafts where school_id = $1 and user_id = $2 and place = $3"),
            args![scope.school_id(), scope.user_id(), place],
        )
        .await?)
}

pub(super) async fn forget(work: &mut Work, scope: &Scope, place: &str) -> Result<()> {
    work.tx
        .run(
            sql!("delete from forum_drafts where school_id = $1 and user_id = $2 and place = $3"),
            args![scope.school_id(), scope.user_id(), place],
        )
        .await?;
    Ok(())
}
