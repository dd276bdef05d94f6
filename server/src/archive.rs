//! The commands that make an archive and check one (product.md section 22).

use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::System;
use domain::backup::{self, Download, Report};
use futures::StreamExt;
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;

use crate::{Config, run};

/// What the command answers when the archive is whole but lacks what the file store lacked.
const LACKS_FILES: u8 = 3;
/// What is answered where nothing could be read at all.
const UNREADABLE: u8 = 2;
/// Bytes between two words of how far it is.
const STEP: u64 = 16 * 1024 * 1024;

/// Writes an archive of a school or of the whole platform to a file or into a folder, checks what was written, and only
/// then gives it its name.
///
/// # Errors
/// With what could not be read or written; no file of that name is made or changed then.
pub async fn make(config: &Config, school: Option<&str>, to: &Path) -> Result<ExitCode> {
    let started = Instant::now();
    let world = run::open(config).await?;
    let download = backup::by_command(&System::new(&world, "backup"), school).await;
    let download = download.map_err(model::Error::from).with_context(|| match school {
        Some(slug) => format!("the school {slug}"),
        None => "the platform".to_owned(),
    })?;
    let target = if fs::metadata(to).await.is_ok_and(|it| it.is_dir()) { to.join(&download.file_name) } else { to.to_owned() };
    let part = beside(&target)?;
    let written = write(download, &part).await;
    world.db.close().await;
    let made = match written {
        Ok(()) => finish(&part, &target).await,
        Err(error) => Err(error),
    };
    if made.is_err() {
        // What was not finished is of no use to anybody.
        let _ = fs::remove_file(&part).await;
    }
    let report = made.with_context(|| format!("{}", target.display()))?;
    println!("{}", target.display());
    println!(
        "{} rows, {} files with {} bytes, {:.1} seconds; checked: it is whole.",
        report.rows(),
        report.files(),
        report.file_bytes(),
        started.elapsed().as_secs_f64()
    );
    Ok(if tell_lacks(&report) { ExitCode::from(LACKS_FILES) } else { ExitCode::SUCCESS })
}

/// Checks an archive: 0 for a whole one, 1 for a broken one, 2 where it cannot be read.
pub fn check(file: &Path) -> ExitCode {
    let report = match backup::check(file) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{}: {error}", file.display());
            return ExitCode::from(UNREADABLE);
        }
    };
    if let Some(contents) = &report.contents {
        let whose = contents.school.as_ref().map_or("the whole platform", |school| school.name.as_str());
        println!("{whose}, {}, Lyceum {}, schema {}", contents.made, contents.app, contents.schema);
        for table in &contents.tables {
            println!("{:>12} rows  {}", table.rows, table.name);
        }
        println!("{:>12} files with {} bytes", report.files(), report.file_bytes());
    }
    tell_lacks(&report);
    if report.is_whole() {
        println!("The archive is whole.");
        return ExitCode::SUCCESS;
    }
    tell_problems(&report);
    eprintln!("The archive is broken.");
    ExitCode::FAILURE
}

/// The name of what is not whole yet: in the same folder, so that it can take the place of another file at once.
fn beside(target: &Path) -> Result<PathBuf> {
    let name = target.file_name().context("the file needs a name")?;
    let mut part = std::ffi::OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    Ok(target.with_file_name(part))
}

async fn write(mut download: Download, part: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    // Whoever has it can become anybody.
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(part).await.with_context(|| format!("{}", part.display()))?;
    let mut told = Progress::default();
    while let Some(piece) = download.body.next().await {
        let piece = piece.context("the archive broke off; the log says why")?;
        file.write_all(&piece).await.context("writing")?;
        told.add(piece.len() as u64);
    }
    told.end();
    file.flush().await.context("writing")?;
    file.sync_all().await.context("writing")
}

/// Checks what was written and gives it its name.
async fn finish(part: &Path, target: &Path) -> Result<Report> {
    let file = part.to_owned();
    let report = tokio::task::spawn_blocking(move || backup::check(&file)).await?.context("reading it again")?;
    if !report.is_whole() {
        tell_problems(&report);
        bail!("what was written is not whole");
    }
    fs::rename(part, target).await.context("the name of the file")?;
    // A name is lasting when its folder is.
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).await?.sync_all().await.context("the folder")?;
    Ok(report)
}

/// Says what the file store lacked when the archive was made; whether it lacked anything.
fn tell_lacks(report: &Report) -> bool {
    let Some(contents) = &report.contents else { return false };
    for path in &contents.missing {
        eprintln!("Missing when it was made, and so not in it: {path}");
    }
    for path in &contents.damaged {
        eprintln!("Damaged already when it was made: {path}");
    }
    !contents.missing.is_empty() || !contents.damaged.is_empty()
}

fn tell_problems(report: &Report) {
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    if report.more > 0 {
        eprintln!("And {} more.", report.more);
    }
}

/// How far it is, for a person at a terminal.
#[derive(Default)]
struct Progress {
    bytes: u64,
    told: u64,
}

impl Progress {
    fn add(&mut self, bytes: u64) {
        self.bytes += bytes;
        if self.bytes - self.told >= STEP && std::io::stderr().is_terminal() {
            self.told = self.bytes;
            let _ = write!(std::io::stderr(), "\r{} MB", self.bytes / 1_000_000);
        }
    }

    fn end(&self) {
        if self.told > 0 {
            eprintln!();
        }
    }
}
