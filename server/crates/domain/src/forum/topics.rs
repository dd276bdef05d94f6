//! The topics of a forum.

use model::forum::{Board, Topic, TopicForm};
use model::ids::{ForumId, TopicId};
use model::{Error, Problem};
use serde_json::json;
use store::{args, sql};

use super::halls::{Hall, hall};
use crate::scope::Actor;
use crate::{Result, Scope, Work, names, twice};

/// By their names, each with its threads.
pub(super) async fn of(scope: &Scope, forum: Option<ForumId>) -> Result<Vec<Topic>> {
    let Some(forum) = forum else { return Ok(Vec::new()) };
    let mut topics: Vec<Topic> = scope
        .db
        .all(
            sql!(
                "select k.id, k.name,
                        (select cast(count(*) as bigint) from forum_threads t
                         where t.school_id = k.school_id and t.topic_id = k.id and t.deleted_at is null) as threads
                 from forum_topics k where k.school_id = $1 and k.forum_id = $2 order by k.id"
            ),
            args![scope.school_id(), forum],
        )
        .await?;
    names::sort(&mut topics, |topic| topic.name.as_str());
    Ok(topics)
}

/// # Errors
/// `Invalid` for a topic of another forum, or one that has gone.
pub(super) async fn stands_in(work: &mut Work, scope: &Scope, forum: ForumId, topic: TopicId) -> Result<()> {
    let found: Option<(TopicId,)> = work
        .tx
        .maybe(
            sql!("select id from forum_topics where school_id = $1 and forum_id = $2 and id = $3"),
            args![scope.school_id(), forum, topic],
        )
        .await?;
    if found.is_some() { Ok(()) } else { Err(Error::field("topic", Problem::NoneChosen).into()) }
}

/// Two of one name are one. The transaction holds the forum.
async fn is_taken(work: &mut Work, scope: &Scope, forum: ForumId, name: &str, but: Option<TopicId>) -> Result<bool> {
    let all: Vec<(TopicId, String)> = work
        .tx
        .all(
            sql!("select id, name from forum_topics where school_id = $1 and forum_id = $2 order by id"),
            args![scope.school_id(), forum],
        )
        .await?;
    let key = names::key(name);
    Ok(all.iter().any(|(id, other)| Some(*id) != but && names::key(other) == key))
}

/// Adds a topic.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's; `Forbidden` for those who do not look after it; `Invalid`, also for a name
/// that is taken.
pub async fn add(scope: &Scope, board: Board, form: &TopicForm) -> Result<TopicId> {
    let hall = hall(scope, board).await?;
    hall.may_moderate()?;
    form.validate()?;
    let (school, name) = (scope.school_id(), form.name.trim());
    let mut work = scope.begin().await?;
    let forum = hall.open(&mut work, school).await?;
    let twin: Option<(TopicId,)> = work
        .tx
        .maybe(
            sql!("select id from forum_topics where school_id = $1 and forum_id = $2 and name = $3 and created_at > $4 order by id limit 1"),
            args![school, forum, name, twice::since(scope.now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    if is_taken(&mut work, scope, forum, name, None).await? {
        return Err(Error::field("name", Problem::Taken).into());
    }
    let id = TopicId::new();
    work.tx
        .run(
            sql!("insert into forum_topics (school_id, id, forum_id, name, created_at) values ($1, $2, $3, $4, $5)"),
            args![school, id, forum, name, scope.now],
        )
        .await?;
    work.audit("forum.topic_added", id, json!({ "name": name })).await?;
    work.commit().await?;
    Ok(id)
}

/// A topic of a forum that the caller looks after, with its name; the transaction holds the forum. Nothing where there is
/// none any more.
async fn held(work: &mut Work, scope: &Scope, hall: &Hall, id: TopicId) -> Result<Option<(ForumId, String)>> {
    let forum = hall.open(work, scope.school_id()).await?;
    let name: Option<(String,)> = work
        .tx
        .maybe(
            sql!("select name from forum_topics where school_id = $1 and forum_id = $2 and id = $3"),
            args![scope.school_id(), forum, id],
        )
        .await?;
    Ok(name.map(|(name,)| (forum, name)))
}

/// # Errors
/// As [`add`]; `NotFound` for a topic that is not there.
pub async fn rename(scope: &Scope, board: Board, id: TopicId, form: &TopicForm) -> Result<()> {
    let hall = hall(scope, board).await?;
    hall.may_moderate()?;
    form.validate()?;
    let name = form.name.trim();
    let mut work = scope.begin().await?;
    let (forum, before) = held(&mut work, scope, &hall, id).await?.ok_or(Error::NotFound)?;
    if before == name {
        return Ok(());
    }
    if is_taken(&mut work, scope, forum, name, Some(id)).await? {
        return Err(Error::field("name", Problem::Taken).into());
    }
    work.tx
        .run(sql!("update forum_topics set name = $3 where school_id = $1 and id = $2"), args![scope.school_id(), id, name])
        .await?;
    work.audit("forum.topic_renamed", id, json!({ "before": { "name": before }, "after": { "name": name } })).await?;
    work.commit().await
}

/// Removes a topic; its threads stay in the forum. The second of two clicks finds it done.
///
/// # Errors
/// As [`rename`].
pub async fn remove(scope: &Scope, board: Board, id: TopicId) -> Result<()> {
    let hall = hall(scope, board).await?;
    hall.may_moderate()?;
    let mut work = scope.begin().await?;
    let Some((_, name)) = held(&mut work, scope, &hall, id).await? else {
        let (just_now,): (bool,) = work
            .tx
            .one(
                sql!(
                    "select exists (select 1 from audit where school_id = $1 and subject = $2 and actor_id = $3 and at > $4
                                    and action = 'forum.topic_removed') as just_now"
                ),
                args![scope.school_id(), id, scope.user_id(), twice::since(scope.now)],
            )
            .await?;
        return if just_now { Ok(()) } else { Err(Error::NotFound.into()) };
    };
    work.tx
        .run(
            sql!("update forum_threads set topic_id = null where school_id = $1 and topic_id = $2"),
            args![scope.school_id(), id],
        )
        .await?;
    work.tx.run(sql!("delete from forum_topics where school_id = $1 and id = $2"), args![scope.school_id(), id]).await?;
    work.audit("forum.topic_removed", id, json!({ "name": name })).await?;
    work.commit().await
}
