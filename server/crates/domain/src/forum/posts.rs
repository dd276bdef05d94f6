//! A thread as its readers see it, a page at a time.

use std::collections::HashMap;

use model::forum::{Author, Board, MoveForm, PAGE, PostCard, PostFile, PostForm, Solution, ThreadPage, Topic};
use model::ids::{FileId, PostId, ThreadId, UserId};
use model::pictures::Picture;
use model::{At, Error, limits};
use store::{args, list, sql};

use super::halls::{Hall, Thread, Writer, author, authors, thread};
use super::{drafts, lists, topics, visits};
use crate::{Result, Scope, markdown};

/// A post with what the caller has to do with it.
#[derive(sqlx::FromRow)]
struct Row {
    id: PostId,
    number: i64,
    reply_to: Option<i64>,
    body: String,
    votes: i64,
    created_at: At,
    edited_at: Option<At>,
    edited_by: Option<UserId>,
    deleted: bool,
    deleted_by: Option<UserId>,
    voted: bool,
    saved: bool,
    #[sqlx(flatten)]
    writer: Writer,
}

/// What the caller has to do with a thread.
#[derive(Default, sqlx::FromRow)]
struct Visit {
    number: i64,
    follows: bool,
    /// Whether the bell still tells of it.
    told: bool,
}

/// A page of a thread, from 1; without one that of the first post that the caller has not seen. `quote` is the number of a
/// post that the reply begins with.
///
/// # Errors
/// `NotFound` for a thread that is not the caller's, and a page that is not there.
pub async fn show(scope: &Scope, id: ThreadId, page: Option<i64>, quote: Option<i64>) -> Result<ThreadPage> {
    let (hall, thread) = thread(scope, id).await?;
    let looks = scope.me.viewer.is_some();
    let visit = if looks { Visit { number: thread.last_number, ..Visit::default() } } else { visit(scope, id).await? };
    let pages = (thread.last_number + PAGE - 1) / PAGE;
    let first_unread = (visit.number + 1).min(thread.last_number);
    let page = page.unwrap_or((first_unread + PAGE - 1) / PAGE).max(1);
    if page > pages {
        return Err(Error::NotFound.into());
    }
    let (after, to) = ((page - 1) * PAGE, (page * PAGE).min(thread.last_number));
    let rows = rows(scope, id, after, to).await?;
    let solution = match thread.answer.filter(|answer| page == 1 && *answer > 2) {
        Some(answer) => solution(scope, &hall, id, answer).await?,
        None => None,
    };
    let mut files = files(scope, &rows).await?;
    let may_write = hall.may_write(scope).is_ok() && thread.is_open_to(&hall).is_ok() && !thread.deleted && !looks;
    let (reply, is_draft) = if may_write { begun(scope, &hall, &thread, quote).await? } else { Default::default() };
    let board = hall.board;
    let all = topics::of(scope, hall.forum).await?;
    let places = if hall.moderates && !looks { places(scope, &hall, &all).await? } else { Vec::new() };
    let posts = rows
        .into_iter()
        .map(|row| {
            let own = files.remove(&row.id.to_string()).unwrap_or_default();
            card(scope, &hall, &thread, row, own, visit.number)
        })
        .collect();
    Ok(ThreadPage {
        id,
        board,
        topic: all.into_iter().find(|topic| Some(topic.id) == thread.topic_id),
        pinned: thread.pinned,
        locked: thread.locked,
        revision: thread.revision,
        answer: thread.answer,
        solution,
        posts,
        page,
        total: thread.last_number,
        first_unread: (visit.number < to).then_some((visit.number + 1).max(after + 1)),
        seen_to: to,
        told: visit.told,
        follows: visit.follows,
        may_follow: !looks,
        may_write,
        may_moderate: hall.moderates && !looks,
        may_hide: hall.may_hide(),
        places,
        reply,
        is_draft,
        title: thread.title,
        board_name: hall.name,
    })
}

