//! What the pages tell of restores and drills.

use model::At;
use model::backup::cause::Cause;
use model::backup::kept::{Before, KnownAs, Why};
use model::backup::restore::{By, Kind, Next, PLAN_MINUTES, Plan, RunCard, RunState, Running, Shown, Step};
use model::backup::upload::Whose;
use model::ids::{RestoreId, SchoolId, UploadId};
use serde::Deserialize;
use store::{args, sql};

use super::{Written, may_put_back, may_try_out};
use crate::{Reach, Request, Result};

/// One as its row tells it.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    id: RestoreId,
    kind: Kind,
    state: RunState,
    archive: String,
    school_id: Option<SchoolId>,
    school: Option<String>,
    asked: Option<String>,
    asked_by: Option<String>,
    upload_id: Option<UploadId>,
    /// Whether what was read is a backup that is kept.
    is_kept: bool,
    /// When that was made and why, also where it was fetched as an archive first.
    kept_at: Option<At>,
    kept_why: Option<Why>,
    kept_before: Option<Before>,
    reason: String,
    step: Step,
    safety: Option<String>,
    /// The short name of the school among whose kept backups that one is.
    safety_of: Option<String>,
    safety_at: Option<At>,
    report: String,
    error: String,
    log: String,
    begun_at: At,
    ended_at: Option<At>,
}

/// What a restore notes of itself.
#[derive(Default, Deserialize)]
struct Figures {
    rows: u64,
    files: u64,
    all_files: Option<u64>,
    #[serde(default)]
    lacking: u64,
    matched: u64,
    new: u64,
    logged: Option<u64>,
}

impl Row {
    /// Whether it is a test of a backup that is kept.
    fn is_test(&self) -> bool {
        self.kind == Kind::Drill && self.is_kept && self.upload_id.is_none()
    }

    fn by(&self) -> By {
        match (&self.asked, &self.asked_by) {
            (Some(name), _) => By::Person(name.clone()),
            (None, Some(_)) => By::Left,
            (None, None) if self.is_test() => By::Itself,
            (None, None) => By::Command,
        }
    }

    /// How long each step took, in milliseconds.
    fn steps(&self) -> Vec<(Step, u64)> {
        let log: Vec<(Step, At)> = serde_json::from_str(&self.log).unwrap_or_default();
        let ends: Vec<At> = log.iter().skip(1).map(|(_, at)| *at).chain(self.ended_at).collect();
        let took = |((step, at), end): (&(Step, At), &At)| (*step, u64::try_from(end.0 - at.0).unwrap_or_default());
        log.iter().zip(&ends).map(took).filter(|(step, _)| *step != Step::Done).collect()
    }
}

/// The last of a school, or of all schools and the platform, or those of one archive; the newest first.
async fn rows(request: &Request, school: &str, upload: &str) -> Result<Vec<Row>> {
    Ok(request
        .db
        .all(
            sql!(
                "select r.id, r.kind, r.state, r.archive, r.school_id, s.name as school, u.name as asked, r.asked_by,
                        r.upload_id,
                        exists (select 1 from kept_backups k
                                where k.whose = coalesce(r.school_id, '') and k.name = r.archive) as is_kept,
                        (select max(k.begun_at) from kept_backups k
                         where r.archive in (k.name, k.name || '.zip')) as kept_at,
                        (select max(k.why) from kept_backups k where r.archive in (k.name, k.name || '.zip')) as kept_why,
                        (select max(k.made_before) from kept_backups k
                         where r.archive in (k.name, k.name || '.zip')) as kept_before,
                        r.reason, r.step, r.safety,
                        (select max(z.slug) from kept_backups k join schools z on z.id = k.whose
                         where k.name = r.safety) as safety_of,
                        (select max(k.begun_at) from kept_backups k where k.name = r.safety) as safety_at,
                        r.report, r.error, r.log, r.begun_at, r.ended_at
                 from restores r left join schools s on s.id = r.school_id left join users u on u.id = r.asked_by
                 where (cast($1 as text) = '' or r.school_id = $1) and (cast($2 as text) = '' or r.upload_id = $2)
                 order by r.begun_at desc, r.id desc limit 20"
            ),
            args![school, upload],
        )
        .await?)
}

/// What was put back or tried out where somebody restores.
pub(in crate::backup) async fn listed(reach: &Reach) -> Result<Vec<RunCard>> {
    let school = reach.school().map(|school| school.to_string()).unwrap_or_default();
    let rows = rows(reach.request(), &school, "").await?;
    Ok(rows.iter().map(|row| card(reach, row)).collect())
}

fn card(reach: &Reach, row: &Row) -> RunCard {
    let reader = crate::backup::reader(reach);
    // Of a drill it is the plan, and of what failed why.
    let cause = (row.state == RunState::Failed).then(|| match serde_json::from_str(&row.report) {
        Ok(cause) => cause,
        // Of before there were causes.
        Err(_) if row.error == super::runs::STOPPED => Cause::Interrupted,
        Err(_) => Cause::Fault,
    });
    // What the machine says may name places of the server: it is for who runs it.
    let detail = if cause == Some(Cause::Fault) && is_for_platform(reach) { row.error.clone() } else { String::new() };
    let figures: Figures = match row.kind {
        Kind::Restore => serde_json::from_str(&row.report).unwrap_or_default(),
        Kind::Drill | Kind::Clear => Figures::default(),
    };
    RunCard {
        id: row.id,
        kind: row.kind,
        test: row.is_test(),
        state: row.state,
        archive: row.archive.clone(),
        kept: row.kept_at.zip(row.kept_why).map(|(at, why)| KnownAs { made: reader.when(at), why, before: row.kept_before }),
        school: row.school.clone(),
        by: row.by(),
        reason: row.reason.clone(),
        begun: reader.when(row.begun_at),
        ended: row.ended_at.map(|at| reader.when(at)),
        step: row.step,
        rows: figures.rows,
        files: figures.files,
        all_files: figures.all_files,
        lacking: figures.lacking,
        matched: figures.matched,
        new: figures.new,
        logged: figures.logged,
        safety: row.safety.clone().unwrap_or_default(),
        safety_of: row.safety_of.clone(),
        safety_made: row.safety_at.map(|at| reader.when(at)),
        cause,
        detail,
        log: row.steps(),
    }
}

