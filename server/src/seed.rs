//! The command that fills an empty platform with a believable one.

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use domain::System;
use domain::demo::{self, DemoSummary};
use model::limits;

use crate::{Config, run};

// What the first school has beside a believable term. A doc comment here would be what `seed --help` is about.
#[derive(Args, Clone, Copy, Debug)]
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
