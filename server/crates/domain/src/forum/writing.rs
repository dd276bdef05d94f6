//! Beginning a thread, and replying.

use model::forum::{Board, PostForm, ThreadDesk, ThreadForm};
use model::ids::{PostId, ThreadId};
use model::{Error, Feature};
use serde_json::json;
use store::{args, sql};

use super::again::Known;
use super::drafts::Draft;
use super::halls::{hall, hold, thread};
use super::told::{self, News};
use super::{again, attaching, drafts, policy, topics, visits};
use crate::chat::must_all_be_wanted;
use crate::courses::tidy;
use crate::files::Kept;
use crate::scope::Actor;
use crate::{Result, Scope, Work, markdown, search};

/// The form of a new thread: empty, or with what was begun before.
///
/// # Errors
/// `NotFound` for a forum that is not the caller's; `Forbidden` for those who do not write; `Conflict` where it is archived.
pub async fn desk(scope: &Scope, board: Board) -> Result<ThreadDesk> {
    let hall = hall(scope, board).await?;
    hall.may_write(scope)?;
    let draft = drafts::of(scope, &board.to_string()).await?;
    let is_draft = draft.is_some();
    let Draft { title, body, topic, anonymous } = draft.unwrap_or_default();
    let anonymous = anonymous && hall.may_hide();
    Ok(ThreadDesk {
        board,
        topics: topics::of(scope, hall.forum).await?,
        form: ThreadForm { title, body, topic, anonymous, ..ThreadForm::default() },
        is_draft,
        may_hide: hall.may_hide(),
        name: hall.name,
    })
}

/// What a text will look like as a post.
///
/// # Errors
/// `NotFound` where the school has no forum; `Forbidden` for those who do not write; `Invalid`.
pub fn preview(scope: &Scope, body: &str) -> Result<String> {
    if !scope.place.has(Feature::Forum) {
        return Err(Error::NotFound.into());
    }
    policy::may_write(scope.permissions(), false)?;
    PostForm { body: body.to_owned(), ..PostForm::default() }.validate()?;
    Ok(markdown::html(&tidy(body)))
}

/// Begins a thread. The second of two clicks is answered with what the first one began, and so is whatever comes once more
/// under the same id, however late.
///
/// # Errors
/// As [`desk`]; `Conflict` also for a thread without a name where names are asked for; `Invalid`, also for a topic of another
/// forum, and for a word that the school does not want.
pub async fn start(scope: &Scope, board: Board, form: &ThreadForm) -> Result<ThreadId> {
    start_with(scope, board, form, &[]).await
}

/// The same with files to its first post. What comes once more with a file that was forgotten adds that.
///
/// # Errors
/// As [`start`], and as [`super::attach`] for a file that was forgotten; `Invalid` on `files` for too many, and where the class
/// cannot take them.
pub async fn start_with(scope: &Scope, board: Board, form: &ThreadForm, sent: &[Kept]) -> Result<ThreadId> {
    let hall = hall(scope, board).await?;
    hall.may_write(scope)?;
    form.validate()?;
    let class = attaching::class_for(scope, &hall, sent).await?;
    let (school, user, now) = (scope.school_id(), scope.user_id(), scope.now);
    let (title, body) = (form.title.trim(), tidy(&form.body));
    let anonymous = form.anonymous;
    let mut work = scope.begin().await?;
    hall.stay_in_use(&mut work, scope).await?;
    let forum = hall.open(&mut work, school).await?;
    let id = match again::thread(&mut work, scope, forum, (form.id(), title, body.as_str(), anonymous)).await? {
        Known::Before(id) => {
            // With a file that was forgotten the first time.
            let lacking = attaching::lacking(&mut work, scope, id, sent).await?;
            drop(work);
            if let Some(first) = lacking {
                attaching::attach(scope, first, sent.to_vec()).await?;
            }
            return Ok(id);
        }
        Known::New(id) => id,
    };
    hall.must_allow(anonymous)?;
    let mut said = vec![("title", title), ("body", body.as_str())];
    said.extend(sent.iter().map(|it| ("files", it.file.name())));
    must_all_be_wanted(&mut work.tx, school, &said).await?;
    if let Some(topic) = form.topic() {
        topics::stands_in(&mut work, scope, forum, topic).await?;
    }
    work.tx
        .run(
            sql!(
                "insert into forum_threads
                   (school_id, id, forum_id, topic_id, title, author_id, anonymous, last_number, last_at, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)"
            ),
            args![school, id, forum, form.topic(), title, user, anonymous, now],
        )
        .await?;
    let words = search::index(&format!("{title} {body}"));
    let post = Post { id: PostId::new(), number: 1, reply_to: None, anonymous, body: &body, words };
    post.add(&mut work, scope, id).await?;
    if let Some(class) = class {
        let sent: Vec<&Kept> = sent.iter().collect();
        attaching::put(&mut work, scope, class, post.id, (0, sent.as_slice())).await?;
    }
    visits::wrote(&mut work, scope, id, 1).await?;
    drafts::forget(&mut work, scope, &board.to_string()).await?;
    let news = News { hall: &hall, thread: id, title, number: 1, anonymous, body: &body };
    told::posted(&mut work, scope, &news).await?;
    let mut detail = json!({ "title": title, "anonymous": anonymous });
    if !sent.is_empty() {
        detail["files"] = sent.len().into();
    }
    work.audit("forum.started", id, detail).await?;
    work.commit().await?;
    Ok(id)
}

