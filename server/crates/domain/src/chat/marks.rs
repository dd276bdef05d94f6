//! How far somebody has read in a room: forward as they read, and back where they put something aside.

use model::Error;
use model::ids::RoomId;
use store::{args, sql};

use super::rooms::{Key, reach};
use super::{readers, told};
use crate::backup::gate;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Notes how far the person has read; the mark never goes back and never past the newest message. While the school is
/// closed none is made.
///
/// # Errors
/// `NotFound` when the room is not there or not the caller's, and `Viewing` for those who see with another member's eyes.
pub async fn read(scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    gate::spared(mark(scope, room, seq).await)
}

async fn mark(scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    let found = reach(scope, Key::Room(room)).await?;
    let seq = seq.min(found.last_seq);
    // What was edited may call somebody further up.
    if seq <= found.read_seq && !told::waits(scope, room, seq).await? {
        return Ok(());
    }
    let mut work = scope.begin().await?;
    let moved = work
        .tx
        .run(
            sql!(
                "insert into room_reads (school_id, room_id, user_id, seq) values ($1, $2, $3, $4)
                 on conflict (school_id, room_id, user_id) do update set seq = excluded.seq
                 where room_reads.seq < excluded.seq"
            ),
            args![scope.school_id(), room, scope.user_id(), seq],
        )
        .await?;
    if moved > 0 {
        let school = scope.school_id();
        let few = readers::are_few(&mut work.tx, scope, &found).await?;
        work.tell(Event::Read { school, room, user: scope.user_id(), seq, back: false, few });
        if found.kind.is_private() {
            work.tell(Event::Ruled { school, room });
        }
    }
    told::seen(&mut work, scope, room, seq).await?;
    work.commit().await
}

/// Takes the person's mark back to before a message: that and what came after it is new to them again, to be come back to.
///
/// # Errors
/// As [`read`], and `Closed` while the school is closed.
pub async fn mark_unread(scope: &Scope, room: RoomId, seq: i64) -> Result<()> {
    if scope.me.viewer.is_some() {
        return Err(Error::Viewing.into());
    }
    let found = reach(scope, Key::Room(room)).await?;
    let before = seq.saturating_sub(1).max(0);
    let (school, user) = (scope.school_id(), scope.user_id());
    let mut work = scope.begin().await?;
    let moved = work
        .tx
        .run(
            sql!("update room_reads set seq = $4 where school_id = $1 and room_id = $2 and user_id = $3 and seq > $4"),
            args![school, room, user, before],
        )
        .await?;
    if moved == 0 {
        return Ok(());
    }
    work.tell(Event::Read { school, room, user, seq: before, back: true, few: false });
    // The other one of a room of two no longer sees that it was read.
    if found.kind.is_private() {
        work.tell(Event::Ruled { school, room });
    }
    work.commit().await
}
