//! The list: a page of the classes somebody may see, however many there are.

use std::collections::BTreeMap;

use model::classes::{ClassCard, ClassFilter, ClassList, ClassTeacher, PAGE};
use model::ids::ClassId;
use model::settings::departments::DepartmentChoice;
use model::{Error, Permission};
use store::{Arg, args, sql};

use super::members::{counts, looks_after};
use crate::{Result, Scope, bounds, pages, search};

/// The requests of `g` that the caller may answer.
macro_rules! waiting {
    () => {
        concat!(
            "from class_requests q
             join memberships p on p.school_id = q.school_id and p.user_id = q.user_id and p.status <> 'ended'
             where q.school_id = g.school_id and q.class_id = g.id and q.status = 'waiting' and (",
            bounds::class!("g.id", "$3"),
            " or exists (select 1 from class_members t
                         where t.school_id = $1 and t.class_id = g.id and t.user_id = $2 and t.role = 'teacher'))"
        )
    };
}

/// The condition on `class_groups g`; `$1` to `$10` come from [`arguments`]. Classes that are neither the caller's nor in
/// reach are not there.
macro_rules! matching {
    () => {
        concat!(
            "g.school_id = $1 and ((g.archived_at is not null) = $4 or $10)
             and (",
            bounds::class!("g.id", "$3"),
            " or exists (select 1 from class_members o
                         where o.school_id = $1 and o.class_id = g.id and o.user_id = $2))
             and (cast($5 as text) is null or exists (
                    select 1 from class_departments f
                    where f.school_id = $1 and f.class_id = g.id and f.department_id = $5))
             and ",
            search::fits!("$6", "$7", "$8", "$9", "g.name_key"),
            " and (not $10 or exists (select 1 ",
            waiting!(),
            "))"
        )
    };
}

/// A page of the classes the caller may see, their own and those in reach, by their names. A page past the end, as after
/// a search on a later page, is the last one.
///
/// # Errors
/// `Forbidden` without `classes.read`, `NotFound` for a department out of reach.
pub async fn list(scope: &Scope, filter: &ClassFilter) -> Result<ClassList> {
    scope.require(Permission::ClassesRead)?;
    let departments: Vec<DepartmentChoice> = scope
        .db
        .all(
            sql!(
                "select d.id, d.name from departments d
                 where d.school_id = $1 and (cast($2 as text) = '*' or d.head_id = $2) order by d.name_key, d.id"
            ),
            args![scope.school_id(), scope.class_reach()],
        )
        .await?;
    if filter.department().is_some_and(|department| departments.iter().all(|choice| choice.id != department)) {
        return Err(Error::NotFound.into());
    }
    let (total,): (i64,) = scope
        .db
        .one(
            sql!(concat!("select cast(count(*) as bigint) as total from class_groups g where ", matching!())),
            arguments(scope, filter),
        )
        .await?;
    let page = pages::within(filter.page, total, PAGE);
    let mut wanted = arguments(scope, filter);
    wanted.extend(args![scope.can(Permission::ClassesManage), PAGE, (page - 1) * PAGE]);
    // Only the classes of the page are counted in.
    let mut classes: Vec<ClassCard> = scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name,
                        (select cast(count(*) as bigint) from class_members m
                         where m.school_id = g.school_id and m.class_id = g.id and m.role = 'student' and ",
                counts!("m"),
                ") as students,
                        (select cast(count(*) as bigint) from course_classes k
                         where k.school_id = g.school_id and k.class_id = g.id) as courses,
                        (select cast(count(*) as bigint) ",
                waiting!(),
                " and $11) as asking
                 from (select g.school_id, g.id, g.name, g.name_key from class_groups g where ",
                matching!(),
                " order by g.name_key, g.id limit $12 offset $13) as g order by g.name_key, g.id"
            )),
            wanted,
        )
        .await?;
    let mut teachers = teachers(scope, &classes).await?;
    for card in &mut classes {
        card.teachers = teachers.remove(&card.id).unwrap_or_default();
    }
    Ok(ClassList { classes, total, page, departments, may_create: scope.can(Permission::ClassesCreate) })
}

/// Who teaches each of the classes, by name: a mentor does not.
async fn teachers(scope: &Scope, classes: &[ClassCard]) -> Result<BTreeMap<ClassId, Vec<ClassTeacher>>> {
    let rows: Vec<(ClassId, String, String)> = scope
        .db
        .all(
            sql!(concat!(
                "select m.class_id, u.name, u.photo from class_members m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.class_id in (select value from {list $2}) and ",
                looks_after!("m"),
                " order by u.name_key, u.id"
            )),
            args![scope.school_id(), store::list(classes.iter().map(|card| card.id))],
        )
        .await?;
    let mut teachers = BTreeMap::<_, Vec<_>>::new();
    for (class, name, photo) in rows {
        teachers.entry(class).or_default().push(ClassTeacher { name, photo });
    }
    Ok(teachers)
}

/// The arguments of [`matching`].
fn arguments(scope: &Scope, filter: &ClassFilter) -> Vec<Arg> {
    let asking = filter.asking && scope.can(Permission::ClassesManage);
    let mut arguments = args![scope.school_id(), scope.user_id(), scope.class_reach(), filter.archived, filter.department()];
    arguments.extend(search::words(&filter.q).map(Arg::from));
    arguments.extend(args![asking]);
    arguments
}
