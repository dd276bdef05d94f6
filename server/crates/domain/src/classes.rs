//! Class groups and their people (product.md section 6).

pub mod codes;
mod department;
pub(crate) mod guesses;
pub mod life;
mod list;
pub(crate) mod members;
pub mod people;
pub mod policy;
pub(crate) mod qr;
pub mod requests;
pub(crate) mod seats;
pub mod statistics;
#[cfg(test)]
mod tests;

use model::classes::{ClassCourse, ClassForm, ClassPage, ClassPerson, ClassRequest, ClassRole, CodeKind, PEOPLE_SHOWN};
use model::ids::{ClassId, DepartmentId, RoomId};
use model::schools::MembershipStatus;
use model::settings::departments::DepartmentChoice;
use model::{At, Error, Feature, Permission, Role, limits};
use serde_json::json;
use store::{args, sql};

pub use self::list::list;
use self::members::{listed, stands};
use crate::scope::Actor;
use crate::{Result, Scope, announcements, bounds, names, pages, schools, twice};

/// Makes a class with its codes and its chat room; who makes it teaches it.
///
/// # Errors
/// `Invalid`, or `Forbidden` without `classes.create`.
pub async fn create(scope: &Scope, form: &ClassForm) -> Result<ClassId> {
    form.validate()?;
    scope.require(Permission::ClassesCreate)?;
    let (school, now) = (scope.school_id(), scope.now);
    let mut work = scope.begin().await?;
    schools::hold_place(&mut work, school, scope.user_id()).await?;
    let twin: Option<(ClassId,)> = work
        .tx
        .maybe(
            sql!(
                "select id from class_groups
                 where school_id = $1 and created_by = $2 and name = $3 and created_at > $4 order by id limit 1"
            ),
            args![school, scope.user_id(), form.name.trim(), twice::since(now)],
        )
        .await?;
    if let Some((id,)) = twin {
        return Ok(id);
    }
    let id = ClassId::new();
    work.tx
        .run(
            sql!(
                "insert into class_groups (school_id, id, name, name_key, quota_bytes, created_by, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7)"
            ),
            args![school, id, form.name.trim(), names::key(&form.name), limits::FREE_CLASS_BYTES, scope.user_id(), now],
        )
        .await?;
    for kind in CodeKind::ALL {
        codes::insert(&mut work, school, id, *kind, now).await?;
    }
    work.tx
        .run(
            sql!("insert into rooms (school_id, id, kind, key, class_id) values ($1, $2, 'class', $3, $3)"),
            args![school, RoomId::new(), id],
        )
        .await?;
    work.tx
        .run(
            sql!("insert into class_members (school_id, class_id, user_id, role, joined_at) values ($1, $2, $3, $4, $5)"),
            args![school, id, scope.user_id(), ClassRole::Teacher.text(), now],
        )
        .await?;
    work.audit("class.created", id, json!({ "name": form.name.trim() })).await?;
    work.commit().await?;
    Ok(id)
}

