//! The last admin stays (product.md section 2): every path that could take one asks here, in its own transaction.

use model::ids::{SchoolId, UserId};
use model::{Error, PlatformRole, Problem, Role};
use store::{args, sql};

use crate::{Result, Work};

/// Two changes of the same school's people wait for one another here. To be taken before anything is read that decides.
pub(crate) async fn lock(work: &mut Work, school: SchoolId) -> Result<()> {
    work.tx.run(sql!("update schools set id = id where id = $1"), args![school]).await?;
    Ok(())
}

/// The same for changes of the platform's people. The row is the one of the first run, which every platform has.
pub(crate) async fn lock_platform(work: &mut Work) -> Result<()> {
    work.tx.run(sql!("update platform set value = value where key = 'first_run'"), args![]).await?;
    Ok(())
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
