//! How much the school stores.

use serde::{Deserialize, Serialize};

use crate::ids::ClassId;

/// Classes of one page.
pub const PAGE: i64 = 50;

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

/// A page of the classes, the fullest first, and the exact sums over all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoragePage {
    pub classes: Vec<ClassStorage>,
    /// All classes of the school.
    pub total: i64,
    /// From 1.
    pub page: i64,
    pub storage_bytes: i64,
    pub quota_bytes: i64,
}
