//! What a restore would do, told before it does anything.

use model::At;
use model::backup::restore::{Plan, PlanTable, Step};
use store::{Sql, args};

use super::people::fit;
use super::staging::Staged;
use super::{Heard, Refused, Told, contents};
use crate::backup::manifest::TABLES;
use crate::calendar::Reader;
use crate::{Result, System};

pub(super) async fn plan(system: &System, staged: &Staged, told: &Told) -> Result<Heard<Plan>> {
    told.step(Step::Compare, 0);
    let fit = match fit(system, staged, None).await? {
        Ok(fit) => fit,
        Err(unfit) => return Ok(Err(Refused::Unfit(unfit))),
    };
    let school = staged.school.as_ref();
    let args = || school.map(|school| args![school.id]).unwrap_or_default();
    let mut tables = Vec::new();
    for table in TABLES {
        let sql: Option<Sql> = if school.is_some() { table.counts.school } else { Some(table.counts.platform) };
        let Some(sql) = sql else { continue };
        let (now,): (i64,) = system.db.one(sql, args()).await?;
        let (then,): (i64,) = staged.db.one(sql, args()).await?;
        tables.push(PlanTable { name: table.name.to_owned(), now: now.unsigned_abs(), then: then.unsigned_abs() });
    }
    let files = contents::named(staged).await?;
    let contents = &staged.contents;
    let lacking = files.iter().map(ToString::to_string);
    let lacking = lacking.filter(|path| contents.missing.contains(path) || contents.damaged.contains(path)).count();
    let known = store::migrate::history("sqlite")?.last().map_or(0, |(version, _, _)| *version);
    let reader = Reader { zone: &contents.zone, own: None, locale: system.locale };
    Ok(Ok(Plan {
        school: school.map(|school| (school.slug.clone(), school.name.clone())),
        made: reader.when(At(contents.made_at)),
        app: contents.app.clone(),
        upgraded: contents.schema < known,
        tables,
        matched: fit.matched(),
        new: fit.new,
        files: (files.len() - lacking) as u64,
        lacking: lacking as u64,
    }))
}
