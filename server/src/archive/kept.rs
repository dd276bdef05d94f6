//! The command that lists the backups where the settings say that they lie, and writes one of them into a file: how a new
//! machine gets at what the old one kept.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use domain::System;
use domain::backup::kept::{self, Lying};
use model::Error;
use model::backup::kept::ShelfKind;
use tokio::fs::File;

use super::bar::{Bar, Far};
use super::target::{Part, Target};
use super::{finish, tell_lacks, write};
use crate::{Config, run};

/// Lists them, or writes the one of that name to a file or into a folder, checked, as [`super::make`] does.
///
/// # Errors
/// With the place that does not answer, or with what could not be read or written.
pub async fn take_home(config: &Config, name: Option<&str>, from: Option<ShelfKind>, to: &Path) -> Result<ExitCode> {
    let world = run::open(config).await?;
    let system = System::new(&world, "kept");
    let taken = tokio::select! {
        taken = take(&system, name, from, to) => taken,
        () = run::signal() => {
            eprintln!("It was stopped; there is no archive.");
            Ok(ExitCode::FAILURE)
        }
    };
    world.db.close().await;
    taken
}

async fn take(system: &System, name: Option<&str>, from: Option<ShelfKind>, to: &Path) -> Result<ExitCode> {
    let found = kept::lying(system).await;
    for shelf in &found.silent {
        eprintln!("{shelf} does not answer");
    }
    let Some(name) = name else {
        for it in &found.lying {
            println!("{}", line(it));
        }
        return Ok(if found.silent.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    };
    let mut named = found.lying.iter().filter(|it| it.name == name && from.is_none_or(|shelf| it.shelf == shelf));
    let it = named.next().with_context(|| format!("there is no backup {name}"))?;
    let target = Target::of(to)?;
    let (part, file) = Part::create(target.folder())?;
    let download = kept::take_home(system, it).await.map_err(plain)?;
    let target = target.named(&download.file_name)?;
    let mut bar = Bar::default();
    let written = write(download, File::from_std(file), &mut bar).await;
    if written.is_ok() {
        bar.tell(Far::at("check"));
    }
    bar.end();
    written?;
    let report = finish(part, &target, None).await.with_context(|| format!("{}", target.path().display()))?;
    println!("{}", target.path().display());
    Ok(if tell_lacks(&report) { ExitCode::from(super::LACKS_FILES) } else { ExitCode::SUCCESS })
}

fn line(it: &Lying) -> String {
    let whose = it.of.map_or_else(|| "platform".to_owned(), |school| format!("school {school}"));
    let locked = if it.locked { ", encrypted" } else { "" };
    format!("{}  {}, {whose}, {} rows, {} files with {} bytes{locked}", it.name, it.shelf, it.rows, it.files, it.bytes)
}

/// What the settings lack, in words.
fn plain(error: domain::Error) -> anyhow::Error {
    match Error::from(error) {
        Error::Conflict(problem) => anyhow!("{}", problem.text().0.english),
        other => other.into(),
    }
}
