//! The department a class belongs to. Those who reach every class choose it freely; who heads departments puts into one
//! of them a class that has none, and moves classes among them.

use model::classes::NO_DEPARTMENT;
use model::ids::{ClassId, DepartmentId, UserId};
use model::{Error, Permission};
use serde_json::json;
use store::{args, list, sql};

use crate::hub::Event;
use crate::{Result, Scope, Work};

#[derive(sqlx::FromRow)]
struct Row {
    id: DepartmentId,
    head_id: Option<UserId>,
    /// Whether the caller may put classes into it and out of it.
    reached: bool,
}

/// The department of a class that is locked.
pub(super) async fn held(work: &mut Work, scope: &Scope, class: ClassId) -> Result<Option<DepartmentId>> {
    let held: Option<(DepartmentId,)> = work
        .tx
        .maybe(
            sql!("select department_id from class_departments where school_id = $1 and class_id = $2"),
            args![scope.school_id(), class],
        )
        .await?;
    Ok(held.map(|(id,)| id))
}

/// Puts a class that is locked where the form says; answers whether it belonged elsewhere before.
///
/// # Errors
/// `NotFound` for a department out of the caller's reach; `Forbidden` for taking the class out of its department without
/// reaching every class.
pub(super) async fn put(work: &mut Work, scope: &Scope, class: ClassId, named: &str) -> Result<bool> {
    let wanted: Option<DepartmentId> = match named.trim() {
        "" => return Ok(false),
        NO_DEPARTMENT => None,
        id => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let held = held(work, scope, class).await?;
    if held == wanted {
        return Ok(false);
    }
    if wanted.is_none() && !scope.can(Permission::ClassesReadAll) {
        return Err(Error::Forbidden.into());
    }
    // Who removes a department meanwhile is waited for.
    let ids = list(held.iter().chain(&wanted));
    let lock = sql!("update departments set head_id = head_id where school_id = $1 and id in (select value from {list $2})");
    work.tx.run(lock, vec![scope.school_id().into(), ids]).await?;
    let rows: Vec<Row> = work
        .tx
        .all(
            sql!(
                "select d.id, d.head_id, (cast($2 as text) = '*' or coalesce(d.head_id, '-') = $2) as reached
                 from departments d
                 where d.school_id = $1 and d.id in (select value from {list $3}) order by d.id"
            ),
            args![scope.school_id(), scope.class_reach(), list(held.iter().chain(&wanted))],
        )
        .await?;
    let of = |id: Option<DepartmentId>| rows.iter().find(|row| Some(row.id) == id);
    let (before, after) = (of(held), of(wanted));
    let is_out_of_reach = |id: Option<DepartmentId>, row: Option<&Row>| id.is_some() && row.is_none_or(|row| !row.reached);
    if is_out_of_reach(held, before) || is_out_of_reach(wanted, after) {
        return Err(Error::NotFound.into());
    }
    work.tx
        .run(sql!("delete from class_departments where school_id = $1 and class_id = $2"), args![scope.school_id(), class])
        .await?;
    if let Some(department) = wanted {
        work.tx
            .run(
                sql!("insert into class_departments (school_id, class_id, department_id) values ($1, $2, $3)"),
                args![scope.school_id(), class, department],
            )
            .await?;
    }
    let of = |id: Option<DepartmentId>| json!({ "department": id });
    work.audit("class.department_changed", class, json!({ "before": of(held), "after": of(wanted) })).await?;
    for user in [before, after].into_iter().flatten().filter_map(|row| row.head_id) {
        work.tell(Event::AccessChanged { user });
    }
    Ok(true)
}
