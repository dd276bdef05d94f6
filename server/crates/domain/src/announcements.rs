//! Announcements: written to classes, to roles or to the whole school; read, and known to be read (product.md
//! section 4). Being out is no write: one is there from its time on, for exactly those it addresses at the moment they
//! look.

mod audience;
mod before;
mod drafts;
mod lists;
mod mailing;
mod offered;
mod plans;
pub mod policy;
mod receipts;
mod reminding;
#[cfg(test)]
mod tests;
mod writing;

use model::announcements::{Addressed, AnnouncementPage, Audience, Receipts, State};
use model::ids::{AnnouncementId, UserId};
use model::{At, Error, Permission, Role};
use store::{args, sql};

use crate::backup::gate;
use crate::scope::Actor;
use crate::{Result, Scope, bounds, notifications};

pub(crate) use audience::{meant, out};
pub use lists::{find, list, of_class, to_read, unread};
pub(crate) use mailing::Letter;
pub use mailing::{JOB, publish};
pub(crate) use plans::{plan_again, plan_back, put_back};
pub use reminding::{REMINDER, remind, send_reminders};
pub use writing::{desk, save, withdraw, write};

#[derive(sqlx::FromRow)]
struct Row {
    title: String,
    body: String,
    author_id: UserId,
    author: String,
    audience: Audience,
    roles: Option<String>,
    classes: Option<String>,
    pinned: bool,
    publish_at: Option<At>,
    until_at: Option<At>,
    withdrawn_at: Option<At>,
    reminded_at: Option<At>,
    mine: bool,
    read: bool,
    /// Whether it addresses a class of a department that the caller heads.
    headed: bool,
}

/// An announcement: for those it addresses while it is out, for who wrote it, and, unless it is a draft, for those who
/// address the whole school or head the department of a class it addresses. Who may change it is told who has read it;
/// `page` is that of those who have not, from 1, beside the first of those who have.
///
/// # Errors
/// `NotFound` for everybody else.
pub async fn show(scope: &Scope, id: AnnouncementId, page: usize) -> Result<AnnouncementPage> {
    show_receipts(scope, id, page, 1).await
}

/// The same with a page of those who have read it, too, from 1.
///
/// # Errors
/// As [`show`].
pub async fn show_receipts(scope: &Scope, id: AnnouncementId, page: usize, read_page: usize) -> Result<AnnouncementPage> {
    let row: Option<Row> = scope
        .db
        .maybe(
            sql!(concat!(
                "select a.title, a.body, a.author_id, u.name as author, a.audience, a.pinned, a.publish_at, a.until_at,
                        a.withdrawn_at, a.reminded_at, ",
                audience::names!(),
                ", (",
                audience::out!("$4"),
                " and ",
                meant!("$2", "$3", "$7"),
                ") as mine,
                        exists (select 1 from announcement_reads d
                                where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = $2) as read,
                        exists (select 1 from announcement_classes ac
                                where ac.school_id = a.school_id and ac.announcement_id = a.id and ",
                bounds::class!("ac.class_id", "$6"),
                ") as headed
                 from announcements a
                 join users u on u.id = a.author_id
                 where a.school_id = $1 and a.id = $5"
            )),
            args![
                scope.school_id(),
                scope.user_id(),
                scope.role().text(),
                scope.now,
                id,
                scope.headed_classes(),
                scope.guardian()
            ],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let wrote = row.author_id == scope.user_id();
    let oversees = (scope.can(Permission::AnnouncementsSchool) || row.headed) && row.publish_at.is_some();
    if !(row.mine || wrote || oversees) {
        return Err(Error::NotFound.into());
    }
    let may_change = policy::may_change(scope.permissions(), wrote).is_ok();
    let state = State::of(row.publish_at, row.until_at, row.withdrawn_at, scope.now);
    let receipts = match state {
        State::Out | State::Ended if may_change => {
            let receipts = receipts::of(scope, id, page, read_page).await?;
            let rested = row.reminded_at.is_none_or(|at| at <= reminding::rested(scope.now));
            let may_remind = state == State::Out && receipts.read < receipts.readers && rested;
            Some(Receipts { reminded: row.reminded_at.map(|at| scope.when(at)), may_remind, ..receipts })
        }
        _ => None,
    };
    Ok(AnnouncementPage {
        id,
        addressed: addressed(scope, row.audience, row.roles.as_deref(), row.classes),
        title: row.title,
        body: row.body,
        author: row.author,
        published: row.publish_at.map(|at| scope.when(at)),
        until: row.until_at.map(|at| scope.when(at)),
        state,
        pinned: row.pinned,
        unread: is_unread(scope, row.mine, wrote, row.read),
        may_change: may_change && state != State::Withdrawn,
        receipts,
    })
}

/// Notes that the caller has read it, once. Who wrote it, and whom it is not for, leaves no receipt; nor does anybody while
/// the school is closed.
///
/// # Errors
/// `NotFound` for an announcement that is not theirs to read.
pub async fn mark_read(scope: &Scope, id: AnnouncementId) -> Result<()> {
    show(scope, id, 1).await?;
    gate::spared(mark(scope, id).await)
}

async fn mark(scope: &Scope, id: AnnouncementId) -> Result<()> {
    let mut work = scope.begin().await?;
    work.tx
        .run(
            sql!(concat!(
                "insert into announcement_reads (school_id, announcement_id, user_id, read_at)
                 select a.school_id, a.id, cast($2 as text), cast($4 as bigint) from announcements a
                 where a.school_id = $1 and a.id = $5 and a.author_id <> $2 and ",
                audience::out!("$4"),
                " and ",
                meant!("$2", "$3", "$2"),
                " on conflict (school_id, announcement_id, user_id) do nothing"
            )),
            args![scope.school_id(), scope.user_id(), scope.role().text(), scope.now, id],
        )
        .await?;
    notifications::seen(&mut work, scope.user_id(), &mailing::page(&scope.place.slug, id)).await?;
    work.commit().await
}

/// Whether the reader still has to read it; nobody reads with another's eyes.
pub(crate) fn is_unread(scope: &Scope, mine: bool, wrote: bool, read: bool) -> bool {
    mine && !wrote && !read && scope.me.viewer.is_none()
}

fn addressed(scope: &Scope, audience: Audience, roles: Option<&str>, classes: Option<String>) -> Addressed {
    let roles = roles.unwrap_or_default().split(' ').filter_map(|role| role.parse::<Role>().ok()).collect();
    let teacher_label = scope.place.teacher_label;
    Addressed { audience, roles, teacher_label, classes: classes.unwrap_or_default() }
}
