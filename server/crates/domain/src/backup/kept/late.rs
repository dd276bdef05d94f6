//! Telling a school's admins, or the platform's, once that a backup is late or has failed.

use model::backup::kept::Standing;
use store::{args, sql};

use super::list::standing;
use super::schedule::Schedule;
use super::{runs, schedule};
use crate::scope::Actor;
use crate::{Result, System, mail};

/// Looks at every schedule: mails go where something has gone wrong since all was well.
///
/// # Errors
/// As the database answers.
pub async fn warn(system: &System) -> Result<()> {
    runs::fail_silent(system, system.now).await?;
    for schedule in schedule::all(system).await? {
        let runs = runs::all(system, schedule.school()).await?;
        let stands = standing(system, &runs, Some(&schedule));
        // What is tried again at this moment is not told of yet.
        let is_tried = runs.iter().any(|run| run.state == model::backup::kept::KeptState::Running);
        let is_bad = matches!(stands.standing, Standing::Late | Standing::Failed);
        if is_bad && schedule.warned_at.is_none() && !is_tried {
            tell(system, &schedule, (stands.standing == Standing::Failed).then_some(stands.error.as_str())).await?;
        } else if !is_bad && schedule.warned_at.is_some() {
            let well = sql!("update backup_schedules set warned_at = null where whose = $1");
            system.db.run(well, args![schedule.whose.as_str()]).await?;
        }
    }
    Ok(())
}

/// `failed` is why the last one did.
async fn tell(system: &System, schedule: &Schedule, failed: Option<&str>) -> Result<()> {
    let mut work = system.begin().await?;
    let claimed = work
        .tx
        .run(
            sql!("update backup_schedules set warned_at = $2 where whose = $1 and warned_at is null"),
            args![schedule.whose.as_str(), system.now],
        )
        .await?;
    if claimed == 0 {
        return Ok(());
    }
    let school: Option<(String, String)> =
        work.tx.maybe(sql!("select slug, name from schools where id = $1"), args![schedule.whose.as_str()]).await?;
    let to: Vec<(String, String)> = match schedule.school() {
        Some(school) => {
            work.tx
                .all(
                    sql!(
                        "select u.email, u.name from memberships m join users u on u.id = m.user_id
                         where m.school_id = $1 and m.role = 'school_admin' and m.status = 'active'
                           and u.status in ('pending', 'active') order by u.id"
                    ),
                    args![school],
                )
                .await?
        }
        None => {
            work.tx
                .all(
                    sql!(
                        "select email, name from users
                         where platform_role = 'super_admin' and status in ('pending', 'active') order by id"
                    ),
                    args![],
                )
                .await?
        }
    };
    for (to, name) in &to {
        let it = mail::Lost { to, name, school: school.as_ref().map(|(slug, name)| (slug.as_str(), name.as_str())), failed };
        mail::send_backup_lost(&mut work, system, &it).await?;
    }
    work.commit().await
}
