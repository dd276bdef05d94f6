//! A draft is its author's alone: nobody was told anything, so it is deleted instead of withdrawn.

use model::ids::AnnouncementId;
use store::{args, sql};

use crate::scope::Actor;
use crate::{Result, Scope, Work};

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
