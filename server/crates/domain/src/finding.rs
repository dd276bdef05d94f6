//! Finding people, classes, courses and chats of a school by a few letters, people by their initials too; for the platform's
//! admins over all schools as well. One read a kind, and none for a kind that the caller may not see.

mod platform;
mod taught;
#[cfg(test)]
mod tests;

use model::Permission;
use model::finding::{Found, FoundClass, FoundCourse, FoundOnPlatform, FoundPerson, MOST};
use store::{Arg, args, sql};

use crate::classes::members::counts;
use crate::{Person, Result, Scope, bounds, chat, names, search};

/// Active members whom the caller may see. `$1` is the school, `$11` how far the caller reaches.
macro_rules! members {
    () => {
        concat!(
            "from memberships m
             where m.school_id = $1 and m.search_key <> '' and m.status = 'active' and ",
            bounds::person!("m.user_id", "$11")
        )
    };
}

/// The name, the username or the number begins so.
macro_rules! begins {
    () => {
        "(m.search_key like $7 escape '~' or m.search_key like $12 escape '~')"
    };
}
pub(crate) use begins;

/// What the words lead to in the school of that slug and, for the platform's admins, over all schools; without a slug over
/// all schools alone.
///
/// # Errors
/// `NotFound` for a school that is not the caller's; `Forbidden` without one for all but the platform's admins.
pub async fn anywhere(person: &Person, school: &str, words: &str) -> Result<Found> {
    if school.is_empty() {
        return Ok(Found::outside(platform::find(person, words).await?));
    }
    let mut found = find(&person.enter(school)?, words).await?;
    if person.me.is_platform_admin() {
        found.platform = platform::find(person, words).await?;
    }
    Ok(found)
}

/// What the words lead to in a school, what begins so before what only holds it; without words the own classes, courses and chats.
///
/// # Errors
/// As the database answers: every member finds something, if only their own.
pub async fn find(scope: &Scope, words: &str) -> Result<Found> {
    let asked = !names::key(words).is_empty();
    let reads = scope.can(Permission::MembersRead);
    let people = if asked && reads { people(scope, words).await? } else { Vec::new() };
    Ok(Found {
        teacher_label: scope.place.teacher_label,
        people_total: people.first().map_or(0, |it| it.total),
        people: people.into_iter().map(|it| it.person).collect(),
        // Who reads the list of members finds those they teach there.
        students: if asked && !reads { taught::find(scope, words).await? } else { Vec::new() },
        classes: if scope.can(Permission::ClassesRead) { classes(scope, words, asked).await? } else { Vec::new() },
        rooms: chat::named(scope, words).await?,
        courses: if scope.can(Permission::CoursesRead) { courses(scope, words, asked).await? } else { Vec::new() },
        platform: FoundOnPlatform::default(),
    })
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    #[sqlx(flatten)]
    person: FoundPerson,
    total: i64,
}

