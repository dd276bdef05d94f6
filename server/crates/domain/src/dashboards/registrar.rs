//! The registrar's: who is new, who waits, who is in no class, and how large the classes are.

use model::dashboards::{ClassSize, RegistrarBoard};
use store::{args, sql};

use super::Part;
use crate::classes::members::{counts, looks_after};
use crate::{Result, Scope};

/// People in either list.
const SHOWN: i64 = 8;
/// Classes in the list.
const CLASSES: i64 = 40;

pub(super) async fn board(scope: &Scope) -> Result<RegistrarBoard> {
    let mut board = RegistrarBoard { newest: super::school::newest(scope).await?, ..RegistrarBoard::default() };
    for part in parts(scope).await? {
        match part.part.as_str() {
            "class" => {
                board.classes.push(ClassSize { id: part.id()?, students: part.amount, teachers: part.most, name: part.name })
            }
            "waiting" => part.join(&mut board.waiting, &scope.reader())?,
            _ => part.join(&mut board.without_class, &scope.reader())?,
        }
    }
    Ok(board)
}

async fn parts(scope: &Scope) -> Result<Vec<Part>> {
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, note, amount, most, at from (
                   select parts.*, row_number() over (partition by part order by at desc nulls last, place, id) as nth
                   from (
                     select cast('class' as text) as part, g.id, g.name, cast('' as text) as note,
                            (select count(*) from class_members n
                             where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student' and ",
                counts!("n"),
                ") as amount,
                            (select count(*) from class_members n
                             where n.school_id = g.school_id and n.class_id = g.id and ",
                looks_after!("n"),
                ") as most,
                            cast(null as bigint) as at, g.name_key as place
                     from class_groups g where g.school_id = $1 and g.archived_at is null
                     union all
                     select 'waiting', u.id, u.name, g.name, 0, count(*) over (), q.asked_at, u.name_key
                     from class_requests q
                     join class_groups g on g.school_id = q.school_id and g.id = q.class_id
                     join users u on u.id = q.user_id
                     join memberships p on p.school_id = q.school_id and p.user_id = q.user_id and p.status <> 'ended'
                     where q.school_id = $1 and q.status = 'waiting'
                     union all
                     select 'without_class', u.id, u.name, u.username, 0, count(*) over (), m.created_at, u.name_key
                     from memberships m join users u on u.id = m.user_id
                     where m.school_id = $1 and m.status = 'active' and m.role = 'student' and not exists (
                             select 1 from class_members o
                             join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                             where o.school_id = m.school_id and o.user_id = m.user_id and g.archived_at is null)
                   ) as parts
                 ) as numbered
                 where nth <= case when part = 'class' then cast($3 as bigint) else cast($2 as bigint) end
                 order by part, nth, id"
            )),
            args![scope.school_id(), SHOWN, CLASSES],
        )
        .await?)
}
