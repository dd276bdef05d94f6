//! The program while it makes backups that are kept: killed at each step, and on a disk that has no room.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use domain::System;
use domain::backup::kept::{self, Wish};
use model::backup::kept::{Cause, Why};
use model::ids::{JobId, KeptId};
use store::testing::{Scratch, each_started};
use store::{args, sql};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};

use crate::app::TestApp;
use crate::backup::{command, run, with_settings};
use crate::scene::Scene;

/// How long anything may take that is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

fn data(scratch: &Scratch) -> PathBuf {
    let data = scratch.folder().join("data");
    std::fs::create_dir_all(&data).unwrap();
    data
}

/// A school on that database, as a server has it.
async fn school(scratch: &Scratch) -> TestApp {
    scratch.db.follow().await.unwrap();
    TestApp::on(scratch)
}

/// Adds a job.
async fn ask(scratch: &Scratch, kind: &str, payload: &str) {
    let add = sql!("insert into jobs (id, kind, payload, state, run_at, created_at) values ($1, $2, $3, 'waiting', 1, $4)");
    scratch.db.run(add, args![JobId::new(), kind, payload, store::clock::now()]).await.unwrap();
}

fn wish(why: Why) -> String {
    serde_json::to_string(&Wish { of: None, why, before: None, asked_by: None }).unwrap()
}

/// Waits until it answers something.
async fn until<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| panic!("{what}: it never came"))
}

/// The platform's backups that are good.
async fn good(scratch: &Scratch) -> Vec<(KeptId, String)> {
    let sql = sql!("select id, name from kept_backups where whose = '' and state = 'kept' order by begun_at desc, id desc");
    scratch.db.all(sql, args![]).await.unwrap()
}

/// A server that works, and says what it does.
struct Server {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Server {
    fn start(mut command: Command) -> Server {
        command.env("LYCEUM_ADDR", "127.0.0.1:0").env("LYCEUM_LOG", "warn,domain::backup::kept=debug");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Server { child, lines }
    }

    /// Waits until the making of a backup is at a step.
    async fn at(&mut self, step: &str) {
        let step = format!("\"step\":\"{step}\"");
        let reading = async {
            while let Some(line) = self.lines.next_line().await.unwrap() {
                if line.contains(&step) {
                    return;
                }
            }
            panic!("it ended before {step}");
        };
        tokio::time::timeout(PATIENCE, reading).await.expect("the step comes");
    }

