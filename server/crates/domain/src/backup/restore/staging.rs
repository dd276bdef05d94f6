//! An archive in a database of its own: its rows under the schema they were written with, brought up to the present one by
//! the migrations that every database takes, and judged by the rules of the tables themselves.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use model::backup::restore::Step;
use model::ids::SchoolId;
use serde_json::Value;
use store::{Db, Found, Shape, args, migrate, sql};
use tempfile::TempDir;
use tokio::sync::mpsc;
use zip::ZipArchive;

use super::policy::Written;
use super::rows::{Batch, Row};
use super::{BROUGHT, Heard, OPENED, OPENED_FOR, Order, Owner, Refused, Told, Unfit};
use crate::backup::archive::contents::{Contents, TablePart, table_path};
use crate::backup::manifest::{Kind, Secret, TABLES};
use crate::backup::references::REFERENCES;
use crate::backup::{check, disk};
use crate::{Result, secrets};

/// How the folders of stagings begin.
const STAGING: &str = "staging_";
/// Pieces that wait to be put in.
const WAITING: usize = 2;

/// An archive that is read.
type Zip = ZipArchive<BufReader<File>>;

/// A staged archive.
pub(super) struct Staged {
    pub contents: Contents,
    pub db: Db,
    /// The school whose rows are put back; `None` is the whole platform.
    pub school: Option<Owner>,
    /// The last migration of this program.
    pub schema: i64,
    _folder: TempDir,
}

impl Staged {
    pub fn rows(&self) -> u64 {
        self.contents.tables.iter().map(|table| table.rows).sum()
    }

    /// The rows that are put back. How many of a platform's are those of one school, nobody has counted: 0.
    pub fn wanted_rows(&self) -> u64 {
        if self.school.is_some() && self.contents.school.is_none() { 0 } else { self.rows() }
    }

    /// Whether an older program wrote it.
    pub fn is_old(&self) -> bool {
        self.contents.app != env!("CARGO_PKG_VERSION") || self.contents.schema < self.schema
    }

    /// Lets go of the database, so that its file can go too.
    pub async fn discard(self) {
        self.db.close().await;
    }
}

/// Of what is free on the disk, the part that an archive takes of which nobody knows who wrote it: rows that unpack to
/// very much fill it for nobody else.
const SHARE_OF_UNKNOWN: u64 = 4;

/// Checks the archive of an order and stages it.
pub(super) async fn stage(order: &Order, told: &Told) -> Result<Heard<Staged>> {
    let Order { archive, folder, school, .. } = order;
    told.step(Step::Check, 0);
    let path = archive.clone();
    let mut report = tokio::task::spawn_blocking(move || check(&path)).await.map_err(anyhow::Error::from)??;
    let contents = match report.contents.take() {
        Some(contents) if report.is_whole() => contents,
        contents => {
            report.contents = contents;
            return Ok(Err(Refused::Broken(Box::new(report))));
        }
    };
    told.step(Step::Stage, contents.tables.iter().map(|table| table.rows).sum());
    clear_left(folder, archive).await?;
    // They are smaller nowhere than they are written here.
    let bytes = contents.tables.iter().fold(0_u64, |all, table| all.saturating_add(table.sum.bytes));
    let share = if order.written == Written::Unknown { SHARE_OF_UNKNOWN } else { 1 };
    if disk::free(folder.to_owned()).await? / share <= bytes {
        return Err(disk::full());
    }
    let place = tempfile::Builder::new().prefix(STAGING).tempdir_in(folder)?;
    let db = Db::scratch(place.path().join("staging.db")).await?;
    migrate::run_to(&db, contents.schema).await?;
    if let Err(unfit) = put_in(&db, archive, &contents, told).await? {
        return Ok(Err(Refused::Unfit(unfit)));
    }
    told.step(Step::Upgrade, 0);
    if let Err(error) = migrate::run(&db).await {
        return match crate::Error::from(error) {
            crate::Error::Fault(error) => Ok(Err(Refused::Unfit(Unfit::Rows(format!("{error:#}"))))),
            // A full disk is not the archive's fault.
            refused => Err(refused),
        };
    }
    if let Some(unfit) = dangling(&db, contents.school.is_some()).await? {
        return Ok(Err(Refused::Unfit(unfit)));
    }
    let Some(school) = wanted(&db, &contents, *school).await? else { return Ok(Err(Refused::Unfit(Unfit::NoSchool))) };
    let schema = migrate::history(db.kind())?.last().map_or(0, |(version, _, _)| *version);
    Ok(Ok(Staged { contents, db, school, schema, _folder: place }))
}

/// Takes away what a process left that was killed in the middle: only one stages at a time.
pub(super) async fn clear_left(folder: &Path, archive: &Path) -> Result<()> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name();
        let begins = |with: &str| name.to_str().is_some_and(|name| name.starts_with(with));
        if begins(STAGING) {
            tokio::fs::remove_dir_all(entry.path()).await?;
        } else if begins(BROUGHT) && archive.file_name() != Some(name.as_os_str()) {
            tokio::fs::remove_file(entry.path()).await?;
        } else if begins(OPENED) && archive.file_name() != Some(name.as_os_str()) {
            let age = entry.metadata().await?.modified()?.elapsed().unwrap_or_default();
            if age > OPENED_FOR {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
    }
    Ok(())
}

