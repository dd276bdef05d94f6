//! The command that fills an empty platform with a believable one.

use std::path::PathBuf;

use anyhow::{Context, Result};
use domain::System;
use domain::demo::{self, DemoSummary};

use crate::{Config, run};

/// Seeds and prints whom one can log in as; writes everybody's log-in to `log_ins`, if wanted. With
/// `people` so many more stand in the first school.
///
/// # Errors
/// When there are people already.
pub async fn seed(config: &Config, seed: u64, log_ins: Option<PathBuf>, people: usize) -> Result<()> {
    let world = run::open(config).await?;
    let system = System::new(&world, "seed");
    let summary = demo::seed(&system, seed).await.map_err(model::Error::from).context("the demo needs an empty platform")?;
    if let Some(school) = summary.schools.first().filter(|_| people > 0) {
        demo::crowd(&system, school.slug, people, seed).await.map_err(model::Error::from)?;
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
        "{} people ({} teachers, {} students) in {} classes and {} courses; {} assignments, {} submissions, {} marks, {} messages.",
        summary.people,
        summary.teachers,
        summary.students,
        summary.classes,
        summary.courses,
        summary.assignments,
        summary.submissions,
        summary.marks,
        summary.messages
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
