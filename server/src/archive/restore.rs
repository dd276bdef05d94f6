//! The command that puts an archive back: it shows what would happen, asks, makes a backup of what is there, and restores
//! while nothing else can be changed.

use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use domain::backup::restore::{self, Manner, Order, Outcome, Refused, Safety, Told, Written};
use domain::backup::{self, Opened, Shown, check, is_locked, school_in, upload};
use domain::{System, World};
use model::backup::restore::Plan;
use model::ids::SchoolId;
use model::{Error, Problem};
use tokio::sync::watch;

use super::bar::{Bar, Far};
use super::{passphrase, tell_problems};
use crate::{Config, run};

/// What is typed before a whole platform is put back.
const WORD: &str = "restore";
/// What the audit log calls whoever does it.
const REASON: &str = "restore";

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Wish {
    pub file: PathBuf,
    /// The school that is wanted of a platform's archive, by the short name it has there.
    pub school: Option<String>,
    pub dry_run: bool,
    /// Nobody is asked.
    pub yes: bool,
    /// Whether what is there is backed up before.
    pub backup: bool,
    /// Where the passphrase of an encrypted one stands.
    pub locked: Option<PathBuf>,
}

/// How it ended. But for the first and the fourth nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Done = 0,
    /// The archive is broken, or does not fit.
    Unfit = 1,
    /// Something could not be read, nobody said yes, or it was stopped.
    NotDone = 2,
    /// Done, but for files that were missing when the archive was made.
    Lacking = 3,
    /// Something else is put back, tested or backed up at this moment.
    Busy = 4,
}

/// Puts an archive back, or says what that would do.
pub async fn put_back(config: &Config, wish: &Wish) -> ExitCode {
    let code = carry_out(config, wish).await.unwrap_or_else(|error| {
        eprintln!("{error:#}\nNothing was changed.");
        Code::NotDone
    });
    ExitCode::from(code as u8)
}

async fn carry_out(config: &Config, wish: &Wish) -> Result<Code> {
    if !wish.yes && !wish.dry_run && !std::io::stdin().is_terminal() {
        bail!("There is nobody to ask. Say --yes to put it back, or --dry-run to see what that would do.");
    }
    let bytes = std::fs::File::open(&wish.file).and_then(|file| Ok(file.metadata()?.len()));
    let bytes = bytes.with_context(|| format!("{}", wish.file.display()))?;
    let stop = Stop::listen();
    let world = run::open(config).await?;
    let ended = Restoring { world: &world, wish, stop }.run(bytes).await;
    world.db.close().await;
    ended
}

/// Whether somebody has asked that it end: a signal that comes between two steps is heard too.
#[derive(Clone)]
struct Stop(watch::Receiver<bool>);

impl Stop {
    fn listen() -> Stop {
        let (asked, stop) = watch::channel(false);
        tokio::spawn(async move {
            run::signal().await;
            asked.send_replace(true);
        });
        Stop(stop)
    }

    async fn asked(&mut self) {
        if self.0.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

struct Restoring<'a> {
    world: &'a World,
    wish: &'a Wish,
    stop: Stop,
}

impl Restoring<'_> {
    async fn run(mut self, bytes: u64) -> Result<Code> {
        let (wish, system) = (self.wish, self.system());
        let folder = match upload::room(&system, bytes).await {
            Ok(folder) => folder,
            Err(error) => return failed(error),
        };
        // It goes when this ends, whatever comes of it.
        let opened = opened(wish, &folder).await?;
        let archive = opened.as_ref().map_or(wish.file.as_path(), |opened| opened.path());
        let school = match &wish.school {
            None => None,
            Some(slug) => match school_of(archive, slug).await? {
                Ok(school) => Some(school),
                Err(code) => return Ok(code),
            },
        };
        let name = wish.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let order = Order { archive: archive.to_owned(), name, school, folder, asked_by: None, written: Written::Vouched };
        let told = Told::default();
        let plan = match self.shown(&told, restore::drill(&system, &order, &told)).await {
            Ok(Ok(plan)) => plan,
            Ok(Err(refused)) => return Ok(tell_refused(&refused)),
            Err(error) => return failed(error),
        };
        print!("{}", table(&plan));
        if wish.dry_run {
            println!("This was a dry run: nothing was changed.");
            return Ok(done(&plan));
        }
        if !wish.yes && !self.is_meant(&plan).await? {
            eprintln!("That is not it. Nothing was changed.");
            return Ok(Code::NotDone);
        }
        let safety = if wish.backup && is_anything_here(&plan) { Safety::Replaced } else { Safety::Nothing };
        let manner = Manner { safety, beside: true };
        let told = Told::default();
        match self.shown(&told, restore::restore(&self.system(), &order, manner, &told)).await {
            Ok(Ok(outcome)) => {
                tell_outcome(&outcome, &plan);
                Ok(done(&plan))
            }
            Ok(Err(refused)) => Ok(tell_refused(&refused)),
            Err(error) => failed(error),
        }
    }

