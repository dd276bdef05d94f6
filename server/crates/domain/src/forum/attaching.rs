//! Files with a post: its author adds them, and whoever reads the post fetches them.

use model::forum::Board;
use model::ids::{ClassId, FileId, PostId, ThreadId};
use model::{Error, Problem, limits};
use serde_json::json;
use store::{args, sql};

use super::answering::{hold_post, post};
use super::halls::{Hall, hall};
use crate::chat::must_all_be_wanted;
use crate::files::{self, Kept, Stored, Upload};
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds};

/// What is known before the first byte is read.
#[derive(Clone, Debug)]
pub struct Admission {
    /// Whose room the files take.
    class_id: ClassId,
    /// Bytes it may still store.
    pub free_bytes: i64,
    /// Files the post may still have.
    pub left: usize,
    pub thread: ThreadId,
    pub number: i64,
}

/// The class whose room files take: that of the forum, or of a course one that is in use and that the caller is in, if any.
async fn class_of(scope: &Scope, hall: &Hall) -> Result<(ClassId, i64)> {
    let (class, course) = match hall.board {
        Board::Class(id) => (Some(id), None),
        Board::Course(id) => (None, Some(id)),
    };
    let found: Option<(ClassId, i64)> = scope
        .db
        .maybe(
            sql!(concat!(
                "select g.id, g.quota_bytes - g.storage_bytes as free_bytes from class_groups g
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $4
                 where g.school_id = $1 and g.archived_at is null
                   and (g.id = $2 or exists (select 1 from course_classes k
                                             where k.school_id = g.school_id and k.class_id = g.id and k.course_id = $3))
                 order by case when o.user_id is null then 1 else 0 end, case when ",
                bounds::class!("g.id", "$5"),
                " then 0 else 1 end, g.id limit 1"
            )),
            args![scope.school_id(), class, course, scope.user_id(), scope.class_reach()],
        )
        .await?;
    Ok(found.ok_or(Error::Conflict(Problem::ClassArchived))?)
}

