//! For every other role: the own classes, and who came lately.

use model::dashboards::{ClassLine, MemberBoard};
use store::{args, sql};

use crate::{Result, Scope};

pub(super) async fn board(scope: &Scope) -> Result<MemberBoard> {
    let classes: Vec<ClassLine> = scope
        .db
        .all(
            sql!(
                "select g.id, g.name,
                        (select cast(count(*) as bigint) from class_members n
                         where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student') as students,
                        r.last_seq - coalesce(d.seq, 0) as unread
                 from class_members o
                 join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                 join rooms r on r.school_id = g.school_id and r.class_id = g.id
                 left join room_reads d on d.school_id = r.school_id and d.room_id = r.id and d.user_id = o.user_id
                 where o.school_id = $1 and o.user_id = $2 and g.archived_at is null
                 order by g.name_key, g.id limit 40"
            ),
            args![scope.school_id(), scope.user_id()],
        )
        .await?;
    Ok(MemberBoard { classes, newest: super::school::newest(scope).await? })
}
