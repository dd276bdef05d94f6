//! The command line.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::{Parser, Subcommand};
use domain::System;
use model::backup::kept::ShelfKind;
use server::{Config, archive, run, seed};
use tracing_subscriber::EnvFilter;

/// Pages are made of many small texts, and log-ins need much memory for a moment: glibc's allocator spends a fifth of a
/// page's time, and keeps 19 MiB for each thread that ever checked a password. SQLite's memory comes from here too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bytes of a thread's stack: long work is awaited in the middle of long work, and without optimisation that is deep.
const STACK: usize = 8 * 1024 * 1024;

#[derive(Parser)]
#[command(name = "lyceum", version, about = "The school's whole day, in one place.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the platform. Settings: lyceum.toml and LYCEUM_*.
    Serve,
    /// Bring the database's schema up to date and stop.
    Migrate,
    /// Fill an empty platform with a believable one to look at.
    Seed {
        /// Says that made-up people are wanted in this database.
        #[arg(long, required = true)]
        demo: bool,
        /// The same number makes the same platform.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Also write everybody's log-in to this file: username, tab, password, a line each.
        #[arg(long)]
        log_ins: Option<PathBuf>,
        #[command(flatten)]
        large: seed::Large,
    },
    /// Write everything into an archive: every row, and every file that rows name. It may be made while people work.
    Backup {
        /// The school whose rows alone are wanted, by its short name.
        #[arg(long)]
        school: Option<String>,
        /// A folder, or the name of the file.
        #[arg(long, default_value = ".")]
        to: PathBuf,
        /// Encrypt it with the passphrase in the first line of this file: the `age` program opens it then.
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// Put an archive back, after showing what that would do: 0 it is done, 1 the archive is broken or does not fit, 2 it
    /// could not be read, was not confirmed or was stopped, 3 it is done but files were missing, 4 something else is put back.
    Restore {
        file: PathBuf,
        /// The school that alone is wanted of a platform's archive, by its short name.
        #[arg(long)]
        school: Option<String>,
        /// Show what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Do it without asking.
        #[arg(long)]
        yes: bool,
        /// Make no backup of what is here now.
        #[arg(long)]
        no_backup: bool,
        /// Where the passphrase of an encrypted one stands, in the first line; without it the passphrase is asked for.
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// Check an archive, without a server or a database: 0 it is whole, 1 it is broken, 2 it cannot be read.
    CheckBackup {
        file: PathBuf,
        /// Where the passphrase of an encrypted one stands, in the first line; without it the passphrase is asked for.
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// List the backups that the server keeps, on its disk and in its bucket, or write one of them into a file, from which
    /// `restore` puts it back: also on a new machine, with the settings of the old one.
    Kept {
        /// The name of the one that is wanted.
        name: Option<String>,
        /// The place to take it from, disk or s3, where it lies in both and one is damaged.
        #[arg(long, requires = "name")]
        from: Option<ShelfKind>,
        /// A folder, or the name of the file.
        #[arg(long, default_value = ".", requires = "name")]
        to: PathBuf,
    },
    /// The key of the kept backups.
    BackupKey {
        /// Give it another passphrase: the old one is LYCEUM_BACKUPS_PASSPHRASE, the new one LYCEUM_BACKUPS_PASSPHRASE_NEW,
        /// or each is asked for. Backups stay as they are.
        #[arg(long, required = true)]
        change: bool,
    },
    /// What the servers keep in memory.
    Cache {
        #[command(subcommand)]
        what: Cache,
    },
}

#[derive(Subcommand)]
enum Cache {
    /// Ask the servers that run to read everything anew.
    Clear,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    // It needs none of the settings.
    if let Command::CheckBackup { file, passphrase_file } = &cli.command {
        return Ok(archive::check(file, passphrase_file.as_deref()));
    }
    let config = Config::read()?;
    log(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build()?;
    let ended: Result<ExitCode> = runtime.block_on(async {
        match cli.command {
            Command::Serve => {
                greet(&config);
                run::serve(config).await?;
            }
            Command::Migrate => {
                run::open(&config).await?.db.close().await;
                println!("The schema is up to date.");
            }
            Command::Cache { what: Cache::Clear } => {
                let world = run::open(&config).await?;
                domain::jobs::plan_to_forget(&System::new(&world, "cache")).await.map_err(model::Error::from)?;
                world.db.close().await;
                println!("The servers empty their caches within a few seconds.");
            }
            Command::Seed { demo: _, seed: number, log_ins, large } => {
                seed::seed(&config, number, log_ins, large).await?;
            }
            Command::Backup { school, to, passphrase_file } => {
                return archive::make(&config, school.as_deref(), &to, passphrase_file.as_deref()).await;
            }
            Command::Restore { file, school, dry_run, yes, no_backup, passphrase_file } => {
                let wish = archive::Wish { file, school, dry_run, yes, backup: !no_backup, locked: passphrase_file };
                return Ok(archive::put_back(&config, &wish).await);
            }
            Command::Kept { name, from, to } => return archive::take_home(&config, name.as_deref(), from, &to).await,
            Command::CheckBackup { file, passphrase_file } => return Ok(archive::check(&file, passphrase_file.as_deref())),
            Command::BackupKey { change: _ } => archive::change_key(&config).await?,
        }
        Ok(ExitCode::SUCCESS)
    });
    // Whoever stops the making of an archive does not wait for the check of it.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

/// JSON lines for machines, plain ones for a person at a terminal.
fn log(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(format!("{},tower_sessions_core=error", config.log))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.init()
    } else {
        builder.json().flatten_event(true).init()
    }
    Ok(())
}

fn greet(config: &Config) {
    println!("Lyceum serves {}", config.origin());
    println!("Open it in a browser: the first visit founds the first school. Stop with Ctrl+C.");
}
