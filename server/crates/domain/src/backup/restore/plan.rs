//! What a restore would do, told before it does anything.

use std::collections::HashMap;

use model::At;
use model::backup::Table;
use model::backup::restore::{Plan, PlanTable, Step};
use model::ids::{SchoolId, UserId};
use store::{Db, args, sql};

use super::loading::LOG;
use super::people::{Fit, fit};
use super::staging::Staged;
use super::{Heard, Refused, Told, Written, contents};
use crate::backup::manifest::{TABLES, counts};
use crate::calendar::Reader;
use crate::{Result, System};

/// `asked_by` is who would put it back: in a school they keep their place.
pub(super) async fn plan(
    system: &System,
    staged: &Staged,
    asked_by: Option<UserId>,
    written: Written,
    told: &Told,
) -> Result<Heard<Plan>> {
    told.step(Step::Compare, 0);
    let fit = match fit(system, staged, written).await? {
        Ok(fit) => fit,
        Err(unfit) => return Ok(Err(Refused::Unfit(unfit))),
    };
    let school = staged.school.as_ref();
    let id = school.map(|school| school.id);
    let (now, then) = (counted(&system.db, id).await?, counted(&staged.db, id).await?);
    let staying = match id {
        Some(school) => Some(Staying::of(&system.db, school, &fit, asked_by).await?),
        None => None,
    };
    let rows = |name: &str| {
        let (now, then) = (now.get(name).copied().unwrap_or_default(), *then.get(name)?);
        let (now, then) = match (name, &staying) {
            // It is only added to, and entries of the archive may be among those of here.
            (LOG, _) => (now, now.max(then)),
            ("users", Some(staying)) => (staying.accounts, staying.accounts + fit.new),
            ("memberships", Some(staying)) => (now, then + staying.places),
            _ => (now, then),
        };
        Some(PlanTable { name: name.to_owned(), now, then })
    };
    let names = [Table::Students.text()].into_iter().chain(TABLES.iter().map(|table| table.name));
    let tables = names.filter_map(rows).collect();
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
        within: written == Written::Unknown,
    }))
}

/// What of a school stays, whatever its archive holds.
struct Staying {
    /// Accounts of its members, and of the archive's people who are somewhere on this platform.
    accounts: u64,
    /// Members who keep their place though the archive does not know them: who puts it back.
    places: u64,
}

impl Staying {
    async fn of(db: &Db, school: SchoolId, fit: &Fit, asked_by: Option<UserId>) -> Result<Staying> {
        let members = sql!("select user_id from memberships where school_id = $1 order by user_id");
        let members: Vec<(UserId,)> = db.all(members, args![school]).await?;
        let known = fit.here();
        let others: Vec<UserId> =
            members.into_iter().map(|(user,)| user).filter(|user| !known.contains(user.to_string().as_str())).collect();
        let places = others.iter().filter(|user| Some(**user) == asked_by).count() as u64;
        Ok(Staying { accounts: fit.matched() + others.len() as u64, places })
    }
}

/// The rows of every table, and the students.
async fn counted(db: &Db, school: Option<SchoolId>) -> Result<HashMap<String, u64>> {
    let (sql, args) = counts(school);
    let rows: Vec<(Option<String>, i64)> = db.all(sql, args).await?;
    Ok(rows.into_iter().filter_map(|(name, rows)| Some((name?, rows.unsigned_abs()))).collect())
}