    fn system(&self) -> System {
        System::new(self.world, REASON)
    }

    /// Waits for it, shows how far it is, and passes on that somebody wants it to end.
    async fn shown<T>(&mut self, told: &Told, doing: impl Future<Output = T>) -> T {
        let (mut far, mut bar, mut asked) = (told.listen(), Bar::default(), false);
        let mut unsaid = true;
        let mut say = |bar: &mut Bar| {
            if let Some(safety) = told.safety().filter(|_| unsaid) {
                unsaid = false;
                bar.end();
                println!("What is here now is in the backup {safety}.");
            }
        };
        let mut doing = std::pin::pin!(doing);
        loop {
            tokio::select! {
                done = &mut doing => {
                    bar.end();
                    say(&mut bar);
                    return done;
                }
                Ok(()) = far.changed() => {
                    let now = *far.borrow_and_update();
                    say(&mut bar);
                    bar.tell(Far { step: now.step.text(), done: now.done, of: now.of });
                }
                () = self.stop.asked(), if !asked => {
                    asked = true;
                    told.stop();
                }
            }
        }
    }

    /// Whether it is meant: what is to be replaced is typed.
    async fn is_meant(&mut self, plan: &Plan) -> Result<bool> {
        let word = plan.school.as_ref().map_or(WORD, |(_, name)| name.as_str());
        eprint!("This replaces what is here now. To go on, type {}: ", Shown(word));
        std::io::stderr().flush()?;
        let reading = tokio::task::spawn_blocking(|| {
            let mut line = String::new();
            std::io::stdin().read_line(&mut line).map(|_| line)
        });
        tokio::select! {
            line = reading => Ok(line??.trim() == word.trim()),
            () = self.stop.asked() => {
                eprintln!();
                Ok(false)
            }
        }
    }
}

/// What is in an archive that is encrypted, in a file of its own.
async fn opened(wish: &Wish, folder: &Path) -> Result<Option<Opened>> {
    if !is_locked(&wish.file)? {
        return Ok(None);
    }
    let passphrase = passphrase::given(wish.locked.as_deref())?;
    let (file, folder) = (wish.file.clone(), folder.to_owned());
    let opened = tokio::task::spawn_blocking(move || backup::opened(&file, &passphrase, &folder)).await??;
    Ok(Some(opened.context("it is locked with another passphrase")?))
}

/// The school of that short name in the archive, or how it ended: a broken archive has none.
async fn school_of(file: &Path, slug: &str) -> Result<Result<SchoolId, Code>> {
    let (path, wanted) = (file.to_owned(), slug.to_owned());
    match tokio::task::spawn_blocking(move || school_in(&path, &wanted)).await? {
        Ok(Some(school)) => Ok(Ok(school)),
        Ok(None) => {
            eprintln!("The school {slug} is not in it. Nothing was changed.");
            Ok(Err(Code::Unfit))
        }
        Err(error) => {
            let path = file.to_owned();
            let report = tokio::task::spawn_blocking(move || check(&path)).await??;
            if report.is_whole() {
                return Err(error).with_context(|| format!("{}", file.display()));
            }
            Ok(Err(tell_refused(&Refused::Broken(Box::new(report)))))
        }
    }
}

/// Whether there is anything that a backup could keep: a school that comes anew, or an empty platform, has nothing.
fn is_anything_here(plan: &Plan) -> bool {
    plan.tables.iter().any(|table| table.name == "schools" && table.now > 0)
}

fn done(plan: &Plan) -> Code {
    if plan.lacking > 0 { Code::Lacking } else { Code::Done }
}

