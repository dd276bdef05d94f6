//! `lyceum restore`: an archive is put back from the command line, whole or not at all.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use domain::backup::check;
use store::testing::{Scratch, each_started};
use store::{args, sql};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

use crate::app::TestApp;
use crate::backup::{command, run};
use crate::scene::Scene;

/// The folder of a server on that database.
pub fn data(scratch: &Scratch) -> PathBuf {
    let data = scratch.folder().join("data");
    std::fs::create_dir_all(&data).unwrap();
    data
}

async fn lyceum(scratch: &Scratch, words: &[&str]) -> (i32, String, String) {
    run(&scratch.options, &data(scratch), words).await
}

/// A server with a school on that database.
async fn server(scratch: &Scratch) -> TestApp {
    scratch.db.follow().await.unwrap();
    TestApp::on(scratch)
}

/// Writes an archive.
async fn backup(scratch: &Scratch, name: &str) -> PathBuf {
    let file = scratch.folder().join(name);
    let (code, said, told) = lyceum(scratch, &["backup", "--to", file.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{said}{told}");
    file
}

/// What is there: every table but the log, which goes on, and every file, by their hashes.
pub async fn there(scratch: &Scratch) -> Vec<(String, String)> {
    let file = backup(scratch, "there.zip").await;
    let contents = check(&file).unwrap().contents.unwrap();
    let tables = contents.tables.into_iter().filter(|part| part.name != "audit").map(|part| (part.name, part.sum.sha256));
    tables.chain(contents.files.into_iter().map(|part| (part.path, part.sum.sha256))).collect()
}

/// A school, the archive of it, and what is there since something was done after it.
async fn worked_on(scratch: &Scratch, app: &TestApp) -> (PathBuf, Vec<(String, String)>, Vec<(String, String)>) {
    let scene = Scene::new(app).await;
    let file = backup(scratch, "before.zip").await;
    let before = there(scratch).await;
    scene.admin.make_class("alpha", "A class more").await;
    let now = there(scratch).await;
    assert_ne!(before, now);
    (file, before, now)
}

fn restore<'a>(file: &'a Path, words: &[&'a str]) -> Vec<&'a str> {
    [&["restore", file.to_str().unwrap()][..], words].concat()
}

#[tokio::test]
async fn a_platform_moves_to_the_other_database_with_two_commands() {
    let ([sqlite, postgres], [other, another]) = (Scratch::started().await, Scratch::started().await);
    for (from, to) in [(sqlite, another), (postgres, other)] {
        let app = server(&from).await;
        Scene::new(&app).await;
        let file = backup(&from, "whole.zip").await;
        let (code, said, told) = lyceum(&to, &restore(&file, &["--yes"])).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(said.contains("rows then") && said.contains("rows were put back"), "{said}");
        assert!(told.contains("step=check done=0 of=0"), "{told}");
        assert!(!said.contains("is in the backup"), "there was nothing to keep: {said}");
        assert_eq!(there(&to).await, there(&from).await);
        let log = sql!("select actor_id, request_id from audit where school_id is null and action = 'backup.restored'");
        let who: Vec<(Option<String>, String)> = to.db.all(log, args![]).await.unwrap();
        assert_eq!(who, [(None, "restore".to_owned())], "the platform, by its command");

        // Now there is something: it is kept before it goes.
        let (code, said, told) = lyceum(&to, &restore(&file, &["--yes"])).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(said.contains("What is here now is in the backup backup_"), "{said}");
        let (kept,): (i64,) = to
            .db
            .one(sql!("select cast(count(*) as bigint) as n from kept_backups where why = 'safety' and state = 'kept'"), args![])
            .await
            .unwrap();
        let open: Vec<(String,)> = to.db.all(sql!("select id from closures where ended_at is null"), args![]).await.unwrap();
        assert_eq!((kept, open.len()), (1, 0));
        let waits = sql!("select kind from jobs where kind = 'cache.clear' and state = 'waiting'");
        assert_eq!(to.db.all::<(String,)>(waits, args![]).await.unwrap().len(), 1, "servers are told");
        drop(app);
        from.discard().await;
        to.discard().await;
    }
}

#[tokio::test]
async fn what_is_not_confirmed_or_does_not_fit_changes_nothing_and_says_why() {
    each_started(async |scratch| {
        let app = server(scratch).await;
        let (file, _, now) = worked_on(scratch, &app).await;
        let (cut, none) = (scratch.folder().join("cut.zip"), scratch.folder().join("none.zip"));
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&cut, &bytes[..bytes.len() - 1]).unwrap();
        for (file, words, expected, why) in [
            (&file, &[][..], 2, "--yes"),
            (&none, &["--yes"][..], 2, "none.zip"),
            (&cut, &["--yes"][..], 1, "The archive is broken. Nothing was changed."),
            (&cut, &["--yes", "--school", "alpha"][..], 1, "The archive is broken. Nothing was changed."),
            (&file, &["--yes", "--school", "nowhere"][..], 1, "is not in it"),
        ] {
            let (code, said, told) = lyceum(scratch, &restore(file, words)).await;
            assert_eq!(code, expected, "{words:?}: {said}{told}");
            assert!(told.contains(why), "{words:?}: {told}");
        }
        let (code, said, told) = lyceum(scratch, &restore(&file, &["--dry-run", "--school", "alpha"])).await;
        assert_eq!(code, 0, "{said}{told}");
        assert!(said.contains("School alpha, ") && said.contains("dry run: nothing was changed"), "{said}");

        let running = sql!(
            "insert into restores (id, kind, archive, state, alone, step, begun_at, beat_at)
             values ('r', 'restore', 'a', 'running', 'yes', 'load', $1, $1)"
        );
        scratch.db.run(running, args![store::clock::now()]).await.unwrap();
        let (code, _, told) = lyceum(scratch, &restore(&file, &["--yes"])).await;
        assert_eq!((code, told.contains("try again later")), (4, true), "{told}");
        assert_eq!(there(scratch).await, now);
        drop(app);
    })
    .await;
}

#[tokio::test]
async fn an_encrypted_archive_is_put_back_with_its_passphrase_alone() {
    each_started(async |scratch| {
        let app = server(scratch).await;
        let scene = Scene::new(&app).await;
        let (right, wrong, file) =
            (scratch.folder().join("right"), scratch.folder().join("wrong"), scratch.folder().join("all.zip.age"));
        std::fs::write(&right, "twelve letters\n").unwrap();
        std::fs::write(&wrong, "twelve others\n").unwrap();
        let (right, wrong) = (right.to_str().unwrap(), wrong.to_str().unwrap());
        let words = ["backup", "--passphrase-file", right, "--to", file.to_str().unwrap()];
        let (code, said, told) = lyceum(scratch, &words).await;
        assert_eq!(code, 0, "{said}{told}");
        let before = there(scratch).await;
        scene.admin.make_class("alpha", "A class more").await;
        let now = there(scratch).await;
        let (code, _, told) = lyceum(scratch, &restore(&file, &["--yes", "--passphrase-file", wrong])).await;
        assert_eq!((code, told.contains("another passphrase")), (2, true), "{told}");
        assert_eq!(there(scratch).await, now);
        let words = ["--yes", "--no-backup", "--school", "alpha", "--passphrase-file", right];
        let (code, said, told) = lyceum(scratch, &restore(&file, &words)).await;
        assert_eq!(code, 0, "{said}{told}");
        assert_eq!(there(scratch).await, before);
        assert_eq!(std::fs::read_dir(data(scratch).join("restores")).unwrap().count(), 0, "nothing of it is left open");
    })
    .await;
}

/// A restore that runs, with what it says of itself.
struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Running {
    fn start(scratch: &Scratch, file: &Path) -> Running {
        let mut command = command(&scratch.options, &data(scratch), &restore(file, &["--yes", "--no-backup"]));
        let command = command.stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Running { child, lines }
    }

    /// Waits until it is at a step, or has ended.
    async fn until(&mut self, step: &str) {
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if line.starts_with(&format!("step={step} ")) {
                return;
            }
        }
    }
}

#[tokio::test]
async fn one_that_is_killed_anywhere_leaves_all_as_it_was_and_the_next_one_works() {
    each_started(async |scratch| {
        let app = server(scratch).await;
        let (file, before, now) = worked_on(scratch, &app).await;
        for step in ["check", "stage", "files", "load", "switch"] {
            let mut running = Running::start(scratch, &file);
            running.until(step).await;
            running.child.kill().await.unwrap();
            // As it is when the minutes have passed in which it could still be alive.
            for silent in [
                sql!("update restores set beat_at = 1 where alone = 'yes'"),
                sql!("update closures set beat_at = 1 where ended_at is null"),
            ] {
                scratch.db.run(silent, args![]).await.unwrap();
            }
            // It may have been done before it was killed: all of it, then.
            let found = there(scratch).await;
            assert!(found == now || found == before, "killed at {step}");
        }
        let (code, said, told) = lyceum(scratch, &restore(&file, &["--yes"])).await;
        assert_eq!(code, 0, "{said}{told}");
        assert_eq!(there(scratch).await, before);
        let left = std::fs::read_dir(data(scratch).join("restores")).unwrap().count();
        assert_eq!(left, 0, "what was killed left nothing for good");
        drop(app);
    })
    .await;
}

#[tokio::test]
async fn one_that_is_stopped_says_that_nothing_was_changed_and_is_in_nobodys_way() {
    each_started(async |scratch| {
        let app = server(scratch).await;
        let (file, before, now) = worked_on(scratch, &app).await;
        for step in ["check", "stage", "files", "load"] {
            let mut running = Running::start(scratch, &file);
            running.until(step).await;
            if let Some(pid) = running.child.id() {
                // It may have ended meanwhile.
                let _ = Command::new("kill").args(["-TERM", &pid.to_string()]).stderr(Stdio::null()).status().await.unwrap();
            }
            let mut told = String::new();
            while let Some(line) = running.lines.next_line().await.unwrap() {
                told += &line;
            }
            let code = running.child.wait().await.unwrap().code();
            let expected = match code {
                Some(2) => {
                    assert!(told.contains("It was stopped. Nothing was changed."), "{step}: {told}");
                    &now
                }
                // It was at its commit already.
                Some(0) => &before,
                other => panic!("{step}: {other:?} {told}"),
            };
            let found = there(scratch).await;
            assert!(found == *expected || found == before, "stopped at {step}");
        }
        let (code, said, told) = lyceum(scratch, &restore(&file, &["--yes", "--no-backup"])).await;
        assert_eq!(code, 0, "{said}{told}");
        assert_eq!(there(scratch).await, before);
        drop(app);
    })
    .await;
}
