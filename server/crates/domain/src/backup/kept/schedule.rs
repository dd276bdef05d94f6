//! When backups are made by themselves.

use model::At;
use model::backup::kept::{Every, ScheduleForm, Why};
use model::ids::SchoolId;
use serde_json::json;
use store::{args, sql};

use super::make::Wish;
use super::{SUBJECT, whose};
use crate::backup::policy::may_archive;
use crate::calendar::{self, Reader};
use crate::scope::Actor;
use crate::{Reach, Request, Result, System, Work, jobs};

/// The hour that a form begins with.
const HOUR: i64 = 2;
/// Days in which every schedule comes round.
const DAYS: usize = 367;

/// A schedule as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Schedule {
    pub whose: String,
    pub every: Every,
    pub hour: i64,
    pub next_at: At,
    pub warned_at: Option<At>,
    pub drill_warned_at: Option<At>,
    pub changed_at: At,
    /// The school's zone; of the platform UTC.
    pub zone: String,
}

impl Schedule {
    pub fn school(&self) -> Option<SchoolId> {
        self.whose.parse().ok()
    }

    pub fn form(&self) -> ScheduleForm {
        ScheduleForm { every: self.every, hour: self.hour }
    }
}

/// What is set for a school or for the platform; nothing where nothing ever was.
pub(super) async fn of(request: &Request, of: Option<SchoolId>) -> Result<Option<Schedule>> {
    Ok(request
        .db
        .maybe(
            sql!(
                "select b.whose, b.every, b.hour, b.next_at, b.warned_at, b.drill_warned_at, b.changed_at,
                        coalesce(s.time_zone, 'UTC') as zone
                 from backup_schedules b left join schools s on s.id = b.whose where b.whose = $1"
            ),
            args![whose(of)],
        )
        .await?)
}

/// What a form shows where nothing is set.
pub(super) const fn unset() -> ScheduleForm {
    ScheduleForm { every: Every::Never, hour: HOUR }
}

/// Locks what a school, or the platform, has planned and asked for: two who press at once wait for each other.
pub(super) async fn lock(work: &mut Work, of: Option<SchoolId>) -> Result<()> {
    let same = match of {
        Some(_) => sql!("update schools set name = name where id = $1"),
        None => sql!("update backup_schedules set every = every where whose = $1"),
    };
    work.tx.run(same, args![whose(of)]).await?;
    Ok(())
}

/// Sets when backups are made by themselves.
///
/// # Errors
/// `Invalid` for an hour that no day has; `Forbidden` to whoever may not have the archive.
pub async fn set(reach: &Reach, form: &ScheduleForm) -> Result<()> {
    may_archive(reach)?;
    form.validate()?;
    let (now, school) = (reach.request().now, reach.school());
    let mut work = reach.begin().await?;
    lock(&mut work, school).await?;
    let before: Option<(Every, i64)> =
        work.tx.maybe(sql!("select every, hour from backup_schedules where whose = $1"), args![whose(school)]).await?;
    let before = before.map_or(unset(), |(every, hour)| ScheduleForm { every, hour });
    if before == *form {
        return Ok(());
    }
    let by = match reach {
        Reach::Platform(person) => person.me.user_id,
        Reach::School(scope) => scope.user_id(),
    };
    let next = next(form, now, crate::backup::zone(reach)).unwrap_or(At(0));
    work.tx
        .run(
            sql!(
                "insert into backup_schedules (whose, every, hour, next_at, changed_by, changed_at)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (whose) do update
                 set every = excluded.every, hour = excluded.hour, next_at = excluded.next_at, warned_at = null,
                     changed_by = excluded.changed_by, changed_at = excluded.changed_at"
            ),
            args![whose(school), form.every.text(), form.hour, next, by, now],
        )
        .await?;
    work.audit("backup.scheduled", SUBJECT, json!({ "every": form.every, "hour": form.hour })).await?;
    work.commit().await
}

