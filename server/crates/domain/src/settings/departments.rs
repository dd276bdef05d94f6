//! Departments, their heads and their members.

use model::ids::{DepartmentId, UserId};
use model::settings::departments::{Colleague, DepartmentCard, DepartmentForm, DepartmentList, DepartmentPage};
use model::{Error, Permission, Problem};
use serde_json::json;
use store::{Arg, args, sql};

use super::{change, lock, removed};
use crate::accounts::fold;
use crate::classes::members::counts;
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope, Work, drawn, search, twice};

/// Colleagues to choose from.
const FOUND: i64 = 20;

/// All departments of the school. Whose place ended heads and fills none.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn list(scope: &Scope) -> Result<DepartmentList> {
    scope.require(Permission::SchoolSettings)?;
    let departments: Vec<DepartmentCard> = scope
        .db
        .all(
            sql!(concat!(
                "select d.id, d.name, u.name as head,
                        (select cast(count(*) as bigint) from department_members m
                         where m.school_id = d.school_id and m.department_id = d.id and ",
                counts!("m"),
                ") as members
                 from departments d
                 left join memberships p on p.school_id = d.school_id and p.user_id = d.head_id and p.status = 'active'
                 left join users u on u.id = p.user_id
                 where d.school_id = $1 order by d.name_key, d.id"
            )),
            args![scope.school_id()],
        )
        .await?;
    Ok(DepartmentList { departments })
}

/// The first of those whose role is that of somebody who works at the school, who are not in the department, and whose
/// name, username or number fit the words.
async fn staff(scope: &Scope, id: DepartmentId, words: &str) -> Result<Vec<Colleague>> {
    let mut args = args![scope.school_id(), id, FOUND];
    args.extend(search::words(words).map(Arg::from));
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select m.user_id, u.name, u.username, u.photo, m.role from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.search_key <> '' and m.status = 'active' and m.role not in ('student', 'parent')
                   and not exists (select 1 from department_members d
                                   where d.school_id = m.school_id and d.department_id = $2 and d.user_id = m.user_id)
                   and ",
                search::fits!("$4", "$5", "$6", "$7", "m.search_key"),
                " order by m.search_key, m.user_id limit $3"
            )),
            args,
        )
        .await?)
}

/// One department, and the first of the others who work at the school and whom the words find.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn show(scope: &Scope, id: DepartmentId, q: &str) -> Result<DepartmentPage> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let row: Option<(String,)> =
        scope.db.maybe(sql!("select name from departments where school_id = $1 and id = $2"), args![school, id]).await?;
    let (name,) = row.ok_or(Error::NotFound)?;
    let head: Option<Colleague> = scope
        .db
        .maybe(
            sql!(
                "select m.user_id, u.name, u.username, u.photo, m.role from departments d
                 join memberships m on m.school_id = d.school_id and m.user_id = d.head_id and m.status = 'active'
                 join users u on u.id = m.user_id
                 where d.school_id = $1 and d.id = $2"
            ),
            args![school, id],
        )
        .await?;
    let members: Vec<Colleague> = scope
        .db
        .all(
            sql!(
                "select d.user_id, u.name, u.username, u.photo, m.role from department_members d
                 join memberships m on m.school_id = d.school_id and m.user_id = d.user_id and m.status = 'active'
                 join users u on u.id = d.user_id
                 where d.school_id = $1 and d.department_id = $2 order by u.name_key, d.user_id"
            ),
            args![school, id],
        )
        .await?;
    Ok(DepartmentPage { id, name, head, members, q: q.trim().to_owned(), found: staff(scope, id, q).await? })
}

