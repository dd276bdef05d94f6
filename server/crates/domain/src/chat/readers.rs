//! How far the people of a room have read, where they are few: for those who may see of what they said who has read it.

use model::chat::{FEW, Reader, Standing};
use store::{Tx, args, sql};

use super::policy;
use super::rooms::Room;
use crate::scope::Actor;
use crate::{Result, Scope};

/// How the room stands for the person, with the others' marks where they may see them.
pub(super) async fn standing(scope: &Scope, room: &Room) -> Result<Standing> {
    let readers = if scope.is_viewed() || policy::may_see_readers(&room.seat(scope.now)).is_err() {
        Vec::new()
    } else {
        others(scope, room).await?
    };
    Ok(Standing { readers, ..room.standing(scope) })
}

/// The others, by name; nobody where they are many. Of two people the one mark there is (`seen`) says all.
async fn others(scope: &Scope, room: &Room) -> Result<Vec<Reader>> {
    let readers: Vec<Reader> = scope
        .db
        .all(
            sql!(
                "select u.id as user_id, u.name, cast(coalesce(d.seq, 0) as bigint) as seq
                 from users u
                 join memberships m on m.school_id = $1 and m.user_id = u.id and m.status = 'active'
                 left join room_reads d on d.school_id = m.school_id and d.room_id = $3 and d.user_id = u.id
                 where u.id <> $4
                   and u.id in (select o.user_id from class_members o where o.school_id = $1 and o.class_id = $2
                                union select p.user_id from room_members p where p.school_id = $1 and p.room_id = $3)
                 order by u.name_key, u.id limit $5"
            ),
            args![scope.school_id(), room.class_id, room.id, scope.user_id(), FEW + 1],
        )
        .await?;
    let shown = readers.len() as i64 <= FEW && !(room.kind.is_private() && readers.len() < 2);
    Ok(if shown { readers } else { Vec::new() })
}

/// Whether a mark is told to those who may see it. In rooms of two, and of those who talk alone, it goes with how the room stands.
pub(super) async fn are_few(tx: &mut Tx, scope: &Scope, room: &Room) -> Result<bool> {
    if room.kind.is_private() {
        return Ok(false);
    }
    // Oneself is among them.
    let (people,): (i64,) = tx
        .one(
            sql!(
                "select cast(count(*) as bigint) as people from (
                   select o.user_id from class_members o where o.school_id = $1 and o.class_id = $2 limit $3) as few"
            ),
            args![scope.school_id(), room.class_id, FEW + 2],
        )
        .await?;
    Ok(people <= FEW + 1)
}
