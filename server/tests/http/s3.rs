//! Kept backups in a bucket: on an S3 of the tests' own (`script/with-s3`), and over a line that is cut.

mod line;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use bytes::Bytes;
use domain::backup::check;
use domain::backup::kept::{self, Shelf, Wish};
use domain::jobs::{self, Lane};
use domain::{System, World};
use futures::TryStreamExt;
use model::backup::kept::Why;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use server::Config;
use server::config::Secret;
use store::testing::{Scratch, each_empty, each_started};
use store::{Db, args, sql};
use tokio::net::TcpListener;

use self::line::line;
use crate::app::TestApp;
use crate::backup::{checked, command, run};
use crate::faults::{self, FORM, Program, send};
use crate::restore_command::{data, there};
use crate::scene::Scene;

/// Of a file that goes to a bucket in more than one piece: so many letters a.
const LARGE: usize = 9 * 1024 * 1024;
const LARGE_SHA256: &str = "23ff721b5953999b01acf7b12c7e80f3ee453299b2f0b34b13b116977daef908";

/// What names the S3 of the tests.
fn of_s3(name: &str) -> String {
    let name = format!("TEST_S3_{name}");
    std::env::var(&name).unwrap_or_else(|_| panic!("{name}; script/with-s3 starts an S3 and sets it, and script/test runs that"))
}

/// A server with a place in the bucket that no other has.
fn config() -> Config {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let (process, now) = (std::process::id(), store::clock::now().0);
    Config {
        backups_s3: Some(format!("s3://{}/t{process}_{now}_{number}", of_s3("BUCKET"))),
        backups_s3_endpoint: Some(of_s3("ENDPOINT")),
        backups_s3_region: Some(of_s3("REGION")),
        backups_s3_key: Some(of_s3("KEY")),
        backups_s3_secret: Some(Secret(of_s3("SECRET"))),
        ..Config::default()
    }
}

/// The same as the program reads it.
fn settings(config: &Config) -> Vec<(&'static str, String)> {
    let text = |setting: &Option<String>| setting.clone().unwrap_or_default();
    let passphrase = config.backups_passphrase.as_ref().map(|it| ("LYCEUM_BACKUPS_PASSPHRASE", it.0.clone()));
    let bucket = [
        ("LYCEUM_BACKUPS_S3", text(&config.backups_s3)),
        ("LYCEUM_BACKUPS_S3_ENDPOINT", text(&config.backups_s3_endpoint)),
        ("LYCEUM_BACKUPS_S3_REGION", text(&config.backups_s3_region)),
        ("LYCEUM_BACKUPS_S3_KEY", text(&config.backups_s3_key)),
        ("LYCEUM_BACKUPS_S3_SECRET", config.backups_s3_secret.as_ref().map(|it| it.0.clone()).unwrap_or_default()),
    ];
    bucket.into_iter().chain(passphrase).collect()
}

/// The same server as another one, but for its bucket.
fn beside(app: &TestApp, config: Config) -> World {
    let config = Config { data: app.state.config.data.clone(), ..config };
    server::run::world(app.state.world.db.clone(), &config).unwrap()
}

/// What lies on a shelf.
async fn objects(shelf: &Shelf) -> BTreeMap<String, Bytes> {
    let found: Vec<_> = shelf.store.list(None).try_collect().await.unwrap();
    let mut all = BTreeMap::new();
    for object in found {
        let content = shelf.store.get(&object.location).await.unwrap().bytes().await.unwrap();
        all.insert(object.location.to_string(), content);
    }
    all
}

fn contents(objects: &BTreeMap<String, Bytes>) -> Vec<&str> {
    objects.keys().map(String::as_str).filter(|path| path.starts_with("contents/")).collect()
}

async fn make(world: &World) -> String {
    kept::make(&System::new(world, "test"), None, Why::Schedule).await.unwrap().name
}

/// The places of a backup, how each is, and why.
async fn places(db: &Db, name: &str) -> Vec<(String, String, String)> {
    let places = sql!("select shelf, state, error from kept_backups where name = $1 order by shelf");
    db.all(places, args![name]).await.unwrap()
}

fn place(shelf: &str, state: &str, error: &str) -> (String, String, String) {
    (shelf.to_owned(), state.to_owned(), error.to_owned())
}

