//! The list: two statements for a page of it, however many people there are, and two for the change it offers to take back.

use model::ids::{ClassId, DepartmentId, UndoId, UserId};
use model::people::{CLASSES_AT_ONCE, ClassChoice, PAGE, PeopleFilter, PeoplePage, PeopleSort, PersonCard, Standing};
use model::schools::MembershipStatus;
use model::settings::departments::DepartmentChoice;
use model::{At, Error, Feature, Permission, Role};
use store::{Sql, args, sql};

use super::offered;
use super::search::{arguments, everybody, matching};
use crate::classes::members::never_came;
use crate::{Result, Scope, bounds, names, pages};

#[derive(sqlx::FromRow)]
struct Row {
    user_id: UserId,
    name: String,
    username: String,
    email: String,
    photo: String,
    role: Role,
    status: MembershipStatus,
    suspended_at: Option<At>,
    number: String,
    created_at: At,
    classes: Option<String>,
}

/// What stands around the rows: how many there are, the classes and departments to choose from.
#[derive(sqlx::FromRow)]
struct Part {
    part: String,
    id: String,
    name: String,
    number: i64,
}

/// The page of a sorted list. Who is skipped is never looked at beyond the index that sorts.
macro_rules! page {
    ($($order:tt)+) => {
        sql!(concat!(
            "select m.user_id, u.name, u.username, u.email, u.photo, m.role, m.status, m.suspended_at, m.number, m.created_at,
                    (select string_agg(g.name, '; ' order by g.name_key, g.id)
                     from class_members k join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                     where k.school_id = $1 and k.user_id = m.user_id and ",
            bounds::class!("k.class_id", "$10"),
            ") as classes
             from (select m.school_id, m.user_id from memberships m where ",
            matching!(),
            " order by ",
            $($order)+,
            " limit $14 offset $15) as p
             join memberships m on m.school_id = p.school_id and m.user_id = p.user_id
             join users u on u.id = m.user_id order by ",
            $($order)+
        ))
    };
}

/// The place of the role of `m`, from those who lead the school to those who learn there. The index `memberships_by_rank`
/// has the same expression.
macro_rules! rank {
    () => {
        "case m.role when 'school_admin' then 0 when 'management' then 1 when 'principal' then 2 when 'deputy_principal' then 3
         when 'academic_head' then 4 when 'department_head' then 5 when 'registrar' then 6 when 'bursar' then 7
         when 'form_teacher' then 8 when 'teacher' then 9 when 'librarian' then 10 when 'it_support' then 11
         when 'security' then 12 when 'mentor' then 13 when 'corporate_rep' then 14 when 'parent' then 15
         when 'student' then 16 end"
    };
}

fn sorted(sort: PeopleSort) -> Sql {
    match sort {
        PeopleSort::Name => page!("m.search_key, m.user_id"),
        PeopleSort::NameDown => page!("m.search_key desc, m.user_id desc"),
        PeopleSort::Joined => page!("m.created_at, m.user_id"),
        PeopleSort::JoinedDown => page!("m.created_at desc, m.user_id desc"),
        PeopleSort::Role => page!(concat!(rank!(), ", m.search_key, m.user_id")),
        PeopleSort::RoleDown => page!(concat!(rank!(), " desc, m.search_key desc, m.user_id desc")),
    }
}

/// A page of the school's people. `undo` names the change just made, to offer taking it back; without it the caller's
/// newest one that still can be is offered.
///
/// # Errors
/// `Forbidden` without `members.read`, `NotFound` for a class or a department that is not the school's, or out of reach.
pub async fn list(scope: &Scope, filter: &PeopleFilter, undo: Option<UndoId>) -> Result<PeoplePage> {
    scope.require(Permission::MembersRead)?;
    let may_manage = scope.can(Permission::MembersManage);
    let mut wanted = arguments(scope, filter);
    // One more than are offered tells that they are many.
    wanted.extend(args![CLASSES_AT_ONCE as i64 + 1]);
    let parts: Vec<Part> = scope
        .db
        .all(
            sql!(concat!(
                "select part, id, name, number from (
                   select cast('total' as text) as part, cast('' as text) as id, cast('' as text) as name,
                          case when ",
                everybody!(),
                // The greater than nothing are a part of the index: no key has to be read to count them.
                " then (select cast(count(*) as bigint) from memberships m where m.school_id = $1 and m.search_key > '')
                              - (select cast(count(*) as bigint) from memberships m
                                 where m.school_id = $1 and m.search_key > '' and ",
                never_came!("m"),
                ")
                           else (select cast(count(*) as bigint) from memberships m where ",
                matching!(),
                ") end as number, cast('' as text) as place
                   union all
                   select * from (
                     select 'class', g.id, g.name, 0, g.name_key from class_groups g
                     where g.school_id = $1 and g.archived_at is null and ",
                bounds::class!("g.id", "$10"),
                " order by g.name_key, g.id limit $14) as few
                   union all
                   select 'chosen', g.id, g.name, 0, g.name_key from class_groups g
                   where g.school_id = $1 and g.archived_at is null and $4 <> 'none' and (g.id = $4 or g.name_key = $4) and ",
                bounds::class!("g.id", "$10"),
                " union all
                   select 'department', d.id, d.name, 0, d.name_key from departments d
                   where d.school_id = $1 and (cast($10 as text) = '*' or d.head_id = $10)
                 ) as parts order by part, place, id"
            )),
            wanted,
        )
        .await?;
    let mut page = PeoplePage {
        people: Vec::new(),
        total: 0,
        page: 1,
        classes: Vec::new(),
        many_classes: false,
        class: None,
        departments: Vec::new(),
        teacher_label: scope.place.teacher_label,
        may_manage,
        may_export: scope.can(Permission::MembersExport),
        may_bulk: may_manage && scope.place.has(Feature::BulkOperations),
        undo: offered::offer(scope, undo, None).await?,
    };
    let mut chosen = Vec::new();
    for part in parts {
        place(&mut page, &mut chosen, part)?;
    }
    // None of several of one name stands for the others.
    page.class = chosen.pop().filter(|_| chosen.is_empty());
    page.many_classes = page.classes.len() > CLASSES_AT_ONCE;
    if page.many_classes {
        page.classes.clear();
    }
    names::sort(&mut page.classes, |class| class.name.as_str());
    if filter.class().is_some() && page.class.is_none() {
        return Err(Error::NotFound.into());
    }
    if filter.department().is_some_and(|department| !page.departments.iter().any(|choice| choice.id == department)) {
        return Err(Error::NotFound.into());
    }
    page.page = pages::within(filter.page, page.total, PAGE);
    let mut wanted = arguments(scope, filter);
    wanted.extend(args![PAGE, (page.page - 1) * PAGE]);
    let rows: Vec<Row> = scope.db.all(sorted(filter.sort()), wanted).await?;
    page.people = rows.into_iter().map(|row| card(scope, row, may_manage)).collect();
    Ok(page)
}

fn place(page: &mut PeoplePage, chosen: &mut Vec<ClassChoice>, part: Part) -> Result<()> {
    let odd = |error: model::ParseTextError| anyhow::anyhow!(error);
    match part.part.as_str() {
        "total" => page.total = part.number,
        "class" => page.classes.push(ClassChoice { id: part.id.parse::<ClassId>().map_err(odd)?, name: part.name }),
        "chosen" => chosen.push(ClassChoice { id: part.id.parse().map_err(odd)?, name: part.name }),
        _ => page.departments.push(DepartmentChoice { id: part.id.parse::<DepartmentId>().map_err(odd)?, name: part.name }),
    }
    Ok(())
}

fn card(scope: &Scope, row: Row, may_manage: bool) -> PersonCard {
    let standing = Standing::of(row.status, row.suspended_at);
    let reader = scope.reader();
    PersonCard {
        user_id: row.user_id,
        name: row.name,
        username: row.username,
        photo: row.photo,
        email: may_manage.then(|| if standing.shows_contact() { row.email } else { String::new() }),
        role: row.role,
        standing,
        number: row.number,
        classes: row.classes.unwrap_or_default(),
        joined: reader.date(reader.today(row.created_at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_a_place_of_its_own_and_the_index_has_the_same() {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let rank = plain(rank!());
        let place = |role: &Role| {
            let (_, rest) = rank.split_once(&format!("when '{role}' then "))?;
            rest.split_whitespace().next()?.parse::<usize>().ok()
        };
        let without: Vec<_> = Role::ALL.iter().filter(|role| place(role).is_none()).map(|role| role.text()).collect();
        assert!(without.is_empty(), "rank! in people/list.rs, which sorts the list of people, has no place for {without:?}");
        let mut places: Vec<usize> = Role::ALL.iter().filter_map(place).collect();
        places.sort_unstable();
        let all: Vec<usize> = (0..Role::ALL.len()).collect();
        assert_eq!(places, all, "rank! in people/list.rs gives two roles one place, or leaves a place out");
        assert_eq!(rank.matches("when ").count(), all.len(), "rank! in people/list.rs has a place for what is no role");
        let index = plain(include_str!("../../../../../migrations/0032_never_came.sql"));
        assert!(
            index.contains(&rank.replace("m.role", "role")),
            "the index memberships_by_rank has not the expression of rank!, so that whoever sorts by role waits for all members: \
             make it anew by a further migration, and name that one in this test. It is: {rank}"
        );
    }
}
