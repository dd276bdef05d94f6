//! For a company's representative: the classes they are in, and how large those are.

use model::dashboards::{CorporateBoard, OWN_CLASSES};
use store::{args, sql};

use crate::classes::members::{counts, looks_after};
use crate::{Result, Scope};

pub(super) async fn board(scope: &Scope) -> Result<CorporateBoard> {
    let classes = scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name,
                        (select cast(count(*) as bigint) from class_members n
                         where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student' and ",
                counts!("n"),
                ") as students,
                        (select cast(count(*) as bigint) from class_members n
                         where n.school_id = g.school_id and n.class_id = g.id and ",
                looks_after!("n"),
                ") as teachers
                 from class_members o
                 join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                 where o.school_id = $1 and o.user_id = $2 and g.archived_at is null
                 order by g.name_key, g.id limit $3"
            )),
            args![scope.school_id(), scope.user_id(), OWN_CLASSES as i64],
        )
        .await?;
    Ok(CorporateBoard { classes })
}