/// The posts behind one number, up to another.
async fn rows(scope: &Scope, id: ThreadId, after: i64, to: i64) -> Result<Vec<Row>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select p.id, p.number, p.reply_to, p.body, p.created_at, p.edited_at, p.edited_by,
                        (p.deleted_at is not null) as deleted, p.deleted_by,
                        (select cast(count(*) as bigint) from forum_votes v
                         where v.school_id = p.school_id and v.post_id = p.id) as votes,
                        exists (select 1 from forum_votes v
                                where v.school_id = p.school_id and v.post_id = p.id and v.user_id = $3) as voted,
                        exists (select 1 from forum_saves z
                                where z.school_id = p.school_id and z.post_id = p.id and z.user_id = $3) as saved, ",
                author!("p"),
                " from forum_posts p",
                authors!("p"),
                "where p.school_id = $1 and p.thread_id = $2 and p.number > $4 and p.number <= $5
                 order by p.number, p.id"
            )),
            args![scope.school_id(), id, scope.user_id(), after, to],
        )
        .await?)
}

/// The post that answers the thread.
async fn solution(scope: &Scope, hall: &Hall, id: ThreadId, answer: i64) -> Result<Option<Solution>> {
    let row = rows(scope, id, answer - 1, answer).await?.pop().filter(|row| !row.deleted);
    Ok(row.map(|row| Solution {
        number: row.number,
        html: markdown::html(&row.body),
        written: scope.when(row.created_at),
        author: hall.told(scope, row.writer),
    }))
}

async fn visit(scope: &Scope, id: ThreadId) -> Result<Visit> {
    Ok(scope
        .db
        .one(
            sql!(
                "select coalesce(v.number, 0) as number, coalesce(v.follows, false) as follows,
                        exists (select 1 from notifications n
                                where n.user_id = $3 and n.link = $4 and n.in_bell and n.read_at is null) as told
                 from forum_threads t
                 left join forum_visits v on v.school_id = t.school_id and v.thread_id = t.id and v.user_id = $3
                 where t.school_id = $1 and t.id = $2"
            ),
            args![scope.school_id(), id, scope.user_id(), visits::link(scope, id)],
        )
        .await?)
}

fn card(scope: &Scope, hall: &Hall, thread: &Thread, row: Row, files: Vec<PostFile>, seen: i64) -> PostCard {
    let looks = scope.me.viewer.is_some();
    let mine = !looks && row.writer.author_id == scope.user_id();
    let by_other = |by: Option<UserId>| by.is_some_and(|by| by != row.writer.author_id);
    let by_other = if row.deleted { by_other(row.deleted_by) } else { by_other(row.edited_by) };
    // What was deleted can be read by who looks after the forum.
    let reads = !row.deleted || hall.moderates && !looks;
    let writes = hall.may_write(scope).is_ok() && !looks;
    let open = writes && thread.is_open_to(hall).is_ok() && !row.deleted && !thread.deleted;
    let moderates = hall.moderates && writes;
    let attached = files.len();
    PostCard {
        id: row.id,
        number: row.number,
        reply_to: row.reply_to,
        html: if reads { markdown::html(&row.body) } else { String::new() },
        files: if reads { files } else { Vec::new() },
        written: scope.when(row.created_at),
        edited: row.edited_at.map(|at| scope.when(at)),
        by_other,
        votes: row.votes,
        voted: row.voted && !looks,
        saved: row.saved && !looks,
        may_save: !looks && !row.deleted,
        is_answer: thread.answer == Some(row.number),
        unread: !looks && row.number > seen && !mine,
        may_vote: open && !mine,
        may_edit: open && (mine || moderates),
        may_delete: open && (moderates || mine && (row.number > 1 || thread.last_number == 1)),
        may_restore: moderates && row.deleted,
        may_answer: open && row.number > 1 && (moderates || thread.author_id == scope.user_id()),
        may_attach: open && mine && attached < limits::FILES_PER_SUBMISSION,
        may_report: !mine && !looks && !row.deleted,
        has_trace: row.edited_at.is_some() && reads && (mine || hall.moderates && !looks),
        deleted: row.deleted,
        author: hall.told(scope, row.writer),
    }
}

#[derive(sqlx::FromRow)]
struct FileRow {
    post_id: String,
    id: FileId,
    name: String,
    bytes: i64,
    width: i64,
    height: i64,
    small: Option<FileId>,
}

