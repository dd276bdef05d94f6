//! Reading the audit log (product.md section 24). It is written by [`crate::Work`] in the transaction of each change.

use model::At;
use serde::Serialize;
use store::{args, sql};

use crate::{Person, Result};

#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct Entry {
    pub at: At,
    pub actor: Option<String>,
    pub action: String,
    pub subject: String,
    pub detail: String,
}

/// The newest entries of the whole platform.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn recent(person: &Person, limit: i64) -> Result<Vec<Entry>> {
    person.require_platform_admin()?;
    Ok(person
        .db
        .all(
            sql!(
                "select a.at, u.username as actor, a.action, a.subject, a.detail
                 from audit a left join users u on u.id = a.actor_id order by a.at desc, a.id desc limit $1"
            ),
            args![limit],
        )
        .await?)
}