/// Replies, once under each id, as [`start`]. Answers the number of the post.
///
/// # Errors
/// `NotFound` for a thread that is not the caller's; `Forbidden` for those who do not write; `Conflict` where it is locked
/// or archived, and for a reply without a name where names are asked for; `Invalid`.
pub async fn reply(scope: &Scope, id: ThreadId, form: &PostForm) -> Result<i64> {
    let (hall, _) = thread(scope, id).await?;
    hall.may_write(scope)?;
    form.validate()?;
    let (school, now) = (scope.school_id(), scope.now);
    let body = tidy(&form.body);
    let anonymous = form.anonymous;
    let mut work = scope.begin().await?;
    hall.stay_in_use(&mut work, scope).await?;
    // From here on the transaction holds the thread: its posts are numbered in the order in which they are committed.
    let thread = hold(&mut work, scope, &hall, id).await?;
    let post_id = match again::post(&mut work, scope, id, (form.id(), body.as_str(), anonymous)).await? {
        Known::Before(number) => return Ok(number),
        Known::New(id) => id,
    };
    hall.must_allow(anonymous)?;
    thread.is_open_to(&hall)?;
    if thread.deleted {
        return Err(Error::NotFound.into());
    }
    must_all_be_wanted(&mut work.tx, school, &[("body", body.as_str())]).await?;
    let number = thread.last_number + 1;
    work.tx
        .run(
            sql!("update forum_threads set last_number = $3, last_at = $4 where school_id = $1 and id = $2"),
            args![school, id, number, now],
        )
        .await?;
    let reply_to = form.reply_to().filter(|to| *to < number);
    let post = Post { id: post_id, number, reply_to, anonymous, body: &body, words: search::index(&body) };
    post.add(&mut work, scope, id).await?;
    visits::wrote(&mut work, scope, id, number).await?;
    drafts::forget(&mut work, scope, &id.to_string()).await?;
    let news = News { hall: &hall, thread: id, title: &thread.title, number, anonymous, body: &body };
    told::posted(&mut work, scope, &news).await?;
    work.audit("forum.replied", id, json!({ "title": thread.title, "post": number, "anonymous": anonymous })).await?;
    work.commit().await?;
    Ok(number)
}

/// A post on its way into the database.
struct Post<'a> {
    id: PostId,
    number: i64,
    reply_to: Option<i64>,
    anonymous: bool,
    body: &'a str,
    words: String,
}

impl Post<'_> {
    async fn add(&self, work: &mut Work, scope: &Scope, thread: ThreadId) -> Result<()> {
        work.tx
            .run(
                sql!(
                    "insert into forum_posts
                       (school_id, id, thread_id, number, reply_to, author_id, anonymous, body, words, created_at)
                     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
                ),
                args![
                    scope.school_id(),
                    self.id,
                    thread,
                    self.number,
                    self.reply_to,
                    scope.user_id(),
                    self.anonymous,
                    self.body,
                    self.words.as_str(),
                    scope.now
                ],
            )
            .await?;
        Ok(())
    }
}
