//! The full archive (product.md section 22): a zip of all rows as JSON lines, all of one instant, of every file that they
//! name, and of a list of both. It leaves while it is made: memory grows with the number of files by a few hundred bytes
//! each, and with neither their size nor the number of rows.

pub(super) mod content;
pub mod contents;
#[cfg(test)]
pub(crate) mod tests;
pub(super) mod zipped;

use std::collections::BTreeSet;

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use model::Error;
use model::backup::lock::PassphraseForm;
use model::ids::SchoolId;
use object_store::ObjectStoreExt;
use serde_json::{Map, Value, json};
use store::{Cell, Cells, Tx, args, sql};

use self::contents::{Contents, FORMAT, FilePart, Owner, TablePart, table_path};
use self::zipped::Zipped;
use super::kept::Copies;
use super::lock::Passphrase;
use super::manifest::{Column, TABLES, Table};
use super::policy::may_archive;
use super::seal::SealKey;
use super::stream::{self, Download, Out, Place};
use crate::scope::Actor;
use crate::{Reach, Request, Result, System, calendar, secrets};

pub use content::Content;

/// What the audit log calls it.
const SUBJECT: &str = "archive";

/// What is archived, for whom.
pub(super) struct Job {
    pub request: Request,
    pub school: Option<Owner>,
    pub zone: String,
    reach: Asked,
}

/// Who asked for it.
enum Asked {
    Page(Reach),
    System(System),
}

/// An archive of what the reach holds, streamed.
///
/// # Errors
/// `Forbidden` for a school's to whoever may not read the codes of all its classes; else as [`super::csv`].
pub async fn archive(reach: Reach) -> Result<Download> {
    may_archive(&reach)?;
    let places = reach.request().downloads.take_archive()?;
    super::note(&reach, SUBJECT, "zip").await?;
    let school = match &reach {
        Reach::Platform(_) => None,
        Reach::School(scope) => {
            Some(Owner { id: scope.school_id(), slug: scope.place.slug.clone(), name: scope.place.name.clone() })
        }
    };
    let (request, zone) = (reach.request().clone(), super::zone(&reach).to_owned());
    Ok(download(Job { request, school, zone, reach: Asked::Page(reach) }, places))
}

/// The same, locked with a passphrase: the `age` command line tool opens it, or `check-backup` looks at it.
///
/// # Errors
/// `Invalid` for a passphrase that is too short or differs from its second typing; else as [`archive`].
pub async fn archive_locked(reach: Reach, form: &PassphraseForm) -> Result<Download> {
    may_archive(&reach)?;
    form.validate()?;
    let passphrase = Passphrase::new(&form.passphrase).ok_or(Error::Malformed)?;
    archive(reach).await?.locked(&passphrase).await
}

/// The same for the command line: of the school with that slug, or of the whole platform.
///
/// # Errors
/// `NotFound` where no school has the slug; else as [`archive`].
pub async fn by_command(system: &System, slug: Option<&str>) -> Result<Download> {
    let school = match slug {
        None => None,
        Some(slug) => {
            let row: Option<(SchoolId,)> = system.db.maybe(sql!("select id from schools where slug = $1"), args![slug]).await?;
            Some(row.ok_or(Error::NotFound)?.0)
        }
    };
    let places = system.downloads.take_archive()?;
    let job = Job::of(system, school).await?;
    job.note("backup.download", json!({ "format": "zip", "school": slug })).await?;
    Ok(download(job, places))
}

fn download(job: Job, places: (Place, Place)) -> Download {
    let stamp = calendar::file_stamp(job.request.now, &job.zone);
    let file_name = match &job.school {
        None => format!("complete_archive_{stamp}.zip"),
        Some(school) => format!("complete_archive_{}_{stamp}.zip", school.slug),
    };
    Download { file_name, media_type: "application/zip", body: stream(job, places) }
}

fn stream(job: Job, (rows, archive): (Place, Place)) -> BoxStream<'static, std::io::Result<Bytes>> {
    stream::run(archive, async move |mut out: Out| {
        let written = match job.write(&mut out, rows, None).await {
            Ok(contents) => job.note_lacks(&contents).await,
            Err(error) => Err(error),
        };
        (out, written)
    })
}

impl Job {
    /// What the platform itself archives: of a school, or of all.
    ///
    /// # Errors
    /// `NotFound` where there is no such school.
    pub async fn of(system: &System, school: Option<SchoolId>) -> Result<Job> {
        let (school, zone) = match school {
            None => (None, "UTC".to_owned()),
            Some(id) => {
                let row: Option<(String, String, String)> =
                    system.db.maybe(sql!("select slug, name, time_zone from schools where id = $1"), args![id]).await?;
                let (slug, name, zone) = row.ok_or(Error::NotFound)?;
                (Some(Owner { id, slug, name }), zone)
            }
        };
        Ok(Job { request: system.0.clone(), school, zone, reach: Asked::System(system.clone()) })
    }

    async fn note(&self, action: &str, detail: Value) -> Result<()> {
        let mut work = match &self.reach {
            Asked::Page(reach) => reach.begin().await?,
            Asked::System(system) => system.begin().await?,
        };
        work.concerns(None, self.school.as_ref().map(|school| school.id));
        work.audit(action, SUBJECT, detail).await?;
        work.commit().await
    }