/// Asks whether the caller may add files to a post, before anything is read of what they send.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see; `Forbidden` for that of somebody else; `Conflict` where the thread is
/// locked or archived.
pub async fn admit(scope: &Scope, id: PostId) -> Result<Admission> {
    let (hall, thread, post) = post(scope, id).await?;
    hall.may_write(scope)?;
    if post.author_id != scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    if post.deleted {
        return Err(Error::NotFound.into());
    }
    thread.is_open_to(&hall)?;
    let (class_id, free_bytes) = class_of(scope, &hall).await?;
    let (count,): (i64,) = scope
        .db
        .one(
            sql!(
                "select cast(count(*) as bigint) as n from forum_files where school_id = $1 and post_id = $2 and preview_of = ''"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let left = limits::FILES_PER_SUBMISSION.saturating_sub(usize::try_from(count).unwrap_or_default());
    Ok(Admission { class_id, free_bytes, left, thread: thread.id, number: post.number })
}

/// Adds files to a post, pictures with the small one that stands in it. One of the same name and content that it has already is not added again.
///
/// # Errors
/// As [`admit`]; `Invalid` on `files` without one, with too many, and where the class cannot take them.
pub async fn attach(scope: &Scope, id: PostId, sent: Vec<Kept>) -> Result<()> {
    if sent.is_empty() {
        return Err(Error::field("files", Problem::Required).into());
    }
    let admission = admit(scope, id).await?;
    let (hall, _, before) = post(scope, id).await?;
    let school = scope.school_id();
    if sent.iter().flat_map(|it| it.contents()).any(|upload| upload.school() != school) {
        return Err(Error::NotFound.into());
    }
    let mut work = scope.begin().await?;
    hall.stay_in_use(&mut work, scope).await?;
    let (thread, post) = hold_post(&mut work, scope, &hall, &before).await?;
    thread.is_open_to(&hall)?;
    if post.deleted {
        return Err(Error::NotFound.into());
    }
    let known = known(&mut work, scope, id).await?;
    let new: Vec<&Kept> = sent.iter().filter(|it| !is_among(&known, &it.file)).collect();
    if new.is_empty() {
        return Ok(());
    }
    if known.len() + new.len() > limits::FILES_PER_SUBMISSION {
        return Err(Error::field("files", Problem::TooManyFiles(limits::FILES_PER_SUBMISSION)).into());
    }
    let names: Vec<(&str, &str)> = new.iter().map(|it| ("files", it.file.name())).collect();
    must_all_be_wanted(&mut work.tx, school, &names).await?;
    let bytes = put(&mut work, scope, admission.class_id, id, (known.len(), new.as_slice())).await?;
    let detail = json!({ "title": thread.title, "post": post.number, "files": new.len(), "bytes": bytes });
    work.audit("forum.attached", thread.id, detail).await?;
    work.commit().await
}

/// The first post of a thread, where it has not all of those files.
pub(super) async fn lacking(work: &mut Work, scope: &Scope, thread: ThreadId, sent: &[Kept]) -> Result<Option<PostId>> {
    if sent.is_empty() {
        return Ok(None);
    }
    let first = sql!("select id from forum_posts where school_id = $1 and thread_id = $2 and number = 1");
    let (first,): (PostId,) = work.tx.one(first, args![scope.school_id(), thread]).await?;
    let known = known(work, scope, first).await?;
    Ok(sent.iter().any(|it| !is_among(&known, &it.file)).then_some(first))
}

fn is_among(known: &[(String, String)], file: &Upload) -> bool {
    known.iter().any(|(name, sha256)| (file.name(), file.sha256()) == (name.as_str(), sha256.as_str()))
}

/// Puts files to a post that has so many already, and counts them against the class. Answers their bytes.
pub(super) async fn put(
    work: &mut Work,
    scope: &Scope,
    class: ClassId,
    post: PostId,
    (held, files): (usize, &[&Kept]),
) -> Result<i64> {
    let bytes: i64 = files.iter().flat_map(|it| it.contents()).map(Upload::bytes).sum();
    files::take_space(work, scope, class, bytes).await?;
    for (position, kept) in (held as i64..).zip(files.iter().copied()) {
        for named in files::name_kept(work, scope, class, kept).await? {
            let (width, height) = (i64::from(named.width), i64::from(named.height));
            let preview_of = named.preview_of.map(|it| it.to_string()).unwrap_or_default();
            work.tx
                .run(
                    sql!(
                        "insert into forum_files (school_id, post_id, file_id, position, width, height, preview_of)
                         values ($1, $2, $3, $4, $5, $6, $7)"
                    ),
                    args![scope.school_id(), post, named.file, position, width, height, preview_of],
                )
                .await?;
        }
    }
    Ok(bytes)
}

/// The class that files of a new post are counted against, if it brings any.
///
/// # Errors
/// `NotFound` for what was uploaded to another school; `Invalid` on `files` for too many of them.
pub(super) async fn class_for(scope: &Scope, hall: &Hall, sent: &[Kept]) -> Result<Option<ClassId>> {
    if sent.is_empty() {
        return Ok(None);
    }
    if sent.len() > limits::FILES_PER_SUBMISSION {
        return Err(Error::field("files", Problem::TooManyFiles(limits::FILES_PER_SUBMISSION)).into());
    }
    if sent.iter().flat_map(|it| it.contents()).any(|upload| upload.school() != scope.school_id()) {
        return Err(Error::NotFound.into());
    }
    Ok(Some(class_of(scope, hall).await?.0))
}

/// Asks whether the caller may begin a thread with files, before anything is read of what they send. Answers how many bytes
/// there is room for.
///
/// # Errors
/// As [`super::desk`].
pub async fn admit_thread(scope: &Scope, board: Board) -> Result<i64> {
    let hall = hall(scope, board).await?;
    hall.may_write(scope)?;
    Ok(class_of(scope, &hall).await?.1)
}

/// Name and content of what it has already.
async fn known(work: &mut Work, scope: &Scope, id: PostId) -> Result<Vec<(String, String)>> {
    Ok(work
        .tx
        .all(
            sql!(
                "select f.name, f.sha256 from forum_files k
                 join files f on f.school_id = k.school_id and f.id = k.file_id
                 where k.school_id = $1 and k.post_id = $2 and k.preview_of = '' order by k.position, f.id"
            ),
            args![scope.school_id(), id],
        )
        .await?)
}

#[derive(sqlx::FromRow)]
struct Attached {
    post_id: PostId,
    #[sqlx(flatten)]
    file: Stored,
}

/// A file of a post that the caller may read; nothing where it is none of the forum.
///
/// # Errors
/// `NotFound` for everybody else, and of a deleted post for all but those who look after the forum.
pub(crate) async fn attached(scope: &Scope, id: FileId) -> Result<Option<Stored>> {
    let found: Option<Attached> = scope
        .db
        .maybe(
            sql!(
                "select k.post_id, f.school_id, f.id, f.name, f.media_type, f.bytes, f.sha256 from files f
                 join forum_files k on k.school_id = f.school_id and k.file_id = f.id
                 where f.school_id = $1 and f.id = $2 order by k.post_id limit 1"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let (hall, _, post) = post(scope, found.post_id).await?;
    let reads = !post.deleted || hall.moderates && scope.me.viewer.is_none();
    if reads { Ok(Some(found.file)) } else { Err(Error::NotFound.into()) }
}
