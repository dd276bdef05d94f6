//! What a form without JavaScript typed, kept for the one page that shows its errors.

use store::{args, sql};

use crate::secrets;
use crate::{Request, Result};

/// Minutes a flash waits for its page.
const MINUTES: i64 = 10;

/// Keeps a text and answers the secret that fetches it, once.
///
/// # Errors
/// As the database answers.
pub async fn keep(request: &Request, body: &str) -> Result<String> {
    let secret = secrets::token();
    request
        .db
        .run(
            sql!("insert into flashes (id_hash, body, expires_at) values ($1, $2, $3)"),
            args![secrets::hash(&secret), body, request.now.plus_minutes(MINUTES)],
        )
        .await?;
    Ok(secret)
}

/// Fetches a text and forgets it.
///
/// # Errors
/// As the database answers.
pub async fn take(request: &Request, secret: &str) -> Result<Option<String>> {
    let mut tx = request.db.begin().await?;
    let row: Option<(String, i64)> =
        tx.maybe(sql!("delete from flashes where id_hash = $1 returning body, expires_at"), args![secrets::hash(secret)]).await?;
    tx.commit().await?;
    Ok(row.filter(|(_, expires_at)| *expires_at > request.now.0).map(|(body, _)| body))
}
