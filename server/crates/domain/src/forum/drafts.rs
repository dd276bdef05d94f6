//! What somebody has begun to write. It is theirs alone, and goes when it is sent.

use model::forum::Board;
use model::ids::{ThreadId, TopicId};
use model::{Error, limits};
use store::{args, sql};

use super::halls::{hall, thread};
use crate::courses::tidy;
use crate::scope::Actor;
use crate::{Result, Scope, Work, twice};

/// What is begun; of a reply without a title and a topic. Whoever wants to write without a name finds it so again.
#[derive(Clone, Debug, Default, PartialEq, sqlx::FromRow)]
pub struct Draft {
    pub title: String,
    pub body: String,
    pub topic: String,
    pub anonymous: bool,
}

/// Keeps what somebody has begun: in a forum a thread, in a thread a reply. Without a word it is forgotten.
///
/// # Errors
/// `NotFound` for a place that is not the caller's; `Forbidden` for those who do not write there.
pub async fn keep(scope: &Scope, place: &str, draft: &Draft) -> Result<()> {
    // Each place has one spelling, and so one draft.
    let (hall, place, title) = match place.parse::<Board>() {
        Ok(board) => (hall(scope, board).await?, board.to_string(), draft.title.as_str()),
        Err(_) => {
            let id: ThreadId = place.parse().map_err(|_| Error::NotFound)?;
            (thread(scope, id).await?.0, id.to_string(), "")
        }
    };
    hall.may_write(scope)?;
    // A browser that sends a form counts each line end twice.
    let body = draft.body.replace("\r\n", "\n");
    let mut work = scope.begin().await?;
    if title.trim().is_empty() && body.trim().is_empty() || was_sent(&mut work, scope, &body).await? {
        forget(&mut work, scope, &place).await?;
        return work.commit().await;
    }
    let topic = draft.topic.parse::<TopicId>().map(|topic| topic.to_string()).unwrap_or_default();
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    work.tx
        .run(
            sql!(
                "insert into forum_drafts (school_id, user_id, place, title, body, topic, anonymous, saved_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict (school_id, user_id, place)
                 do update set title = excluded.title, body = excluded.body, topic = excluded.topic,
                               anonymous = excluded.anonymous, saved_at = excluded.saved_at"
            ),
            args![
                scope.school_id(),
                scope.user_id(),
                place,
                cut(title, limits::TITLE),
                cut(&body, limits::MESSAGE),
                topic,
                draft.anonymous,
                scope.now
            ],
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

/// The caller's own; nobody sees it with their eyes.
pub(super) async fn of(scope: &Scope, place: &str) -> Result<Option<Draft>> {
    if scope.me.viewer.is_some() {
        return Ok(None);
    }
    Ok(scope
        .db
        .maybe(
            sql!("select title, body, topic, anonymous from forum_drafts where school_id = $1 and user_id = $2 and place = $3"),
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
