//! The check of an archive that has come, and whether it can be restored where it was brought.

use std::io::{self, ErrorKind};
use std::path::Path;

use model::At;
use model::backup::archive::{Problem, Shown};
use model::backup::upload::{Checked, State, Summary, Whose};
use model::ids::{SchoolId, UploadId};
use model::limits;
use store::{args, sql};
use tracing::Instrument;

use super::arriving::Writing;
use super::{of, place, user};
use crate::backup::archive::contents::Contents;
use crate::backup::check::{Report, check, holds};
use crate::backup::seal::is_ours;
use crate::{Reach, Result};

/// Characters of a version that are kept: what an archive says of itself has no end of its own.
const VERSION: usize = 40;
/// Tables of which the rows are kept.
const TABLES: usize = 500;
/// The last instant that is written in four digits.
const LATEST: i64 = 253_402_300_799_999;

/// Begins the check; it goes on when the page is left.
pub(super) fn start(reach: &Reach, id: UploadId, writing: Writing) {
    let reach = reach.clone();
    let checked = async move {
        if let Err(error) = carry_out(&reach, id).await {
            tracing::error!(%id, ?error, "an archive could not be checked");
        }
        drop(writing);
    };
    tokio::spawn(checked.in_current_span());
}

async fn carry_out(reach: &Reach, id: UploadId) -> Result<()> {
    let (path, school) = (place::path(reach.request(), id), reach.school());
    let file = path.clone();
    let looked = tokio::task::spawn_blocking(move || look(&file, school)).await.map_err(anyhow::Error::from)?;
    let (state, report) = match looked {
        Ok(checked) if checked.problems.is_empty() => {
            let checked = Checked { sealed: is_ours(&reach.request().db, &path).await?, ..checked };
            (State::Checked, serde_json::to_string(&checked)?)
        }
        Ok(checked) => (State::Broken, serde_json::to_string(&checked)?),
        // It was thrown away by hand: it can be sent again.
        Err(error) if error.kind() == ErrorKind::NotFound => (State::Coming, String::new()),
        Err(error) => {
            tracing::error!(%id, %error, "an archive cannot be read");
            let unreadable = Checked { problems: vec![Problem::NotAnArchive(error.to_string())], ..Checked::default() };
            (State::Broken, serde_json::to_string(&unreadable)?)
        }
    };
    reach
        .request()
        .db
        .run(
            sql!(
                "update archive_uploads set state = $4, report = $5
                 where id = $1 and user_id = $2 and coalesce(school_id, '') = $3 and state = 'whole'"
            ),
            args![id, user(reach), of(reach), state.text(), report],
        )
        .await?;
    Ok(())
}

/// Checks a file and, where it was brought to a school, whether it has something of that one.
fn look(path: &Path, school: Option<SchoolId>) -> io::Result<Checked> {
    let report = check(path)?;
    let mut problems = report.problems.clone();
    if let (Some(own), Some(contents), true) = (school, &report.contents, report.is_whole()) {
        match &contents.school {
            Some(owner) if owner.id != own => problems.push(Problem::OtherSchool(owner.name.clone())),
            None if !holds(path, own)? => problems.push(Problem::SchoolNotInIt),
            _ => {}
        }
    }
    let contents = report.contents.as_ref().map(|contents| summary(&report, contents));
    Ok(Checked { problems, more: report.more, contents, sealed: false })
}

fn summary(report: &Report, contents: &Contents) -> Summary {
    let cut = |text: &str, most: usize| Shown(text).to_string().chars().take(most).collect::<String>();
    Summary {
        app: cut(&contents.app, VERSION),
        schema: contents.schema,
        made_at: At(contents.made_at.clamp(0, LATEST)),
        school: contents.school.as_ref().map(|owner| Whose {
            id: owner.id,
            slug: cut(&owner.slug, *limits::SLUG.end()),
            name: cut(&owner.name, limits::SCHOOL_NAME),
        }),
        tables: contents.tables.iter().take(TABLES).map(|part| (part.name.clone(), part.rows)).collect(),
        files: report.files() as u64,
        file_bytes: report.file_bytes(),
        missing: contents.missing.len() as u64,
        damaged: contents.damaged.len() as u64,
    }
}
