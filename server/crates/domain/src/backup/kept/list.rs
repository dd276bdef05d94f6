//! The page of kept backups, and how they stand.

use std::collections::HashMap;

use model::backup::kept::{
    Covered, Every, KeptBrief, KeptCard, KeptPage, KeptState, KeptStatus, Lock, ShelfCard, ShelfKind, Standing,
};
use model::ids::{KeptId, SchoolId};
use model::{At, When};
use store::{args, sql};

use super::drill::{self, Drill};
use super::runs::{self, Run};
use super::schedule::{self, Schedule};
use super::{expected, key};
use super::{schools, whose};
use crate::backup::policy::{may_archive, parts};
use crate::backup::restore::{Written, may_put_back};
use crate::{Reach, Request, Result, Work, jobs};

/// Lines of the page.
const LINES: usize = 200;

/// All that is told of the backups of a school, or of the platform.
///
/// # Errors
/// `Forbidden` to whoever may not have the archive.
pub async fn show(reach: &Reach) -> Result<KeptPage> {
    may_archive(reach)?;
    let (request, of) = (reach.request(), reach.school());
    let (mut runs, schedule) = (runs::all(request, of).await?, schedule::of(request, of).await?);
    // Nothing is written but for one that runs: a page is also read while another has the one writer.
    if runs.iter().any(|run| run.state == KeptState::Running) {
        runs::fail_silent(request, request.now).await?;
        runs = runs::all(request, of).await?;
    }
    let planned: Vec<(String, String)> = request
        .db
        .all(
            sql!(
                "select kind, payload from jobs
                 where kind in ('backup.keep', 'backup.verify', 'backup.drill') and state in ('waiting', 'running') order by id"
            ),
            args![],
        )
        .await?;
    let testing = planned.iter().any(|(kind, payload)| kind == jobs::DRILL && drill::is_of(payload, of));
    let drills = drill::all(request, of).await?;
    let wished = planned.iter().any(|(kind, payload)| kind == jobs::KEEP && is_of(payload, of));
    let runs_now = runs.iter().any(|run| run.state == KeptState::Running);
    let expected = if wished || runs_now { Some(expected::files(request, of).await?) } else { None };
    let (school, places) = match reach {
        Reach::Platform(_) => (None, true),
        Reach::School(scope) => (Some((scope.place.slug.clone(), scope.place.name.clone())), false),
    };
    let mut shows = HashMap::new();
    for shelf in &request.shelves {
        if runs.iter().any(|run| run.locked && run.shelf == shelf.kind) {
            shows.insert(shelf.kind, shelf.shows().await);
        }
    }
    let status = told(reach, &runs, &drills, schedule.as_ref()).await?;
    let spared = spared(&runs);
    let checking = |run: &Run| planned.iter().any(|(kind, payload)| kind == jobs::VERIFY && *payload == run.id.to_string());
    let may_restore = may_put_back(reach, Written::Vouched).is_ok();
    let card = |run: &Run| {
        let reader = crate::backup::reader(reach);
        KeptCard {
            id: run.id,
            name: run.name.clone(),
            shelf: run.shelf,
            why: run.why,
            before: run.made_before,
            state: run.state,
            begun: reader.when(run.begun_at),
            rows: run.row_count,
            students: run.students,
            files: run.file_count,
            bytes: run.bytes,
            new_bytes: run.new_bytes,
            lacking: run.lacking,
            lock: run.locked.then(|| shows.get(&run.shelf).copied().unwrap_or(Lock::Missing)),
            verified: run.verified_at.map(|at| reader.when(at)),
            checking: checking(run),
            error: run.error.clone(),
            last_good: spared.get(&run.shelf) == Some(&run.id),
            can_restore: may_restore && run.state == KeptState::Kept,
        }
    };
    let can_test = drill::newest(request, &runs).is_some();
    let shelf = |it: &super::Shelf| ShelfCard { kind: it.kind, place: places.then(|| it.place.clone()) };
    Ok(KeptPage {
        school,
        of_platform: crate::backup::is_of_platform(reach),
        parts: parts(reach),
        status,
        backups: runs.iter().take(LINES).map(card).collect(),
        running: wished || runs_now,
        expected,
        testing,
        tested: request.restoring.tests(of).or_else(|| drill::elsewhere(&drills)),
        can_test,
        schedule: schedule.as_ref().map_or(schedule::unset(), Schedule::form),
        zone: crate::backup::zone(reach).to_owned(),
        shelves: request.shelves.iter().map(shelf).collect(),
        locks: request.shelves.iter().any(super::Shelf::locks),
        schools: None,
    })
}

