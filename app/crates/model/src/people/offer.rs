//! A change of members as it is offered to be taken back: whom it concerns, what was done and when.

use serde::{Deserialize, Serialize};

use crate::ids::UndoId;
use crate::{Role, When};

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UndoCard {
    pub id: UndoId,
    /// The first by name of those it was done to.
    pub name: String,
    /// How many it was done to.
    pub people: i64,
    pub done: Changed,
    pub when: When,
}

/// What was done to them. Classes are named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Changed {
    /// From nothing in particular where they had not all been the same.
    Role {
        from: Option<Role>,
        to: Role,
    },
    Suspended,
    Reinstated,
    Ended,
    ClassAdded(String),
    ClassRemoved(String),
    ClassMoved {
        from: String,
        to: String,
    },
}
