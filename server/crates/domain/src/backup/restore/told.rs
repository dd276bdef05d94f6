//! What the pages tell of restores and drills.

use model::At;
use model::backup::cause::Cause;
use model::backup::restore::{Kind, Next, Origin, PLAN_MINUTES, Plan, RunCard, RunState, Running, Shown, Step};
use model::ids::{RestoreId, UploadId};
use serde::Deserialize;
use store::{args, sql};

use super::may_put_back;
use crate::{Reach, Request, Result};

/// One as its row tells it.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Row {
    id: RestoreId,
    kind: Kind,
    state: RunState,
    archive: String,
    school: Option<String>,
    asked: Option<String>,
    reason: String,
    step: Step,
    safety: Option<String>,
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
    matched: u64,
    new: u64,
}

/// The last of a school, or of all schools and the platform, or those of one archive; the newest first.
async fn rows(request: &Request, school: &str, upload: &str) -> Result<Vec<Row>> {
    Ok(request
        .db
        .all(
            sql!(
                "select r.id, r.kind, r.state, r.archive, s.name as school, u.name as asked, r.reason, r.step, r.safety,
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
    let log: Vec<(Step, At)> = serde_json::from_str(&row.log).unwrap_or_default();
    RunCard {
        id: row.id,
        kind: row.kind,
        state: row.state,
        archive: row.archive.clone(),
        school: row.school.clone(),
        by: row.asked.clone().unwrap_or_default(),
        reason: row.reason.clone(),
        begun: reader.when(row.begun_at),
        ended: row.ended_at.map(|at| reader.when(at)),
        step: row.step,
        rows: figures.rows,
        files: figures.files,
        matched: figures.matched,
        new: figures.new,
        safety: row.safety.clone().unwrap_or_default(),
        cause,
        detail,
        log: log.into_iter().map(|(step, at)| (step, reader.when(at))).collect(),
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

/// What follows the check of the reader's archive.
pub(in crate::backup) async fn next(reach: &Reach, id: UploadId, origin: Origin) -> Result<Next> {
    let running = running_now(reach.request(), id).await?;
    let rows = rows(reach.request(), "", &id.to_string()).await?;
    let last = rows.first().filter(|row| row.state.has_ended());
    // How a drill went well is its plan.
    let last = last.filter(|row| row.kind == Kind::Restore || row.state == RunState::Failed);
    let may = may_put_back(reach, origin).is_ok();
    let shown = if may && running.is_none() { plan(reach, &rows)? } else { None };
    Ok(Next { may, running, last: last.map(|row| card(reach, row)), shown })
}

/// The plan of the last drill of an archive, if it can be confirmed still.
pub(super) async fn shown(reach: &Reach, id: UploadId) -> Result<Option<Shown>> {
    let rows = rows(reach.request(), "", &id.to_string()).await?;
    plan(reach, &rows)
}

fn plan(reach: &Reach, rows: &[Row]) -> Result<Option<Shown>> {
    // What was put back since is not what it compared.
    let since = rows.iter().take_while(|row| !(row.kind == Kind::Restore && row.state == RunState::Done));
    let drill = since.into_iter().find(|row| row.kind == Kind::Drill);
    let oldest = store::clock::now().plus_minutes(-PLAN_MINUTES);
    let fresh = drill.filter(|row| row.state == RunState::Done && row.ended_at.is_some_and(|at| at > oldest));
    let Some(row) = fresh else { return Ok(None) };
    let plan: Plan = serde_json::from_str(&row.report)?;
    Ok(Some(Shown { seal: plan.seal(row.id), word: word(reach, &plan), plan }))
}

/// What is typed to confirm it: the name of the school, or the platform's address.
fn word(reach: &Reach, plan: &Plan) -> String {
    match (reach, &plan.school) {
        (Reach::School(scope), _) => scope.place.name.clone(),
        (Reach::Platform(_), Some((_, name))) => name.clone(),
        (Reach::Platform(person), None) => person.settings.host().to_owned(),
    }
}