/// The same for the page; for the platform's admin with a page of the schools that the words fit.
///
/// # Errors
/// As [`show`].
pub async fn with_schools(reach: &Reach, q: &str, page: i64) -> Result<KeptPage> {
    // Boxed: it is deep.
    let shown = Box::pin(show(reach)).await?;
    let schools = match reach {
        Reach::Platform(person) => Some(schools::of_each(person, q, page).await?),
        Reach::School(_) => None,
    };
    Ok(KeptPage { schools, ..shown })
}

/// How the backups stand, for the overview.
///
/// # Errors
/// As the database answers; who may know it is asked by whoever asks.
pub async fn status(reach: &Reach) -> Result<KeptStatus> {
    let (request, of) = (reach.request(), reach.school());
    let (runs, schedule) = (runs::all(request, of).await?, schedule::of(request, of).await?);
    let drills = drill::all(request, of).await?;
    told(reach, &runs, &drills, schedule.as_ref()).await
}

/// The same in a line, for a dashboard.
///
/// # Errors
/// As [`status`].
pub async fn brief(reach: &Reach) -> Result<KeptBrief> {
    let (request, of) = (reach.request(), reach.school());
    let (runs, schedule) = (runs::all(request, of).await?, schedule::of(request, of).await?);
    let drills = drill::all(request, of).await?;
    let it = standing(request, &runs, schedule.as_ref());
    let tested = drill::standing(request.now, &runs, &drills, schedule.as_ref()).standing;
    let last = it.last.map(|at| crate::backup::reader(reach).when(at));
    Ok(KeptBrief { standing: it.standing, last, tested, covered: covered(reach, schedule.as_ref()).await? })
}

async fn told(reach: &Reach, runs: &[Run], drills: &[Drill], schedule: Option<&Schedule>) -> Result<KeptStatus> {
    let reader = crate::backup::reader(reach);
    let it = standing(reach.request(), runs, schedule);
    let test = drill::standing(reach.request().now, runs, drills, schedule).told(&reader);
    let next = schedule.and_then(|it| next(reach, it));
    let last = it.last.map(|at| reader.when(at));
    let unlocked = key::is_lost(reach.request()).await?;
    let covered = covered(reach, schedule).await?;
    Ok(KeptStatus { standing: it.standing, last, error: it.error, next, unlocked, covered, test })
}

/// The backups of the platform, for a school that has no schedule of its own.
async fn covered(reach: &Reach, schedule: Option<&Schedule>) -> Result<Option<Covered>> {
    let is_own = schedule.is_some_and(|it| it.every != Every::Never);
    if reach.school().is_some() && !is_own { covering(reach).await } else { Ok(None) }
}

/// The backups of the platform, which hold every school: where they come as they should, or where the first is on its way.
async fn covering(reach: &Reach) -> Result<Option<Covered>> {
    let request = reach.request();
    let Some(schedule) = schedule::of(request, None).await?.filter(|it| it.every != Every::Never) else { return Ok(None) };
    let runs = runs::all(request, None).await?;
    let stands = standing(request, &runs, Some(&schedule));
    let made = match stands.standing {
        Standing::Good => true,
        Standing::Waiting => false,
        Standing::Late | Standing::Failed | Standing::None | Standing::Unplanned => return Ok(None),
    };
    let reader = crate::backup::reader(reach);
    let drills = drill::all(request, None).await?;
    let tested = drill::standing(request.now, &runs, &drills, Some(&schedule)).told(&reader).last;
    let (last, next) = (stands.last.map(|at| reader.when(at)), next(reach, &schedule));
    Ok(Some(Covered { schedule: schedule.form(), made, last, tested, next }))
}

/// When one is made by itself, for the reader: of a schedule that no look at what is due has met yet, at its next hour.
fn next(reach: &Reach, schedule: &Schedule) -> Option<When> {
    let at = match schedule.next_at {
        _ if schedule.every == Every::Never => None,
        At(0) => schedule::next(&schedule.form(), reach.request().now, &schedule.zone),
        at => Some(at),
    };
    at.map(|at| crate::backup::reader(reach).when(at))
}

