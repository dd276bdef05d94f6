//! Everybody with an account, for the platform's admins.

use model::accounts::UserStatus;
use model::ids::UserId;
use model::people::{PAGE, UserAct, UserCard, UserFilter, UserSort, UsersPage};
use model::{At, Error, PlatformRole};
use serde_json::json;
use store::{Arg, Sql, args, sql};

use crate::hub::Event;
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Person, Result, Work, pages, search};

#[derive(sqlx::FromRow)]
struct Row {
    id: UserId,
    name: String,
    username: String,
    email: String,
    status: UserStatus,
    platform_role: PlatformRole,
    created_at: At,
    schools: Option<String>,
}

/// The words stand in what the account `u` is searched by.
macro_rules! named {
    ($a:literal, $b:literal, $c:literal, $d:literal) => {
        $crate::search::fits!(
            $a,
            $b,
            $c,
            $d,
            "u.name_key || ' ' || u.username_key || ' ' || u.email_key || ' ' || u.email_search"
        )
    };
}
pub(crate) use named;

/// The names of the schools somebody is in; nothing for those in none.
macro_rules! schools_of {
    ($user:literal) => {
        concat!(
            "(select string_agg(s.name, '; ' order by s.name_key, s.id) from memberships m
              join schools s on s.id = m.school_id where m.user_id = ",
            $user,
            " and m.status = 'active')"
        )
    };
}
pub(crate) use schools_of;

/// `$1` to `$7` come from [`arguments`]. Accounts that were swept have no name left to be found by.
macro_rules! matching {
    () => {
        concat!(
            "u.username <> '' and (cast($1 as text) is null or u.status = $1) and ",
            named!("$2", "$3", "$4", "$5"),
            " and (cast($6 as text) is null or u.platform_role = $6)
              and (cast($7 as text) is null or exists (
                     select 1 from memberships p join schools o on o.id = p.school_id
                     where p.user_id = u.id and p.status = 'active' and o.slug = $7))"
        )
    };
}

/// The page of a sorted list.
macro_rules! page {
    ($order:literal) => {
        sql!(concat!(
            "select u.id, u.name, u.username, u.email, u.status, u.platform_role, u.created_at, ",
            schools_of!("u.id"),
            " as schools
             from users u where ",
            matching!(),
            " order by ",
            $order,
            " limit $8 offset $9"
        ))
    };
}

fn sorted(sort: UserSort) -> Sql {
    match sort {
        UserSort::Name => page!("u.name_key, u.id"),
        UserSort::NameDown => page!("u.name_key desc, u.id desc"),
        UserSort::Joined => page!("u.created_at, u.id"),
        UserSort::JoinedDown => page!("u.created_at desc, u.id desc"),
    }
}

fn arguments(filter: &UserFilter) -> Vec<Arg> {
    let mut arguments = args![filter.status().map(|status| status.text().to_owned())];
    arguments.extend(search::words(&filter.q).map(Arg::from));
    // As it is kept: whoever writes it by hand may begin it with a capital.
    let school = filter.school.trim().to_lowercase();
    arguments.extend(args![filter.role().map(|role| role.text().to_owned()), (!school.is_empty()).then_some(school)]);
    arguments
}

/// A page of the platform's people.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn list(person: &Person, filter: &UserFilter) -> Result<UsersPage> {
    person.require_platform_admin()?;
    let (total,): (i64,) = person
        .db
        .one(sql!(concat!("select cast(count(*) as bigint) as total from users u where ", matching!())), arguments(filter))
        .await?;
    let page = pages::within(filter.page, total, PAGE);
    let mut wanted = arguments(filter);
    wanted.extend(args![PAGE, (page - 1) * PAGE]);
    let rows: Vec<Row> = person.db.all(sorted(filter.sort()), wanted).await?;
    let card = |row: Row| UserCard {
        user_id: row.id,
        name: row.name,
        username: row.username,
        email: row.email,
        status: row.status,
        platform_role: row.platform_role,
        schools: row.schools.unwrap_or_default(),
        created: person.reader().dated(row.created_at),
    };
    Ok(UsersPage { people: rows.into_iter().map(card).collect(), total, page })
}

/// Suspends an account or gives it back, makes a platform admin or takes that away. What is so already stays so.
///
/// # Errors
/// `Forbidden` for all but the platform's admins, `NotFound` for accounts that are no more, `Conflict` when the platform
/// or a school would be left without an admin.
pub async fn change(person: &Person, id: UserId, act: UserAct) -> Result<()> {
    person.require_platform_admin()?;
    let mut work = person.begin().await?;
    admins::lock_platform(&mut work).await?;
    let before: Option<(UserStatus, PlatformRole)> = work
        .tx
        .maybe(sql!("update users set id = id where id = $1 and status <> 'inactive' returning status, platform_role"), args![id])
        .await?;
    let before = before.ok_or(Error::NotFound)?;
    let (status, role) = before;
    let admin = PlatformRole::SuperAdmin;
    let after = match act {
        UserAct::Suspend => (UserStatus::Suspended, role),
        UserAct::Reinstate if status == UserStatus::Suspended => (UserStatus::Active, role),
        UserAct::MakeAdmin => (status, admin),
        UserAct::UnmakeAdmin if role == admin => (status, PlatformRole::Staff),
        UserAct::Reinstate | UserAct::UnmakeAdmin => before,
    };
    if after == before {
        return Ok(());
    }
    admins::is_of_platform(&mut work, person.me.user_id).await?;
    work.tx
        .run(sql!("update users set status = $2, platform_role = $3 where id = $1"), args![id, after.0.text(), after.1.text()])
        .await?;
    if act == UserAct::Suspend {
        work.tx.run(sql!("delete from sessions where user_id = $1"), args![id]).await?;
        keep_schools(&mut work, id).await?;
    }
    admins::keep_one_of_platform(&mut work).await?;
    let detail = json!({ "before": [before.0.text(), before.1.text()], "after": [after.0.text(), after.1.text()] });
    work.audit(action(act), id, detail).await?;
    work.tell(Event::AccessChanged { user: id });
    work.commit().await
}

/// No school may lose its last admin with an account.
async fn keep_schools(work: &mut Work, user: UserId) -> Result<()> {
    for school in admins::lock_schools_of(work, user).await? {
        admins::keep_one(work, school).await?;
    }
    Ok(())
}

const fn action(act: UserAct) -> &'static str {
    match act {
        UserAct::Suspend => "user.suspended",
        UserAct::Reinstate => "user.reinstated",
        UserAct::MakeAdmin => "user.made_admin",
        UserAct::UnmakeAdmin => "user.unmade_admin",
    }
}