    /// Reads on, so that it never waits for whoever reads what it says.
    fn aside(self) -> Child {
        let Server { child, mut lines } = self;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        child
    }
}

/// Every file below a folder, by its path there.
fn files(folder: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&at) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// What is there, by an archive of it: every table but the log, which goes on, and every file, by their hashes.
async fn there(scratch: &Scratch) -> Vec<(String, String)> {
    let file = scratch.folder().join("there.zip");
    let (code, said, told) = run(&scratch.options, &data(scratch), &["backup", "--to", file.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{said}{told}");
    let contents = domain::backup::check(&file).unwrap().contents.unwrap();
    // The log grows, and a server that starts notes with what it folded names and mails what was announced.
    let moves = ["audit", "platform", "announcement_mails"];
    let stays = contents.tables.into_iter().filter(|part| !moves.contains(&part.name.as_str()));
    let tables = stays.map(|part| (part.name, part.sum.sha256));
    tables.chain(contents.files.into_iter().map(|part| (part.path, part.sum.sha256))).collect()
}

#[tokio::test]
async fn killed_at_any_step_of_a_backup_it_harms_nothing_and_the_next_one_is_good() {
    each_started(async |scratch| {
        let app = school(scratch).await;
        Scene::new(&app).await;
        let before = there(scratch).await;
        let system = System::new(&app.state.world, "test");
        ask(scratch, "backup.keep", &wish(Why::Schedule)).await;
        for (step, why) in [
            ("begin", Why::Hand),
            ("rows", Why::Schedule),
            ("files", Why::Hand),
            ("read", Why::Schedule),
            ("head", Why::Hand),
            ("end", Why::Schedule),
        ] {
            let mut server = Server::start(command(&scratch.options, &data(scratch), &["serve"]));
            server.at(step).await;
            server.child.kill().await.unwrap();
            // As it is when the minutes have passed in which it could still be alive: another server takes the job over.
            let silent = sql!("update kept_backups set beat_at = 1 where state = 'running'");
            scratch.db.run(silent, args![]).await.unwrap();
            let over =
                sql!("update jobs set state = 'running', lease_until = 1, tries = 1, payload = $1 where kind = 'backup.keep'");
            scratch.db.run(over, args![wish(why)]).await.unwrap();
            // One that was done before it was killed is whole.
            for (id, name) in good(scratch).await {
                kept::verify(&system, id).await.unwrap();
                assert!(good(scratch).await.contains(&(id, name)), "killed at {step}");
            }
        }
        let tried = good(scratch).await.len();
        let mut child = Server::start(command(&scratch.options, &data(scratch), &["serve"])).aside();
        until("a backup after all that", async || (good(scratch).await.len() > tried).then_some(())).await;
        child.kill().await.unwrap();
        assert_eq!(there(scratch).await, before, "what the school has is as it was");

        // A day later what was left half is swept.
        let mut tomorrow = System::new(&app.state.world, "test");
        tomorrow.0.now = tomorrow.now.plus_hours(25);
        let last = kept::carry_out(&tomorrow, &Wish { of: None, why: Why::Hand, before: None, asked_by: None }).await.unwrap();
        let all = good(scratch).await;
        assert!(all.iter().any(|(id, _)| *id == last.id));
        for (id, _) in &all {
            kept::verify(&tomorrow, *id).await.unwrap();
        }
        assert_eq!(good(scratch).await, all, "each is good");
        let lying = files(&data(scratch).join("backups"));
        for path in lying.iter().filter(|path| path.starts_with("backups/")) {
            let (folder, _) = path.rsplit_once('/').unwrap();
            assert!(lying.contains(&format!("{folder}/head.json")), "half a backup: {lying:?}");
        }
        assert!(lying.iter().all(|path| !path.contains('#')), "{lying:?}");
        drop(app);
    })
    .await;
}

/// Runs what follows with a folder that is a disk of its own with so much room.
const MOUNT: &str = "mount -t tmpfs -o size=$ROOM,mode=700 lyceum \"$SMALL\" && exec \"$@\"";
/// The same where nobody may mount: no file gets larger than so many blocks, of 512 bytes or, in some shells, of 1024.
const LIMIT: &str = "trap '' XFSZ && ulimit -f $BLOCKS && exec \"$@\"";

/// Little room.
struct Room {
    disk: &'static str,
    blocks: &'static str,
}

/// The program where that folder has little room, and whether the folder is a disk of its own.
async fn small(scratch: &Scratch, folder: &Path, room: &Room, words: &[&str]) -> (Command, bool) {
    std::fs::create_dir_all(folder).unwrap();
    let within = ["-rm", "sh", "-c", MOUNT, "sh"];
    let tried = Command::new("unshare")
        .args(within)
        .arg("true")
        .env("SMALL", folder)
        .env("ROOM", room.disk)
        .stderr(Stdio::null())
        .status()
        .await;
    let may_mount = tried.is_ok_and(|status| status.success());
    let mut command = if may_mount {
        let mut command = Command::new("unshare");
        command.args(within);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", LIMIT, "sh"]);
        command
    };
    command.arg(env!("CARGO_BIN_EXE_lyceum")).args(words);
    command.env("SMALL", folder).env("ROOM", room.disk).env("BLOCKS", room.blocks);
    (with_settings(command, &scratch.options, &data(scratch)), may_mount)
}

#[tokio::test]
async fn on_a_full_disk_a_backup_fails_in_plain_words_and_the_earlier_ones_stay_good() {
    each_started(async |scratch| {
        let app = school(scratch).await;
        let scene = Scene::new(&app).await;
        let folder = scratch.folder().join("small");
        let room = Room { disk: "6m", blocks: "12288" };
        let (mut command, _) = small(scratch, &folder, &room, &["serve"]).await;
        command.env("LYCEUM_BACKUPS", &folder);
        ask(scratch, "backup.keep", &wish(Why::Hand)).await;
        let mut child = Server::start(command).aside();
        // As the program sees it.
        let seen = PathBuf::from(format!("/proc/{}/root{}", child.id().unwrap(), folder.display()));
        let first = until("the first backup", async || good(scratch).await.pop()).await;
        let lying = files(&seen);
        assert!(lying.iter().any(|path| path.ends_with("head.json")), "{lying:?}");

        // Somebody has a photo that is larger than the disk.
        let photo = "a".repeat(64);
        let place = data(scratch).join("files/photos/aa");
        std::fs::create_dir_all(&place).unwrap();
        std::fs::write(place.join(&photo), vec![7; 14 * 1024 * 1024]).unwrap();
        let named = sql!("update users set photo = $2 where id = $1");
        scratch.db.run(named, args![scene.sam.as_str(), photo.as_str()]).await.unwrap();
        ask(scratch, "backup.keep", &wish(Why::Hand)).await;
        let error = until("the second backup", async || {
            let failed = sql!("select error from kept_backups where whose = '' and state = 'failed'");
            scratch.db.maybe::<(String,)>(failed, args![]).await.unwrap()
        })
        .await;
        assert_eq!(error.0, Cause::Full.text());
        assert_eq!(files(&seen), lying, "nothing of it stays");
        let page = scene.admin.get("/backup/kept").await.body;
        assert!(page.contains("there is no room for it on the server"), "{page}");

        // The earlier one is read again, all of it.
        let unread = sql!("update kept_backups set verified_at = null where id = $1");
        scratch.db.run(unread, args![first.0]).await.unwrap();
        ask(scratch, "backup.verify", &first.0.to_string()).await;
        until("the check", async || {
            let verified =
                sql!("select verified_at from kept_backups where id = $1 and state = 'kept' and verified_at is not null");
            scratch.db.maybe::<(model::At,)>(verified, args![first.0]).await.unwrap()
        })
        .await;
        ask(scratch, "backup.due", "").await;
        let (to, body) = until("the mail", async || {
            let mail = sql!("select recipient, body from mails where subject like 'The backup failed%'");
            scratch.db.maybe::<(String, String)>(mail, args![]).await.unwrap()
        })
        .await;
        assert!(to.starts_with("ada@") && body.contains("there is no room for it"), "{to}: {body}");

        // When there is room, the next one is made.
        let none = sql!("update users set photo = '' where id = $1");
        scratch.db.run(none, args![scene.sam.as_str()]).await.unwrap();
        ask(scratch, "backup.keep", &wish(Why::Hand)).await;
        until("a backup with room", async || (good(scratch).await.len() == 2).then_some(())).await;
        child.kill().await.unwrap();
        drop(app);
    })
    .await;
}

#[tokio::test]
async fn a_restore_that_finds_no_room_says_so_and_changes_nothing() {
    each_started(async |scratch| {
        let app = school(scratch).await;
        let scene = Scene::new(&app).await;
        // Five megabytes that compress to a fourth: the archive has room where its staging has none.
        let mut seed = 1_u32;
        let mut letter = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b"lyce"[(seed >> 30) as usize])
        };
        let long: String = (0..5_000_000).map(|_| letter()).collect();
        let brief = sql!("update assignments set brief = $2 where school_id = $1");
        scratch.db.run(brief, args![scene.place.as_str(), long.as_str()]).await.unwrap();
        let before = there(scratch).await;
        let archive = scratch.folder().join("there.zip");
        let words = ["restore", archive.to_str().unwrap(), "--yes", "--no-backup"];
        let room = Room { disk: "3m", blocks: "4096" };
        let (mut command, may_mount) = small(scratch, &data(scratch).join("restores"), &room, &words).await;
        let ended = command.output().await.unwrap();
        let told = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(told.contains("Nothing was changed."), "{told}");
        // A file that may not grow is no full disk to SQLite.
        if may_mount {
            assert_eq!(ended.status.code(), Some(2), "{told}");
            assert!(told.contains("There is no room for it on the disk."), "{told}");
        }
        assert_eq!(there(scratch).await, before);
        drop(app);
    })
    .await;
}
