//! What was sent before: under the id that its page made, however long ago, or a moment ago in the same words.

use model::ids::{ForumId, PostId, ThreadId};
use store::{args, sql};

use crate::{Result, Scope, Work, twice};

/// What is known of something that is sent.
pub(super) enum Known<There, Id> {
    /// It was sent before, and this is there.
    Before(There),
    /// It gets this id: its own, or another one where that is taken. Who went back to a page and wrote something else there
    /// sends its id again.
    New(Id),
}

/// A thread of the forum, by its id, its title and its text, and whether it bears a name. The transaction holds the forum.
pub(super) async fn thread(
    work: &mut Work,
    scope: &Scope,
    forum: ForumId,
    (id, title, body, anonymous): (ThreadId, &str, &str, bool),
) -> Result<Known<ThreadId, ThreadId>> {
    let (school, user) = (scope.school_id(), scope.user_id());
    // What it said at first is what counts.
    let taken: Option<(bool,)> = work
        .tx
        .maybe(
            sql!(
                "select (t.author_id = $3 and coalesce(e.title, t.title) = $4 and coalesce(e.body, p.body) = $5
                         and t.anonymous = $6) as is_it
                 from forum_threads t
                 join forum_posts p on p.school_id = t.school_id and p.thread_id = t.id and p.number = 1
                 left join forum_edits e on e.school_id = p.school_id
                   and e.id = (select min(x.id) from forum_edits x where x.school_id = p.school_id and x.post_id = p.id)
                 where t.school_id = $1 and t.id = $2"
            ),
            args![school, id, user, title, body, anonymous],
        )
        .await?;
    if let Some((true,)) = taken {
        return Ok(Known::Before(id));
    }
    let twin: Option<(ThreadId,)> = work
        .tx
        .maybe(
            sql!(
                "select t.id from forum_threads t
                 join forum_posts p on p.school_id = t.school_id and p.thread_id = t.id and p.number = 1
                 where t.school_id = $1 and t.forum_id = $2 and t.author_id = $3 and t.title = $4 and p.body = $5
                   and t.created_at > $6 and t.deleted_at is null and t.anonymous = $7
                 order by t.id limit 1"
            ),
            args![school, forum, user, title, body, twice::since(scope.now), anonymous],
        )
        .await?;
    Ok(match (twin, taken) {
        (Some((there,)), _) => Known::Before(there),
        (None, Some(_)) => Known::New(ThreadId::new()),
        (None, None) => Known::New(id),
    })
}

/// A reply, by its id and its text, and whether it bears a name: the number it has. The transaction holds the thread.
pub(super) async fn post(
    work: &mut Work,
    scope: &Scope,
    thread: ThreadId,
    (id, body, anonymous): (PostId, &str, bool),
) -> Result<Known<i64, PostId>> {
    let (school, user) = (scope.school_id(), scope.user_id());
    let taken: Option<(bool, i64)> = work
        .tx
        .maybe(
            sql!(
                "select (p.thread_id = $3 and p.author_id = $4 and coalesce(e.body, p.body) = $5 and p.anonymous = $6) as is_it,
                        p.number
                 from forum_posts p
                 left join forum_edits e on e.school_id = p.school_id
                   and e.id = (select min(x.id) from forum_edits x where x.school_id = p.school_id and x.post_id = p.id)
                 where p.school_id = $1 and p.id = $2"
            ),
            args![school, id, thread, user, body, anonymous],
        )
        .await?;
    if let Some((true, number)) = taken {
        return Ok(Known::Before(number));
    }
    let twin: Option<(i64,)> = work
        .tx
        .maybe(
            sql!(
                "select number from forum_posts
                 where school_id = $1 and thread_id = $2 and author_id = $3 and body = $4 and created_at > $5
                   and deleted_at is null and number > 1 and anonymous = $6
                 order by number limit 1"
            ),
            args![school, thread, user, body, twice::since(scope.now), anonymous],
        )
        .await?;
    Ok(match (twin, taken) {
        (Some((number,)), _) => Known::Before(number),
        (None, Some(_)) => Known::New(PostId::new()),
        (None, None) => Known::New(id),
    })
}
