//! A draft is its author's alone: nobody was told anything, so it is deleted instead of withdrawn.

use model::ids::AnnouncementId;
use store::{args, sql};

use crate::{Result, Scope, Work, twice};

/// Deletes a draft, with whom it would have been for.
pub(super) async fn delete(work: &mut Work, scope: &Scope, id: AnnouncementId) -> Result<()> {
    for sql in [
        sql!("delete from announcement_roles where school_id = $1 and announcement_id = $2"),
        sql!("delete from announcement_classes where school_id = $1 and announcement_id = $2"),
        sql!("delete from announcements where school_id = $1 and id = $2"),
    ] {
        work.tx.run(sql, args![scope.school_id(), id]).await?;
    }
    Ok(())
}

/// Whether somebody has read it, or was told of it, while it was made a draft again: the text stays, as of all that was out.
pub(super) async fn was_told(work: &mut Work, scope: &Scope, id: AnnouncementId) -> Result<bool> {
    let (told,): (bool,) = work
        .tx
        .one(
            sql!(
                "select (exists (select 1 from announcement_reads where school_id = $1 and announcement_id = $2)
                         or exists (select 1 from announcement_mails where school_id = $1 and announcement_id = $2)) as told"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    Ok(told)
}

/// Whether the caller has deleted it a moment ago: the second of two clicks finds it done.
pub(super) async fn was_deleted(scope: &Scope, id: AnnouncementId) -> Result<bool> {
    let (done,): (bool,) = scope
        .db
        .one(
            sql!(
                "select exists (select 1 from audit where school_id = $1 and subject = $2 and actor_id = $3 and at > $4
                                and action = 'announcement.deleted') as done"
            ),
            args![scope.school_id(), id, scope.user_id(), twice::since(scope.now)],
        )
        .await?;
    Ok(done)
}
