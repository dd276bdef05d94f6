//! What a drill proves: the rows of the archive, read again where they were put in, are the archive's, and they would go in
//! beside who is here now. That its files are what they are called, its check has seen.

use std::path::Path;

use futures::stream::StreamExt;
use model::backup::kept::Proof;
use model::backup::restore::Step;
use store::{Cells, args};

use super::people::table;
use super::rows::{Tally, row};
use super::staging::{Staged, each_row, open};
use super::{Heard, Order, Refused, Told, Unfit, Written, plan};
use crate::backup::archive::contents::TablePart;
use crate::backup::manifest::Column;
use crate::{Result, System};

pub(super) async fn of(system: &System, staged: &Staged, order: &Order, told: &Told) -> Result<Heard<Proof>> {
    // Rows of an older schema are no longer what the archive holds: the migrations have been at them.
    let compared = staged.contents.schema == staged.schema;
    if compared && let Some(table) = differing(staged, &order.archive, told).await? {
        return Ok(Err(Refused::Unfit(Unfit::Differs(table))));
    }
    let planned = plan::plan(system, staged, None, Written::Vouched, told).await?;
    Ok(planned.map(|plan| Proof { rows: staged.rows(), files: plan.files, compared }))
}

/// The first table whose rows, as they were put in, are not those of the archive.
async fn differing(staged: &Staged, archive: &Path, told: &Told) -> Result<Option<String>> {
    told.step(Step::Compare, staged.rows());
    let parts = &staged.contents.tables;
    let (path, read) = (archive.to_owned(), parts.clone());
    let written = tokio::task::spawn_blocking(move || written(&path, &read)).await.map_err(anyhow::Error::from)??;
    for (part, written) in parts.iter().zip(written) {
        let (table, brought) = (table(&part.name), brought(part));
        let all: Vec<Column> = table.archived(false).collect();
        let mut found = Tally::default();
        let mut rows = staged.db.stream::<Cells>(table.whole.platform, args![]);
        while let Some(cells) = rows.next().await {
            let Cells(cells) = cells?;
            found.add(table, &brought, &row(&all, cells));
        }
        if found != written {
            return Ok(Some(part.name.clone()));
        }
        told.add(part.rows);
    }
    Ok(None)
}

/// The columns that the archive has: a school's is without some of them.
fn brought(part: &TablePart) -> Vec<Column> {
    let has = |column: &Column| part.columns.iter().any(|(name, _)| name == column.name);
    table(&part.name).archived(false).filter(has).collect()
}

/// What the rows of the archive are known by, table by table: for a thread of its own.
fn written(archive: &Path, parts: &[TablePart]) -> Result<Vec<Tally>> {
    let mut zip = open(archive)?;
    let mut tallies = Vec::new();
    for part in parts {
        let (table, columns, mut tally) = (table(&part.name), brought(part), Tally::default());
        each_row(&mut zip, &part.name, |row| {
            tally.add(table, &columns, &row);
            true
        })?;
        tallies.push(tally);
    }
    Ok(tallies)
}