fn is_for_platform(reach: &Reach) -> bool {
    match reach {
        Reach::Platform(_) => true,
        Reach::School(scope) => scope.me.is_platform_admin(),
    }
}

/// How far it is with an archive; nothing where nothing runs.
pub(in crate::backup) async fn running_now(request: &Request, id: UploadId) -> Result<Option<Running>> {
    if let Some(running) = request.restoring.of(id) {
        return Ok(Some(running));
    }
    // Another node may have begun it, which says its step alone.
    let rows = rows(request, "", &id.to_string()).await?;
    Ok(rows.iter().find_map(|row| runs(row).then_some(Running { kind: row.kind, step: row.step, done: 0, of: 0 })))
}

fn runs(row: &Row) -> bool {
    !row.state.has_ended()
}

/// Whether it put the archive back.
fn is_restored(row: &Row) -> bool {
    row.kind == Kind::Restore && row.state == RunState::Done
}

/// What follows the check of the reader's archive.
pub(in crate::backup) async fn next(
    reach: &Reach,
    id: UploadId,
    written: Written,
    handed: bool,
    schools: Vec<Whose>,
) -> Result<Next> {
    let running = running_now(reach.request(), id).await?;
    let rows = rows(reach.request(), "", &id.to_string()).await?;
    let last = rows.first().filter(|row| row.state.has_ended());
    // How a drill went well is its plan.
    let last = last.filter(|row| row.kind == Kind::Restore || row.state == RunState::Failed);
    let (may, tries) = (may_put_back(reach, written).is_ok(), may_try_out(reach).is_ok());
    let shown = match (running.is_none() && tries, handed && !may) {
        (false, _) => None,
        (true, false) => plan(reach, &rows, may)?,
        (true, true) => found_before(reach, &rows)?,
    };
    let restored = rows.iter().any(is_restored);
    let last = last.map(|row| card(reach, row));
    Ok(Next { may, running, last, shown, restored, schools, chosen: chosen(&rows) })
}

/// The last drill of an archive.
pub(super) struct Tried {
    /// The school whose rows it was of; nothing where it was of all.
    pub school: Option<SchoolId>,
    /// Its plan, if that can be confirmed still.
    pub shown: Option<Shown>,
}

pub(super) async fn tried(reach: &Reach, id: UploadId) -> Result<Tried> {
    let rows = rows(reach.request(), "", &id.to_string()).await?;
    Ok(Tried { school: chosen(&rows), shown: plan(reach, &rows, true)? })
}

fn chosen(rows: &[Row]) -> Option<SchoolId> {
    rows.iter().find(|row| row.kind == Kind::Drill)?.school_id
}

/// What the last drill found. One that looked for people in the school alone is for who can go no further: nobody else
/// confirms it. One that looked among all accounts is for nobody who may not put it back: they would learn who has one.
fn plan(reach: &Reach, rows: &[Row], may: bool) -> Result<Option<Shown>> {
    // What was put back since is not what it compared.
    let since = rows.iter().take_while(|row| !is_restored(row));
    let drill = since.into_iter().find(|row| row.kind == Kind::Drill);
    let oldest = store::clock::now().plus_minutes(-PLAN_MINUTES);
    let fresh = drill.filter(|row| row.state == RunState::Done && row.ended_at.is_some_and(|at| at > oldest));
    let Some(row) = fresh else { return Ok(None) };
    let plan: Plan = serde_json::from_str(&row.report)?;
    Ok((may != plan.within).then(|| shown(reach, row, plan)))
}

/// What a school found before it handed the archive over: it is read, however old it is, and confirmed by nobody.
fn found_before(reach: &Reach, rows: &[Row]) -> Result<Option<Shown>> {
    let since = rows.iter().take_while(|row| !is_restored(row));
    for row in since.filter(|row| row.kind == Kind::Drill && row.state == RunState::Done) {
        let plan: Plan = serde_json::from_str(&row.report)?;
        if plan.within {
            return Ok(Some(shown(reach, row, plan)));
        }
    }
    Ok(None)
}

fn shown(reach: &Reach, row: &Row, mut plan: Plan) -> Shown {
    // Noted in whatever language it was found; it is told in the reader's.
    plan.made = crate::backup::reader(reach).when(plan.made.at);
    Shown { seal: plan.seal(row.id), word: word(reach, &plan), plan }
}

/// What is typed to confirm it: the name of the school, or the platform's address.
fn word(reach: &Reach, plan: &Plan) -> String {
    match (reach, &plan.school) {
        (Reach::School(scope), _) => scope.place.name.clone(),
        (Reach::Platform(_), Some((_, name))) => name.clone(),
        (Reach::Platform(person), None) => person.settings.host().to_owned(),
    }
}
