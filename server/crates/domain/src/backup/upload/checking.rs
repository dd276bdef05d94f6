//! The check of an archive that has come, and whether it can be restored where it was brought.

use std::io::{self, ErrorKind};
use std::path::Path;

use model::backup::archive::{Problem, Shown};
use model::backup::upload::{Checked, State, Summary, Whose};
use model::ids::{SchoolId, UploadId};
use model::limits;
use model::{At, Error};
use serde_json::Value;
use store::{args, sql};
use tokio::sync::Semaphore;
use tracing::Instrument;

use super::arriving::Writing;
use super::{of, place, user};
use crate::backup::archive::contents::{Contents, Owner};
use crate::backup::check::{Report, check, holds, schools, students};
use crate::backup::seal::is_ours;
use crate::{Reach, Result};

/// Characters of a version that are kept: what an archive says of itself has no end of its own.
const VERSION: usize = 40;
/// Tables of which the rows are kept.
const TABLES: usize = 500;
/// Schools of a platform that can be chosen from.
const SCHOOLS: usize = 5_000;
/// Characters of any text of an archive that are kept.
const TEXT: usize = 200;
/// The last instant that is written in four digits.
const LATEST: i64 = 253_402_300_799_999;

/// One archive is checked at a time: each takes as much memory as it has rows.
static CHECKING: Semaphore = Semaphore::const_new(1);

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
    let checking = CHECKING.acquire().await.map_err(|_| Error::Unavailable)?;
    let looked = tokio::task::spawn_blocking(move || look(&file, school)).await;
    drop(checking);
    let (looked, contents) = match looked {
        // The server stops: the next one begins it again.
        Err(error) if !error.is_panic() => return Err(anyhow::Error::from(error).into()),
        Err(error) => (Err(io::Error::other(error)), None),
        Ok(Err(error)) => (Err(error), None),
        Ok(Ok((looked, contents))) => (Ok(looked), contents),
    };
    let (state, report) = match looked {
        Ok(checked) if checked.problems.is_empty() => {
            let sealed = match &contents {
                Some(contents) => is_ours(&reach.request().db, &path, contents).await?,
                None => false,
            };
            (State::Checked, kept(&Checked { sealed, ..checked })?)
        }
        Ok(checked) => (State::Broken, kept(&checked)?),
        // It was thrown away by hand: it can be sent again.
        Err(error) if error.kind() == ErrorKind::NotFound => (State::Coming, String::new()),
        Err(error) => {
            tracing::error!(%id, %error, "an archive cannot be read");
            let problems = vec![Problem::NotAnArchive("it could not be checked".to_owned())];
            (State::Broken, kept(&Checked { problems, ..Checked::default() })?)
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

/// The report as its row keeps it. What an archive says of itself has no end of its own.
fn kept(checked: &Checked) -> Result<String> {
    let mut report = serde_json::to_value(checked)?;
    cut(&mut report);
    Ok(report.to_string())
}

fn cut(value: &mut Value) {
    match value {
        Value::String(text) => {
            let end = text.char_indices().nth(TEXT).map_or(text.len(), |(end, _)| end);
            text.truncate(end);
        }
        Value::Array(values) => values.iter_mut().for_each(cut),
        Value::Object(fields) => fields.values_mut().for_each(cut),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Checks a file and, where it was brought to a school, whether it has something of that one. Answers its list too, by which
/// it was checked.
fn look(path: &Path, school: Option<SchoolId>) -> io::Result<(Checked, Option<Contents>)> {
    let report = check(path)?;
    let mut problems = report.problems.clone();
    if let (Some(own), Some(contents), true) = (school, &report.contents, report.is_whole()) {
        match &contents.school {
            Some(owner) if owner.id != own => problems.push(Problem::OtherSchool(owner.name.clone())),
            None if !holds(path, own)? => problems.push(Problem::SchoolNotInIt),
            _ => {}
        }
    }
    // Of one that is broken nobody counts them.
    let students = if report.is_whole() { students(path).ok() } else { None };
    let of_all = report.is_whole() && report.contents.as_ref().is_some_and(|contents| contents.school.is_none());
    let mut schools: Vec<Whose> = if of_all { schools(path)?.iter().take(SCHOOLS).map(whose).collect() } else { Vec::new() };
    schools.sort_by(|a, b| a.name.cmp(&b.name));
    let contents = report.contents.as_ref().map(|contents| Summary { students, schools, ..summary(&report, contents) });
    Ok((Checked { problems, more: report.more, contents, sealed: false, handed: None }, report.contents))
}

fn summary(report: &Report, contents: &Contents) -> Summary {
    Summary {
        app: cut_to(&contents.app, VERSION),
        schema: contents.schema,
        made_at: At(contents.made_at.clamp(0, LATEST)),
        school: contents.school.as_ref().map(whose),
        tables: contents.tables.iter().take(TABLES).map(|part| (part.name.clone(), part.rows)).collect(),
        files: report.files() as u64,
        file_bytes: report.file_bytes(),
        missing: contents.missing.len() as u64,
        damaged: contents.damaged.len() as u64,
        students: None,
        schools: Vec::new(),
    }
}

fn whose(owner: &Owner) -> Whose {
    Whose { id: owner.id, slug: cut_to(&owner.slug, *limits::SLUG.end()), name: cut_to(&owner.name, limits::SCHOOL_NAME) }
}

fn cut_to(text: &str, most: usize) -> String {
    Shown(text).to_string().chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_archive_says_is_cut_before_it_is_kept_and_read_again() {
        let long = "ب".repeat(5000);
        let problems = vec![Problem::Unlisted(long.clone()), Problem::NoContents];
        let contents = Summary {
            app: long.clone(),
            schema: 1,
            made_at: At(0),
            school: None,
            tables: vec![(long, 3)],
            files: 0,
            file_bytes: 0,
            missing: 0,
            damaged: 0,
            students: None,
            schools: Vec::new(),
        };
        let found = Checked { problems, more: 7, contents: Some(contents), sealed: true, handed: None };
        let row = kept(&found).unwrap();
        let Checked { problems, more, contents, sealed, handed: _ } = serde_json::from_str(&row).unwrap();
        assert_eq!((problems, more, sealed), (vec![Problem::Unlisted("ب".repeat(TEXT)), Problem::NoContents], 7, true));
        assert_eq!(contents.unwrap().tables, [("ب".repeat(TEXT), 3)]);
    }
}