/// How it stands, before it is told to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stands {
    pub standing: Standing,
    /// When the newest good one was made, on the shelf that is behind most.
    pub last: Option<At>,
    pub error: String,
}

pub(super) fn standing(request: &Request, runs: &[Run], schedule: Option<&Schedule>) -> Stands {
    let newest = newest(runs);
    let last = request.shelves.iter().map(|shelf| newest.get(&shelf.kind).map(|run| run.begun_at)).min().flatten();
    // Of each shelf the last try that ended.
    let ended = |kind: ShelfKind| runs.iter().find(|run| run.shelf == kind && (run.is_good() || run.state == KeptState::Failed));
    let failed = request.shelves.iter().filter_map(|shelf| ended(shelf.kind)).find(|run| run.state == KeptState::Failed);
    let planned = schedule.and_then(|it| Some((it.every.hours()?, it.changed_at)));
    let standing = match (planned, last) {
        _ if failed.is_some() => Standing::Failed,
        (None, None) => Standing::None,
        (None, Some(_)) => Standing::Unplanned,
        // One and a half of its periods: the night's backup may take its time.
        (Some((hours, since)), last) => {
            let is_late = |from: At| from > At(0) && from.plus_minutes(hours * 90) < request.now;
            match last {
                Some(last) if is_late(last.max(since)) => Standing::Late,
                Some(_) => Standing::Good,
                None if is_late(since) => Standing::Late,
                None => Standing::Waiting,
            }
        }
    };
    Stands { standing, last, error: failed.map(|run| run.error.clone()).unwrap_or_default() }
}

/// The newest good backup of each shelf, of a list with the newest first.
pub(super) fn newest(runs: &[Run]) -> HashMap<ShelfKind, &Run> {
    let mut newest = HashMap::new();
    for run in runs.iter().filter(|run| run.is_good()) {
        newest.entry(run.shelf).or_insert(run);
    }
    newest
}

/// What nobody removes of each shelf: its newest good one, or the newest of any where all were made before a restore.
fn spared(runs: &[Run]) -> HashMap<ShelfKind, KeptId> {
    let mut spared = HashMap::new();
    let good = runs.iter().filter(|run| run.is_good());
    for run in good.chain(runs.iter().filter(|run| run.state == KeptState::Kept)) {
        spared.entry(run.shelf).or_insert(run.id);
    }
    spared
}

/// Whether a backup is being made or waits to be, for whoever holds the lock.
pub(super) async fn is_on_its_way(work: &mut Work, of: Option<SchoolId>) -> Result<bool> {
    let (runs,): (bool,) = work
        .tx
        .one(
            // One that is copied to where it failed is of an earlier time: it is none that is on its way.
            sql!(
                "select exists (
                   select 1 from kept_backups r where r.whose = $1 and r.state = 'running'
                     and not exists (
                       select 1 from kept_backups k join jobs j on j.payload = k.id
                       where j.kind = 'backup.copy' and j.state = 'running' and k.name = r.name and k.shelf <> r.shelf)) as runs"
            ),
            args![whose(of)],
        )
        .await?;
    let wishes: Vec<(String,)> = work
        .tx
        .all(sql!("select payload from jobs where kind = 'backup.keep' and state in ('waiting', 'running') order by id"), args![])
        .await?;
    Ok(runs || wishes.iter().any(|(payload,)| is_of(payload, of)))
}

/// Whether a job has been asked since then to make one, and has not ended.
pub(super) async fn is_wished(request: &Request, of: Option<SchoolId>, since: At) -> Result<bool> {
    let wishes: Vec<(String,)> = request
        .db
        .all(
            sql!(
                "select payload from jobs
                 where kind = 'backup.keep' and state in ('waiting', 'running') and created_at > $1 order by id"
            ),
            args![since],
        )
        .await?;
    Ok(wishes.iter().any(|(payload,)| is_of(payload, of)))
}

fn is_of(payload: &str, of: Option<SchoolId>) -> bool {
    serde_json::from_str::<super::Wish>(payload).is_ok_and(|wish| wish.of == of)
}
