//! An admin for a school that has lost its own: the platform's admin appoints one of its members.

use model::ids::{SchoolId, UserId};
use model::people::Change;
use model::schools::SchoolPerson;
use model::{Error, Role};
use store::{Arg, args, sql};

use super::change::{self, Member};
use super::placing::{self, By};
use crate::schools::admins;
use crate::scope::Actor;
use crate::{Person, Result, search};

/// Members that are found for some words.
const FOUND: i64 = 20;

/// The members `m` of the school who are at work in it and can log in; `u` is their account.
macro_rules! present {
    () => {
        "m.school_id = $1 and m.status = 'active' and m.search_key <> '' and u.status in ('pending', 'active')"
    };
}

/// Those who have an active place as an admin of the school.
pub(crate) async fn admins_of(person: &Person, school: SchoolId) -> Result<Vec<SchoolPerson>> {
    person.require_platform_admin()?;
    Ok(person
        .db
        .all(
            sql!(
                "select u.id as user_id, u.name, u.username, u.email, m.role, u.status
                 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.role = $2 and m.status = 'active' order by u.name_key, u.id"
            ),
            args![school, Role::SchoolAdmin.text()],
        )
        .await?)
}

/// How many members can be made one.
pub(crate) async fn suitable(person: &Person, school: SchoolId) -> Result<i64> {
    person.require_platform_admin()?;
    let (suitable,): (i64,) = person
        .db
        .one(
            sql!(concat!(
                "select cast(count(*) as bigint) as suitable from memberships m join users u on u.id = m.user_id
                 where m.role <> $2 and ",
                present!()
            )),
            args![school, Role::SchoolAdmin.text()],
        )
        .await?;
    Ok(suitable)
}

/// The first of them by name whose name, username or e-mail holds the words; nobody without words.
pub(crate) async fn find(person: &Person, school: SchoolId, words: &str) -> Result<Vec<SchoolPerson>> {
    person.require_platform_admin()?;
    if words.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = args![school, Role::SchoolAdmin.text()];
    wanted.extend(search::words(words).map(Arg::from));
    wanted.extend(args![FOUND]);
    Ok(person
        .db
        .all(
            sql!(concat!(
                "select u.id as user_id, u.name, u.username, u.email, m.role, u.status
                 from memberships m join users u on u.id = m.user_id
                 where m.role <> $2 and ",
                present!(),
                " and ",
                search::fits!(
                    "$3",
                    "$4",
                    "$5",
                    "$6",
                    "u.name_key || ' ' || u.username_key || ' ' || u.email_key || ' ' || u.email_search"
                ),
                " order by u.name_key, u.id limit $7"
            )),
            wanted,
        )
        .await?)
}

/// Makes a member of the school its admin: a change of role as any other, in the school's own log. Who is one already
/// stays one.
///
/// # Errors
/// `Forbidden` for all but the platform's admins, `NotFound` for who has no active place in the school or cannot log in.
pub async fn appoint(person: &Person, school: SchoolId, user: UserId) -> Result<()> {
    person.require_platform_admin()?;
    let mut work = person.begin().await?;
    work.concerns(None, Some(school));
    admins::lock_platform(&mut work).await?;
    admins::lock(&mut work, school).await?;
    admins::is_of_platform(&mut work, person.me.user_id).await?;
    admins::lock_newcomers(&mut work, std::iter::once(user)).await?;
    let member: Option<Member> = work
        .tx
        .maybe(
            sql!(concat!(
                "select m.user_id, m.role, m.status, m.ended_at, m.suspended_at, m.granted, m.revoked
                 from memberships m join users u on u.id = m.user_id where m.user_id = $2 and ",
                present!()
            )),
            args![school, user],
        )
        .await?;
    let member = member.ok_or(Error::NotFound)?;
    // What an admin of the school could do.
    let by = By { school, user: person.me.user_id, permissions: Role::SchoolAdmin.into(), now: person.now };
    let change = Change::Role(Role::SchoolAdmin);
    let before = placing::move_places(&mut work, by, change, vec![member]).await?;
    if before.people().is_empty() {
        return Ok(());
    }
    change::note(&mut work, change, &before, "").await?;
    work.commit().await
}
