mod faults;
mod planned;

use std::collections::BTreeMap;
use std::path::Path;

use model::ids::MessageId;
use object_store::ObjectStoreExt;
use store::testing::{Scratch, each_db};
use store::{Db, args, sql};
use tempfile::TempDir;

use super::*;
use crate::backup::archive::tests::{Made, fill};
use crate::backup::archive::{archive, by_command};
use crate::backup::check::tests::Parts;
use crate::testing::{NOON, Scene, person, request, world};
use crate::{Reach, World};

/// Nothing is kept before.
const BARE: Manner = Manner { safety: Safety::Nothing, beside: false };

/// The parts of an archive with their names.
fn unpacked(file: &Path) -> Vec<(String, Vec<u8>)> {
    Parts::of(&std::fs::read(file).unwrap()).0
}

/// The lines of every table of an archive.
fn tables(file: &Path) -> BTreeMap<String, Vec<String>> {
    let parts = unpacked(file).into_iter().filter(|(name, _)| name.starts_with("tables/"));
    let lines = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect();
    parts.map(|(name, bytes)| (name, lines(bytes))).collect()
}

async fn whole(world: &World) -> Made {
    Made::of(by_command(&system(world), None).await.unwrap()).await
}

async fn of_school(it: &Scene) -> Made {
    Made::of(archive(Reach::School(it.admin.clone())).await.unwrap()).await
}

fn system(world: &World) -> System {
    System(request(world, NOON))
}

fn order(made: &Made, folder: &TempDir) -> Order {
    Order {
        archive: made.file.path().to_owned(),
        name: "archive.zip".into(),
        school: None,
        folder: folder.path().to_owned(),
        asked_by: None,
        written: Written::Vouched,
    }
}

async fn put_back(world: &World, order: &Order) -> Heard<Outcome> {
    restore(&system(world), order, BARE, &Told::default()).await.unwrap()
}

async fn asking(it: &Scene, name: &str) -> Option<Asking> {
    let person = person(&it.world, name).await;
    Some(Asking { user_id: person.me.user_id, session: person.session.to_string(), upload: None, reason: String::new() })
}

/// The tables in which two archives differ. The log goes on while archives are made and put back.
fn differing(one: &Path, other: &Path) -> Vec<String> {
    let (one, other) = (tables(one), tables(other));
    assert!(one.keys().eq(other.keys()));
    let log = "tables/audit.jsonl";
    assert!(one[log].iter().all(|line| other[log].contains(line)), "an entry of the log is gone");
    one.into_iter().filter(|(name, lines)| name != log && *lines != other[name]).map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_platform_moves_between_the_databases_row_by_row_and_file_by_file() {
    for (from, to) in [(Scratch::sqlite().await, Scratch::postgres().await), (Scratch::postgres().await, Scratch::sqlite().await)]
    {
        let scene = Scene::new(&from.db).await;
        fill(&scene, "an essay").await;
        fill(scene.other(), "another").await;
        names::fold_again(&system(&scene.world)).await.unwrap();
        let (made, folder) = (whole(&scene.world).await, tempfile::tempdir().unwrap());
        // What is there already goes.
        let new = world(&to.db);
        Scene::new(&to.db).await;
        let plan = drill(&system(&new), &order(&made, &folder), &Told::default()).await.unwrap().unwrap();
        assert_eq!((plan.school, plan.files, plan.lacking, plan.upgraded), (None, 4, 0, false));
        let messages = plan.tables.iter().find(|table| table.name == "submissions").unwrap();
        assert_eq!((messages.now, messages.then), (0, 2));
        let outcome = put_back(&new, &order(&made, &folder)).await.unwrap();
        assert_eq!((outcome.files, outcome.all_files, outcome.lacking), (4, 4, 0), "{outcome:?}");
        assert!(outcome.rows > 60, "{outcome:?}");
        let again = whole(&new).await;
        assert_eq!(differing(made.file.path(), again.file.path()), Vec::<String>::new());
        let files = |file: &Path| {
            unpacked(file)
                .into_iter()
                .filter(|(name, _)| !name.ends_with(".json") && !name.ends_with(".jsonl"))
                .collect::<Vec<_>>()
        };
        assert_eq!(files(made.file.path()), files(again.file.path()));
        // And they can still log in.
        person(&new, "alpha_student").await.enter("alpha").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left of the staging");
        from.discard().await;
        to.discard().await;
    }
}

/// Somebody says something.
async fn say(it: &Scene, body: &str, seq: i64) {
    let say =
        sql!("insert into messages (school_id, id, room_id, seq, user_id, body, sent_at) values ($1, $2, $3, $4, $5, $6, $7)");
    let arguments = args![it.admin.school_id(), MessageId::new(), it.room_id, seq, it.student.user_id(), body, NOON];
    it.world.db.run(say, arguments).await.unwrap();
}

async fn said(it: &Scene) -> Vec<String> {
    let said = sql!("select body from messages where school_id = $1 order by seq");
    let said: Vec<(String,)> = it.world.db.all(said, args![it.admin.school_id()]).await.unwrap();
    said.into_iter().map(|(body,)| body).collect()
}

#[tokio::test]
async fn what_was_lost_comes_back_and_the_log_says_so() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        fill(&scene, "an essay").await;
        say(&scene, "before", 1).await;
        let (made, folder) = (whole(&scene.world).await, tempfile::tempdir().unwrap());
        say(&scene, "after", 2).await;
        let audited = entries(&db).await;
        let wanted = Order { asked_by: asking(&scene, "alpha_admin").await, ..order(&made, &folder) };
        put_back(&scene.world, &wanted).await.unwrap();
        assert_eq!(said(&scene).await, ["before"]);
        let now = entries(&db).await;
        assert!(audited.iter().all(|entry| now.contains(entry)), "entries since the archive stay");
        assert!(now.iter().any(|(action, _)| action == "backup.restored"));
        let (aside,): (i64,) = db.one(sql!("select cast(count(*) as bigint) as n from audit_aside"), args![]).await.unwrap();
        assert_eq!(aside, 0);
        // Whoever asked is still logged in, and nobody else is.
        let sessions: Vec<(String,)> = db.all(sql!("select id_hash from sessions"), args![]).await.unwrap();
        assert_eq!(sessions, [(wanted.asked_by.unwrap().session,)]);
        let (state, alone): (String, Option<String>) =
            db.one(sql!("select state, alone from restores where kind = 'restore'"), args![]).await.unwrap();
        assert_eq!((state.as_str(), alone), ("done", None));
        // The log is whole again, and kept.
        assert!(db.run(sql!("delete from audit"), args![]).await.is_err());
    })
    .await;
}

