//! The command that fills an empty platform with a believable one.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result};
use clap::Args;
use domain::demo::{self, DemoSummary};
use domain::{System, secret_hash};
use model::limits;
use tower_sessions::session::Id;

use crate::session::COOKIE;
use crate::{Config, run};

// What the first school has beside a believable term. A doc comment here would be what `seed --help` is about.
#[derive(Args, Clone, Debug)]
pub struct Large {
    /// Also add so many people to the first school, to see how large lists behave.
    #[arg(long, default_value_t = 0)]
    people: usize,
    /// Also say so much in the classes of the first school, as many small rows.
    #[arg(long, default_value_t = 0)]
    messages: usize,
    /// Also hand in so many files in the first school, no two alike.
    #[arg(long, default_value_t = 0)]
    files: usize,
    /// Bytes of each of these files.
    #[arg(long, default_value_t = 250_000, value_parser = clap::value_parser!(u64).range(16..=limits::FREE_FILE_BYTES as u64))]
    file_bytes: u64,
    /// Also add classes to the first school whose people are all logged in, such as 1x1000,20x100: how many, of how many.
    #[arg(long, value_delimiter = ',', requires = "sessions")]
    gathered: Vec<Gathered>,
    /// Write the sessions of these people to this file: the school's short name, cookie and room, with tabs, a line each.
    #[arg(long, requires = "gathered")]
    sessions: Option<PathBuf>,
}

/// People gathered at most: more sockets than one machine has.
const GATHERED: usize = 200_000;

/// So many classes of so many people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gathered {
    classes: usize,
    people: usize,
}

impl FromStr for Gathered {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is not such as 20x100, of {GATHERED} people at most");
        let (classes, people) = text.split_once('x').ok_or_else(wrong)?;
        let number = |part: &str| part.parse().ok().filter(|it| (1..=GATHERED).contains(it)).ok_or_else(wrong);
        let (classes, people): (usize, usize) = (number(classes)?, number(people)?);
        if classes.saturating_mul(people) > GATHERED { Err(wrong()) } else { Ok(Gathered { classes, people }) }
    }
}

/// Lets people gather; the file is for whoever runs the server alone, as who holds a cookie is logged in.
async fn gather(system: &System, slug: &str, gathered: &[Gathered], file: &Path, seed: u64) -> Result<()> {
    let sizes: Vec<usize> = gathered.iter().flat_map(|it| std::iter::repeat_n(it.people, it.classes)).collect();
    let secrets: Vec<String> = (0..sizes.iter().sum::<usize>()).map(|_| Id::default().to_string()).collect();
    let hashes: Vec<String> = secrets.iter().map(|it| secret_hash(it)).collect();
    let rooms = demo::gathering(system, slug, &sizes, &hashes, seed).await.map_err(model::Error::from)?;
    let rooms = rooms.iter().zip(&sizes).flat_map(|(room, size)| std::iter::repeat_n(room, *size));
    let mut lines = String::new();
    for (secret, room) in secrets.iter().zip(rooms) {
        writeln!(lines, "{slug}\t{COOKIE}={secret}\t{room}")?;
    }
    run::write_private(file, &lines)
}

impl Large {
    async fn add(&self, system: &System, slug: &str, seed: u64) -> domain::Result<()> {
        if self.people > 0 {
            demo::crowd(system, slug, self.people, seed).await?;
        }
        if self.messages > 0 {
            demo::chatter(system, slug, self.messages, seed).await?;
        }
        if self.files > 0 {
            demo::paperwork(system, slug, self.files, self.file_bytes as usize, seed).await?;
        }
        Ok(())
    }
}

/// Seeds and prints whom one can log in as; writes everybody's log-in to `log_ins`, if wanted.
///
/// # Errors
/// When there are people already.
pub async fn seed(config: &Config, seed: u64, log_ins: Option<PathBuf>, large: Large) -> Result<()> {
    let world = run::open(config).await?;
    let system = System::new(&world, "seed");
    let summary = demo::seed(&system, seed).await.map_err(model::Error::from).context("the demo needs an empty platform")?;
    if let Some(school) = summary.schools.first() {
        large.add(&system, school.slug, seed).await.map_err(model::Error::from)?;
        if let Some(file) = &large.sessions {
            gather(&system, school.slug, &large.gathered, file, seed).await?;
        }
    }
    // What so many new rows are like is not known yet to whoever plans the first statements about them.
    world.db.tend().await?;
    if let Some(file) = log_ins {
        let names = demo::usernames(&system).await.map_err(model::Error::from)?;
        let lines: String = names.iter().map(|name| format!("{name}\t{}\n", demo::PASSWORD)).collect();
        std::fs::write(&file, lines).with_context(|| format!("{}", file.display()))?;
    }
    print(&summary);
    world.db.close().await;
    Ok(())
}

fn print(summary: &DemoSummary) {
    println!(
        "{} people ({} teachers, {} students) in {} classes and {} courses; {} assignments, {} submissions, {} marks, {} messages, {} posts.",
        summary.people,
        summary.teachers,
        summary.students,
        summary.classes,
        summary.courses,
        summary.assignments,
        summary.submissions,
        summary.marks,
        summary.messages,
        summary.posts
    );
    println!("\nEverybody's password is {}. Log in as:", summary.password);
    println!("  {:<24} the platform's admin", summary.platform_admin);
    for school in &summary.schools {
        println!("\n  {} (/s/{}), join code {}", school.name, school.slug, school.code);
        println!("  {:<24} school admin", school.admin);
        println!("  {:<24} teacher", school.teacher);
        println!("  {:<24} student", school.student);
        if let Some(parent) = &school.parent {
            println!("  {parent:<24} parent");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_people_are_read_as_they_are_written() {
        assert_eq!("20x100".parse::<Gathered>(), Ok(Gathered { classes: 20, people: 100 }));
        for wrong in ["", "20", "x", "0x5", "5x0", "-1x5", "1x200001", "100000x100000", "2x3x4"] {
            assert!(wrong.parse::<Gathered>().is_err(), "{wrong}");
        }
    }
}
