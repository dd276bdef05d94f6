//! What was done to one member, from the audit log.

use model::At;
use model::ids::UserId;
use model::people::HistoryLine;
use serde_json::Value;
use store::{args, sql};

use crate::{Result, Scope};

/// Lines shown at most.
const MOST: i64 = 50;

#[derive(sqlx::FromRow)]
struct Row {
    at: At,
    actor: Option<String>,
    action: String,
    detail: String,
}

/// The newest first. For those who read the audit log.
pub(super) async fn of(scope: &Scope, user: UserId) -> Result<Vec<HistoryLine>> {
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(
                "select a.at, u.name as actor, a.action, a.detail from audit a left join users u on u.id = a.actor_id
                 where a.school_id = $1 and a.subject = $2 order by a.at desc, a.id desc limit $3"
            ),
            args![scope.school_id(), user.to_string(), MOST],
        )
        .await?;
    let line = |row: Row| {
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
        HistoryLine {
            when: scope.when(row.at),
            by: row.actor,
            action: row.action,
            before: word(&detail["before"]),
            after: word(&detail["after"]),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// A value as a line shows it: a list by its parts.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(word).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}
