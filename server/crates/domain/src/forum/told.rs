//! Who is told of what happens in a thread. What it says of an author is what its reader may know.

use model::ids::{ThreadId, UserId};
use model::notifications::Kind;
use model::{Permission, Permissions, Role};
use serde_json::{Value, json};
use store::{Sql, args, list, sql};

use super::halls::Hall;
use super::policy;
use super::visits::link;
use crate::notifications::{Notice, tell};
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
}

/// Members who are meant, of the thread `$2`, but for `$3` who does it.
macro_rules! near {
    ($which:literal) => {
        sql!(concat!(
            "select m.user_id as id, m.role, m.granted, m.revoked,
                    (o.user_id is not null or c.teacher_id = m.user_id or exists (
                       select 1 from course_classes k
                       join class_members n on n.school_id = k.school_id and n.class_id = k.class_id
                       where k.school_id = f.school_id and k.course_id = f.course_id and n.user_id = m.user_id)) as sits,
                    (coalesce(o.role, '') = 'teacher' or c.id is not null and ",
            bounds::teaches!("m.user_id"),
            ") as teaches
             from forum_threads t
             join forums f on f.school_id = t.school_id and f.id = t.forum_id
             join memberships m on m.school_id = t.school_id and m.status = 'active'
             join users u on u.id = m.user_id
             left join courses c on c.school_id = f.school_id and c.id = f.course_id
             left join class_members o on o.school_id = f.school_id and o.class_id = f.class_id and o.user_id = m.user_id
             left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = m.user_id
             where t.school_id = $1 and t.id = $2 and m.user_id <> $3 and ",
            $which,
            " order by m.user_id"
        ))
    };
}

fn followers() -> Sql {
    near!("coalesce(v.follows, false)")
}

/// Tells who is mentioned, and of a reply those who follow the thread.
pub(super) async fn posted(work: &mut Work, scope: &Scope, news: &News<'_>) -> Result<()> {
    let (school, user) = (scope.school_id(), scope.user_id());
    let names = markdown::mentions(news.body);
    let mut mentioned: Vec<Near> = Vec::new();
    if !names.is_empty() {
        let named = near!("u.username_key in (select value from {list $4})");
        mentioned = work.tx.all(named, args![school, news.thread, user, list(names)]).await?;
        send(work, scope, news, Kind::ForumMention, &mentioned).await?;
    }
    if news.number > 1 {
        let mut others: Vec<Near> = work.tx.all(followers(), args![school, news.thread, user]).await?;
        others.retain(|it| mentioned.iter().all(|other| other.id != it.id));
        send(work, scope, news, Kind::ForumReply, &others).await?;
    }
    Ok(())
}

/// Tells those who follow the thread of an answer that was marked: who asked and who answered are among them.
pub(super) async fn answered(work: &mut Work, scope: &Scope, news: &News<'_>) -> Result<()> {
    let concerned: Vec<Near> = work.tx.all(followers(), args![scope.school_id(), news.thread, scope.user_id()]).await?;
    send(work, scope, news, Kind::ForumAnswer, &concerned).await
}

/// To those who may be in the forum now. Who looks after it is told the name, of a post without one nobody else is.
async fn send(work: &mut Work, scope: &Scope, news: &News<'_>, kind: Kind, near: &[Near]) -> Result<()> {
    let (link, key) = (link(scope, news.thread), format!("{}/{}", news.thread, news.number));
    let (mut knowing, mut others) = (Vec::new(), Vec::new());
    for it in near {
        let by = Permissions::of_member(it.role, &it.granted, &it.revoked);
        if policy::may_enter(by, news.hall.board, it.sits, by.can(Permission::ClassesReadAll)).is_err() {
            continue;
        }
        let knows = !news.anonymous || policy::may_moderate(by, it.teaches).is_ok();
        if knows { knowing.push(it.id) } else { others.push(it.id) }
    }
    for (to, name) in [(knowing, Value::from(scope.me.name.as_str())), (others, Value::Null)] {
        let args = json!({ "name": name, "topic": news.title });
        tell(work, &Notice { kind, school: Some(scope.school_id()), to: &to, key: &key, args, link: &link }).await?;
    }
    Ok(())
}