/// Whose rows are put back; nothing where the archive does not hold them.
async fn wanted(db: &Db, contents: &Contents, school: Option<SchoolId>) -> Result<Option<Option<Owner>>> {
    let id = match (school, &contents.school) {
        (None, None) => return Ok(Some(None)),
        (Some(wanted), Some(owner)) if wanted != owner.id => return Ok(None),
        (Some(id), _) => id,
        (None, Some(owner)) => owner.id,
    };
    let found: Option<(String, String)> = db.maybe(sql!("select slug, name from schools where id = $1"), args![id]).await?;
    Ok(found.map(|(slug, name)| Some(Owner { id, slug, name })))
}

/// The first rows that name what is not there.
async fn dangling(db: &Db, of_school: bool) -> Result<Option<Unfit>> {
    let leads_out =
        |table: &str, to: &str| of_school && REFERENCES.iter().any(|it| it.from == table && it.to == to && !it.is_within());
    let found = db.dangling().await?.into_iter().find(|(table, to, _)| !leads_out(table, to));
    Ok(found.map(|(table, to, rows)| Unfit::Dangling { table, to, rows }))
}

/// Puts all rows in, in one transaction.
async fn put_in(db: &Db, archive: &Path, contents: &Contents, told: &Told) -> Result<std::result::Result<(), Unfit>> {
    let mut shapes = Vec::new();
    for part in &contents.tables {
        shapes.push(Coming::of(db, part).await?);
    }
    let mut there = Vec::new();
    for table in TABLES {
        if db.columns(table.name).await?.is_empty() {
            continue;
        }
        let is_due = contents.school.is_none() || table.whole.school.is_some();
        if is_due && !contents.tables.iter().any(|part| part.name == table.name) {
            return Ok(Err(Unfit::Rows(format!("{} is not in it", table.name))));
        }
        there.push(table.name);
    }
    let mut tx = db.begin().await?;
    // What a migration wrote is in the archive too, unless it was taken away since.
    for table in there {
        tx.empty(table).await?;
    }
    let (sender, mut receiver) = mpsc::channel(WAITING);
    let (path, parts) = (archive.to_owned(), contents.tables.clone());
    let reading = tokio::task::spawn_blocking(move || read(&path, &parts, &sender));
    while let Some((part, mut rows)) = receiver.recv().await {
        let coming: &Coming = &shapes[part];
        for row in &mut rows {
            coming.fill(row);
        }
        match tx.load(&coming.shape, &rows, Found::Refuse).await {
            Ok(_) => told.add(rows.len() as u64),
            Err(error @ (store::Error::Unavailable(_) | store::Error::Full(_))) => return Err(error.into()),
            // The archive is whole: what the database says against its rows is about them.
            Err(error) => return Ok(Err(Unfit::Rows(format!("{}: {error}", coming.shape.table())))),
        }
    }
    reading.await.map_err(anyhow::Error::from)??;
    tx.commit().await?;
    Ok(Ok(()))
}

/// How rows of a part come in.
struct Coming {
    shape: Shape,
    /// Columns that cannot be empty, and that a school's archive is without.
    missing: Vec<&'static Secret>,
}

impl Coming {
    async fn of(db: &Db, part: &TablePart) -> Result<Coming> {
        let there = db.columns(&part.name).await?;
        let table = TABLES.iter().find(|table| table.name == part.name);
        let is_missing =
            |it: &&Secret| there.iter().any(|name| name == it.name) && !part.columns.iter().any(|(name, _)| name == it.name);
        let missing: Vec<&Secret> = table.into_iter().flat_map(|table| table.secret).filter(is_missing).collect();
        let brought = part.columns.iter().map(|(name, kind)| (name.clone(), (*kind).into()));
        let filled = missing.iter().map(|it| (it.name.to_owned(), Kind::Text.into()));
        Ok(Coming { shape: Shape::new(part.name.clone(), brought.chain(filled))?, missing })
    }

    /// Nobody knows what stands in their place, and it opens nothing.
    fn fill(&self, row: &mut Row) {
        for secret in &self.missing {
            row.insert(secret.name.to_owned(), Value::String(secrets::token()));
        }
    }
}

/// Reads the rows of all parts: for a thread of its own.
fn read(archive: &Path, parts: &[TablePart], sender: &mpsc::Sender<(usize, Vec<Row>)>) -> Result<()> {
    let mut zip = open(archive)?;
    for (index, part) in parts.iter().enumerate() {
        let mut rows = Batch::default();
        let wanted = each_row(&mut zip, &part.name, |row| {
            rows.push(row);
            !rows.is_full() || sender.blocking_send((index, rows.take())).is_ok()
        })?;
        if !wanted || (!rows.is_empty() && sender.blocking_send((index, rows.take())).is_err()) {
            return Ok(());
        }
    }
    Ok(())
}

pub(super) fn open(archive: &Path) -> Result<Zip> {
    Ok(ZipArchive::new(BufReader::new(File::open(archive)?)).map_err(anyhow::Error::from)?)
}

/// Reads the rows of a table of the archive until no more are wanted; whether all were. For a thread of its own.
pub(super) fn each_row(zip: &mut Zip, table: &str, mut take: impl FnMut(Row) -> bool) -> Result<bool> {
    let file = zip.by_name(&table_path(table)).map_err(anyhow::Error::from)?;
    for line in BufReader::new(file).lines() {
        let mut row: Row = serde_json::from_str(&line?)?;
        row.values_mut().for_each(plain);
        if !take(row) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// PostgreSQL keeps no NUL in a text, and no archive of ours has one.
fn plain(value: &mut Value) {
    if let Value::String(text) = value
        && text.contains('\0')
    {
        *text = text.replace('\0', "\u{fffd}");
    }
}