/// What the caller acts as in a class: who reaches it by their role, as its teachers do.
///
/// # Errors
/// `NotFound` for a class that is not the caller's.
pub(crate) async fn own_role(scope: &Scope, id: ClassId) -> Result<Option<ClassRole>> {
    let class: Option<(Option<ClassRole>,)> = scope
        .db
        .maybe(
            sql!(concat!(
                "select case when ",
                bounds::class!("g.id", "$4"),
                " then cast('teacher' as text) else o.role end as role
                 from class_groups g
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $3
                 where g.school_id = $1 and g.id = $2 and (o.user_id is not null or ",
                bounds::class!("g.id", "$4"),
                ")"
            )),
            args![scope.school_id(), id, scope.user_id(), scope.class_reach()],
        )
        .await?;
    let (role,) = class.ok_or(Error::NotFound)?;
    Ok(role)
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    storage_bytes: i64,
    quota_bytes: i64,
    room_id: RoomId,
    own_role: Option<ClassRole>,
    archived: bool,
    department: Option<DepartmentId>,
    /// Whether the caller's role reaches it.
    reached: bool,
}

/// A person, a course, somebody who asks or a department to choose: four lists in one statement.
#[derive(sqlx::FromRow)]
struct Part {
    part: String,
    id: String,
    name: String,
    extra: String,
    tag: String,
    number: Option<i64>,
}

/// The class with the first of its people and with its courses; the codes and those who are suspended only for those who
/// manage it. Whose place in the school ended is not listed.
///
/// # Errors
/// `NotFound` when it is not there or not the caller's.
pub async fn show(scope: &Scope, id: ClassId) -> Result<ClassPage> {
    show_page(scope, id, 1).await
}

/// The same with another page of its people, from 1. A page past the end is the last.
///
/// # Errors
/// As [`show`].
pub async fn show_page(scope: &Scope, id: ClassId, page: i64) -> Result<ClassPage> {
    with_people(scope, id, PEOPLE_SHOWN, page).await
}

/// How many are listed, and how many of them are students and may come in.
#[derive(sqlx::FromRow)]
struct Count {
    total: i64,
    students: i64,
}

async fn with_people(scope: &Scope, id: ClassId, per_page: i64, page: i64) -> Result<ClassPage> {
    scope.require(Permission::ClassesRead)?;
    let school = scope.school_id();
    let row: Option<Row> = scope
        .db
        .maybe(
            sql!(concat!(
                "select g.name, g.storage_bytes, g.quota_bytes, r.id as room_id, o.role as own_role,
                        (g.archived_at is not null) as archived, f.department_id as department, ",
                bounds::class!("g.id", "$4"),
                " as reached
                 from class_groups g
                 join rooms r on r.school_id = g.school_id and r.class_id = g.id and r.kind = 'class'
                 left join class_members o on o.school_id = g.school_id and o.class_id = g.id and o.user_id = $3
                 left join class_departments f on f.school_id = g.school_id and f.class_id = g.id
                 where g.school_id = $1 and g.id = $2"
            )),
            args![school, id, scope.user_id(), scope.class_reach()],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    // As in `own_role`.
    let acts = if row.reached { Some(ClassRole::Teacher) } else { row.own_role };
    if acts.is_none() {
        return Err(Error::NotFound.into());
    }
    let may_manage = policy::may_manage(scope.permissions(), acts).is_ok();
    let may_view_progress = policy::may_view_progress(scope.permissions(), acts).is_ok();
    let count: Count = scope
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as total,
                        cast(coalesce(sum(case when m.role = 'student' and p.status = 'active' then 1 else 0 end), 0) as bigint)
                          as students
                 from class_members m
                 join memberships p on p.school_id = m.school_id and p.user_id = m.user_id
                 where m.school_id = $1 and m.class_id = $2 and ",
                listed!("p", "$3")
            )),
            args![school, id, may_manage],
        )
        .await?;
    let page = pages::within(page, count.total, per_page);
    let parts: Vec<Part> = scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, extra, tag, number from (
                   select * from (
                   select cast('person' as text) as part, u.id, u.name, u.username || ' ' || u.photo as extra,
                          m.role || ' ' || p.role as tag,
                          case when p.status = 'active' then cast(0 as bigint) else cast(1 as bigint) end as number, ",
                stands!("m", "u"),
                " as place
                   from class_members m join users u on u.id = m.user_id
                   join memberships p on p.school_id = m.school_id and p.user_id = m.user_id
                   where m.school_id = $1 and m.class_id = $2 and ",
                listed!("p", "$3"),
                " order by place, u.id limit $5 offset $6) as people
                   union all
                   select 'course', c.id, c.title, '', '',
                          (select cast(count(*) as bigint) from assignments a
                           where a.school_id = c.school_id and a.course_id = c.id), c.title_key
                   from course_classes k join courses c on c.school_id = k.school_id and c.id = k.course_id
                   where k.school_id = $1 and k.class_id = $2
                   union all
                   select 'request', u.id, u.name,
                          u.username || ' ' || u.email || ' ' || case when p.status = 'active' then u.photo else '' end,
                          q.role || ' ' || p.role || ' ' || p.status, q.asked_at, ''
                   from class_requests q join users u on u.id = q.user_id
                   join memberships p on p.school_id = q.school_id and p.user_id = q.user_id and p.status <> 'ended'
                   where q.school_id = $1 and q.class_id = $2 and q.status = 'waiting' and $3
                   union all
                   select 'department', d.id, d.name, '', '', cast(null as bigint), d.name_key
                   from departments d
                   where d.school_id = $1 and $3 and (cast($4 as text) = '*' or d.head_id = $4)
                 ) as parts order by part, place, case when part = 'request' then number end, id"
            )),
            args![school, id, may_manage, scope.class_reach(), per_page, (page - 1) * per_page],
        )
        .await?;
    let mut page = ClassPage {
        total: count.total,
        students: count.students,
        page,
        id,
        name: row.name,
        room_id: row.room_id,
        codes: if may_manage { codes::of_class(scope, id).await? } else { Vec::new() },
        requests: Vec::new(),
        people: Vec::new(),
        courses: Vec::new(),
        storage_bytes: row.storage_bytes,
        quota_bytes: row.quota_bytes,
        may_manage,
        may_view_progress,
        has_chat: scope.place.has(Feature::Chat),
        has_forum: scope.place.has(Feature::Forum),
        has_statistics: scope.place.has(Feature::Analytics),
        may_create_courses: may_manage && !row.archived && scope.can(Permission::CoursesCreate),
        may_announce: !row.archived && announcements::policy::may_write_to(scope.permissions(), acts).is_ok(),
        may_open: scope.can(Permission::MembersRead),
        own_role: row.own_role,
        archived: row.archived,
        department: row.department,
        departments: Vec::new(),
        may_leave_department: scope.can(Permission::ClassesReadAll),
    };
    for part in parts {
        place(scope, &mut page, part)?;
    }
    // A class of another department's stays there.
    if page.department.is_some_and(|own| page.departments.iter().all(|choice| choice.id != own)) {
        page.departments.clear();
    }
    Ok(page)
}

