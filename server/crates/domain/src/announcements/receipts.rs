//! Who has read it, and who has not.

use model::announcements::{Receipts, Waiting};
use model::ids::AnnouncementId;
use store::{args, sql};

use super::audience;
use crate::{Result, Scope};

/// Names of one page.
const PAGE: i64 = 20;

/// The readers as they are now: who left is not counted, who came later is.
pub(super) async fn of(scope: &Scope, id: AnnouncementId, page: usize) -> Result<Receipts> {
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
    let pages = usize::try_from((readers - read + PAGE - 1) / PAGE).unwrap_or_default().max(1);
    let page = page.clamp(1, pages);
    let waiting: Vec<Waiting> = scope
        .db
        .all(
            sql!(concat!(
                "select u.name, u.username, p.role from ",
                audience::readers!(),
                " and not exists (select 1 from announcement_reads d
                                  where d.school_id = a.school_id and d.announcement_id = a.id and d.user_id = p.user_id)
                  order by u.name_key, u.id limit $3 offset $4"
            )),
            args![scope.school_id(), id, PAGE, (page as i64 - 1) * PAGE],
        )
        .await?;
    Ok(Receipts { readers, read, waiting, page, pages })
}
