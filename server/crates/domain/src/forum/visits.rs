//! How far somebody has read a thread, and whether they hear of it.

use model::forum::{Board, COUNTED};
use model::ids::{ForumId, ThreadId};
use model::{At, Error, Feature, Permission};
use store::{args, list, sql};

use super::halls::{hall, thread};
use super::lists;
use crate::backup::gate;
use crate::courses::in_use;
use crate::hub::{Event, Watch};
use crate::scope::Actor;
use crate::{Result, Scope, Work, notifications};

/// Notes that the caller has read so far; the mark never goes back. While the school is closed none is made.
///
/// # Errors
/// `NotFound` for a thread that is not the caller's.
pub async fn mark_read(scope: &Scope, id: ThreadId, number: i64) -> Result<()> {
    let (_, thread) = thread(scope, id).await?;
    gate::spared(mark(scope, id, number.clamp(0, thread.last_number)).await)
}

async fn mark(scope: &Scope, id: ThreadId, number: i64) -> Result<()> {
    let mut work = scope.begin().await?;
    work.tx
        .run(
            sql!(
                "insert into forum_visits (school_id, thread_id, user_id, number) values ($1, $2, $3, $4)
                 on conflict (school_id, thread_id, user_id) do update set number = excluded.number
                 where forum_visits.number < excluded.number"
            ),
            args![scope.school_id(), id, scope.user_id(), number],
        )
        .await?;
    notifications::seen(&mut work, scope.user_id(), &link(scope, id)).await?;
    work.commit().await
}

/// Notes that the caller has read all that stood in a forum at that time; a thread that was written in since stays as it is.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's; `Closed`.
pub async fn mark_board_read(scope: &Scope, board: Board, until: At) -> Result<()> {
    let hall = hall(scope, board).await?;
    let forums: Vec<ForumId> = hall.forum.into_iter().collect();
    mark_all(scope, &forums, hall.moderates, until).await
}

/// The same of all forums of the caller.
///
/// # Errors
/// As [`super::home`]; `Closed`.
pub async fn mark_forums_read(scope: &Scope, until: At) -> Result<()> {
    let forums = lists::forums(scope).await?;
    mark_all(scope, &forums, false, until).await
}

async fn mark_all(scope: &Scope, forums: &[ForumId], deleted: bool, until: At) -> Result<()> {
    let forums = || list(forums.iter().copied());
    let mut work = scope.begin().await?;
    work.tx
        .run(
            sql!(
                "insert into forum_visits (school_id, thread_id, user_id, number)
                 select t.school_id, t.id, u.id, t.last_number
                 from forum_threads t
                 join users u on u.id = $2
                 left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = u.id
                 where t.school_id = $1 and t.forum_id in (select value from {list $3}) and ($4 or t.deleted_at is null)
                   and t.last_at <= $5 and t.last_number > coalesce(v.number, 0)
                 on conflict (school_id, thread_id, user_id) do update set number = excluded.number
                 where forum_visits.number < excluded.number"
            ),
            args![scope.school_id(), scope.user_id(), forums(), deleted, until],
        )
        .await?;
    // What came since is still to be read, also where no post did: an answer that was marked, or a mention.
    let read = work
        .tx
        .run(
            sql!(
                "update notifications set read_at = $6, mail_at = null
                 where id in (select n.id from notifications n
                              where n.user_id = $2 and n.read_at is null and n.created_at <= $5
                                and n.link in (select cast($4 as text) || t.id from forum_threads t
                                               where t.school_id = $1 and t.forum_id in (select value from {list $3})
                                                 and t.last_at <= $5)
                              order by n.id {locked})"
            ),
            args![scope.school_id(), scope.user_id(), forums(), threads(scope), until, scope.now],
        )
        .await?;
    if read > 0 {
        work.tell(Event::Notified { user: scope.user_id() });
    }
    work.commit().await
}

/// Hears of every change to a thread.
///
/// # Errors
/// `NotFound` for a thread that is not the caller's; `Viewing`.
pub async fn watch(scope: &Scope, id: ThreadId) -> Result<Watch> {
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    thread(scope, id).await?;
    Ok(scope.hub.watch_thread(scope.school_id(), id))
}

