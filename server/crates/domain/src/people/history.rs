//! What was done to one member, from the audit log.

use std::collections::{BTreeSet, HashMap};

use model::At;
use model::ids::UserId;
use model::people::HistoryLine;
use serde_json::Value;
use store::{args, list, sql};

use crate::{Result, Scope};

/// Lines shown at most.
const MOST: i64 = 50;

#[derive(sqlx::FromRow)]
struct Row {
    at: At,
    actor: Option<String>,
    action: String,
    detail: String,
    /// The class or the department that it was done in.
    place: String,
}

/// The newest first, also of what was done on the page of a class or a department, whose entries name the person in what
/// they say: those are looked for from the day the person came on. For those who read the audit log.
pub(super) async fn of(scope: &Scope, user: UserId) -> Result<Vec<HistoryLine>> {
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(
                "select a.at, u.name as actor, a.action, a.detail, coalesce(g.name, d.name, '') as place from (
                   select * from (select o.id, o.school_id, o.at, o.actor_id, o.action, o.subject, o.detail from audit o
                                  where o.school_id = $1 and o.subject = $2 order by o.at desc, o.id desc limit $3) as own
                   union all
                   select * from (select o.id, o.school_id, o.at, o.actor_id, o.action, o.subject, o.detail from audit o
                                  where o.school_id = $1 and o.detail like $4
                                    and o.at >= (select p.created_at from memberships p
                                                 where p.school_id = $1 and p.user_id = $2)
                                    and o.action in ('class.left', 'class.member_added', 'class.member_changed',
                                                     'class.member_removed', 'department.member_added',
                                                     'department.member_removed')
                                  order by o.at desc, o.id desc limit $3) as elsewhere
                 ) as a
                 left join users u on u.id = a.actor_id
                 left join class_groups g on g.school_id = a.school_id and g.id = a.subject
                 left join departments d on d.school_id = a.school_id and d.id = a.subject
                 order by a.at desc, a.id desc limit $3"
            ),
            args![scope.school_id(), user.to_string(), MOST, format!("%\"{user}\"%")],
        )
        .await?;
    let read = |row: Row| {
        let detail: Value = serde_json::from_str(&row.detail).unwrap_or_default();
        (row, detail)
    };
    let told: Vec<(Row, Value)> = rows.into_iter().map(read).collect();
    let classes = names(scope, told.iter().filter_map(|(_, detail)| class_of(detail)).collect()).await?;
    let line = |(row, detail): (Row, Value)| {
        let class = class_of(&detail).and_then(|id| classes.get(&id).cloned());
        HistoryLine {
            when: scope.when(row.at),
            by: row.actor,
            before: word(&detail["before"]),
            after: word(&detail["after"]),
            // Why somebody looked at the school as they see it is told in the audit log alone.
            reason: if row.action.starts_with("member.") { word(&detail["reason"]) } else { String::new() },
            action: row.action,
            place: if row.place.is_empty() { class.unwrap_or_default() } else { row.place },
        }
    };
    let mut lines: Vec<HistoryLine> = Vec::with_capacity(told.len());
    for line in told.into_iter().map(line) {
        match lines.iter_mut().find(|it| are_one_undo(it, &line)) {
            Some(undo) => take_up(undo, line),
            None => lines.push(line),
        }
    }
    Ok(lines)
}

/// An undo is noted for the place in the school and for each class by itself.
fn are_one_undo(one: &HistoryLine, other: &HistoryLine) -> bool {
    one.action == "member.undone" && other.action == one.action && other.when.at == one.when.at
}

/// One line says what both say.
fn take_up(line: &mut HistoryLine, other: HistoryLine) {
    if line.before.is_empty() && line.after.is_empty() {
        (line.before, line.after) = (other.before, other.after);
    }
    let places = [std::mem::take(&mut line.place), other.place];
    line.place = places.into_iter().filter(|place| !place.is_empty()).collect::<Vec<_>>().join(", ");
}

/// The class that an entry about a person names.
fn class_of(detail: &Value) -> Option<String> {
    detail["class"].as_str().map(str::to_owned)
}

/// What the classes of these ids are called.
async fn names(scope: &Scope, ids: BTreeSet<String>) -> Result<HashMap<String, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String)> = scope
        .db
        .all(
            sql!("select id, name from class_groups where school_id = $1 and id in (select value from {list $2})"),
            args![scope.school_id(), list(ids)],
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// A value as a line shows it: a list by its parts, and of what has more than one field the role.
fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(word).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => fields.get("role").map(word).unwrap_or_default(),
        _ => String::new(),
    }
}