async fn entries(db: &Db) -> Vec<(String, String)> {
    db.all(sql!("select action, id from audit order by id"), args![]).await.unwrap()
}

#[tokio::test]
async fn whoever_puts_back_a_platform_that_does_not_know_them_keeps_their_account() {
    each_db(async |db| {
        let old = Scratch::sqlite().await;
        let (made, folder) = (whole(&Scene::new(&old.db).await.world).await, tempfile::tempdir().unwrap());
        old.discard().await;
        // Another platform: other ids, and the same name to log in with.
        let scene = Scene::new(&db).await;
        db.run(
            sql!("update users set email = 'new@lyceum.test', email_key = 'new@lyceum.test', name = 'New' where username = $1"),
            args!["alpha_admin"],
        )
        .await
        .unwrap();
        let wanted = Order { asked_by: asking(&scene, "alpha_admin").await, ..order(&made, &folder) };
        put_back(&scene.world, &wanted).await.unwrap();
        let mine: (String, Option<String>) =
            db.one(sql!("select username, platform_role from users where id = $1"), args![scene.admin.user_id()]).await.unwrap();
        assert!(mine.0.starts_with("alpha_admin-"), "{mine:?}");
        assert_eq!(mine.1.as_deref(), Some("super_admin"));
        person(&scene.world, "alpha_admin").await.enter("alpha").unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_puts_back_a_platform_is_known_by_their_address_and_keeps_their_own_log_in() {
    each_db(async |db| {
        let old = Scratch::sqlite().await;
        let (made, folder) = (whole(&Scene::new(&old.db).await.world).await, tempfile::tempdir().unwrap());
        old.discard().await;
        // Another platform: the same address, under another id.
        let scene = Scene::new(&db).await;
        let before: (String,) =
            db.one(sql!("select password_hash from users where id = $1"), args![scene.admin.user_id()]).await.unwrap();
        let brought = sql!(
            "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
             values ('brought', $1, null, 'archive.zip', 1, 1, 'checked', '', $2, $2)"
        );
        db.run(brought, args![scene.admin.user_id(), NOON]).await.unwrap();
        let wanted = Order { asked_by: asking(&scene, "alpha_admin").await, ..order(&made, &folder) };
        let outcome = put_back(&scene.world, &wanted).await.unwrap();
        let now: (String, String) =
            db.one(sql!("select id, password_hash from users where username = 'alpha_admin'"), args![]).await.unwrap();
        assert_ne!(now.0, scene.admin.user_id().to_string());
        assert_eq!((outcome.asked_by.map(|id| id.to_string()), before.0), (Some(now.0.clone()), now.1));
        let (by,): (String,) =
            db.one(sql!("select actor_id from audit where action = 'backup.restored'"), args![]).await.unwrap();
        assert_eq!(by, now.0);
        let (session,): (String,) = db.one(sql!("select user_id from sessions"), args![]).await.unwrap();
        assert_eq!(session, now.0);
        // The archive and its page are still theirs.
        let theirs = sql!("select user_id from archive_uploads where id = 'brought' and school_id is null");
        let (theirs,): (String,) = db.one(theirs, args![]).await.unwrap();
        let (asked,): (String,) = db.one(sql!("select asked_by from restores"), args![]).await.unwrap();
        assert_eq!((theirs.as_str(), asked.as_str()), (now.0.as_str(), now.0.as_str()));
        // Whose session has ended meanwhile puts nothing back.
        let late = restore(&system(&scene.world), &wanted, BARE, &Told::default()).await.unwrap_err().answer();
        assert_eq!(late, model::Error::Unauthorized);
    })
    .await;
}

#[tokio::test]
async fn what_was_erased_from_the_log_does_not_come_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (made, folder) = (whole(&scene.world).await, tempfile::tempdir().unwrap());
        let erase = sql!("update audit set detail = '{}', address = '', erased_at = $1 where action = 'class.created'");
        assert!(db.run(erase, args![NOON]).await.unwrap() > 0);
        put_back(&scene.world, &order(&made, &folder)).await.unwrap();
        let left: Vec<(String,)> = db
            .all(sql!("select detail from audit where action = 'class.created' and detail <> '{}' order by id"), args![])
            .await
            .unwrap();
        assert!(left.is_empty(), "{left:?}");
    })
    .await;
}