/// People are found within the index of the list of people, and read from elsewhere only when they are among the first.
/// Where many fit by their initials and many begin so, each of both has half of the lines. Those whom the list
/// of people finds by the words are counted where there may be more than are shown.
async fn people(scope: &Scope, words: &str) -> Result<Vec<PersonRow>> {
    // Addresses are searched for those who may see them.
    let args = of_people(scope, words, scope.can(Permission::MembersManage).into(), scope.people_reach().into());
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select found.user_id, u.name, u.username, p.role, p.number,
                        coalesce((select string_agg(g.name, ', ' order by g.name_key, g.id)
                                  from class_members o
                                  join class_groups g on g.school_id = o.school_id and g.id = o.class_id
                                  where o.school_id = $1 and o.user_id = found.user_id and g.archived_at is null and ",
                bounds::class!("o.class_id", "$11"),
                "), '') as classes,
                        case when found.held >= $8 then (select cast(count(*) as bigint) ",
                members!(),
                " and ",
                search::fits!("$3", "$4", "$5", "$6", "m.search_key", " or $2 and m.email_key"),
                ") else cast(0 as bigint) end as total
                 from (select ranked.user_id, ranked.search_key, ranked.place, ranked.held
                       from (select few.*, count(*) over () as held,
                                    row_number() over (partition by few.kind
                                                       order by few.place, few.search_key, few.user_id) as nth
                             from (select * from (
                                     select m.user_id, m.search_key, cast(0 as bigint) as kind,
                                            case when ",
                begins!(),
                " then 0 else 1 end as place ",
                members!(),
                " and cast($10 as text) is not null and m.search_key like $10 escape '~'
                                     order by place, m.search_key, m.user_id limit $8) as by_initials
                                   union all
                                   select * from (
                                     select m.user_id, m.search_key, cast(1 as bigint) as kind,
                                            case when ",
                begins!(),
                " then 0 when m.search_key like $9 escape '~' then 2 else 3 end as place ",
                members!(),
                " and (cast($10 as text) is null or m.search_key not like $10 escape '~') and ",
                search::fits!("$3", "$4", "$5", "$6", "m.search_key", " or $2 and m.email_key"),
                " order by place, m.search_key, m.user_id limit $8) as by_words) as few) as ranked
                       order by case when ranked.place < 2 then 0 else 1 end, ranked.nth, ranked.kind, ranked.user_id
                       limit $8) as found
                 join memberships p on p.school_id = $1 and p.user_id = found.user_id
                 join users u on u.id = found.user_id
                 order by found.place, found.search_key, found.user_id"
            )),
            args,
        )
        .await?)
}

async fn classes(scope: &Scope, words: &str, asked: bool) -> Result<Vec<FoundClass>> {
    let mut args = arguments(scope, words, reach(scope, asked).into());
    args.push(scope.user_id().into());
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select g.id, g.name,
                        (select cast(count(*) as bigint) from class_members n
                         where n.school_id = g.school_id and n.class_id = g.id and n.role = 'student' and ",
                counts!("n"),
                ") as students
                 from class_groups g
                 where g.school_id = $1 and g.archived_at is null
                   and (",
                bounds::class!("g.id", "$2"),
                " or exists (select 1 from class_members o
                             where o.school_id = g.school_id and o.class_id = g.id and o.user_id = $9))
                   and ",
                search::fits!("$3", "$4", "$5", "$6", "g.name_key"),
                " order by case when g.name_key like $7 escape '~' then 0 else 1 end, g.name_key, g.id limit $8"
            )),
            args,
        )
        .await?)
}

async fn courses(scope: &Scope, words: &str, asked: bool) -> Result<Vec<FoundCourse>> {
    let mut args = arguments(scope, words, reach(scope, asked).into());
    args.push(scope.user_id().into());
    Ok(scope
        .db
        .all(
            sql!(concat!(
                "select found.id, found.title, found.classes
                 from (select c.id, c.title, c.title_key,
                              coalesce((select string_agg(g.name, ', ' order by g.name_key, g.id)
                                        from course_classes k
                                        join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                                        where k.school_id = c.school_id and k.course_id = c.id), '') as classes,
                              c.title_key || ' ' || coalesce((select string_agg(g.name_key, ' ' order by g.name_key, g.id)
                                        from course_classes k
                                        join class_groups g on g.school_id = k.school_id and g.id = k.class_id
                                        where k.school_id = c.school_id and k.course_id = c.id), '') as words
                       from courses c
                       where c.school_id = $1
                         and (c.teacher_id = $9 or ",
                bounds::course!("c.id", "$2"),
                " or exists (
                                select 1 from course_classes k
                                join class_members o on o.school_id = k.school_id and o.class_id = k.class_id
                                where k.school_id = c.school_id and k.course_id = c.id and o.user_id = $9))) as found
                 where ",
                search::fits!("$3", "$4", "$5", "$6", "found.words"),
                " order by case when found.title_key like $7 escape '~' then 0 else 1 end, found.title_key, found.id limit $8"
            )),
            args,
        )
        .await?)
}

/// Who asks for nothing in particular is shown what is their own.
fn reach(scope: &Scope, asked: bool) -> String {
    if asked { scope.class_reach() } else { String::new() }
}

/// `$1` to `$12`: those of [`arguments`], how a later word of the best begins, the initials, the last of what may be seen,
/// and how a later line of the best begins.
fn of_people(scope: &Scope, words: &str, seen: Arg, last: Arg) -> Vec<Arg> {
    let mut args = arguments(scope, words, seen);
    let beginning = search::beginning(&names::key(words));
    args.push(format!("% {beginning}").into());
    args.push(search::initials(words).into());
    args.push(last);
    // The name, the username and the number stand in lines of their own.
    args.push(format!("%\n{beginning}").into());
    args
}

/// `$1` to `$8`: the school, what may be seen, the words, how the best begin, how many at most.
fn arguments(scope: &Scope, words: &str, seen: Arg) -> Vec<Arg> {
    let mut args = args![scope.school_id(), seen];
    args.extend(search::words(words).map(Arg::from));
    args.push(search::beginning(&names::key(words)).into());
    args.push(MOST.into());
    args
}
