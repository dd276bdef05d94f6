//! Who has read it, and who has not.

use model::announcements::{ReadBy, Receipts, Waiting};
use model::ids::AnnouncementId;
use model::{At, Role};
use store::{args, sql};

use super::audience;
use crate::{Result, Scope};

/// Names of one page.
const PAGE: i64 = 20;

#[derive(sqlx::FromRow)]
struct Read {
    name: String,
    username: String,
    photo: String,
    role: Role,
    read_at: At,
}

/// The readers as they are now: who left is not counted, who came later is.
pub(super) async fn of(scope: &Scope, id: AnnouncementId, page: usize, read_page: usize) -> Result<Receipts> {
    let (readers, read): (i64, i64) = scope
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as readers, cast(count(d.user_id) as bigint) as read from (
                   select a.school_id, a.id, p.user_id from ",
                audience::readers!(),
                ") as r
                 left join announcement_reads d
                   on d.school_id = r.school_id and d.announcement_id = r.id and d.user_id = r.user_id"
            )),
            args![scope.school_id(), id],
        )
        .await?;
    let (pages, read_pages) = (pages(readers - read), pages(read));
    let (page, read_page) = (page.clamp(1, pages), read_page.clamp(1, read_pages));
    let waiting: Vec<Waiting> = scope
        .db
        .all(
            sql!(concat!(
                "select u.name, u.username, u.photo, p.role from ",
                audience::readers!(),
                " and not exists (select 1 from announcement_reads d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id)
                  order by u.name_key, u.id limit $3 offset $4"
            )),
            args![scope.school_id(), id, PAGE, skipped(page)],
        )
        .await?;
    let have_read: Vec<Read> = scope
        .db
        .all(
            sql!(concat!(
                "select r.name, r.username, r.photo, r.role, d.read_at from (
                   select a.school_id, a.id, p.user_id, p.role, u.name, u.name_key, u.username, u.photo from ",
                audience::readers!(),
                ") as r
                 join announcement_reads d
                   on d.school_id = r.school_id and d.announcement_id = r.id and d.user_id = r.user_id
                 order by r.name_key, r.user_id limit $3 offset $4"
            )),
            args![scope.school_id(), id, PAGE, skipped(read_page)],
        )
        .await?;
    let read_by =
        |it: Read| ReadBy { name: it.name, username: it.username, photo: it.photo, role: it.role, when: scope.when(it.read_at) };
    let read_by = have_read.into_iter().map(read_by).collect();
    Ok(Receipts { readers, read, waiting, page, pages, read_by, read_page, read_pages, ..Receipts::default() })
}

fn pages(people: i64) -> usize {
    usize::try_from((people + PAGE - 1) / PAGE).unwrap_or_default().max(1)
}

fn skipped(page: usize) -> i64 {
    (page as i64 - 1) * PAGE
}
