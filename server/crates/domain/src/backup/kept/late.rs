//! Telling a school's admins, or the platform's, once that a backup is late or has failed, and the same of the test whether
//! one can be put back.

use model::backup::kept::{KeptState, Standing, Tested};
use model::ids::UserId;
use model::notifications::Kind;
use model::text::mail as t;
use serde_json::json;
use store::{Sql, args, sql};

use super::list::{self, standing};
use super::runs::Run;
use super::schedule::Schedule;
use super::{drill, runs, schedule};
use crate::backup::{clear, restore};
use crate::notifications::{Notice, tell as tell_them};
use crate::scope::Actor;
use crate::{Result, System, mail};

/// Hours in which what is on its way may still make all well: then nobody is told.
const HOPE_HOURS: i64 = 24;

/// What may go wrong: of each it is told by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Backup,
    Test,
}

impl What {
    /// Notes that it was told, unless it was.
    fn claim(self) -> Sql {
        match self {
            What::Backup => sql!("update backup_schedules set warned_at = $2 where whose = $1 and warned_at is null"),
            What::Test => sql!("update backup_schedules set drill_warned_at = $2 where whose = $1 and drill_warned_at is null"),
        }
    }

    /// Notes that all is well.
    fn well(self) -> Sql {
        match self {
            What::Backup => sql!("update backup_schedules set warned_at = null where whose = $1"),
            What::Test => sql!("update backup_schedules set drill_warned_at = null where whose = $1"),
        }
    }
}

/// Looks at every schedule: mails go where something has gone wrong since all was well.
///
/// # Errors
/// As the database answers.
pub async fn warn(system: &System) -> Result<()> {
    runs::fail_silent(system, system.now).await?;
    restore::end_the_dead(system).await?;
    clear::end_the_dead(system).await?;
    for schedule in schedule::all(system).await? {
        let runs = runs::all(system, schedule.school()).await?;
        look_at_backups(system, &schedule, &runs).await?;
        look_at_tests(system, &schedule, &runs).await?;
    }
    Ok(())
}

async fn look_at_backups(system: &System, schedule: &Schedule, runs: &[Run]) -> Result<()> {
    let stands = standing(system, runs, Some(schedule));
    let is_bad = matches!(stands.standing, Standing::Late | Standing::Failed);
    if is_bad && schedule.warned_at.is_none() {
        // After days without a server, or when it is tried again, one is just being made.
        let since = system.now.plus_hours(-HOPE_HOURS);
        let hopeful = runs.iter().any(|run| run.state == KeptState::Running && run.begun_at > since);
        if hopeful || list::is_wished(system, schedule.school(), since).await? {
            return Ok(());
        }
        tell(system, schedule, What::Backup, (stands.standing == Standing::Failed).then_some(stands.error.as_str())).await?;
    } else if !is_bad && schedule.warned_at.is_some() && runs.iter().all(|run| run.state != KeptState::Running) {
        // Of one that is still being made nobody knows yet whether all is well.
        system.db.run(What::Backup.well(), args![schedule.whose.as_str()]).await?;
    }
    Ok(())
}

async fn look_at_tests(system: &System, schedule: &Schedule, runs: &[Run]) -> Result<()> {
    let drills = drill::all(system, schedule.school()).await?;
    let stands = drill::standing(system.now, runs, &drills, Some(schedule));
    let is_bad = matches!(stands.standing, Tested::Late | Tested::Failed);
    if is_bad && schedule.drill_warned_at.is_none() {
        if drill::is_planned_since(system, schedule, system.now.plus_hours(-HOPE_HOURS)).await? {
            return Ok(());
        }
        tell(system, schedule, What::Test, (stands.standing == Tested::Failed).then_some(stands.error.as_str())).await?;
    } else if !is_bad && schedule.drill_warned_at.is_some() {
        system.db.run(What::Test.well(), args![schedule.whose.as_str()]).await?;
    }
    Ok(())
}

/// `failed` is why the last one did.
async fn tell(system: &System, schedule: &Schedule, what: What, failed: Option<&str>) -> Result<()> {
    let mut work = system.begin().await?;
    let claimed = work.tx.run(what.claim(), args![schedule.whose.as_str(), system.now]).await?;
    if claimed == 0 {
        return Ok(());
    }
    let (subject, body) = match (what, failed) {
        (What::Backup, Some(_)) => (t::BACKUP_FAILED_SUBJECT, t::BACKUP_FAILED_BODY),
        (What::Backup, None) => (t::BACKUP_LATE_SUBJECT, t::BACKUP_LATE_BODY),
        (What::Test, Some(_)) => (t::TEST_FAILED_SUBJECT, t::TEST_FAILED_BODY),
        (What::Test, None) => (t::TEST_LATE_SUBJECT, t::TEST_LATE_BODY),
    };
    let school: Option<(String, String)> =
        work.tx.maybe(sql!("select slug, name from schools where id = $1"), args![schedule.whose.as_str()]).await?;
    let to: Vec<(UserId, String, String)> = match schedule.school() {
        Some(school) => {
            work.tx
                .all(
                    sql!(
                        "select u.id, u.email, u.name from memberships m join users u on u.id = m.user_id
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
                        "select id, email, name from users
                         where platform_role = 'super_admin' and status in ('pending', 'active') order by id"
                    ),
                    args![],
                )
                .await?
        }
    };
    for (_, to, name) in &to {
        let school = school.as_ref().map(|(slug, name)| (slug.as_str(), name.as_str()));
        let it = mail::Lost { to, name, school, subject, body, cause: failed.unwrap_or_default() };
        mail::send_backup_lost(&mut work, system, &it).await?;
    }
    // Each time it is told by mail, and so once until all is well.
    let key = format!("{} {what:?} {}", schedule.whose, system.now.0);
    let link = school.map_or_else(|| "/backup/kept".to_owned(), |(slug, _)| format!("/s/{slug}/backup/kept"));
    let to: Vec<UserId> = to.into_iter().map(|(user, ..)| user).collect();
    let (kind, school) = (Kind::BackupLost, schedule.school());
    tell_them(&mut work, &Notice { kind, school, to: &to, key: &key, args: json!({}), link: &link }).await?;
    work.commit().await
}
