//! What the pages tell of archives: the list of them, and each with what was found in it.

use model::backup::Table;
use model::backup::kept::{Before, KeptCard, KnownAs, Why};
use model::backup::restore::Running;
use model::backup::upload::{Checked, Contents, Found, Line, RestorePage, State, Summary, UploadCard, UploadPage, Whose};
use model::ids::{KeptId, SchoolId, UploadId};
use model::{At, When};
use store::{args, sql};

use super::{Row, checking, fetching, find, handing, of, received, user};
use crate::backup::policy::{may_archive, parts};
use crate::backup::restore::Written;
use crate::backup::{counts, kept, restore};
use crate::{Reach, Result};

/// Backups to choose from where an archive is brought: all of them stand on a page of their own.
const KEPT: usize = 10;

/// The page an archive is brought on, with those that the reader has brought.
///
/// # Errors
/// As the database answers.
pub async fn mine(reach: &Reach) -> Result<RestorePage> {
    let rows: Vec<Row> = reach
        .request()
        .db
        .all(
            sql!(
                "select id, name, bytes, state, report, created_at, kept_id, school_id from archive_uploads
                 where user_id = $1 and coalesce(school_id, '') = $2
                    or user_id = '' and $2 in ('', coalesce(school_id, ''))
                 order by created_at desc, id desc"
            ),
            args![user(reach), of(reach)],
        )
        .await?;
    let mut uploads = Vec::with_capacity(rows.len());
    for row in rows.iter().filter(|row| handing::is_shown(reach, row)) {
        uploads.push(card(reach, row).await?);
    }
    let (runs, kept) = (restore::listed(reach).await?, stored(reach).await?);
    Ok(RestorePage { school: school(reach), parts: parts(reach), uploads, runs, kept, next: UploadId::new() })
}

/// The newest backups that are kept and that open, for those who may put them back.
async fn stored(reach: &Reach) -> Result<Vec<KeptCard>> {
    if may_archive(reach).and(restore::may_put_back(reach, Written::Vouched)).is_err() {
        return Ok(Vec::new());
    }
    // Boxed: it is deep.
    let kept = Box::pin(kept::show(reach)).await?.backups.into_iter();
    let opens = |it: &KeptCard| it.can_restore && it.lock.is_none_or(|lock| lock.problem().is_none());
    Ok(kept.filter(opens).take(KEPT).collect())
}

fn school(reach: &Reach) -> Option<(String, String)> {
    match reach {
        Reach::Platform(_) => None,
        Reach::School(scope) => Some((scope.place.slug.clone(), scope.place.name.clone())),
    }
}

async fn card(reach: &Reach, row: &Row) -> Result<UploadCard> {
    Ok(UploadCard {
        id: row.id,
        name: row.name.clone(),
        bytes: row.bytes,
        received: received(reach, row).await? as i64,
        state: if row.is_locked() { State::Locked } else { row.state },
        began: crate::backup::reader(reach).when(row.created_at),
        origin: row.origin(),
        kept: match row.kept_id {
            Some(id) => known_as(reach, id).await?,
            None => None,
        },
        made: made(reach, row),
        handed: handing::card(reach, row),
    })
}

fn made(reach: &Reach, row: &Row) -> Option<When> {
    let checked: Checked = serde_json::from_str(&row.report).ok().filter(|_| row.state == State::Checked)?;
    Some(crate::backup::reader(reach).when(checked.contents?.made_at))
}

async fn known_as(reach: &Reach, id: KeptId) -> Result<Option<KnownAs>> {
    let made: Option<(At, Why, Option<Before>)> =
        reach.request().db.maybe(sql!("select begun_at, why, made_before from kept_backups where id = $1"), args![id]).await?;
    Ok(made.map(|(at, why, before)| KnownAs { made: crate::backup::reader(reach).when(at), why, before }))
}

/// What was found in an archive. A check that ended with its server is begun again, and so is one of an earlier program that
/// did not look for all that is told.
///
/// # Errors
/// `NotFound` for another's.
pub async fn show(reach: &Reach, id: UploadId) -> Result<UploadPage> {
    let row = renewed(reach, find(reach, id).await?).await?;
    go_on(reach, &row);
    let checked: Option<Checked> = match row.state {
        State::Coming | State::Whole => None,
        State::Checked | State::Locked | State::Broken => Some(serde_json::from_str(&row.report)?),
    };
    let next = match (row.state, &checked) {
        (State::Checked, Some(checked)) => {
            let (written, handed) = (row.written(checked), checked.handed.is_some());
            Some(restore::next(reach, id, written, handed, to_choose(reach, checked)).await?)
        }
        _ => None,
    };
    let found = match checked {
        Some(checked) => {
            // Of what was handed over the school's rows are taken, and no others.
            let within = reach.school().or(row.school_id.filter(|_| checked.handed.is_some()));
            Some(told(reach, within, checked).await?)
        }
        None => None,
    };
    Ok(UploadPage { school: school(reach), parts: parts(reach), card: card(reach, &row).await?, found, next })
}