/// What is in the archive, and what it would do.
fn table(plan: &Plan) -> String {
    let whose = plan.school.as_ref().map_or("the whole platform", |(_, name)| name.as_str());
    let mut lines = format!("{}, {}, Lyceum {}\n", Shown(whose), plan.made.local, Shown(&plan.app));
    if plan.upgraded {
        lines += "It is of an older version and is brought up to date.\n";
    }
    let shown: Vec<_> = plan.tables.iter().filter(|table| table.now + table.then > 0).collect();
    let name = shown.iter().map(|table| table.name.len()).max().unwrap_or_default();
    lines += &format!("{:<name$}  {:>12}  {:>12}\n", "", "rows now", "rows then");
    for it in shown {
        // What is only added to has that many at least.
        let then = if it.grows() { format!("{}+", it.then) } else { it.then.to_string() };
        lines += &format!("{:<name$}  {:>12}  {then:>12}\n", it.name, it.now);
    }
    lines += &format!("{:<name$}  {:>12}  {:>12}\n", "files", "", plan.files);
    if plan.school.is_some() {
        lines += &format!("{} people are here already and stay as they are; {} come.\n", plan.matched, plan.new);
    }
    if plan.lacking > 0 {
        lines += &format!("Files missing or damaged when it was made: {}.\n", plan.lacking);
    }
    lines
}

fn tell_outcome(outcome: &Outcome, plan: &Plan) {
    println!("{} rows were put back and read again, {} files were added.", outcome.rows, outcome.files);
    if plan.lacking > 0 {
        eprintln!("Files that rows name and that the archive lacks, or has damaged: {}.", plan.lacking);
    }
}

fn tell_refused(refused: &Refused) -> Code {
    match refused {
        Refused::Broken(report) => {
            tell_problems(report);
            eprintln!("The archive is broken. Nothing was changed.");
            Code::Unfit
        }
        Refused::Unfit(unfit) => {
            eprintln!("{unfit}\nThe archive does not fit. Nothing was changed.");
            Code::Unfit
        }
        Refused::Stopped => {
            eprintln!("It was stopped. Nothing was changed.");
            Code::NotDone
        }
    }
}

fn failed(error: domain::Error) -> Result<Code> {
    let busy = match Error::from(error) {
        Error::Conflict(Problem::RestoreRuns) => "Another archive is put back or tested at this moment.",
        Error::Conflict(Problem::BackupRuns) => "Another backup is made at this moment.",
        Error::Conflict(Problem::DiskFull) => bail!("There is no room for it on the disk."),
        Error::Conflict(problem) => bail!("{}", problem.text().0.english),
        other => return Err(other.into()),
    };
    eprintln!("{busy} Nothing was changed; try again later.");
    Ok(Code::Busy)
}

#[cfg(test)]
mod tests {
    use model::backup::restore::PlanTable;
    use model::{At, When};

    use super::*;

    fn plan() -> Plan {
        let table = |name: &str, now, then| PlanTable { name: name.into(), now, then };
        Plan {
            school: None,
            made: When { at: At(0), local: "Fri 27 Nov 2026, 12:00".into(), own: None },
            app: "0.1.0".into(),
            upgraded: false,
            tables: vec![table("schools", 0, 2), table("memberships", 0, 1500), table("marks", 0, 0), table("audit", 5, 5)],
            matched: 0,
            new: 0,
            files: 7,
            lacking: 0,
            within: false,
        }
    }

    #[test]
    fn what_would_happen_stands_in_columns() {
        let lines = table(&plan());
        let lines: Vec<&str> = lines.lines().collect();
        assert_eq!(lines[0], "the whole platform, Fri 27 Nov 2026, 12:00, Lyceum 0.1.0");
        assert_eq!(lines[1], "                 rows now     rows then");
        assert_eq!(lines[2], "schools                 0             2");
        assert_eq!(lines[3], "memberships             0          1500");
        assert_eq!(lines[4], "audit                   5            5+");
        assert_eq!(lines.len(), 6, "an empty table is not told of: {lines:?}");
    }

    #[test]
    fn an_empty_platform_needs_no_backup_and_missing_files_have_a_code_of_their_own() {
        let empty = plan();
        assert!(!is_anything_here(&empty));
        assert_eq!((done(&empty), done(&Plan { lacking: 1, ..empty.clone() })), (Code::Done, Code::Lacking));
    }
}