/// When the next backup is due after an instant: weeks begin on Monday, months and years with their first day.
pub(super) fn next(form: &ScheduleForm, after: At, zone: &str) -> Option<At> {
    let period = match form.every {
        Every::Never => return None,
        Every::Daily => 0,
        Every::Weekly => 1,
        Every::Monthly => 2,
        Every::Yearly => 3,
    };
    let reader = Reader { zone, own: None, locale: model::Locale::En };
    let mut start = calendar::start_of(reader.today(after), zone);
    // From yesterday on, so that it is seen whether something begins today.
    let mut before = calendar::periods(start.plus_hours(-1), zone)[period];
    for _ in 0..DAYS {
        let here = calendar::periods(start, zone)[period];
        if here != before {
            let at = calendar::instant(&format!("{}T{:02}:00", reader.today(start), form.hour), zone);
            // The clocks skip the hour: then it is the one after.
            let at = at.unwrap_or(start.plus_hours(form.hour));
            if at > after {
                return Some(at);
            }
        }
        before = here;
        start = calendar::end_of(reader.today(start), zone);
    }
    None
}

/// Adds a job for each backup that is due, and notes when the next one is. One that was due while no server ran is made once.
///
/// # Errors
/// As the database answers.
pub async fn plan_due(system: &System) -> Result<()> {
    let due: Vec<Schedule> = system
        .db
        .all(
            sql!(
                "select b.whose, b.every, b.hour, b.next_at, b.warned_at, b.drill_warned_at, b.changed_at,
                        coalesce(s.time_zone, 'UTC') as zone
                 from backup_schedules b left join schools s on s.id = b.whose
                 where b.every <> 'never' and b.next_at <= $1 and (b.whose = '' or s.id is not null) order by b.whose"
            ),
            args![system.now],
        )
        .await?;
    for schedule in due {
        let next = next(&schedule.form(), system.now, &schedule.zone).unwrap_or(At(0));
        // One that was never looked at waits for its hour.
        let is_new = schedule.next_at == At(0);
        let mut work = system.begin().await?;
        let claimed = work
            .tx
            .run(
                sql!(
                    "update backup_schedules
                     set next_at = $3, changed_at = case when next_at = 0 then $4 else changed_at end
                     where whose = $1 and next_at = $2"
                ),
                args![schedule.whose.as_str(), schedule.next_at, next, system.now],
            )
            .await?;
        if claimed > 0 && !is_new {
            let wish = Wish { of: schedule.school(), why: Why::Schedule, before: None, asked_by: None };
            jobs::add(&mut work, jobs::KEEP, &serde_json::to_string(&wish)?, system.now).await?;
        }
        work.commit().await?;
    }
    Ok(())
}

/// Every schedule by which something is made.
pub(super) async fn all(system: &System) -> Result<Vec<Schedule>> {
    Ok(system
        .db
        .all(
            sql!(
                "select b.whose, b.every, b.hour, b.next_at, b.warned_at, b.drill_warned_at, b.changed_at,
                        coalesce(s.time_zone, 'UTC') as zone
                 from backup_schedules b left join schools s on s.id = b.whose
                 where b.every <> 'never' and (b.whose = '' or s.id is not null) order by b.whose"
            ),
            args![],
        )
        .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: &str) -> At {
        calendar::instant(text, zone).unwrap()
    }

    #[test]
    fn a_backup_comes_at_its_hour_in_its_zone() {
        for (every, hour, zone, after, expected) in [
            (Every::Daily, 2, "UTC", "2026-11-27T01:59", "2026-11-27T02:00"),
            (Every::Daily, 2, "UTC", "2026-11-27T02:00", "2026-11-28T02:00"),
            (Every::Daily, 23, "Asia/Kolkata", "2026-11-27T23:30", "2026-11-28T23:00"),
            (Every::Weekly, 3, "UTC", "2026-11-27T12:00", "2026-11-30T03:00"),
            (Every::Weekly, 3, "UTC", "2026-11-30T02:00", "2026-11-30T03:00"),
            (Every::Monthly, 0, "UTC", "2026-11-27T12:00", "2026-12-01T00:00"),
            (Every::Yearly, 4, "Africa/Accra", "2026-01-01T05:00", "2027-01-01T04:00"),
            // The clocks go from two to three.
            (Every::Daily, 2, "Europe/Berlin", "2026-03-28T12:00", "2026-03-29T03:00"),
        ] {
            let form = ScheduleForm { every, hour };
            assert_eq!(next(&form, at(after, zone), zone), Some(at(expected, zone)), "{every} after {after}");
        }
        assert_eq!(next(&unset(), at("2026-11-27T12:00", "UTC"), "UTC"), None);
    }
}
