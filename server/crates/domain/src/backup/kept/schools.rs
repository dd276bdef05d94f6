//! The kept backups of every school, for the platform's admin, who needs no place in one to look after them.

use std::collections::HashMap;

use model::Permission;
use model::backup::Schools;
use model::backup::kept::{NewestKept, SchoolKept};
use store::{args, list, sql};

use super::list::{newest, standing};
use super::runs::Run;
use super::schedule;
use crate::backup::restore::{Written, may_put_back};
use crate::backup::schools::{School, by_name};
use crate::{Person, Reach, Result, System};

/// Where somebody restores from a kept backup of a school: there, or, without such a place in it, on the platform's page.
///
/// # Errors
/// As [`crate::backup::upload::reach`].
pub fn reach_to_restore(person: &Person, school: &str) -> Result<Reach> {
    let restores = person.me.place(school).is_some_and(|place| place.can(Permission::BackupRestore));
    if !restores && person.me.is_platform_admin() {
        return Ok(Reach::Platform(person.clone()));
    }
    crate::backup::upload::reach(person, Some(school))
}

/// How the kept backups of each school stand, a page of those that the words fit.
pub(super) async fn of_each(person: &Person, q: &str, page: i64) -> Result<Schools<SchoolKept>> {
    let schools = by_name(person, q, page).await?;
    // The newest of each state on each shelf, before each step: by no others a school stands as it does.
    let newest_runs: Vec<Run> = person
        .db
        .all(
            sql!(
                "select k.id, k.whose, k.name, k.shelf, k.why, k.made_before, k.state, k.begun_at, k.students, k.row_count,
                        k.file_count, k.bytes, k.new_bytes, k.lacking, k.locked, k.verified_at, k.error
                 from kept_backups k
                 where k.whose in (select value from {list $1}) and k.state <> 'gone'
                   and not exists (
                     select 1 from kept_backups n
                     where n.whose = k.whose and n.shelf = k.shelf and n.state = k.state
                       and coalesce(n.made_before, '') = coalesce(k.made_before, '')
                       and (n.begun_at > k.begun_at or n.begun_at = k.begun_at and n.id > k.id))
                 order by k.begun_at desc, k.id desc"
            ),
            args![list(schools.schools.iter().map(|school| school.id))],
        )
        .await?;
    let mut runs: HashMap<String, Vec<Run>> = HashMap::new();
    for run in newest_runs {
        runs.entry(run.whose.clone()).or_default().push(run);
    }
    let schedules = schedule::all(&System(person.request.clone())).await?;
    let reach = Reach::Platform(person.clone());
    let may_restore = may_put_back(&reach, Written::Vouched).is_ok();
    let reader = crate::backup::reader(&reach);
    let line = |School { id, slug, name }: School| {
        let whose = id.to_string();
        let runs = runs.get(&whose).map(Vec::as_slice).unwrap_or_default();
        let stands = standing(&person.request, runs, schedules.iter().find(|it| it.whose == whose));
        // On whatever shelf it lies.
        let good = newest(runs).into_values().max_by_key(|run| (run.begun_at, run.id));
        SchoolKept {
            slug,
            name,
            standing: stands.standing,
            newest: good.map(|run| NewestKept {
                id: run.id,
                made: reader.when(run.begun_at),
                why: run.why,
                before: run.made_before,
                rows: run.row_count,
                files: run.file_count,
            }),
            can_restore: may_restore,
        }
    };
    Ok(schools.map(line))
}