/// How often a thread has changed.
///
/// # Errors
/// `NotFound` for a thread that is not the caller's.
pub async fn revision(scope: &Scope, id: ThreadId) -> Result<i64> {
    Ok(thread(scope, id).await?.1.revision)
}

/// How many threads hold something new to the caller, in the forums of the classes they are in and the courses they learn or
/// teach there: of those their role reaches beyond them nobody reads all. None where the school has no forum; of very many it
/// is said only that there are so many.
///
/// # Errors
/// As the database answers.
pub async fn unread(scope: &Scope) -> Result<i64> {
    if !scope.place.has(Feature::Forum) || scope.me.viewer.is_some() {
        return Ok(0);
    }
    let (unread,): (i64,) = scope
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as n from (
                   select t.id from forum_threads t
                   left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = $2
                   where t.school_id = $1 and t.deleted_at is null and t.last_number > coalesce(v.number, 0)
                     and t.forum_id in (
                       select f.id from class_members o
                       join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                       join forums f on f.school_id = o.school_id and f.class_id = o.class_id
                       where o.school_id = $1 and o.user_id = $2 and $3 and g.archived_at is null
                       union
                       select f.id from class_members o
                       join course_classes k on k.school_id = o.school_id and k.class_id = o.class_id
                       join forums f on f.school_id = k.school_id and f.course_id = k.course_id
                       where o.school_id = $1 and o.user_id = $2 and $4 and ",
                in_use!("$1", "k.course_id"),
                "      union
                       select f.id from courses c
                       join forums f on f.school_id = c.school_id and f.course_id = c.id
                       where c.school_id = $1 and c.teacher_id = $2 and $4 and ",
                in_use!("$1", "c.id"),
                ") limit $5) as news"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.can(Permission::ClassesRead),
                scope.can(Permission::CoursesRead),
                COUNTED
            ],
        )
        .await?;
    Ok(unread)
}

/// Where a thread is: notifications lead there, and it is where they are read.
pub(super) fn link(scope: &Scope, id: ThreadId) -> String {
    format!("{}{id}", threads(scope))
}

fn threads(scope: &Scope) -> String {
    format!("/s/{}/forum/threads/", scope.place.slug)
}

/// Hears of the thread, or no more.
///
/// # Errors
/// As [`mark_read`].
pub async fn follow(scope: &Scope, id: ThreadId, on: bool) -> Result<()> {
    thread(scope, id).await?;
    let mut work = scope.begin().await?;
    work.tx
        .run(
            sql!(
                "insert into forum_visits (school_id, thread_id, user_id, number, follows) values ($1, $2, $3, 0, $4)
                 on conflict (school_id, thread_id, user_id) do update set follows = excluded.follows"
            ),
            args![scope.school_id(), id, scope.user_id(), on],
        )
        .await?;
    work.commit().await
}

/// Hears of new threads of a forum, or no more.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's.
pub async fn follow_forum(scope: &Scope, board: Board, on: bool) -> Result<()> {
    let hall = hall(scope, board).await?;
    let mut work = scope.begin().await?;
    let forum = hall.open(&mut work, scope.school_id()).await?;
    work.tx
        .run(
            sql!(
                "insert into forum_follows (school_id, forum_id, user_id, follows) values ($1, $2, $3, $4)
                 on conflict (school_id, forum_id, user_id) do update set follows = excluded.follows"
            ),
            args![scope.school_id(), forum, scope.user_id(), on],
        )
        .await?;
    work.commit().await
}

/// Who writes has read up to there if they had read what stands before, and hears of what follows unless they said no.
pub(super) async fn wrote(work: &mut Work, scope: &Scope, id: ThreadId, number: i64) -> Result<()> {
    work.tx
        .run(
            sql!(
                "insert into forum_visits (school_id, thread_id, user_id, number, follows)
                 values ($1, $2, $3, case when cast($4 as bigint) = 1 then 1 else 0 end, true)
                 on conflict (school_id, thread_id, user_id)
                 do update set follows = coalesce(forum_visits.follows, true),
                               number = case when forum_visits.number = cast($4 as bigint) - 1 then cast($4 as bigint) else forum_visits.number end"
            ),
            args![scope.school_id(), id, scope.user_id(), number],
        )
        .await?;
    Ok(())
}