/// The schools of an archive of which one can be put back alone: whoever looks after the platform chooses.
fn to_choose(reach: &Reach, checked: &Checked) -> Vec<Whose> {
    let contents = checked.contents.as_ref().filter(|it| it.school.is_none() && checked.handed.is_none());
    match (reach, contents) {
        (Reach::Platform(_), Some(contents)) => contents.schools.clone(),
        _ => Vec::new(),
    }
}

/// The archive, to be checked anew where an earlier program did not look which schools are in it.
async fn renewed(reach: &Reach, row: Row) -> Result<Row> {
    // A school chooses from nothing; and what is being put back is not taken from under it.
    if row.state != State::Checked || row.school_id.is_some() || reach.request().restoring.needs(row.id) {
        return Ok(row);
    }
    let Checked { contents, .. } = serde_json::from_str(&row.report)?;
    if !contents.is_some_and(|it| it.lacks_schools()) {
        return Ok(row);
    }
    reach
        .request()
        .db
        .run(
            sql!(
                "update archive_uploads set state = 'whole', report = ''
                 where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'checked' and report = $4"
            ),
            args![row.id, user(reach), of(reach), row.report.as_str()],
        )
        .await?;
    find(reach, row.id).await
}

/// What a process began that was stopped is begun again.
fn go_on(reach: &Reach, row: &Row) {
    let fetched = row.kept_id.filter(|_| row.state == State::Coming);
    if (row.state == State::Whole || fetched.is_some())
        && let Some(writing) = reach.request().writers.take(row.id)
    {
        match fetched {
            Some(kept) => fetching::start(reach, row.id, kept, writing),
            None => checking::start(reach, row.id, writing),
        }
    }
}

/// How far a restore or a drill of an archive is; nothing where none runs.
///
/// # Errors
/// `NotFound` for another's.
pub async fn running(reach: &Reach, id: UploadId) -> Result<Option<Running>> {
    find(reach, id).await?;
    restore::running_now(reach.request(), id).await
}

/// What a check found, beside what there is now.
async fn told(reach: &Reach, within: Option<SchoolId>, checked: Checked) -> Result<Found> {
    let contents = match checked.contents {
        Some(summary) => Some(beside(reach, within, summary).await?),
        None => None,
    };
    Ok(Found { problems: checked.problems, more: checked.more, contents, sealed: checked.sealed })
}

/// `within` is the school whose rows alone are put back.
async fn beside(reach: &Reach, within: Option<SchoolId>, summary: Summary) -> Result<Contents> {
    let known = store::migrate::history(reach.request().db.kind())?.last().map_or(0, |(version, _, _)| *version);
    let school = summary.school.as_ref().map(|school| school.id);
    // Who looks after the platform looks after the school that the archive is of.
    let compares = within.is_none() || within == school;
    let counts = if compares { counts::of(reach.request(), school).await?.0 } else { Vec::new() };
    let now = |name: Table| counts.iter().find(|count| count.name == name).map(|count| count.rows);
    let (mut lines, mut others) = (Vec::new(), (0, 0_u64));
    let students = summary.students.map(|students| Line { name: Table::Students, archived: students, now: now(Table::Students) });
    lines.extend(students);
    for (table, rows) in &summary.tables {
        match table.parse::<Table>().ok() {
            Some(name) => lines.push(Line { name, archived: *rows, now: now(name) }),
            None => others = (others.0 + 1, others.1.saturating_add(*rows)),
        }
    }
    lines.sort_by_key(|line| line.name);
    Ok(Contents {
        app: summary.app,
        made: crate::backup::reader(reach).when(summary.made_at),
        in_part: summary.school.is_none() && within.is_some(),
        of: summary.school.map(|school| school.name),
        is_older: summary.schema < known,
        lines,
        others,
        files: summary.files,
        file_bytes: summary.file_bytes,
        missing: summary.missing,
        damaged: summary.damaged,
    })
}
