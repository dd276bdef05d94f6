//! What somebody wants to be told of what is said in a room: each chooses for themselves.

use model::chat::Level;
use model::ids::RoomId;
use store::{args, sql};

use super::rooms::{self, Key};
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
    // They may have read nothing there yet.
    work.tx
        .run(
            sql!(
                "insert into room_reads (school_id, room_id, user_id, seq, told) values ($1, $2, $3, 0, $4)
                 on conflict (school_id, room_id, user_id) do update set told = excluded.told"
            ),
            args![scope.school_id(), room.id, scope.user_id(), level.text()],
        )
        .await?;
    work.commit().await
}
