//! The forums of a person, and the threads of one.

use model::forum::{Board, BoardCard, BoardPage, ForumHome, PAGE, ThreadCard, ThreadFilter};
use model::ids::{ForumId, ThreadId, TopicId};
use model::{At, Error, Feature, Permission};
use store::{args, sql};

use super::halls::{Hall, Writer, author, authors, hall};
use super::{searching, topics};
use crate::courses::in_use;
use crate::{Result, Scope, bounds, names, search};

/// Forums of somebody who reaches all of them, at most.
const MOST: i64 = 200;

#[derive(sqlx::FromRow)]
struct BoardRow {
    /// Nothing before somebody has written there.
    forum: Option<ForumId>,
    kind: String,
    id: String,
    name: String,
    threads: i64,
    unread: i64,
    last_at: Option<At>,
}

impl BoardRow {
    fn board(&self) -> Result<Board> {
        Ok(format!("{}-{}", self.kind, self.id).parse().map_err(|_| Error::NotFound)?)
    }
}

/// The forum `f` and what is counted of it, for `$2`.
macro_rules! counted {
    () => {
        "f.id as forum,
         (select cast(count(*) as bigint) from forum_threads t
          where t.school_id = f.school_id and t.forum_id = f.id and t.deleted_at is null) as threads,
         (select cast(count(*) as bigint) from forum_threads t
          left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = $2
          where t.school_id = f.school_id and t.forum_id = f.id and t.deleted_at is null
            and t.last_number > coalesce(v.number, 0)) as unread,
         (select max(t.last_at) from forum_threads t
          where t.school_id = f.school_id and t.forum_id = f.id and t.deleted_at is null) as last_at"
    };
}

/// The forums of the caller's classes and courses; of those their role reaches beyond them the ones where somebody has
/// written. With words what is found in all that they may read, a page of it.
///
/// # Errors
/// `NotFound` where the school has no forum; `Forbidden` for who reads neither classes nor courses.
pub async fn home(scope: &Scope, words: &str, page: i64) -> Result<ForumHome> {
    let rows = boards(scope).await?;
    let looks = scope.me.viewer.is_some();
    let card = |row: BoardRow| {
        Ok(BoardCard {
            board: row.board()?,
            name: row.name,
            threads: row.threads,
            unread: if looks { 0 } else { row.unread },
            last: row.last_at.map(|at| scope.when(at)),
        })
    };
    let boards = rows.into_iter().map(card).collect::<Result<Vec<_>>>()?;
    Ok(ForumHome {
        as_of: scope.now,
        boards,
        may_moderate: scope.can(Permission::ForumModerate) && !looks,
        may_save: !looks,
        may_set_words: scope.can(Permission::SchoolSettings) && !looks,
        found: searching::found(scope, words, page).await?,
    })
}

/// The forums that [`home`] lists, as far as somebody has written there.
///
/// # Errors
/// As [`home`].
pub(super) async fn forums(scope: &Scope) -> Result<Vec<ForumId>> {
    Ok(boards(scope).await?.into_iter().filter_map(|row| row.forum).collect())
}

/// Passes those who may read of classes or courses, where the school has forums.
///
/// # Errors
/// As [`home`].
pub(super) fn may_look(scope: &Scope) -> Result<()> {
    if !scope.place.has(Feature::Forum) {
        return Err(Error::NotFound.into());
    }
    if !scope.can(Permission::ClassesRead) && !scope.can(Permission::CoursesRead) {
        return Err(Error::Forbidden.into());
    }
    Ok(())
}

