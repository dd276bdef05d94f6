//! The last admin stays (product.md section 2): every path that could take one asks here, in its own transaction. Who
//! acts is judged there too, as they stand once the lock is theirs.

use model::ids::{SchoolId, UserId};
use model::schools::Place;
use model::{Error, Permissions, PlatformRole, Problem, Role};
use store::{args, sql};

use crate::{Result, Scope, Work};

/// Two changes of the same school's people, or of its settings, wait for one another here. To be taken before anything is
/// read that decides.
pub(crate) async fn lock(work: &mut Work, school: SchoolId) -> Result<()> {
    work.tx.run(sql!("update schools set id = id where id = $1"), args![school]).await?;
    Ok(())
}

/// The same for changes of the platform's people. The row is the one of the first run, which every platform has.
pub(crate) async fn lock_platform(work: &mut Work) -> Result<()> {
    work.tx.run(sql!("update platform set value = value where key = 'first_run'"), args![]).await?;
    Ok(())
}

/// Who acts, as they stand now: to be asked with the lock, as somebody may have been demoted while they waited for it.
///
/// # Errors
/// `Forbidden` for those whose place has gone meanwhile.
pub(crate) async fn as_now(work: &mut Work, scope: &Scope) -> Result<Scope> {
    let now: Option<(Role, String, String)> = work
        .tx
        .maybe(
            sql!(
                "select m.role, m.granted, m.revoked from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.user_id = $2 and m.status = 'active' and u.status in ('pending', 'active')"
            ),
            args![scope.school_id(), scope.user_id()],
        )
        .await?;
    let (role, granted, revoked) = now.ok_or(Error::Forbidden)?;
    let permissions = Permissions::of_member(role, &granted, &revoked);
    Ok(Scope { place: Place { role, permissions, ..scope.place.clone() }, ..scope.clone() })
}

/// Passes while somebody still is an admin of the platform. To be asked with the platform locked.
///
/// # Errors
/// `Forbidden`.
pub(crate) async fn is_of_platform(work: &mut Work, user: UserId) -> Result<()> {
    let (is_admin,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from users u
                 where u.id = $1 and u.platform_role = $2 and u.status in ('pending', 'active')) as is_admin"
            ),
            args![user, PlatformRole::SuperAdmin.text()],
        )
        .await?;
    if is_admin { Ok(()) } else { Err(Error::Forbidden.into()) }
}

/// Passes while the school has an admin who can log in. To be asked after the change, with the school [`lock`]ed.
///
/// # Errors
/// `Conflict` with [`Problem::LastAdmin`]; then nothing may be committed.
pub(crate) async fn keep_one(work: &mut Work, school: SchoolId) -> Result<()> {
    let (has_one,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from memberships m join users u on u.id = m.user_id
                 where m.school_id = $1 and m.role = $2 and m.status = 'active' and u.status in ('pending', 'active')) as has_one"
            ),
            args![school, Role::SchoolAdmin.text()],
        )
        .await?;
    if has_one { Ok(()) } else { Err(Error::Conflict(Problem::LastAdmin).into()) }
}

/// Passes while the platform has an admin who can log in. To be asked after the change, with the platform locked.
///
/// # Errors
/// `Conflict` with [`Problem::LastPlatformAdmin`].
pub(crate) async fn keep_one_of_platform(work: &mut Work) -> Result<()> {
    let (has_one,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from users u
                 where u.platform_role = $1 and u.status in ('pending', 'active')) as has_one"
            ),
            args![PlatformRole::SuperAdmin.text()],
        )
        .await?;
    if has_one { Ok(()) } else { Err(Error::Conflict(Problem::LastPlatformAdmin).into()) }
}

/// Those who are about to become admins wait for a change of their account, and it for them: else an account could be
/// suspended that another transaction counts on.
pub(crate) async fn lock_newcomers(work: &mut Work, people: impl Iterator<Item = UserId>) -> Result<()> {
    let people: Vec<UserId> = people.collect();
    if people.is_empty() {
        return Ok(());
    }
    work.tx.run(sql!("update users set id = id where id in (select value from {list $1})"), args![store::list(people)]).await?;
    Ok(())
}

/// The schools somebody is an active admin of, locked one after the other in the order of their ids, so that two who do
/// the same at once cannot wait for each other.
pub(crate) async fn lock_schools_of(work: &mut Work, user: UserId) -> Result<Vec<SchoolId>> {
    let schools: Vec<(SchoolId,)> = work
        .tx
        .all(
            sql!(
                "select m.school_id from memberships m
                 where m.user_id = $1 and m.role = $2 and m.status = 'active' order by m.school_id"
            ),
            args![user, Role::SchoolAdmin.text()],
        )
        .await?;
    let schools: Vec<SchoolId> = schools.into_iter().map(|(school,)| school).collect();
    for school in &schools {
        lock(work, *school).await?;
    }
    Ok(schools)
}
