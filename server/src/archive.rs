//! The commands that make an archive, check one and put one back, and that lock the key of kept backups anew (product.md
//! section 22).

mod bar;
mod kept;
mod passphrase;
mod restore;
mod target;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::System;
use domain::backup::{self, Download, Passphrase, Report, Shown};
use futures::StreamExt;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

use self::bar::{Bar, Far};
use self::target::{Part, Target};
use crate::{Config, run, shelves};

pub use self::kept::take_home;
pub use self::restore::{Wish, put_back};

/// What the command answers when the archive is whole but lacks what the file store lacked.
const LACKS_FILES: u8 = 3;
/// What is answered where nothing could be read at all.
const UNREADABLE: u8 = 2;

/// Writes an archive of a school or of the whole platform to a file or into a folder, checks what was written, and only
/// then gives it its name. With a file of a passphrase it is locked with that. A signal to stop ends it with nothing left behind.
///
/// # Errors
/// With what could not be read or written; no file of that name is made or changed then.
pub async fn make(config: &Config, school: Option<&str>, to: &Path, locked: Option<&Path>) -> Result<ExitCode> {
    let locked = locked.map(passphrase::from_file).transpose()?;
    tokio::select! {
        made = write_to(config, school, to, locked) => made,
        () = run::signal() => {
            eprintln!("It was stopped; there is no archive.");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn write_to(config: &Config, school: Option<&str>, to: &Path, locked: Option<Passphrase>) -> Result<ExitCode> {
    let started = Instant::now();
    let target = Target::of(to)?;
    let (part, file) = Part::create(target.folder())?;
    let world = run::open(config).await?;
    let download = backup::by_command(&System::new(&world, "backup"), school).await;
    let download = download.map_err(model::Error::from).with_context(|| match school {
        Some(slug) => format!("the school {slug}"),
        None => "the platform".to_owned(),
    })?;
    let download = match &locked {
        Some(passphrase) => download.locked(passphrase).await.map_err(model::Error::from)?,
        None => download,
    };
    let target = target.named(&download.file_name)?;
    let mut bar = Bar::default();
    let written = write(download, File::from_std(file), &mut bar).await;
    world.db.close().await;
    if written.is_ok() {
        bar.tell(Far::at("check"));
    }
    bar.end();
    written?;
    let report = finish(part, &target, locked).await.with_context(|| format!("{}", target.path().display()))?;
    println!("{}", target.path().display());
    println!(
        "{} rows, {} files with {} bytes, {:.1} seconds; checked: it is whole.",
        report.rows(),
        report.files(),
        report.file_bytes(),
        started.elapsed().as_secs_f64()
    );
    Ok(if tell_lacks(&report) { ExitCode::from(LACKS_FILES) } else { ExitCode::SUCCESS })
}

/// Gives the key of each place where backups are kept another passphrase: the old and the new one are in the settings, or
/// asked for.
///
/// # Errors
/// With the place whose key could not be changed; those before it have the new passphrase, and a second time goes on there.
pub async fn change_key(config: &Config) -> Result<()> {
    let old = config.passphrase().map_or_else(|| passphrase::given(None), Ok)?;
    let new = match &config.backups_passphrase_new {
        Some(words) => passphrase::passphrase(&words.0)?,
        None => passphrase::chosen()?,
    };
    for shelf in shelves::open(config)? {
        match shelf.change_passphrase(&old, &new).await.map_err(model::Error::from) {
            Ok(()) => println!("{}: the key has the new passphrase.", shelf.place),
            Err(model::Error::NotFound) => println!("{}: nothing is encrypted there.", shelf.place),
            Err(model::Error::Conflict(problem)) => bail!("{}: {}", shelf.place, problem.text().0.english),
            Err(error) => return Err(error).with_context(|| shelf.place.clone()),
        }
    }
    Ok(())
}

/// Checks an archive: 0 for a whole one, 1 for a broken one, 2 where it cannot be read. One that is locked is opened with a
/// passphrase out of a file, or one that is asked for.
pub fn check(file: &Path, locked: Option<&Path>) -> ExitCode {
    let report = match report_of(file, locked) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{}: {error:#}", file.display());
            return ExitCode::from(UNREADABLE);
        }
    };
    if let Some(contents) = &report.contents {
        let whose = contents.school.as_ref().map_or("the whole platform", |school| school.name.as_str());
        let (whose, made, app) = (Shown(whose), Shown(&contents.made), Shown(&contents.app));
        println!("{whose}, {made}, Lyceum {app}, schema {}", contents.schema);
        for table in &contents.tables {
            println!("{:>12} rows  {}", table.rows, Shown(&table.name));
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

fn report_of(file: &Path, locked: Option<&Path>) -> Result<Report> {
    if !backup::is_locked(file)? {
        return Ok(backup::check(file)?);
    }
    let passphrase = passphrase::given(locked)?;
    backup::check_locked(file, &passphrase)?.context("it is locked with another passphrase")
}

async fn write(mut download: Download, mut file: File, bar: &mut Bar) -> Result<()> {
    let mut far = Far::at("write");
    while let Some(piece) = download.body.next().await {
        let piece = piece.context("the archive broke off; the log says why")?;
        file.write_all(&piece).await.context("writing")?;
        far.done += piece.len() as u64;
        bar.tell(far);
    }
    file.flush().await.context("writing")?;
    file.sync_all().await.context("writing")
}

/// Checks what was written and gives it its name.
async fn finish(part: Part, target: &Target, locked: Option<Passphrase>) -> Result<Report> {
    let file = part.path().to_owned();
    let look = move || -> Result<Report> {
        match locked {
            Some(passphrase) => backup::check_locked(&file, &passphrase)?.context("it does not open again"),
            None => Ok(backup::check(&file)?),
        }
    };
    let report = tokio::task::spawn_blocking(look).await?.context("reading it again")?;
    if !report.is_whole() {
        tell_problems(&report);
        bail!("what was written is not whole");
    }
    target.take(&part)?;
    Ok(report)
}

/// Says what the file store lacked when the archive was made; whether it lacked anything.
fn tell_lacks(report: &Report) -> bool {
    let Some(contents) = &report.contents else { return false };
    for path in &contents.missing {
        eprintln!("Missing when it was made, and so not in it: {}", Shown(path));
    }
    for path in &contents.damaged {
        eprintln!("Damaged already when it was made: {}", Shown(path));
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
