//! Archives that are cut, changed, forged, too new or somebody else's: whatever they are, nothing of what is here changes.

use futures::stream::TryStreamExt;
use model::backup::archive::Problem;
use model::backup::cause::Cause;
use serde_json::{Value, json};

use super::*;
use crate::backup::check::tests::bytes::places;

/// What is wrong with an archive, how it comes to be, and how it is refused.
type Fault = (&'static str, fn(&[u8]) -> Vec<u8>, fn(&Refused) -> bool);

fn broken(refused: &Refused, tells: impl Fn(&Problem) -> bool) -> bool {
    matches!(refused, Refused::Broken(report) if report.problems.iter().any(&tells))
}

const fn is_of_rows(refused: &Refused) -> bool {
    matches!(refused, Refused::Unfit(Unfit::Rows(_)))
}

/// The archive with other parts, packed again.
fn with(zip: &[u8], change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts::of(zip);
    change(&mut parts);
    parts.packed()
}

/// One bit of a part turned round.
fn flipped(zip: &[u8], begins: &str) -> Vec<u8> {
    let mut zip = zip.to_vec();
    let is_it = |(name, _, bytes): &(String, usize, usize)| name.starts_with(begins) && *bytes > 0;
    let (_, start, bytes) = places(&zip).into_iter().find(is_it).unwrap_or_else(|| panic!("no {begins}"));
    zip[start + bytes / 2] ^= 1;
    zip
}

/// The second row gets what the first has in a column.
fn same(rows: &mut [String], column: &str) {
    let of = |row: &str| serde_json::from_str::<Value>(row).unwrap()[column].to_string();
    let (one, two) = (of(&rows[0]), of(&rows[1]));
    assert_ne!(one, two);
    rows[1] = rows[1].replace(&format!("\"{column}\":{two}"), &format!("\"{column}\":{one}"));
}

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    ("cut in half", |zip| zip[..zip.len() / 2].to_vec(), |it| broken(it, |problem| matches!(problem, Problem::NotAnArchive(_)))),
    ("cut by a byte", |zip| zip[..zip.len() - 1].to_vec(), |it| broken(it, |problem| matches!(problem, Problem::NotAnArchive(_)))),
    ("nothing at all", |_| Vec::new(), |it| broken(it, |problem| matches!(problem, Problem::NotAnArchive(_)))),
    ("no archive", |_| b"id,name\r\n1,Ama\r\n".repeat(100), |it| broken(it, |problem| *problem == Problem::NoZip)),
    ("a bit of a table turned", |zip| flipped(zip, "tables/users.jsonl"), |it| broken(it, |_| true)),
    ("a bit of a file turned", |zip| flipped(zip, "files/"), |it| broken(it, |_| true)),
    ("a bit of the list turned", |zip| flipped(zip, "manifest.json"), |it| broken(it, |_| true)),
    ("packed again with another row", |zip| with(zip, |it| {
        let users = it.get("tables/users.jsonl");
        *users = String::from_utf8(users.clone()).unwrap().replace("Person", "Nobody").into_bytes();
    }), |it| broken(it, |problem| *problem == Problem::Changed("tables/users.jsonl".into()))),
    ("packed again without a table", |zip| with(zip, |it| it.remove("tables/users.jsonl")),
        |it| broken(it, |problem| *problem == Problem::Absent("tables/users.jsonl".into()))),
    ("a way out", |zip| with(zip, |it| it.0.push(("../evil".into(), b"evil".to_vec()))),
        |it| broken(it, |problem| *problem == Problem::Name("../evil".into()))),
    ("a way out that the list names", |zip| with(zip, |it| it.list(|list| list["files"][0]["path"] = json!("files/../../evil"))),
        |it| broken(it, |problem| *problem == Problem::Name("files/../../evil".into()))),
    ("a bomb", |zip| with(zip, |it| it.rows("rooms", |rows| rows.push(" ".repeat(8 * 1024 * 1024)))),
        |it| broken(it, |problem| matches!(problem, Problem::Unreadable { part, .. } if part == "tables/rooms.jsonl"))),
    ("a newer schema", |zip| with(zip, |it| it.list(|list| list["schema"] = json!(99_999))),
        |it| broken(it, |problem| matches!(problem, Problem::NewerSchema { found: 99_999, .. }))),
    ("a newer format", |zip| with(zip, |it| it.list(|list| list["format"] = json!(99))),
        |it| broken(it, |problem| matches!(problem, Problem::NewerFormat { found: 99, .. }))),
    ("a row twice", |zip| with(zip, |it| it.rows("users", |rows| rows.push(rows[rows.len() - 1].clone()))),
        |it| broken(it, |problem| matches!(problem, Problem::Duplicate { table, .. } if table == "users"))),
    ("two people of one id", |zip| with(zip, |it| it.rows("users", |rows| same(rows, "id"))),
        |it| broken(it, |problem| matches!(problem, Problem::Duplicate { table, .. } if table == "users"))),
    ("a class that others name is gone", |zip| with(zip, |it| it.rows("class_groups", |rows| { rows.remove(0); })),
        |it| broken(it, |problem| matches!(problem, Problem::Reference { to, .. } if to == "class_groups"))),
    // What no check of the archive alone sees: the tables themselves refuse it.
    ("two people of one name to log in with", |zip| with(zip, |it| it.rows("users", |rows| same(rows, "username_key"))), is_of_rows),
    ("a role that is none", |zip| with(zip, |it| it.rows("memberships", |rows| {
        rows.iter_mut().for_each(|row| *row = row.replace("\"role\":\"student\"", "\"role\":\"emperor\""));
    })), is_of_rows),
];

