//! Where something that was shared to the app can go.

use serde::{Deserialize, Serialize};

use crate::dashboards::Due;
use crate::ids::RoomId;

/// The choices in a school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShareTargets {
    pub slug: String,
    pub school: String,
    /// What is to be handed in, the next first.
    pub due: Vec<Due>,
    /// The chats one may write in, the newest first.
    pub rooms: Vec<ShareRoom>,
}

/// A chat to which it can go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareRoom {
    pub id: RoomId,
    pub name: String,
    /// The class of a further room, or the child that a room of a parent is about.
    pub about: String,
}
