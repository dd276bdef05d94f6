//! Posts that somebody wants looked at: those who look after the forum are told, and leave them or take them away.

use model::chat::ReportForm;
use model::forum::{Report, ReportDesk};
use model::ids::{PostId, ThreadId};
use model::{At, Error, Permission};
use serde_json::json;
use store::{args, sql};

use super::answering::{Post, hold_post, post};
use super::halls::{self, Writer, author, authors};
use super::told;
use crate::chat::{add_report, open_report};
use crate::scope::Actor;
use crate::{Result, Scope, Work, bounds, markdown};

/// Reports that are shown at once.
const REPORTS: i64 = 100;

/// A post that is about to be reported.
///
/// # Errors
/// As [`report`].
pub async fn report_desk(scope: &Scope, id: PostId) -> Result<ReportDesk> {
    let (hall, thread, post) = post(scope, id).await?;
    if post.author_id == scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    if post.deleted {
        return Err(Error::NotFound.into());
    }
    Ok(ReportDesk {
        post: id,
        thread: thread.id,
        number: post.number,
        title: thread.title,
        board: hall.name,
        html: markdown::html(&post.body),
    })
}

/// Tells those who look after the forum of a post. Doing so twice tells it once, but for a post that says something else since,
/// and was left for what it said before. Answers where the post stands.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see, `Forbidden` for one's own, `Invalid`.
pub async fn report(scope: &Scope, id: PostId, form: &ReportForm) -> Result<(ThreadId, i64)> {
    let (hall, _, before) = post(scope, id).await?;
    form.validate()?;
    if before.author_id == scope.user_id() {
        return Err(Error::Forbidden.into());
    }
    let mut work = scope.begin().await?;
    let (_, post) = hold_post(&mut work, scope, &hall, &before).await?;
    if post.deleted {
        return Err(Error::NotFound.into());
    }
    let stands = (post.thread_id, post.number);
    let added = work
        .tx
        .run(
            sql!(add_report!("forum_reports", "post_id", "forum_posts")),
            args![scope.school_id(), id, scope.user_id(), form.reason.trim(), scope.now],
        )
        .await?;
    if added == 0 {
        return Ok(stands);
    }
    told::reported(&mut work, scope, &hall, &post).await?;
    work.audit("forum.reported", post.thread_id, json!({ "post": post.number })).await?;
    work.commit().await?;
    Ok(stands)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: PostId,
    thread_id: ThreadId,
    number: i64,
    title: String,
    board: String,
    body: String,
    created_at: At,
    reporter: String,
    reason: String,
    #[sqlx(flatten)]
    writer: Writer,
}

/// The reports that nobody has looked at yet, of the forums that the caller looks after: of their own posts others do.
///
/// # Errors
/// `Forbidden` for who looks after none.
pub async fn reports(scope: &Scope) -> Result<Vec<Report>> {
    scope.require(Permission::ForumModerate)?;
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select p.id, p.thread_id, p.number, t.title, coalesce(g.name, c.title, '') as board, p.body, p.created_at,
                        ux.name as reporter, x.reason, ",
                author!("p"),
                " from forum_reports x
                 join forum_posts p on p.school_id = x.school_id and p.id = x.post_id
                 join forum_threads t on t.school_id = p.school_id and t.id = p.thread_id
                 join forums f on f.school_id = t.school_id and f.id = t.forum_id
                 join users ux on ux.id = x.user_id
                 left join class_groups g on g.school_id = f.school_id and g.id = f.class_id
                 left join courses c on c.school_id = f.school_id and c.id = f.course_id
                 left join class_members o on o.school_id = f.school_id and o.class_id = f.class_id and o.user_id = $2",
                authors!("p"),
                "where x.school_id = $1 and ",
                open_report!("x"),
                " and p.author_id <> $2 and p.deleted_at is null
                   and t.deleted_at is null
                   and (coalesce(o.role, '') = 'teacher' or f.class_id is not null and ",
                bounds::class!("f.class_id", "$3"),
                " or c.id is not null and ",
                bounds::teaches!("$2", "$3"),
                ") order by x.reported_at, x.post_id, x.user_id limit $4"
            )),
            args![scope.school_id(), scope.user_id(), scope.class_reach(), REPORTS],
        )
        .await?;
    let mut reports: Vec<Report> = Vec::new();
    for row in rows {
        let by = (row.reporter, row.reason);
        match reports.iter_mut().find(|it| it.post == row.id) {
            Some(report) => report.by.push(by),
            None => reports.push(Report {
                post: row.id,
                thread: row.thread_id,
                number: row.number,
                title: row.title,
                board: row.board,
                html: markdown::html(&row.body),
                author: halls::told(scope, true, row.writer),
                written: scope.when(row.created_at),
                by: vec![by],
            }),
        }
    }
    Ok(reports)
}

/// Lays the reports of a post aside; the post stays. The second of two clicks finds it done.
///
/// # Errors
/// `NotFound` for a post that is not the caller's to see, or their own; `Forbidden` for who does not look after the forum.
pub async fn settle(scope: &Scope, id: PostId) -> Result<()> {
    let (hall, _, before) = post(scope, id).await?;
    hall.may_moderate()?;
    if before.author_id == scope.user_id() {
        return Err(Error::NotFound.into());
    }
    let mut work = scope.begin().await?;
    let (_, post) = hold_post(&mut work, scope, &hall, &before).await?;
    if !lay_aside(&mut work, scope, &post).await? {
        return Ok(());
    }
    work.audit("forum.report_settled", post.thread_id, json!({ "post": post.number })).await?;
    work.commit().await
}

/// Lays the reports of a post aside. Answers whether there were any.
pub(super) async fn lay_aside(work: &mut Work, scope: &Scope, post: &Post) -> Result<bool> {
    let key = told::report_key(work, scope, post.id).await?;
    let laid = work
        .tx
        .run(
            sql!(concat!(
                "update forum_reports set settled_at = case when reported_at > $3 then reported_at else $3 end
                 where school_id = $1 and post_id = $2 and ",
                open_report!("forum_reports")
            )),
            args![scope.school_id(), post.id, scope.now],
        )
        .await?;
    if laid > 0 {
        told::settled(work, scope, post, &key).await?;
    }
    Ok(laid > 0)
}
