//! What a restore would do, told before it does anything.

use std::collections::HashMap;

use model::At;
use model::backup::restore::{Plan, PlanTable, Step};
use model::ids::SchoolId;
use store::Db;

use super::people::fit;
use super::staging::Staged;
use super::{Heard, Refused, Told, contents};
use crate::backup::manifest::{TABLES, Table, counts};
use crate::calendar::Reader;
use crate::{Result, System};

pub(super) async fn plan(system: &System, staged: &Staged, told: &Told) -> Result<Heard<Plan>> {
    told.step(Step::Compare, 0);
    let fit = match fit(system, staged).await? {
        Ok(fit) => fit,
        Err(unfit) => return Ok(Err(Refused::Unfit(unfit))),
    };
    let school = staged.school.as_ref();
    let id = school.map(|school| school.id);
    let (now, then) = (counted(&system.db, id).await?, counted(&staged.db, id).await?);
    let rows = |table: &Table| {
        let then = *then.get(table.name)?;
        Some(PlanTable { name: table.name.to_owned(), now: now.get(table.name).copied().unwrap_or_default(), then })
    };
    let tables = TABLES.iter().filter_map(rows).collect();
    let files = contents::named(staged).await?;
    let contents = &staged.contents;
    let lacking = files.iter().map(ToString::to_string);
    let lacking = lacking.filter(|path| contents.missing.contains(path) || contents.damaged.contains(path)).count();
    let reader = Reader { zone: &contents.zone, own: None, locale: system.locale };
    Ok(Ok(Plan {
        school: school.map(|school| (school.slug.clone(), school.name.clone())),
        made: reader.when(At(contents.made_at)),
        app: contents.app.clone(),
        upgraded: contents.schema < staged.schema,
        tables,
        matched: fit.matched(),
        new: fit.new,
        files: (files.len() - lacking) as u64,
        lacking: lacking as u64,
    }))
}

/// The rows of every table.
async fn counted(db: &Db, school: Option<SchoolId>) -> Result<HashMap<String, u64>> {
    let (sql, args) = counts(school);
    let rows: Vec<(Option<String>, i64)> = db.all(sql, args).await?;
    Ok(rows.into_iter().filter_map(|(name, rows)| Some((name?, rows.unsigned_abs()))).collect())
}