/// All that is here: rows as an archive holds them, what no archive holds, and what lies in the store.
struct Here {
    made: Made,
    beside: Beside,
    files: Vec<String>,
}

#[derive(Debug, PartialEq, sqlx::FromRow)]
struct Beside {
    sessions: i64,
    tokens: i64,
    undos: i64,
    aside: i64,
    closed: i64,
    restored: i64,
}

impl Here {
    async fn of(world: &World) -> Here {
        let beside = sql!(
            "select cast((select count(*) from sessions) as bigint) as sessions,
                    cast((select count(*) from tokens) as bigint) as tokens,
                    cast((select count(*) from undos where school_id is not null) as bigint) as undos,
                    cast((select count(*) from audit_aside) as bigint) as aside,
                    cast((select count(*) from closures where ended_at is null) as bigint) as closed,
                    cast((select count(*) from audit where action = 'backup.restored') as bigint) as restored"
        );
        let beside = world.db.one(beside, args![]).await.unwrap();
        let found: Vec<object_store::ObjectMeta> = world.files.list(None).try_collect().await.unwrap();
        let mut files: Vec<String> = found.into_iter().map(|it| format!("{} {}", it.location, it.size)).collect();
        files.sort();
        Here { made: whole(world).await, beside, files }
    }

    fn assert_same(&self, now: &Here, fault: &str) {
        assert_eq!(differing(self.made.file.path(), now.made.file.path()), Vec::<String>::new(), "{fault}");
        assert_eq!((&self.beside, &self.files), (&now.beside, &now.files), "{fault}");
    }
}

/// Tries to put it back: it is refused, and nothing has changed.
async fn refused(world: &World, order: &Order, before: &Here, fault: &str) -> Refused {
    let Err(refused) = put_back(world, order).await else { panic!("{fault}: it was put back") };
    before.assert_same(&Here::of(world).await, fault);
    assert_eq!(std::fs::read_dir(&order.folder).unwrap().count(), 0, "{fault}: nothing is left of the staging");
    refused
}

#[tokio::test]
async fn whatever_is_wrong_with_an_archive_nothing_of_what_is_here_changes() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        fill(&scene, "an essay").await;
        fill(scene.other(), "another").await;
        let archives = [whole(&scene.world).await, of_school(&scene).await];
        // Something to lose, in both.
        say(&scene, "since", 1).await;
        let (before, folder) = (Here::of(&scene.world).await, tempfile::tempdir().unwrap());
        for made in &archives {
            let zip = std::fs::read(made.file.path()).unwrap();
            for (fault, forge, is_told) in FAULTS {
                std::fs::write(made.file.path(), forge(&zip)).unwrap();
                let refused = refused(&scene.world, &order(made, &folder), &before, fault).await;
                assert!(is_told(&refused), "{fault}: {refused:?}");
            }
            std::fs::write(made.file.path(), &zip).unwrap();
        }
        assert!(!folder.path().parent().unwrap().join("evil").exists());
        let runs: Vec<(String, String, String)> =
            db.all(sql!("select state, error, report from restores order by id"), args![]).await.unwrap();
        assert_eq!(runs.len(), 2 * FAULTS.len());
        for (state, error, report) in runs {
            assert!(state == "failed" && !error.is_empty(), "{state} {error}");
            assert!(serde_json::from_str::<Cause>(&report).is_ok_and(|cause| cause != Cause::Fault), "{report}");
        }
        // And that it would have been seen: what is whole is put back, and what was said since is gone.
        put_back(&scene.world, &order(&archives[1], &folder)).await.unwrap();
        let now = Here::of(&scene.world).await;
        assert!(differing(before.made.file.path(), now.made.file.path()).contains(&"tables/messages.jsonl".to_owned()));
        assert_ne!(before.beside, now.beside);
    })
    .await;
}

#[tokio::test]
async fn an_archive_of_one_school_changes_no_other_whatever_it_says_it_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (alpha, beta) = (scene.admin.school_id(), scene.other().admin.school_id());
        let (made, folder) = (of_school(&scene).await, tempfile::tempdir().unwrap());
        say(scene.other(), "theirs", 1).await;
        let before = Here::of(&scene.world).await;
        let wanted = Order { school: Some(beta), ..order(&made, &folder) };
        let fault = refused(&scene.world, &wanted, &before, "alpha's for beta").await;
        assert!(matches!(fault, Refused::Unfit(Unfit::NoSchool)), "{fault:?}");
        let zip = std::fs::read(made.file.path()).unwrap();
        let forged = with(&zip, |it| it.list(|list| list["school"]["id"] = json!(beta)));
        std::fs::write(made.file.path(), forged).unwrap();
        for school in [None, Some(alpha), Some(beta)] {
            let wanted = Order { school, ..order(&made, &folder) };
            let fault = refused(&scene.world, &wanted, &before, "alpha's in the name of beta").await;
            assert!(matches!(fault, Refused::Unfit(Unfit::NoSchool) | Refused::Broken(_)), "{fault:?}");
        }
    })
    .await;
}
