//! What somebody wants to be told of what is said in a room: each chooses for themselves.

use model::chat::Level;
use model::ids::RoomId;
use store::{args, sql};

use super::rooms::{self, Key};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Says of what in a room the caller is told, from the next message on.
///
/// # Errors
/// `NotFound` where the room is not the caller's, `Viewing` for those who see with another member's eyes.
pub async fn set_level(scope: &Scope, room: RoomId, level: Level) -> Result<()> {
    let mut work = scope.begin().await?;
    let (sql, args) = rooms::statement(scope, Key::Room(room));
    let room = rooms::entered(scope, work.tx.maybe(sql, args).await?)?;
    if room.level() == level {
        return Ok(());
    }
    // They may have read nothing there yet. To those who are there by their role alone nothing is new before they have been
    // there, and choosing does not make it so.
    work.tx
        .run(
            sql!(
                "insert into room_reads (school_id, room_id, user_id, seq, told)
                 select r.school_id, r.id, cast($3 as text),
                        case when r.class_id is null or exists (
                               select 1 from class_members o
                               where o.school_id = r.school_id and o.class_id = r.class_id and o.user_id = $3)
                             then 0 else r.last_seq end,
                        cast($4 as text)
                 from rooms r where r.school_id = $1 and r.id = $2
                 on conflict (school_id, room_id, user_id) do update set told = excluded.told"
            ),
            args![scope.school_id(), room.id, scope.user_id(), level.text()],
        )
        .await?;
    // Their list says so, and what is new there counts otherwise.
    work.tell(Event::Notified { user: scope.user_id() });
    work.commit().await
}