    async fn note_lacks(&self, contents: &Contents) -> Result<()> {
        let (missing, damaged) = (contents.missing.len(), contents.damaged.len());
        if missing + damaged == 0 {
            return Ok(());
        }
        tracing::warn!(missing, damaged, "an archive lacks files that rows name");
        self.note("backup.incomplete", json!({ "missing": missing, "damaged": damaged })).await
    }

    /// Writes rows, files and the list of both; with copies `apart`, the files go to their shelf, and the list says so.
    pub async fn write(&self, out: &mut Out, place: Place, mut apart: Option<&mut Copies>) -> Result<Contents> {
        // Before the rows are read: what they name stays until it has been copied.
        let _kept = self.request.keeping.hold().await;
        let key = SealKey::of(&self.request.db).await?;
        let mut zip = Zipped::new(out);
        let schema = store::migrate::history(self.request.db.kind())?.last().map_or(0, |(version, _, _)| *version);
        let mut contents = Contents {
            format: FORMAT,
            app: env!("CARGO_PKG_VERSION").to_owned(),
            schema,
            made: calendar::iso(self.request.now),
            made_at: self.request.now.0,
            zone: self.zone.clone(),
            school: self.school.clone(),
            apart: apart.is_some(),
            tables: Vec::new(),
            files: Vec::new(),
            missing: Vec::new(),
            damaged: Vec::new(),
        };
        let mut named = BTreeSet::new();
        {
            // No longer than for the rows: the database keeps what is changed meanwhile twice, and others wait for the place.
            let _place = place;
            let mut tx = self.request.db.snapshot().await?;
            for table in TABLES {
                contents.tables.extend(self.table(&mut tx, table, &mut zip, &mut named).await?);
            }
        }
        for content in named {
            match &mut apart {
                None => self.file(&content, &mut zip, &mut contents).await?,
                Some(copies) => copies.file(&self.request, &content, &mut contents).await?,
            }
        }
        zip.list(&contents, &key).await?;
        Ok(contents)
    }

    /// Writes the rows of a table, where there are any for this reach, and notes what they name.
    async fn table(
        &self,
        tx: &mut Tx,
        table: &Table,
        zip: &mut Zipped<'_>,
        named: &mut BTreeSet<Content>,
    ) -> Result<Option<TablePart>> {
        let Some((sql, args)) = table.whole.of(self.school.as_ref().map(|school| school.id)) else { return Ok(None) };
        let columns: Vec<Column> = table.archived(self.school.is_some()).collect();
        zip.start(&table_path(table.name), true)?;
        let (mut rows, mut line) = (0, Vec::new());
        let mut stream = tx.stream::<Cells>(sql, args);
        while let Some(row) = stream.next().await {
            let Cells(cells) = row?;
            line.clear();
            write_row(&mut line, &columns, &cells)?;
            zip.write(&line).await?;
            rows += 1;
            if Content::is_named_in(table.name) {
                let row: Map<String, Value> = serde_json::from_slice(&line)?;
                named.extend(Content::of(table.name, &row));
            }
        }
        let columns = columns.iter().map(|column| (column.name.to_owned(), column.kind)).collect();
        Ok(Some(TablePart { name: table.name.to_owned(), columns, rows, sum: zip.sum() }))
    }

    /// Copies a content. One that cannot be read ends no backup: what there is must be kept, and the list says what there
    /// is not.
    async fn file(&self, content: &Content, zip: &mut Zipped<'_>, contents: &mut Contents) -> Result<()> {
        let path = content.to_string();
        let found = match self.request.files.get(&content.address()).await {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, path, "an archive goes without a file");
                contents.missing.push(path);
                return Ok(());
            }
        };
        zip.start(&path, false)?;
        let mut pieces = found.into_stream();
        while let Some(piece) = pieces.next().await {
            match piece {
                // Of a file that was cut short meanwhile a local store answers nothing again and again.
                Ok(piece) if piece.is_empty() => break,
                Ok(piece) => zip.write(&piece).await?,
                Err(error) => {
                    tracing::warn!(%error, path, "an archive has a part of a file alone");
                    break;
                }
            }
        }
        let sum = zip.sum();
        if sum.sha256 != content.sha256 {
            contents.damaged.push(path.clone());
        }
        contents.files.push(FilePart { path, sum });
        Ok(())
    }
}

/// A row as a line: every column by its name, in the types of JSON, bytes in hexadecimal.
fn write_row(line: &mut Vec<u8>, columns: &[Column], cells: &[Cell]) -> Result<()> {
    for (index, (column, cell)) in columns.iter().zip(cells).enumerate() {
        line.push(if index == 0 { b'{' } else { b',' });
        serde_json::to_writer(&mut *line, column.name)?;
        line.push(b':');
        match cell {
            Cell::Null => line.extend_from_slice(b"null"),
            Cell::Int(number) => serde_json::to_writer(&mut *line, number)?,
            Cell::Text(text) => serde_json::to_writer(&mut *line, text)?,
            Cell::Bool(yes) => serde_json::to_writer(&mut *line, yes)?,
            Cell::Float(number) => serde_json::to_writer(&mut *line, number)?,
            Cell::Bytes(bytes) => serde_json::to_writer(&mut *line, &secrets::hex(bytes))?,
        }
    }
    line.extend_from_slice(b"}\n");
    Ok(())
}