async fn files(scope: &Scope, rows: &[Row]) -> Result<HashMap<String, Vec<PostFile>>> {
    let found: Vec<FileRow> = scope
        .db
        .all(
            sql!(
                "select k.post_id, f.id, f.name, f.bytes, k.width, k.height,
                        (select p.file_id from forum_files p
                         where p.school_id = k.school_id and p.post_id = k.post_id and p.preview_of = k.file_id
                         order by p.file_id limit 1) as small
                 from forum_files k
                 join files f on f.school_id = k.school_id and f.id = k.file_id
                 where k.school_id = $1 and k.post_id in (select value from {list $2}) and k.preview_of = ''
                 order by k.post_id, k.position, f.id"
            ),
            args![scope.school_id(), list(rows.iter().map(|row| row.id))],
        )
        .await?;
    let mut files: HashMap<String, Vec<PostFile>> = HashMap::new();
    for FileRow { post_id, id, name, bytes, width, height, small } in found {
        let picture = Picture::of(width, height, small.unwrap_or(id));
        files.entry(post_id).or_default().push(PostFile { id, name, bytes, picture });
    }
    Ok(files)
}

/// What the reply begins with: what was begun before, and a quote where one is asked for.
async fn begun(scope: &Scope, hall: &Hall, thread: &Thread, quote: Option<i64>) -> Result<(PostForm, bool)> {
    let draft = drafts::of(scope, &thread.id.to_string()).await?;
    let is_draft = draft.is_some();
    let wants_to_hide = match &draft {
        Some(draft) => draft.anonymous,
        None => hall.may_hide() && hid_last(scope, thread.id).await?,
    };
    let draft = draft.unwrap_or_default();
    let anonymous = wants_to_hide && hall.may_hide();
    let mut form = PostForm { body: draft.body, anonymous, ..PostForm::default() };
    if let Some(number) = quote
        && let Some((author, body)) = quoted(scope, hall, thread.id, number).await?
    {
        let said: String = body.lines().map(|line| format!("> {line}\n")).collect();
        // Whose name is not told is not in the quote either.
        let whom = if author.username.is_empty() { String::new() } else { format!("> @{}:\n>\n", author.username) };
        let before = if form.body.is_empty() { String::new() } else { format!("{}\n\n", form.body.trim_end()) };
        form.body = format!("{before}{whom}{said}\n");
        form.reply_to = number.to_string();
    }
    Ok((form, is_draft))
}

/// Whether the last that the caller wrote there is without their name: with it their next words would tell whose those are.
async fn hid_last(scope: &Scope, id: ThreadId) -> Result<bool> {
    let last: Option<(bool,)> = scope
        .db
        .maybe(
            sql!(
                "select p.anonymous from forum_posts p where p.school_id = $1 and p.thread_id = $2 and p.author_id = $3
                 order by p.number desc, p.id limit 1"
            ),
            args![scope.school_id(), id, scope.user_id()],
        )
        .await?;
    Ok(last.is_some_and(|(anonymous,)| anonymous))
}

#[derive(sqlx::FromRow)]
struct Quoted {
    body: String,
    #[sqlx(flatten)]
    writer: Writer,
}

async fn quoted(scope: &Scope, hall: &Hall, id: ThreadId, number: i64) -> Result<Option<(Author, String)>> {
    let found: Option<Quoted> = scope
        .db
        .maybe(
            sql!(concat!(
                "select p.body, ",
                author!("p"),
                " from forum_posts p",
                authors!("p"),
                "where p.school_id = $1 and p.thread_id = $2 and p.number = $3 and p.deleted_at is null"
            )),
            args![scope.school_id(), id, number],
        )
        .await?;
    let cut = |body: String| body.chars().take(limits::NOTE).collect::<String>();
    // An author who hides is named to nobody in a text that others read, whoever quotes them.
    Ok(found.map(|it| {
        let author = if it.writer.anonymous { Author::default() } else { hall.told(scope, it.writer) };
        (author, cut(it.body))
    }))
}

/// Where a thread can go: the topics of its forum, and the other forums the caller looks after.
async fn places(scope: &Scope, hall: &Hall, topics: &[Topic]) -> Result<Vec<(String, String)>> {
    let own = |topic: Option<&Topic>| {
        let name = topic.map_or_else(|| hall.name.clone(), |topic| format!("{} · {}", hall.name, topic.name));
        (MoveForm::of(hall.board, topic.map(|topic| topic.id)), name)
    };
    let mut places = vec![own(None)];
    places.extend(topics.iter().map(|topic| own(Some(topic))));
    let others: Vec<(Board, String)> = lists::moderated(scope).await?;
    places.extend(others.into_iter().filter(|(board, _)| *board != hall.board).map(|(board, name)| (board.to_string(), name)));
    Ok(places)
}