async fn boards(scope: &Scope) -> Result<Vec<BoardRow>> {
    may_look(scope)?;
    let mut rows: Vec<BoardRow> = scope
        .db
        .all(
            sql!(concat!(
                "select cast('class' as text) as kind, g.id as id, g.name as name, ",
                counted!(),
                " from class_groups g
                 left join forums f on f.school_id = g.school_id and f.class_id = g.id
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $2
                 where g.school_id = $1 and g.archived_at is null
                   and ($4 and o.user_id is not null or f.id is not null and ",
                bounds::class!("g.id", "$3"),
                ")
                 union all
                 select 'course', c.id, c.title, ",
                counted!(),
                " from courses c
                 left join forums f on f.school_id = c.school_id and f.course_id = c.id
                 where c.school_id = $1 and $5 and ",
                in_use!("$1", "c.id"),
                " and (c.teacher_id = $2 or exists (
                         select 1 from course_classes k
                         join class_members o on o.school_id = k.school_id and o.class_id = k.class_id
                         where k.school_id = c.school_id and k.course_id = c.id and o.user_id = $2)
                       or f.id is not null and ",
                bounds::course!("c.id", "$3"),
                ")
                 order by name, id limit $6"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.class_reach(),
                scope.can(Permission::ClassesRead),
                scope.can(Permission::CoursesRead),
                MOST
            ],
        )
        .await?;
    names::sort(&mut rows, |row| row.name.as_str());
    Ok(rows)
}

/// The forums that the caller looks after, for threads to be moved to.
pub(super) async fn moderated(scope: &Scope) -> Result<Vec<(Board, String)>> {
    if !scope.can(Permission::ForumModerate) {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, String, String)> = scope
        .db
        .all(
            sql!(concat!(
                "select cast('class' as text) as kind, g.id, g.name from class_groups g
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $2
                 where g.school_id = $1 and g.archived_at is null and (coalesce(o.role, '') = 'teacher' or ",
                bounds::class!("g.id", "$3"),
                ")
                 union all
                 select 'course', c.id, c.title from courses c
                 where c.school_id = $1 and $4 and ",
                in_use!("$1", "c.id"),
                " and ",
                bounds::teaches!("$2", "$3"),
                " order by name, id limit $5"
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), scope.can(Permission::CoursesRead), MOST],
        )
        .await?;
    let mut boards: Vec<(Board, String)> =
        rows.into_iter().filter_map(|(kind, id, name)| Some((format!("{kind}-{id}").parse().ok()?, name))).collect();
    names::sort(&mut boards, |(_, name)| name.as_str());
    Ok(boards)
}

#[derive(sqlx::FromRow)]
struct ThreadRow {
    id: ThreadId,
    title: String,
    topic: Option<String>,
    pinned: bool,
    locked: bool,
    answered: bool,
    deleted: bool,
    last_number: i64,
    last_at: At,
    votes: i64,
    seen: i64,
    total: i64,
    #[sqlx(flatten)]
    writer: Writer,
}

/// The threads of the forum `$2` for `$3`, as far as they are meant.
macro_rules! threads {
    ($saying:literal) => {
        sql!(concat!(
            "select t.id, t.title, k.name as topic, t.pinned, t.locked, (t.answer is not null) as answered,
                    (t.deleted_at is not null) as deleted, t.last_number, t.last_at,
                    (select cast(count(*) as bigint) from forum_votes w
                     where w.school_id = p.school_id and w.post_id = p.id) as votes,
                    coalesce(v.number, 0) as seen, cast(count(*) over () as bigint) as total, ",
            author!("t"),
            " from forum_threads t
             join forum_posts p on p.school_id = t.school_id and p.thread_id = t.id and p.number = 1
             left join forum_topics k on k.school_id = t.school_id and k.id = t.topic_id
             left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = $3",
            authors!("t"),
            "where t.school_id = $1 and t.forum_id = $2 and ($4 or t.deleted_at is null)
               and (cast($5 as text) is null or t.topic_id = $5)
               and (cast($6 as text) = 'all'
                    or cast($6 as text) = 'unread' and t.last_number > coalesce(v.number, 0)
                    or cast($6 as text) = 'open' and t.answer is null
                    or cast($6 as text) = 'followed' and coalesce(v.follows, false)) and ",
            $saying,
            " order by t.pinned desc,
                case when cast($9 as text) = 'votes' then (
                  select cast(count(*) as bigint) from forum_votes w where w.school_id = p.school_id and w.post_id = p.id
                ) else 0 end desc,
                case when cast($9 as text) = 'unanswered' and t.answer is not null then 1 else 0 end,
                case when cast($9 as text) in ('newest', 'unanswered') then t.created_at else t.last_at end desc,
                t.id desc
              limit $7 offset $8"
        ))
    };
}

/// A page of the threads of a forum: the pinned first, then in the order that is asked for.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's, and a page that is not there.
pub async fn board(scope: &Scope, board: Board, filter: &ThreadFilter, page: i64) -> Result<BoardPage> {
    let hall = hall(scope, board).await?;
    let looks = scope.me.viewer.is_some();
    let page = page.max(1);
    let rows = rows(scope, &hall, filter, page).await?;
    if rows.is_empty() && page > 1 {
        return Err(Error::NotFound.into());
    }
    let total = rows.first().map_or(0, |row| row.total);
    let card = |row: ThreadRow| ThreadCard {
        id: row.id,
        title: row.title,
        topic: row.topic,
        pinned: row.pinned,
        locked: row.locked,
        answered: row.answered,
        deleted: row.deleted,
        replies: row.last_number - 1,
        votes: row.votes,
        unread: if looks { 0 } else { row.last_number - row.seen },
        last: scope.when(row.last_at),
        author: hall.told(scope, row.writer),
    };
    Ok(BoardPage {
        board,
        topics: topics::of(scope, hall.forum).await?,
        threads: rows.into_iter().map(card).collect(),
        page,
        total,
        as_of: scope.now,
        unread: !looks && unread(scope, &hall).await?,
        anonymous: hall.anonymous,
        archived: hall.archived,
        follows: hall.follows && !looks,
        may_follow: !looks,
        may_write: hall.may_write(scope).is_ok() && !looks,
        may_moderate: hall.moderates && !looks,
        name: hall.name.clone(),
    })
}

/// Whether anything in a forum is new to the caller.
async fn unread(scope: &Scope, hall: &Hall) -> Result<bool> {
    let Some(forum) = hall.forum else { return Ok(false) };
    let (unread,): (bool,) = scope
        .db
        .one(
            sql!(
                "select exists (
                   select 1 from forum_threads t
                   left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = $3
                   where t.school_id = $1 and t.forum_id = $2 and ($4 or t.deleted_at is null)
                     and t.last_number > coalesce(v.number, 0)) as unread"
            ),
            args![scope.school_id(), forum, scope.user_id(), hall.moderates],
        )
        .await?;
    Ok(unread)
}

async fn rows(scope: &Scope, hall: &Hall, filter: &ThreadFilter, page: i64) -> Result<Vec<ThreadRow>> {
    let Some(forum) = hall.forum else { return Ok(Vec::new()) };
    let looks = scope.me.viewer.is_some();
    let which = if looks { model::forum::Which::All } else { filter.which() };
    let topic: Option<TopicId> = filter.topic.parse().ok();
    let mut wanted = args![
        scope.school_id(),
        forum,
        scope.user_id(),
        hall.moderates && !looks,
        topic,
        which.text(),
        PAGE,
        (page - 1).saturating_mul(PAGE),
        filter.order().text()
    ];
    let sql = match search::asked(&filter.q) {
        Some(asked) => {
            wanted.extend(args![asked]);
            threads!(
                "t.id in (select q.thread_id from forum_posts q
                          where q.school_id = $1 and q.deleted_at is null
                            and q.id in (select w.id from {words forum_posts} where w.school_id = $1 and {said $10}))"
            )
        }
        None => threads!("1 = 1"),
    };
    Ok(scope.db.all(sql, wanted).await?)
}