fn place(scope: &Scope, page: &mut ClassPage, part: Part) -> Result<()> {
    let odd = |error: model::ParseTextError| anyhow::anyhow!(error);
    match part.part.as_str() {
        "person" => {
            let (username, photo) = part.extra.split_once(' ').unwrap_or_default();
            let (in_class, in_school) = part.tag.split_once(' ').unwrap_or_default();
            let (role, held): (ClassRole, Role) = (in_class.parse().map_err(odd)?, in_school.parse().map_err(odd)?);
            let may_correct = page.may_manage && !people::keeps_place(role, held);
            let fitting = ClassRole::joining(held).filter(|fits| may_correct && *fits != role);
            page.people.push(ClassPerson {
                user_id: part.id.parse().map_err(odd)?,
                name: part.name,
                username: username.to_owned(),
                photo: photo.to_owned(),
                role,
                fitting,
                suspended: part.number == Some(1),
            });
        }
        "course" => page.courses.push(ClassCourse {
            id: part.id.parse().map_err(odd)?,
            title: part.name,
            assignments: part.number.unwrap_or_default(),
        }),
        "department" => page.departments.push(DepartmentChoice { id: part.id.parse().map_err(odd)?, name: part.name }),
        _ => {
            // None of these words has a space in it.
            let mut words = part.extra.split(' ').map(str::to_owned);
            let mut word = || words.next().unwrap_or_default();
            let (username, email, photo) = (word(), word(), word());
            let (asked, member) = part.tag.split_once(' ').unwrap_or_default();
            let (in_school, status) = member.split_once(' ').unwrap_or_default();
            let role: ClassRole = asked.parse().map_err(odd)?;
            let (held, status): (Role, MembershipStatus) = (in_school.parse().map_err(odd)?, status.parse().map_err(odd)?);
            page.requests.push(ClassRequest {
                user_id: part.id.parse().map_err(odd)?,
                name: part.name,
                username,
                photo,
                email,
                role,
                unfit: seats::refusal(role, held, status).is_some(),
                asked: scope.when(At(part.number.unwrap_or_default())),
            });
        }
    }
    Ok(())
}
