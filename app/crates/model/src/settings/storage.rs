//! How much the school stores.

use serde::{Deserialize, Serialize};

use crate::ids::ClassId;

/// What one class stores, in bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "rows", derive(sqlx::FromRow))]
pub struct ClassStorage {
    pub id: ClassId,
    pub name: String,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
    pub archived: bool,
}

/// The classes, the fullest first, and the exact sums over all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoragePage {
    pub classes: Vec<ClassStorage>,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
}
