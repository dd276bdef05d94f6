//! The schools of the platform, for its admins: how large each is and who runs it, and nothing of what is done in it.

use model::ids::SchoolId;
use model::schools::{SCHOOLS_PAGE, SchoolCard, SchoolFacts, SchoolFilter, SchoolSort, SchoolsPage, TeacherLabel};
use model::{At, Error, Locale};
use store::{Arg, Sql, args, sql};

use crate::people::appointing;
use crate::{Person, Result, pages, search};

#[derive(sqlx::FromRow)]
struct Row {
    id: SchoolId,
    slug: String,
    name: String,
    created_at: At,
    people: i64,
    admins: i64,
    storage_bytes: i64,
}

/// The admins of the school `s` who can log in.
macro_rules! active_admins {
    () => {
        "memberships a join users au on au.id = a.user_id
         where a.school_id = s.id and a.role = 'school_admin' and a.status = 'active' and au.status in ('pending', 'active')"
    };
}
pub(crate) use active_admins;

/// The words stand in the name of the school `s`, or in its name in addresses.
macro_rules! named {
    ($a:literal, $b:literal, $c:literal, $d:literal) => {
        $crate::search::fits!($a, $b, $c, $d, "s.name_key", " or s.slug")
    };
}
pub(crate) use named;

/// `$1` to `$5` come from [`arguments`].
macro_rules! matching {
    () => {
        concat!("(not $1 or not exists (select 1 from ", active_admins!(), ")) and ", named!("$2", "$3", "$4", "$5"))
    };
}

/// The page of a sorted list.
macro_rules! page {
    ($order:literal) => {
        sql!(concat!(
            "select s.id, s.slug, s.name, s.created_at,
                    (select cast(count(*) as bigint) from memberships m
                     where m.school_id = s.id and m.status = 'active') as people,
                    (select cast(count(*) as bigint) from ",
            active_admins!(),
            ") as admins,
                    (select cast(coalesce(sum(g.storage_bytes), 0) as bigint) from class_groups g
                     where g.school_id = s.id) as storage_bytes
             from schools s where ",
            matching!(),
            " order by ",
            $order,
            " limit $6 offset $7"
        ))
    };
}

fn sorted(sort: SchoolSort) -> Sql {
    match sort {
        SchoolSort::Name => page!("s.name_key, s.id"),
        SchoolSort::NameDown => page!("s.name_key desc, s.id desc"),
        SchoolSort::People => page!("people, s.id"),
        SchoolSort::PeopleDown => page!("people desc, s.id desc"),
        SchoolSort::Storage => page!("storage_bytes, s.id"),
        SchoolSort::StorageDown => page!("storage_bytes desc, s.id desc"),
        SchoolSort::Founded => page!("s.created_at, s.id"),
        SchoolSort::FoundedDown => page!("s.created_at desc, s.id desc"),
    }
}

fn arguments(filter: &SchoolFilter) -> Vec<Arg> {
    let mut arguments = args![filter.lacks_admin()];
    arguments.extend(search::words(&filter.q).map(Arg::from));
    arguments
}

/// A page of the platform's schools.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn list(person: &Person, filter: &SchoolFilter) -> Result<SchoolsPage> {
    person.require_platform_admin()?;
    let (total,): (i64,) = person
        .db
        .one(sql!(concat!("select cast(count(*) as bigint) as total from schools s where ", matching!())), arguments(filter))
        .await?;
    let page = pages::within(filter.page, total, SCHOOLS_PAGE);
    let mut wanted = arguments(filter);
    wanted.extend(args![SCHOOLS_PAGE, (page - 1) * SCHOOLS_PAGE]);
    let rows: Vec<Row> = person.db.all(sorted(filter.sort()), wanted).await?;
    let card = |row: Row| SchoolCard {
        id: row.id,
        slug: row.slug,
        name: row.name,
        people: row.people,
        admins: row.admins,
        storage_bytes: row.storage_bytes,
        founded: person.reader().dated(row.created_at),
    };
    Ok(SchoolsPage { schools: rows.into_iter().map(card).collect(), total, page })
}

#[derive(sqlx::FromRow)]
struct Facts {
    slug: String,
    name: String,
    time_zone: String,
    locale: Locale,
    teacher_label: TeacherLabel,
    created_at: At,
    people: i64,
    students: i64,
    teachers: i64,
    classes: i64,
    storage_bytes: i64,
}

/// A school, with its admins and those of its members whom the words fit.
///
/// # Errors
/// `Forbidden` for all but the platform's admins, `NotFound`.
pub async fn show(person: &Person, id: SchoolId, words: &str) -> Result<SchoolFacts> {
    person.require_platform_admin()?;
    let facts: Option<Facts> = person
        .db
        .maybe(
            sql!(
                "select s.slug, s.name, s.time_zone, s.locale, s.teacher_label, s.created_at,
                        (select cast(count(*) as bigint) from memberships m
                         where m.school_id = s.id and m.status = 'active') as people,
                        (select cast(count(*) as bigint) from memberships m
                         where m.school_id = s.id and m.role = 'student' and m.status = 'active') as students,
                        (select cast(count(*) as bigint) from memberships m
                         where m.school_id = s.id and m.role in ('teacher', 'form_teacher') and m.status = 'active') as teachers,
                        (select cast(count(*) as bigint) from class_groups g
                         where g.school_id = s.id and g.archived_at is null) as classes,
                        (select cast(coalesce(sum(g.storage_bytes), 0) as bigint) from class_groups g
                         where g.school_id = s.id) as storage_bytes
                 from schools s where s.id = $1"
            ),
            args![id],
        )
        .await?;
    let facts = facts.ok_or(Error::NotFound)?;
    Ok(SchoolFacts {
        id,
        slug: facts.slug,
        name: facts.name,
        time_zone: facts.time_zone,
        locale: facts.locale,
        teacher_label: facts.teacher_label,
        founded: person.reader().dated(facts.created_at),
        people: facts.people,
        students: facts.students,
        teachers: facts.teachers,
        classes: facts.classes,
        storage_bytes: facts.storage_bytes,
        admins: appointing::admins_of(person, id).await?,
        suitable: appointing::suitable(person, id).await?,
        found: appointing::find(person, id, words).await?,
    })
}