#[tokio::test]
async fn a_school_comes_back_and_no_other_school_and_nobodys_account_is_touched() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        fill(&scene, "an essay").await;
        fill(scene.other(), "another").await;
        say(&scene, "before", 1).await;
        let (made, folder) = (of_school(&scene).await, tempfile::tempdir().unwrap());
        say(&scene, "after", 2).await;
        say(scene.other(), "theirs", 1).await;
        let lose = sql!("delete from submission_files where school_id = $1");
        db.run(lose, args![scene.admin.school_id()]).await.unwrap();
        db.run(sql!("update users set name = 'Renamed', name_key = 'renamed' where id = $1"), args![scene.student.user_id()])
            .await
            .unwrap();
        let theirs = of_school(scene.other()).await;
        let wanted = Order { asked_by: asking(&scene, "alpha_admin").await, ..order(&made, &folder) };
        let outcome = put_back(&scene.world, &wanted).await.unwrap();
        assert_eq!((outcome.matched, outcome.new), (4, 0));
        assert_eq!((said(&scene).await, said(scene.other()).await), (vec!["before".to_owned()], vec!["theirs".to_owned()]));
        let (name,): (String,) =
            db.one(sql!("select name from users where id = $1"), args![scene.student.user_id()]).await.unwrap();
        assert_eq!(name, "Renamed", "whoever is here stays as they are");
        let again = of_school(&scene).await;
        assert_eq!(differing(made.file.path(), again.file.path()), ["tables/memberships.jsonl", "tables/users.jsonl"]);
        assert_eq!(differing(theirs.file.path(), of_school(scene.other()).await.file.path()), Vec::<String>::new());
        person(&scene.world, "alpha_student").await.enter("alpha").unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_school_is_taken_out_of_the_archive_of_a_platform_and_its_people_are_known_by_their_addresses() {
    each_db(async |db| {
        let old = Scratch::sqlite().await;
        let before = Scene::new(&old.db).await;
        fill(&before, "an essay").await;
        let (made, folder) = (whole(&before.world).await, tempfile::tempdir().unwrap());
        // The student has an account here already, under another id; a stranger has the teacher's name.
        let new = world(&db);
        let scene = Scene::new(&db).await;
        let rename = sql!("update schools set slug = 'gamma', name = 'Gamma', name_key = 'gamma' where id = $1");
        db.run(rename, args![scene.admin.school_id()]).await.unwrap();
        db.run(
            sql!("update users set email = 'stranger@lyceum.test', email_key = 'stranger@lyceum.test' where username = $1"),
            args!["alpha_teacher"],
        )
        .await
        .unwrap();
        let school = before.admin.school_id();
        let wanted = Order { school: Some(school), ..order(&made, &folder) };
        let outcome = put_back(&new, &wanted).await.unwrap();
        assert_eq!((outcome.matched, outcome.new), (3, 1));
        let places: Vec<(String, String)> = db
            .all(
                sql!(
                    "select u.username, u.email from memberships m join users u on u.id = m.user_id
                     where m.school_id = $1 order by u.email"
                ),
                args![school],
            )
            .await
            .unwrap();
        let emails: Vec<&str> = places.iter().map(|(_, email)| email.as_str()).collect();
        assert_eq!(
            emails,
            ["alpha_admin@lyceum.test", "alpha_student2@lyceum.test", "alpha_student@lyceum.test", "alpha_teacher@lyceum.test"]
        );
        let teacher = places.iter().find(|(_, email)| email.starts_with("alpha_teacher@")).unwrap();
        assert!(teacher.0.starts_with("alpha_teacher-"), "the name is a stranger's: {teacher:?}");
        let (sent,): (String,) =
            db.one(sql!("select user_id from submissions where school_id = $1"), args![school]).await.unwrap();
        assert_eq!(sent, scene.student.user_id().to_string());
        // The first one's essay lies where its row says.
        let (sha256,): (String,) = db.one(sql!("select sha256 from files where school_id = $1"), args![school]).await.unwrap();
        new.files.get(&crate::files::address(school, &sha256)).await.unwrap();
        old.discard().await;
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_changes_nothing() {
    each_db(async |db| {
        let old = Scratch::sqlite().await;
        let before = Scene::new(&old.db).await;
        let (all, one, folder) = (whole(&before.world).await, of_school(&before).await, tempfile::tempdir().unwrap());
        let scene = Scene::new(&db).await;
        let now = whole(&scene.world).await;
        let unfit = async |order: &Order| match put_back(&scene.world, order).await {
            Err(Refused::Unfit(unfit)) => unfit,
            other => panic!("{other:?}"),
        };
        // Another school has the short name here.
        assert_eq!(unfit(&order(&one, &folder)).await, Unfit::SlugTaken("alpha".into()));
        let nowhere = Order { school: Some(SchoolId::new()), ..order(&all, &folder) };
        assert_eq!(unfit(&nowhere).await, Unfit::NoSchool);
        let other = Order { school: Some(before.other().admin.school_id()), ..order(&one, &folder) };
        assert_eq!(unfit(&other).await, Unfit::NoSchool, "a school's archive holds that school alone");
        let cut = std::fs::read(all.file.path()).unwrap();
        std::fs::write(all.file.path(), &cut[..cut.len() - 1]).unwrap();
        assert!(matches!(put_back(&scene.world, &order(&all, &folder)).await, Err(Refused::Broken(_))));
        assert_eq!(differing(now.file.path(), whole(&scene.world).await.file.path()), Vec::<String>::new());
        let runs: Vec<(String, String)> = db.all(sql!("select state, error from restores order by id"), args![]).await.unwrap();
        assert_eq!(runs.len(), 4);
        assert!(runs.iter().all(|(state, error)| state == "failed" && !error.is_empty()), "{runs:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        old.discard().await;
    })
    .await;
}

#[tokio::test]
async fn only_one_runs_at_a_time_and_a_dead_one_is_known_for_what_it_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (made, folder) = (whole(&scene.world).await, tempfile::tempdir().unwrap());
        let running = sql!(
            "insert into restores (id, kind, archive, state, alone, step, begun_at, beat_at)
             values ('r', 'restore', 'a', 'running', 'yes', 'load', $1, $1)"
        );
        db.run(running, args![store::clock::now()]).await.unwrap();
        let refused = restore(&system(&scene.world), &order(&made, &folder), BARE, &Told::default()).await;
        let answer = refused.unwrap_err().answer();
        assert_eq!(answer, model::Error::Conflict(model::Problem::RestoreRuns));
        let silent = store::clock::now().plus_minutes(-11);
        db.run(sql!("update restores set beat_at = $1 where id = 'r'"), args![silent]).await.unwrap();
        put_back(&scene.world, &order(&made, &folder)).await.unwrap();
        let (state, error): (String, String) =
            db.one(sql!("select state, error from restores where id = 'r'"), args![]).await.unwrap();
        assert_eq!((state.as_str(), error.contains("nothing was changed")), ("failed", true));
    })
    .await;
}

#[tokio::test]
async fn what_names_rows_that_go_is_emptied_too() {
    let scratch = Scratch::postgres().await;
    let Db::Postgres { pool, .. } = &scratch.db else { unreachable!() };
    let exported: Vec<String> = crate::backup::manifest::TABLES.iter().map(|table| table.name.to_owned()).collect();
    let mut naming: Vec<String> = sqlx::query_scalar(
        "select distinct c.conrelid::regclass::text from pg_constraint c join pg_class t on t.oid = c.confrelid
         where c.contype = 'f' and t.relname = any($1) and t.relnamespace = current_schema()::regnamespace",
    )
    .bind(&exported)
    .fetch_all(pool)
    .await
    .unwrap();
    naming.retain(|name| !exported.contains(name));
    naming.sort();
    let mut known: Vec<&str> = loading::NAMING.to_vec();
    known.sort_unstable();
    assert_eq!(naming, known);
    scratch.discard().await;
}