/// Makes a department.
///
/// # Errors
/// `Invalid` on `name` for one that there is, on `head` for somebody who does not work at the school.
pub async fn create(scope: &Scope, form: &DepartmentForm) -> Result<DepartmentId> {
    scope.require(Permission::SchoolSettings)?;
    let head = form.validate()?;
    let (school, name) = (scope.school_id(), form.name.trim());
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let twin: Option<(DepartmentId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from departments where school_id = $1 and name = $2 and created_at > $3
                 and coalesce(head_id, '') = coalesce($4, '')"
            ),
            args![school, name, twice::since(scope.now), head],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    check_staff(&mut work, scope, head, "head").await?;
    let id = DepartmentId::new();
    work.tx
        .run(
            sql!("insert into departments (school_id, id, name, name_key, head_id, created_at) values ($1, $2, $3, $4, $5, $6)"),
            args![school, id, name, fold(name), head, scope.now],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("department.created", id, json!({ "name": name, "head": head })).await?;
    tell(&mut work, [head]);
    work.commit().await?;
    Ok(id)
}

/// Changes its name and its head.
///
/// # Errors
/// As [`create`]; `NotFound` when it is not the school's; `Conflict` when somebody changed it since the form was drawn.
pub async fn save(scope: &Scope, id: DepartmentId, form: &DepartmentForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let head = form.validate()?;
    let (school, name) = (scope.school_id(), form.name.trim());
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    // A head whose place ended is not shown.
    let row: Option<(String, Option<UserId>, Option<UserId>)> = work
        .tx
        .maybe(
            sql!(
                "select d.name, d.head_id, p.user_id as shown from departments d
                 left join memberships p on p.school_id = d.school_id and p.user_id = d.head_id and p.status = 'active'
                 where d.school_id = $1 and d.id = $2"
            ),
            args![school, id],
        )
        .await?;
    let (old_name, old_head, shown) = row.ok_or(Error::NotFound)?;
    if (old_name.as_str(), old_head) == (name, head) {
        return Ok(());
    }
    drawn::check(&form.drawn, &DepartmentForm::drawn_from(&old_name, shown))?;
    if head != old_head {
        check_staff(&mut work, scope, head, "head").await?;
    }
    work.tx
        .run(
            sql!("update departments set name = $3, name_key = $4, head_id = $5 where school_id = $1 and id = $2"),
            args![school, id, name, fold(name), head],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    let detail = change(json!({ "name": old_name, "head": old_head }), json!({ "name": name, "head": head }));
    work.audit("department.changed", id, detail).await?;
    if head != old_head {
        tell(&mut work, [old_head, head]);
    }
    work.commit().await
}

/// Removes it; its members and its classes stay in the school.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn remove(scope: &Scope, id: DepartmentId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    // Who puts a class into it meanwhile is waited for.
    let lock = sql!("update departments set head_id = head_id where school_id = $1 and id = $2");
    work.tx.run(lock, args![school, id]).await?;
    let row: Option<(String, Option<UserId>)> =
        work.tx.maybe(sql!("select name, head_id from departments where school_id = $1 and id = $2"), args![school, id]).await?;
    let Some((name, head)) = row else { return removed(&mut work, scope, "department.removed", id).await };
    let members: Vec<(UserId,)> = work
        .tx
        .all(
            sql!("select user_id from department_members where school_id = $1 and department_id = $2 order by user_id"),
            args![school, id],
        )
        .await?;
    let members: Vec<UserId> = members.into_iter().map(|(user,)| user).collect();
    work.tx.run(sql!("delete from department_members where school_id = $1 and department_id = $2"), args![school, id]).await?;
    let classes =
        work.tx.run(sql!("delete from class_departments where school_id = $1 and department_id = $2"), args![school, id]).await?;
    work.tx.run(sql!("delete from departments where school_id = $1 and id = $2"), args![school, id]).await?;
    let before = json!({ "name": name, "head": head, "members": members, "classes": classes });
    work.audit("department.removed", id, change(before, json!(null))).await?;
    tell(&mut work, [head]);
    work.commit().await
}

/// Puts somebody who works at the school into a department.
///
/// # Errors
/// `NotFound` for a department that is not the school's, `Invalid` on `user` for somebody who does not work there.
pub async fn add_member(scope: &Scope, id: DepartmentId, user: UserId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    find(&mut work, scope, id).await?;
    check_staff(&mut work, scope, Some(user), "user").await?;
    let added = work
        .tx
        .run(
            sql!(
                "insert into department_members (school_id, department_id, user_id) values ($1, $2, $3)
                 on conflict (school_id, department_id, user_id) do nothing"
            ),
            args![school, id, user],
        )
        .await?;
    if added == 0 {
        return Ok(());
    }
    work.audit("department.member_added", id, json!({ "user": user })).await?;
    work.commit().await
}

/// Takes somebody out of it. Who is not in it is out already.
///
/// # Errors
/// `NotFound` for a department that is not the school's.
pub async fn remove_member(scope: &Scope, id: DepartmentId, user: UserId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let mut work = scope.begin().await?;
    find(&mut work, scope, id).await?;
    let gone = work
        .tx
        .run(
            sql!("delete from department_members where school_id = $1 and department_id = $2 and user_id = $3"),
            args![scope.school_id(), id, user],
        )
        .await?;
    if gone == 0 {
        return Ok(());
    }
    work.audit("department.member_removed", id, json!({ "user": user })).await?;
    work.commit().await
}

/// Who begins or ceases to head a department reaches other classes from now on.
fn tell(work: &mut Work, heads: impl IntoIterator<Item = Option<UserId>>) {
    for user in heads.into_iter().flatten() {
        work.tell(Event::AccessChanged { user });
    }
}

async fn find(work: &mut Work, scope: &Scope, id: DepartmentId) -> Result<()> {
    let found: Option<(DepartmentId,)> =
        work.tx.maybe(sql!("select id from departments where school_id = $1 and id = $2"), args![scope.school_id(), id]).await?;
    found.map(|_| ()).ok_or_else(|| Error::NotFound.into())
}

/// Who is named must work at this school now.
async fn check_staff(work: &mut Work, scope: &Scope, user: Option<UserId>, field: &str) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    let works: Option<(UserId,)> = work
        .tx
        .maybe(
            sql!(
                "select user_id from memberships
                 where school_id = $1 and user_id = $2 and status = 'active' and role not in ('student', 'parent')"
            ),
            args![scope.school_id(), user],
        )
        .await?;
    works.map(|_| ()).ok_or_else(|| Error::field(field, Problem::NotAMember).into())
}
