//! The rooms in which somebody may write now: where something can go that they share.

use std::collections::HashSet;

use model::chat::RoomCard;
use model::ids::RoomId;
use serde_json::{Value, json};
use store::args;

use super::rooms::{self, Room};
use super::{lists, policy};
use crate::{Result, Scope};

/// Those of the caller's rooms, in the order of their list.
///
/// # Errors
/// `NotFound` where the school has no chat.
pub async fn writable(scope: &Scope) -> Result<Vec<RoomCard>> {
    // Who sees with another's eyes says nothing for them.
    if scope.me.viewer.is_some() {
        return Ok(Vec::new());
    }
    let mut cards = lists::cards(scope).await?;
    let asked: Value = cards.iter().map(|room| json!([room.id, scope.user_id()])).collect();
    let rooms: Vec<Room> = scope.db.all(rooms::of_many(), args![scope.school_id(), asked.to_string()]).await?;
    let open = rooms.into_iter().filter(|room| policy::may_write(&room.seat(scope.now)).is_ok());
    let open: HashSet<RoomId> = open.map(|room| room.id).collect();
    cards.retain(|room| open.contains(&room.id));
    Ok(cards)
}
