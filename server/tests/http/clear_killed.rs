//! The program killed at each step of a clear and of its undo, and started again: all of it went, or nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use domain::System;
use domain::backup::manifest::TABLES;
use domain::backup::restore::Told;
use domain::backup::{check, kept};
use model::backup::cause::Cause;
use model::backup::clear::{ClearPage, SchoolClear, What};
use model::ids::{ClearId, KeptId};
use store::testing::{Brake, each_empty};
use store::{Cells, Db, Options, args, sql};

use crate::app::encode;
use crate::faults::{FORM, Program, Scene, send};

/// What is being done to which table when it is killed: while its backup begins and ends, when nothing has gone, when
/// some has, and before the end.
const CLEARING: &[(&str, &str)] = &[
    ("kept_backups", "insert"),
    ("kept_backups", "update"),
    ("clears", "insert"),
    ("submission_files", "delete"),
    ("files", "delete"),
    ("enrollments", "delete"),
    ("class_groups", "delete"),
    ("memberships", "delete"),
    ("cleared_rows", "insert"),
    ("audit", "insert"),
];
const UNDOING: &[(&str, &str)] = &[
    ("memberships", "insert"),
    ("class_groups", "insert"),
    ("files", "insert"),
    ("clears", "update"),
    ("cleared_rows", "delete"),
    ("audit", "insert"),
];

#[tokio::test]
async fn a_clear_that_is_killed_anywhere_took_nothing_and_an_undo_brought_nothing() {
    each_empty(async |options, folder| {
        let program = Program::start(options, folder).await;
        let scene = Scene::make(&program.address).await;
        let db = Db::open(options).await.unwrap();
        let mut it = Killed { options, folder, db, program, cookie: scene.teacher };
        let before = it.there().await;
        let seal = it.seal().await;
        let fields = [
            ("school", "alpha"),
            ("form[what]", "all"),
            ("form[reason]", "A new term"),
            ("form[name]", "Alpha"),
            ("form[drawn]", seal.as_str()),
        ];
        for (table, deed) in CLEARING {
            it.killed_at(table, deed, "/backup/clear", &fields).await;
            assert_eq!(it.there().await, before, "killed at {deed} of {table}");
        }
        assert_eq!(it.page().await.failed.map(|it| it.cause), Some(Cause::Interrupted), "it says so");
        assert_eq!(it.post("/backup/clear", &fields).await, Some(303));
        while it.page().await.running.is_some() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        it.restart().await;
        let cleared = it.there().await;
        for table in ["class_groups", "courses", "files", "submissions", "rooms"] {
            assert!(cleared[table].is_empty() && !before[table].is_empty(), "{table}");
        }
        it.assert_safe().await;

        let (id,): (ClearId,) =
            it.db.one(sql!("select id from clears where school_id <> '' and state = 'done'"), args![]).await.unwrap();
        let id = id.to_string();
        let fields = [("school", "alpha"), ("id", id.as_str())];
        for (table, deed) in UNDOING {
            it.killed_at(table, deed, "/backup/clear/undo", &fields).await;
            assert_eq!(it.there().await, cleared, "killed at {deed} of {table}");
        }
        assert_eq!(it.post("/backup/clear/undo", &fields).await, Some(303));
        it.restart().await;
        assert_eq!(it.there().await, before);
        it.program.child.kill().await.unwrap();
        it.db.close().await;
    })
    .await;
}

/// A school whose program is killed again and again.
struct Killed<'a> {
    options: &'a Options,
    folder: &'a Path,
    db: Db,
    program: Program,
    /// Of its admin.
    cookie: String,
}

impl Killed<'_> {
    /// What every table of an archive holds but the log, which goes on, and what the platform notes of itself.
    async fn there(&self) -> BTreeMap<&'static str, Vec<String>> {
        let mut there = BTreeMap::new();
        for table in TABLES.iter().filter(|table| !matches!(table.name, "audit" | "platform")) {
            let rows: Vec<Cells> = self.db.all(table.whole.platform, args![]).await.unwrap();
            there.insert(table.name, rows.into_iter().map(|row| format!("{row:?}")).collect());
        }
        there
    }

    async fn page(&self) -> SchoolClear {
        let query = "/fn/app/pages/backup/api/show_clear?school=alpha";
        let answer = send(&self.program.address, "GET", query, &self.cookie, FORM, b"").await.unwrap();
        let ClearPage::School(page) = serde_json::from_str(&answer.body).unwrap() else { panic!("{}", answer.body) };
        *page
    }

    /// What the form is drawn from.
    async fn seal(&self) -> String {
        self.page().await.plan(What::All).unwrap().seal()
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Option<u16> {
        let answer = send(&self.program.address, "POST", path, &self.cookie, FORM, encode(fields).as_bytes()).await?;
        Some(answer.status)
    }

    async fn restart(&mut self) {
        self.program.child.kill().await.unwrap();
        self.program = Program::start(self.options, self.folder).await;
    }

    /// Kills it while it does that to the table, and starts it again.
    async fn killed_at(&mut self, table: &str, deed: &str, path: &str, fields: &[(&str, &str)]) {
        let brake = Brake::on(&self.db, table, deed).await;
        let address = self.program.address.clone();
        let (cookie, body) = (self.cookie.clone(), encode(fields));
        let asked = async { send(&address, "POST", path, &cookie, FORM, body.as_bytes()).await.map(|answer| answer.status) };
        let kill = async {
            brake.holds().await;
            self.program.child.kill().await.unwrap();
        };
        let (answer, ()) = tokio::join!(asked, kill);
        // What begins a clear is answered before that goes on.
        assert!(answer.is_none() || (answer == Some(303) && path == "/backup/clear"), "killed at {deed} of {table}");
        brake.release().await;
        // As it is when the minutes have passed in which a backup could still be made, or something cleared.
        self.db.run(sql!("update kept_backups set beat_at = 1 where state = 'running'"), args![]).await.unwrap();
        let silent = sql!("update clears set beat_at = 1 where school_id <> '' and state = 'running'");
        self.db.run(silent, args![]).await.unwrap();
        self.program = Program::start(self.options, self.folder).await;
        let closed = sql!("select cast(count(*) as bigint) as n from closures where ended_at is null");
        assert_eq!(self.db.one::<(i64,)>(closed, args![]).await.unwrap(), (0,), "nobody is locked out");
    }

    /// The backup before the clear is whole, and has what went.
    async fn assert_safe(&self) {
        let last = sql!("select id from kept_backups where why = 'safety' and state = 'kept' order by id desc limit 1");
        let (id,): (KeptId,) = self.db.one(last, args![]).await.unwrap();
        let config = server::Config { data: self.folder.to_owned(), ..server::Config::default() };
        let world = server::run::world(self.db.clone(), &config).unwrap();
        let file = self.folder.join("safety.zip");
        kept::archive_file(&System::new(&world, "test"), id, &file, &Told::default()).await.unwrap();
        let report = check(&file).unwrap();
        assert!(report.is_whole() && report.files() == 1, "{:?}", report.problems);
    }
}