/// The newest backup in the bucket.
async fn in_bucket(db: &Db) -> String {
    let newest =
        sql!("select id from kept_backups where shelf = 's3' and state = 'kept' order by begun_at desc, id desc limit 1");
    let (id,): (String,) = db.one(newest, args![]).await.unwrap();
    id
}

/// Waits until a query finds as many rows as that.
async fn until(db: &Db, query: store::Sql, count: usize) {
    let waiting = async {
        while db.all::<(String,)>(query, args![]).await.unwrap().len() < count {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap_or_else(|_| panic!("{count} of {}", query.text));
}

#[tokio::test]
async fn a_server_keeps_each_backup_on_its_disk_and_in_the_bucket_and_reads_both_again() {
    each_empty(async |options, folder| {
        let config = Config { data: folder.to_owned(), ..config() };
        let program = Program::with(options, folder, settings(&config)).await;
        let scene = faults::Scene::make(&program.address).await;
        let asked = async |path: &str, fields: &str| {
            let path = format!("/fn/app/pages/backup/api/{path}");
            let answer = send(&program.address, "POST", &path, &scene.teacher, FORM, fields.as_bytes()).await.unwrap();
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        };
        let db = Db::open(options).await.unwrap();
        // None comes by itself while it is counted.
        db.run(sql!("update backup_schedules set every = 'never' where whose = ''"), args![]).await.unwrap();
        for count in [2, 4] {
            asked("keep_now", "school=").await;
            until(&db, sql!("select name from kept_backups where state = 'kept' order by id"), count).await;
            // The job is done, and no more is written.
            let done = sql!("select kind from jobs where kind = 'backup.keep' and state = 'done' order by id");
            until(&db, done, count / 2).await;
        }
        let world = server::run::world(db.clone(), &config).unwrap();
        let (disk, bucket) = (objects(&world.shelves[0]).await, objects(&world.shelves[1]).await);
        assert_eq!(disk, bucket);
        assert_eq!((bucket.len(), contents(&bucket).len()), (7, 1), "two backups, and their one file once: {:?}", bucket.keys());

        let newest = in_bucket(&db).await;
        asked("verify_kept", &format!("school=&id={newest}")).await;
        let read = sql!("select name from kept_backups where shelf = 's3' and verified_at is not null order by id");
        until(&db, read, 2).await;
        until(&db, sql!("select kind from jobs where kind = 'backup.verify' and state = 'done' order by id"), 1).await;
        let essay = Path::from(contents(&bucket)[0]);
        world.shelves[1].store.put(&essay, PutPayload::from_static(b"the worst")).await.unwrap();
        asked("verify_kept", &format!("school=&id={newest}")).await;
        // The other one names that file too, and is read again for it.
        until(&db, sql!("select name from kept_backups where shelf = 's3' and state = 'failed' order by id"), 2).await;
        let good = sql!("select name from kept_backups where shelf = 'disk' and state = 'kept' order by id");
        assert_eq!(db.all::<(String,)>(good, args![]).await.unwrap().len(), 2);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_machine_that_burned_comes_back_from_the_bucket_alone() {
    let (burned, anew) = (Scratch::started().await, Scratch::started().await);
    for (old, new) in burned.into_iter().zip(anew) {
        old.db.follow().await.unwrap();
        new.db.follow().await.unwrap();
        let locked = Config { backups_passphrase: Some(Secret("twelve letters".into())), ..config() };
        let app = TestApp::with(&old, locked.clone());
        let scene = Scene::new(&app).await;
        let name = make(&app.state.world).await;
        let before = there(&old).await;
        for folder in ["backups", "contents"] {
            std::fs::remove_dir_all(app.state.config.backups().join(folder)).unwrap();
        }
        // The server itself goes on with what lies elsewhere.
        let page = scene.admin.get("/backup/kept").await.body;
        let download = format!("/backup/kept/{}/download", in_bucket(&old.db).await);
        assert!(page.contains("S3, off this machine") && page.contains(&format!("href=\"{download}\"")), "{page}");
        checked(&scene.admin.get(&download).await);

        drop(scene);
        drop(app);

        // Another machine, with the same settings and nothing else.
        let app = TestApp::with(&new, locked.clone());
        Box::pin(kept::look_again(&System::new(&app.state.world, "start"))).await.unwrap();
        let admin = app.founder("eve", "fresh").await;
        let page = admin.get("/backup/kept").await.body;
        let download = format!("/backup/kept/{}/download", in_bucket(&new.db).await);
        assert!(page.contains("S3, off this machine") && page.contains(&format!("href=\"{download}\"")), "{page}");
        let archive = admin.get(&download).await;
        assert_eq!(checked(&archive).files(), 1);
        let file = new.folder().join("home.zip");
        std::fs::write(&file, &archive.raw).unwrap();
        let words = ["restore", file.to_str().unwrap(), "--yes", "--no-backup"];
        let (code, said, told) = run(&new.options, &data(&new), &words).await;
        assert_eq!(code, 0, "{said}{told}");
        assert_eq!(there(&new).await, before);

        // The same without a page.
        let lyceum = async |words: &[&str]| {
            let output = command(&new.options, &data(&new), words).envs(settings(&locked)).output().await.unwrap();
            (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
        };
        let (code, list, told) = lyceum(&["kept"]).await;
        assert_eq!(code, 0, "{list}{}", String::from_utf8_lossy(&told));
        assert!(list.starts_with(&format!("{name}  s3, platform, ")) && list.trim_end().ends_with(", encrypted"), "{list}");
        let to = new.folder().join("again.zip");
        let (code, said, told) = lyceum(&["kept", &name, "--to", to.to_str().unwrap()]).await;
        assert_eq!(code, 0, "{said}{}", String::from_utf8_lossy(&told));
        assert_eq!(check(&to).unwrap().files(), 1);
        let (code, _, told) = lyceum(&["kept", "backup_of_nobody"]).await;
        assert_eq!((code, String::from_utf8_lossy(&told).contains("backup_of_nobody")), (1, true));
        drop(admin);
        drop(app);
        old.discard().await;
        new.discard().await;
    }
}

#[tokio::test]
async fn with_a_passphrase_nothing_readable_lies_in_the_bucket() {
    each_started(async |scratch| {
        scratch.db.follow().await.unwrap();
        let open = config();
        let locked = Config { backups_passphrase: Some(Secret("twelve letters".into())), ..config() };
        let app = TestApp::with(scratch, open);
        let scene = Scene::new(&app).await;
        let names = ["An essay.", "essay.txt", "School alpha", "First class", "sam@lyceum.test"];
        let mut found = Vec::new();
        for world in [app.state.world.clone(), beside(&app, locked)] {
            make(&world).await;
            let lying = objects(&world.shelves[1]).await;
            assert_eq!(contents(&lying).len(), 1);
            let readable = lying.values().any(|content| {
                let content = String::from_utf8_lossy(content);
                names.iter().any(|name| content.contains(name))
            });
            let sealed = lying.values().filter(|content| content.starts_with(b"age-encryption.org/v1\n")).count();
            found.push((readable, sealed));
        }
        assert_eq!(found, [(true, 0), (false, 3)], "the key, the rows and the essay");
        // Whoever has the bucket and not the passphrase sees that there is one.
        let download = format!("/backup/kept/{}/download", in_bucket(&scratch.db).await);
        let answer = scene.admin.get(&download).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    })
    .await;
}

#[tokio::test]
async fn what_is_too_old_goes_from_the_bucket_too() {
    each_started(async |scratch| {
        scratch.db.follow().await.unwrap();
        let app = TestApp::with(scratch, config());
        let scene = Scene::new(&app).await;
        let world = &app.state.world;
        let wish = Wish { of: None, why: Why::Hand, asked_by: None, before: None };
        let old = Box::pin(kept::carry_out(&System::new(world, "test"), &wish)).await.unwrap();
        assert_eq!(objects(&world.shelves[1]).await.len(), 4, "rows, names, head and an essay");
        for gone in [sql!("delete from submission_files where school_id = $1"), sql!("delete from files where school_id = $1")] {
            world.db.run(gone, args![scene.place.as_str()]).await.unwrap();
        }
        let mut later = System::new(world, "test");
        later.0.now = later.now.plus_days(40);
        let new = Box::pin(kept::carry_out(&later, &wish)).await.unwrap();
        let (disk, bucket) = (objects(&world.shelves[0]).await, objects(&world.shelves[1]).await);
        assert_eq!(disk, bucket);
        let of_new = format!("backups/platform/{}/", new.name);
        assert!(bucket.len() == 3 && bucket.keys().all(|path| path.starts_with(&of_new)), "{:?}", bucket.keys());
        assert_eq!(places(&world.db, &old.name).await, [place("disk", "gone", ""), place("s3", "gone", "")]);
    })
    .await;
}

/// Tries the copies that failed again, two hours later.
async fn two_hours_later(world: &World) -> System {
    let mut later = System::new(world, "test");
    later.0.now = later.now.plus_hours(2);
    kept::plan_copies(&later).await.unwrap();
    while let Some(job) = jobs::take(&later, Lane::Long).await.unwrap() {
        if job.kind == jobs::COPY {
            Box::pin(kept::copy_again(&later, job.payload.parse().unwrap())).await.unwrap();
        }
        jobs::finish(&later, &job, Ok(())).await.unwrap();
    }
    later
}

#[tokio::test]
async fn where_the_bucket_fails_the_disk_has_its_backup_and_the_page_and_a_mail_say_why() {
    each_started(async |scratch| {
        scratch.db.follow().await.unwrap();
        let app = TestApp::with(scratch, config());
        let scene = Scene::new(&app).await;
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let mut name = String::new();
        for (wrong, cause, words) in [
            (Config { backups_s3_secret: Some(Secret("wrong".into())), ..config() }, "refused", "refuses the server: its key"),
            (Config { backups_s3_key: Some("AKIAWRONG".into()), ..config() }, "refused", "refuses the server: its key"),
            (
                Config { backups_s3: Some("s3://no-such-bucket/a".into()), ..config() },
                "nowhere",
                "there is no bucket of the name",
            ),
            (Config { backups_s3_endpoint: Some(format!("http://{nobody}")), ..config() }, "silent", "does not answer"),
        ] {
            let world = beside(&app, wrong);
            name = make(&world).await;
            assert_eq!(places(&scratch.db, &name).await, [place("disk", "kept", ""), place("s3", "failed", cause)]);
            let page = scene.admin.get("/backup/kept").await.body;
            assert!(page.contains("The last backup failed") && page.contains(words), "{words}: {page}");
            kept::warn(&System::new(&world, "test")).await.unwrap();
        }
        let mails = sql!("select body from mails where subject like 'The backup failed%' order by id");
        let mails: Vec<(String,)> = scratch.db.all(mails, args![]).await.unwrap();
        assert!(mails.len() == 1 && mails[0].0.contains("refuses the server: its key"), "once: {mails:?}");

        // The settings are put right.
        let later = two_hours_later(&app.state.world).await;
        assert_eq!(places(&scratch.db, &name).await, [place("disk", "kept", ""), place("s3", "kept", "")]);
        kept::warn(&later).await.unwrap();
        let warned = sql!("select whose from backup_schedules where warned_at is not null order by whose");
        assert!(scratch.db.all::<(String,)>(warned, args![]).await.unwrap().is_empty(), "all is well");
    })
    .await;
}

#[tokio::test]
async fn a_line_that_is_cut_in_the_middle_of_a_large_file_leaves_no_half_backup_and_the_next_try_is_whole() {
    each_started(async |scratch| {
        scratch.db.follow().await.unwrap();
        let app = TestApp::with(scratch, config());
        let scene = Scene::new(&app).await;
        let world = &app.state.world;
        let at = Path::from(format!("{}/{}/{LARGE_SHA256}", scene.place, &LARGE_SHA256[..2]));
        world.files.put(&at, PutPayload::from(vec![b'a'; LARGE])).await.unwrap();
        let larger = sql!("update files set sha256 = $2, bytes = $3 where school_id = $1");
        world.db.run(larger, args![scene.place.as_str(), LARGE_SHA256, LARGE as i64]).await.unwrap();

        let cut = Config { backups_s3_endpoint: Some(line(LARGE as i64 / 2).await), ..(*app.state.config).clone() };
        let name = make(&beside(&app, cut)).await;
        assert_eq!(places(&world.db, &name).await, [place("disk", "kept", ""), place("s3", "failed", "silent")]);
        let left = objects(&world.shelves[1]).await;
        assert!(left.is_empty(), "{:?}", left.keys());

        two_hours_later(world).await;
        assert_eq!(places(&world.db, &name).await, [place("disk", "kept", ""), place("s3", "kept", "")]);
        let (disk, bucket) = (objects(&world.shelves[0]).await, objects(&world.shelves[1]).await);
        assert_eq!(disk.keys().collect::<Vec<_>>(), bucket.keys().collect::<Vec<_>>());
        assert!(disk == bucket && bucket.values().any(|content| content.len() == LARGE));
    })
    .await;
}
