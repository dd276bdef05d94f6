//! Who is told of what happens in a thread. What it says of an author is what its reader may know.

use std::collections::BTreeMap;

use model::ids::{PostId, ThreadId, UserId};
use model::notifications::Kind;
use model::{Permission, Permissions, Role};
use serde_json::{Value, json};
use store::{Sql, args, list, sql};

use super::answering::Post;
use super::gathering::Replies;
use super::halls::Hall;
use super::policy;
use super::visits::link;
use crate::notifications::{Notice, take_back, tell, tell_together};
use crate::{Result, Scope, Work, bounds, markdown};

/// A post that was written, or marked as the answer.
pub(super) struct News<'a> {
    pub hall: &'a Hall,
    pub thread: ThreadId,
    pub title: &'a str,
    pub number: i64,
    pub anonymous: bool,
    pub body: &'a str,
}

/// Somebody of the school, with what makes them one of the forum.
#[derive(sqlx::FromRow)]
struct Near {
    id: UserId,
    role: Role,
    granted: String,
    revoked: String,
    sits: bool,
    teaches: bool,
    /// It lies in a department they head.
    heads: bool,
}

/// Members who are meant, of the thread `$2`, but for `$3` who does it. They are found by who is meant, not by looking
/// through the school.
macro_rules! near {
    ($($which:tt)+) => {
        sql!(concat!(
            "select m.user_id as id, m.role, m.granted, m.revoked,
                    (o.user_id is not null or c.teacher_id is not null and c.teacher_id = m.user_id or exists (
                       select 1 from course_classes k
                       join class_members n on n.school_id = k.school_id and n.class_id = k.class_id
                       where k.school_id = f.school_id and k.course_id = f.course_id and n.user_id = m.user_id)) as sits,
                    (coalesce(o.role, '') = 'teacher' or c.id is not null and ",
            bounds::teaches!("m.user_id"),
            ") as teaches,
                    (m.role = 'department_head' and (f.class_id is not null and ",
            bounds::class!("f.class_id", "m.user_id"),
            " or f.course_id is not null and ",
            bounds::course!("f.course_id", "m.user_id"),
            ")) as heads
             from forum_threads t
             join forums f on f.school_id = t.school_id and f.id = t.forum_id
             join memberships m on m.school_id = t.school_id and m.status = 'active'
             left join courses c on c.school_id = f.school_id and c.id = f.course_id
             left join class_members o on o.school_id = f.school_id and o.class_id = f.class_id and o.user_id = m.user_id
             where t.school_id = $1 and t.id = $2 and m.user_id <> $3 and m.user_id in (",
            $($which)+,
            ") order by m.user_id"
        ))
    };
}

/// Who teaches in the forum of the thread `$2`.
macro_rules! teachers {
    () => {
        "select n.user_id from forum_threads x
         join forums y on y.school_id = x.school_id and y.id = x.forum_id
         join class_members n on n.school_id = y.school_id and n.class_id = y.class_id and n.role = 'teacher'
         where x.school_id = $1 and x.id = $2
         union
         select n.user_id from forum_threads x
         join forums y on y.school_id = x.school_id and y.id = x.forum_id
         join course_classes k on k.school_id = y.school_id and k.course_id = y.course_id
         join class_members n on n.school_id = k.school_id and n.class_id = k.class_id and n.role = 'teacher'
         where x.school_id = $1 and x.id = $2
         union
         select b.teacher_id from forum_threads x
         join forums y on y.school_id = x.school_id and y.id = x.forum_id
         join courses b on b.school_id = y.school_id and b.id = y.course_id
         where x.school_id = $1 and x.id = $2 and b.teacher_id is not null"
    };
}

/// Those who follow the thread.
fn followers() -> Sql {
    near!("select v.user_id from forum_visits v where v.school_id = $1 and v.thread_id = $2 and v.follows")
}

/// Those who follow the forum, and who teaches there without having said no.
fn readers() -> Sql {
    near!(
        "select w.user_id from forum_threads x
         join forum_follows w on w.school_id = x.school_id and w.forum_id = x.forum_id
         where x.school_id = $1 and x.id = $2 and w.follows
         union
         ",
        teachers!(),
        ") and not exists (
           select 1 from forum_follows w
           where w.school_id = f.school_id and w.forum_id = f.id and w.user_id = m.user_id and not w.follows"
    )
}

/// Those who may look after the forum: who teaches there, and whom their role, or what they were given, may let reach it.
fn keepers() -> Sql {
    near!(
        teachers!(),
        "
         union
         select r.user_id from memberships r
         where r.school_id = $1 and (r.role in (select value from {list $4}) or r.granted <> '')"
    )
}

/// Tells who is mentioned; of a reply those who follow the thread, and of a new thread those who follow the forum.
pub(super) async fn posted(work: &mut Work, scope: &Scope, news: &News<'_>) -> Result<()> {
    let mentioned = mention(work, scope, news, markdown::mentions(news.body)).await?;
    let (kind, meant) = if news.number > 1 { (Kind::ForumReply, followers()) } else { (Kind::ForumThread, readers()) };
    let mut others: Vec<Near> = work.tx.all(meant, args![scope.school_id(), news.thread, scope.user_id()]).await?;
    others.retain(|it| !mentioned.contains(&it.id));
    send(work, scope, news, kind, &others).await
}

/// Tells who is mentioned by now and was not before.
pub(super) async fn edited(work: &mut Work, scope: &Scope, news: &News<'_>, before: &str) -> Result<()> {
    let before = markdown::mentions(before);
    let names = markdown::mentions(news.body).into_iter().filter(|name| !before.contains(name));
    mention(work, scope, news, names.collect()).await.map(drop)
}

/// Answers who of them were meant.
async fn mention(work: &mut Work, scope: &Scope, news: &News<'_>, names: Vec<String>) -> Result<Vec<UserId>> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let named = near!("select u.id from users u where u.username_key in (select value from {list $4})");
    let near: Vec<Near> = work.tx.all(named, args![scope.school_id(), news.thread, scope.user_id(), list(names)]).await?;
    send(work, scope, news, Kind::ForumMention, &near).await?;
    Ok(near.into_iter().map(|it| it.id).collect())
}

/// Tells those who follow the thread of an answer that was marked: who asked and who answered are among them.
pub(super) async fn answered(work: &mut Work, scope: &Scope, news: &News<'_>) -> Result<()> {
    let concerned: Vec<Near> = work.tx.all(followers(), args![scope.school_id(), news.thread, scope.user_id()]).await?;
    send(work, scope, news, Kind::ForumAnswer, &concerned).await
}

/// Tells of a post that was reported: who teaches there, and where nobody does but its author, those who reach every class.
/// Who wrote it is not told, and neither is who reported it.
pub(super) async fn reported(work: &mut Work, scope: &Scope, hall: &Hall, post: &Post) -> Result<()> {
    let mut near = near_keepers(work, scope, post.thread_id).await?;
    near.retain(|it| it.id != post.author_id);
    let teaches = near.iter().any(|it| it.teaches);
    let to: Vec<UserId> = near.iter().filter(|it| !teaches || it.teaches).map(|it| it.id).collect();
    let (key, link) = (report_key(work, scope, post.id).await?, format!("/s/{}/forum/reports", scope.place.slug));
    let args = json!({ "board": hall.name });
    tell(work, &Notice { kind: Kind::ForumReport, school: Some(scope.school_id()), to: &to, key: &key, args, link: &link }).await
}

/// The reports of a post are settled, of which was told by a key: nobody else need look at them.
pub(super) async fn settled(work: &mut Work, scope: &Scope, post: &Post, key: &str) -> Result<()> {
    let mut to: Vec<UserId> = near_keepers(work, scope, post.thread_id).await?.into_iter().map(|it| it.id).collect();
    to.push(scope.user_id());
    take_back(work, &[Kind::ForumReport], key, &to).await
}

/// Of the same post they are told again when it is reported after it was left.
pub(super) async fn report_key(work: &mut Work, scope: &Scope, post: PostId) -> Result<String> {
    let (left,): (i64,) = work
        .tx
        .one(
            sql!("select coalesce(max(settled_at), 0) as left_at from forum_reports where school_id = $1 and post_id = $2"),
            args![scope.school_id(), post],
        )
        .await?;
    Ok(format!("{post}/{left}"))
}

/// Who looks after the forum of a thread, but for the caller.
async fn near_keepers(work: &mut Work, scope: &Scope, thread: ThreadId) -> Result<Vec<Near>> {
    let roles = Role::ALL.iter().filter(|role| Permissions::from(**role).can(Permission::ForumModerate));
    let mut near: Vec<Near> = work.tx.all(keepers(), args![scope.school_id(), thread, scope.user_id(), list(roles)]).await?;
    near.retain(|it| {
        let by = Permissions::of_member(it.role, &it.granted, &it.revoked);
        policy::may_moderate(by, it.teaches || it.heads).is_ok()
    });
    Ok(near)
}

/// To those who may be in the forum now. Who looks after it is told the name, of a post without one nobody else is.
async fn send(work: &mut Work, scope: &Scope, news: &News<'_>, kind: Kind, near: &[Near]) -> Result<()> {
    let readers = meant(news, near);
    if kind == Kind::ForumReply {
        return send_together(work, scope, news, &readers).await;
    }
    let (link, key) = (link(scope, news.thread), key(news));
    let (knowing, others): (Vec<_>, Vec<_>) = readers.into_iter().partition(|(_, knows)| *knows || !news.anonymous);
    for (to, name) in [(knowing, Value::from(scope.me.name.as_str())), (others, Value::Null)] {
        let to: Vec<UserId> = to.into_iter().map(|(user, _)| user).collect();
        let args = json!({ "name": name, "topic": news.title, "board": news.hall.name });
        tell(work, &Notice { kind, school: Some(scope.school_id()), to: &to, key: &key, args, link: &link }).await?;
    }
    Ok(())
}

fn key(news: &News<'_>) -> String {
    format!("{}/{}", news.thread, news.number)
}

/// Those who may be in the forum now, each with whether they look after it: then they know who wrote without a name.
fn meant(news: &News<'_>, near: &[Near]) -> Vec<(UserId, bool)> {
    let reader = |it: &Near| {
        let by = Permissions::of_member(it.role, &it.granted, &it.revoked);
        let reaches = it.heads || by.can(Permission::ClassesReadAll);
        policy::may_enter(by, news.hall.board, it.sits, reaches).ok()?;
        Some((it.id, policy::may_moderate(by, it.teaches || it.heads).is_ok()))
    };
    near.iter().filter_map(reader).collect()
}

/// The same of replies: those of a thread are one card, until its reader has been there.
async fn send_together(work: &mut Work, scope: &Scope, news: &News<'_>, readers: &[(UserId, bool)]) -> Result<()> {
    let (link, key) = (link(scope, news.thread), key(news));
    let to: Vec<UserId> = readers.iter().map(|(user, _)| *user).collect();
    let replies = Replies::of(work, scope, news, &link, &to).await?;
    // Those who are told the same are told together.
    let mut told: BTreeMap<String, (Value, Vec<UserId>)> = BTreeMap::new();
    for (user, knows) in readers {
        let args = replies.args(scope, news, *user, *knows);
        told.entry(args.to_string()).or_insert_with(|| (args, Vec::new())).1.push(*user);
    }
    for (args, to) in told.into_values() {
        let (kind, school) = (Kind::ForumReply, Some(scope.school_id()));
        tell_together(work, &Notice { kind, school, to: &to, key: &key, args, link: &link }).await?;
    }
    Ok(())
}
