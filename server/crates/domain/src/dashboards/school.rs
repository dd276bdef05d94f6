//! The school admin's: how large the school is, who came lately.

use model::dashboards::{Newcomer, SchoolBoard, SchoolFigures};
use model::ids::UserId;
use model::{At, Permission, Role};
use store::{args, sql};

use super::first_steps;
use crate::{Result, Scope, bounds};

/// Days in which a member counts as new.
const NEW_DAYS: i64 = 7;
/// Members in the list of the newest.
const NEWEST: i64 = 8;

pub(super) async fn board(scope: &Scope) -> Result<SchoolBoard> {
    let figures: SchoolFigures = scope
        .db
        .one(
            sql!(
                "select p.students, p.teachers, p.people, g.classes,
                        (select cast(count(*) as bigint) from courses c where c.school_id = $1) as courses,
                        (select cast(count(*) as bigint) from assignments a where a.school_id = $1) as assignments,
                        p.sign_ups,
                        (select cast(count(*) as bigint) from class_requests q
                         join memberships p on p.school_id = q.school_id and p.user_id = q.user_id and p.status <> 'ended'
                         where q.school_id = $1 and q.status = 'waiting') as asking,
                        g.storage_bytes, g.quota_bytes
                 from (select cast(coalesce(sum(case when role = 'student' then 1 else 0 end), 0) as bigint) as students,
                              cast(coalesce(sum(case when role in ('teacher', 'form_teacher') then 1 else 0 end), 0) as bigint)
                                as teachers,
                              cast(count(*) as bigint) as people,
                              cast(coalesce(sum(case when created_at >= $2 then 1 else 0 end), 0) as bigint) as sign_ups
                       from memberships where school_id = $1 and status = 'active') as p,
                      (select cast(count(*) as bigint) as classes,
                              cast(coalesce(sum(storage_bytes), 0) as bigint) as storage_bytes,
                              cast(coalesce(sum(quota_bytes), 0) as bigint) as quota_bytes
                       from class_groups where school_id = $1 and archived_at is null) as g"
            ),
            args![scope.school_id(), scope.now.plus_days(-NEW_DAYS)],
        )
        .await?;
    let complete = [figures.classes, figures.students, figures.courses, figures.assignments].iter().all(|count| *count > 0);
    let first_steps = if complete { None } else { first_steps::left(scope).await? };
    Ok(SchoolBoard { figures, newest: newest(scope).await?, first_steps })
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: UserId,
    name: String,
    username: String,
    role: Role,
    created_at: At,
}

/// Who came last; nobody for those who may not read the list of members.
pub(super) async fn newest(scope: &Scope) -> Result<Vec<Newcomer>> {
    if !scope.can(Permission::MembersRead) {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(concat!(
                "select m.user_id, u.name, u.username, m.role, m.created_at
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.status = 'active' and ",
                bounds::person!("m.user_id", "$3"),
                " order by m.created_at desc, m.user_id desc limit $2"
            )),
            args![scope.school_id(), NEWEST, scope.people_reach()],
        )
        .await?;
    let newcomer = |row: Row| Newcomer {
        user_id: row.user_id,
        name: row.name,
        username: row.username,
        role: row.role,
        joined: scope.when(row.created_at),
    };
    Ok(rows.into_iter().map(newcomer).collect())
}
