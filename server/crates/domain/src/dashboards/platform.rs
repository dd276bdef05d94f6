//! The platform admin's: the schools, and whether anything is stuck.

use model::dashboards::{DeadJob, Errors, NewSchool, PlatformBoard, PlatformFigures};
use store::{args, sql};

use super::Part;
use crate::backup::{kept, upload};
use crate::schools::platform::active_admins;
use crate::{Person, Reach, Result};

/// Days in which an account counts as new.
const NEW_DAYS: i64 = 7;

/// Schools and jobs in the lists of the latest.
const LATEST: i64 = 5;

/// The platform at a glance.
///
/// # Errors
/// `Forbidden` for all but the platform's admins.
pub async fn platform(person: &Person) -> Result<PlatformBoard> {
    person.require_platform_admin()?;
    let figures: PlatformFigures = person
        .db
        .one(
            sql!(concat!(
                "select t.schools, t.without_admin, t.users, t.sign_ups, t.mails_waiting, t.mails_failed, t.jobs_waiting,
                        t.jobs_dead, t.pending, t.active, t.inactive, t.suspended
                 from (select (select cast(count(*) as bigint) from schools) as schools,
                              (select cast(count(*) as bigint) from schools s where not exists (select 1 from ",
                active_admins!(),
                ")) as without_admin,
                              (select cast(count(*) as bigint) from users where status <> 'inactive') as users,
                              (select cast(count(*) as bigint) from users
                               where created_at >= $1 and status <> 'inactive') as sign_ups,
                              (select cast(count(*) as bigint) from mails
                               where sent_at is null and last_error is null) as mails_waiting,
                              (select cast(count(*) as bigint) from mails
                               where sent_at is null and last_error is not null) as mails_failed,
                              (select cast(count(*) as bigint) from jobs where state in ('waiting', 'running')) as jobs_waiting,
                              (select cast(count(*) as bigint) from jobs where state = 'dead') as jobs_dead,
                              c.* from (select
                                cast(coalesce(sum(case when status = 'pending' then 1 else 0 end), 0) as bigint) as pending,
                                cast(coalesce(sum(case when status = 'active' then 1 else 0 end), 0) as bigint) as active,
                                cast(coalesce(sum(case when status = 'inactive' then 1 else 0 end), 0) as bigint) as inactive,
                                cast(coalesce(sum(case when status = 'suspended' then 1 else 0 end), 0) as bigint) as suspended
                                from users) as c) as t"
            )),
            args![person.now.plus_days(-NEW_DAYS)],
        )
        .await?;
    let (newest, dead) = latest(person).await?;
    let reach = Reach::Platform(person.clone());
    let faults = person.faults.figures(person.now);
    Ok(PlatformBoard {
        newest,
        dead,
        figures,
        cache_hits: person.contexts.figures().per_mille(),
        database_bytes: person.db.size().await?,
        errors: Errors { last_hour: faults.last_hour, total: faults.total, began: person.when(faults.started) },
        backup: kept::brief(&reach).await?,
        handed: upload::handed_over(&reach).await?,
        tells_addresses: person.settings.tells_addresses(),
    })
}

/// The schools founded last, and the jobs given up last.
async fn latest(person: &Person) -> Result<(Vec<NewSchool>, Vec<DeadJob>)> {
    let parts: Vec<Part> = person
        .db
        .all(
            sql!(
                "select part, id, name, note, amount, most, at from (
                   select parts.*, row_number() over (partition by part order by at desc nulls last, id) as nth
                   from (
                     select cast('school' as text) as part, s.id, s.name, cast('' as text) as note,
                            (select count(*) from memberships m where m.school_id = s.id and m.status = 'active') as amount,
                            cast(0 as bigint) as most, s.created_at as at
                     from schools s
                     union all
                     select 'job', j.id, j.kind, coalesce(j.last_error, ''), j.tries, 0, coalesce(j.finished_at, j.created_at)
                     from jobs j where j.state = 'dead'
                   ) as parts
                 ) as numbered where nth <= $1 order by part, nth, id"
            ),
            args![LATEST],
        )
        .await?;
    let (mut schools, mut jobs) = (Vec::new(), Vec::new());
    for part in parts {
        let at = person.when(part.at.unwrap_or_default());
        if part.part == "school" {
            schools.push(NewSchool { id: part.id()?, name: part.name, people: part.amount, founded: at });
        } else {
            let id = part.id()?;
            jobs.push(DeadJob { id, kind: part.name, error: part.note, tries: part.amount, given_up: at });
        }
    }
    Ok((schools, jobs))
}
