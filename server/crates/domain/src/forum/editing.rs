//! Posts edited: what they said before stays, for their author and for those who look after the forum.

use model::forum::{Earlier, EditForm, PostDesk};
use model::ids::{EditId, PostId, ThreadId};
use model::{At, Error};
use serde_json::json;
use store::{args, sql};

use super::answering::{Post, hold_post, post};
use super::halls::{Hall, Thread, Writer, person};
use super::told::{self, News};
use crate::chat::must_all_be_wanted;
use crate::courses::tidy;
use crate::scope::Actor;
use crate::{Result, Scope, drawn, markdown, search};

/// The seal of what can be changed.
fn as_drawn(title: Option<&str>, body: &str) -> String {
    model::drawn::of([title.unwrap_or_default(), body])
}

fn title_of<'a>(thread: &'a Thread, post: &Post) -> Option<&'a str> {
    (post.number == 1).then_some(thread.title.as_str())
}

/// Its author, and who looks after the forum.
fn may_edit(scope: &Scope, hall: &Hall, thread: &Thread, post: &Post) -> Result<()> {
    hall.may_write(scope)?;
    if post.author_id != scope.user_id() && !hall.moderates {
        return Err(Error::Forbidden.into());
    }
    thread.is_open_to(hall)?;
    if post.deleted { Err(Error::NotFound.into()) } else { Ok(()) }
}

#[derive(sqlx::FromRow)]
struct Trace {
    title: Option<String>,
    body: String,
    edited_at: At,
    /// Who edited it: an author that is hidden is so in its trace too.
    #[sqlx(flatten)]
    writer: Writer,
}

/// A post to be edited, with what it said before.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see; `Forbidden` for those who neither wrote it nor look after the
/// forum; `Viewing`.
pub async fn desk(scope: &Scope, id: PostId) -> Result<PostDesk> {
    let (hall, thread, post) = post(scope, id).await?;
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    if post.author_id != scope.user_id() && !hall.moderates {
        return Err(Error::Forbidden.into());
    }
    if post.deleted && !hall.moderates {
        return Err(Error::NotFound.into());
    }
    let traces: Vec<Trace> = scope
        .db
        .all(
            sql!(concat!(
                "select k.title, k.body, k.edited_at, k.edited_by as author_id,
                        (p.anonymous and k.edited_by = p.author_id) as anonymous, ",
                person!(),
                " from forum_edits k
                 join forum_posts p on p.school_id = k.school_id and p.id = k.post_id
                 join users u on u.id = k.edited_by
                 join memberships m on m.school_id = k.school_id and m.user_id = k.edited_by
                 where k.school_id = $1 and k.post_id = $2 order by k.edited_at desc, k.id desc"
            )),
            args![scope.school_id(), id],
        )
        .await?;
    let earlier = traces.into_iter().map(|it| Earlier {
        html: markdown::html(&it.body),
        title: it.title,
        replaced: scope.when(it.edited_at),
        by: hall.told(scope, it.writer),
    });
    let title = title_of(&thread, &post).map(str::to_owned);
    let form = may_edit(scope, &hall, &thread, &post).is_ok().then(|| EditForm {
        drawn: as_drawn(title.as_deref(), &post.body),
        title: title.clone(),
        body: post.body.clone(),
    });
    Ok(PostDesk {
        board: hall.board,
        post: id,
        thread: thread.id,
        number: post.number,
        form,
        earlier: earlier.collect(),
        thread_title: thread.title.clone(),
    })
}

/// Edits a post; the first one with the title of its thread. Nothing where nothing is changed.
///
/// # Errors
/// As [`desk`]; `Invalid`; `Conflict` where the thread is locked, and when somebody changed it since the form was drawn.
pub async fn edit(scope: &Scope, id: PostId, form: &EditForm) -> Result<(ThreadId, i64)> {
    let (hall, thread, before) = post(scope, id).await?;
    may_edit(scope, &hall, &thread, &before)?;
    form.validate()?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    let mut work = scope.begin().await?;
    let (thread, post) = hold_post(&mut work, scope, &hall, &before).await?;
    may_edit(scope, &hall, &thread, &post)?;
    let stands = (post.thread_id, post.number);
    let body = tidy(&form.body);
    let old_title = title_of(&thread, &post);
    let title = old_title.map(|old| form.title.as_deref().map_or(old, str::trim));
    if body == post.body && title == old_title {
        return Ok(stands);
    }
    drawn::check(&form.drawn, &as_drawn(old_title, &post.body))?;
    must_all_be_wanted(&mut work.tx, school, &[("title", title.unwrap_or_default()), ("body", body.as_str())]).await?;
    work.tx
        .run(
            sql!(
                "insert into forum_edits (school_id, id, post_id, title, body, edited_by, edited_at)
                 select p.school_id, cast($6 as text), p.id, cast($3 as text), p.body, cast($4 as text), cast($5 as bigint)
                 from forum_posts p where p.school_id = $1 and p.id = $2"
            ),
            args![school, id, old_title, user, now, EditId::new()],
        )
        .await?;
    let words = search::index(&format!("{} {body}", title.unwrap_or_default()));
    work.tx
        .run(
            sql!(
                "update forum_posts set body = $3, words = $4, edited_at = $5, edited_by = $6
                 where school_id = $1 and id = $2"
            ),
            args![school, id, body.as_str(), words, now, user],
        )
        .await?;
    if let Some(title) = title {
        work.tx
            .run(sql!("update forum_threads set title = $3 where school_id = $1 and id = $2"), args![school, thread.id, title])
            .await?;
    }
    if post.author_id == user {
        let title = title.unwrap_or(&thread.title);
        let news = News { hall: &hall, thread: thread.id, title, number: post.number, anonymous: post.anonymous, body: &body };
        told::edited(&mut work, scope, &news, &post.body).await?;
    }
    let mut detail = json!({ "post": post.number });
    match (old_title, title) {
        (Some(old), Some(new)) if old != new => {
            detail["before"] = json!({ "title": old });
            detail["after"] = json!({ "title": new });
        }
        _ => detail["title"] = thread.title.as_str().into(),
    }
    work.audit("forum.edited", thread.id, detail).await?;
    work.commit().await?;
    Ok(stands)
}
