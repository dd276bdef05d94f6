mod desk;

use bytes::Bytes;
use futures::stream::TryStreamExt;
use model::Role;
use model::people::Change;
use object_store::ObjectStore;
use store::Db;
use store::testing::each_db;

use super::*;
use crate::people;
use crate::testing::{NOON, Scene, request, world};

#[tokio::test]
async fn to_forget_is_a_change_of_everything_and_is_asked_for_once() {
    each_db(async |db| {
        let world = world(&db);
        let system = System(request(&world, NOON));
        db.follow().await.unwrap();
        let before = db.changes().epoch();
        forget(&system).await.unwrap();
        assert!(before.is_some() && db.changes().epoch() > before);
        plan_to_forget(&system).await.unwrap();
        plan_to_forget(&system).await.unwrap();
        assert_eq!(take(&system, Lane::Short).await.unwrap().map(|job| job.kind).as_deref(), Some(FORGET));
        assert!(take(&system, Lane::Short).await.unwrap().is_none());
    })
    .await;
}

#[test]
fn the_count_waits_for_the_next_night() {
    let night = next_night(NOON);
    assert_eq!(night, NOON.plus_hours(14));
    assert_eq!(next_night(night), night.plus_days(1), "the one that runs is not planned again");
    assert_eq!(next_night(At(night.0 - 1)), night);
}

#[tokio::test]
async fn an_account_that_cannot_be_swept_holds_up_neither_the_others_nor_the_files() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        // What the swept account would be called is taken.
        let taken = sql!("update users set username_key = $1 where username = 'beta_admin'");
        db.run(taken, args![scene.student.user_id()]).await.unwrap();
        let left = Bytes::from_static(b"x").into();
        scene.world.files.put_opts(&"incoming/left".into(), left, Default::default()).await.unwrap();
        // The store dates its objects itself.
        let system = System(request(&scene.world, At(NOON.0.max(store::clock::now().0)).plus_hours(25)));
        assert!(sweep_all(&system, None).await.is_err(), "the job is tried again");
        let students = sql!("select username from users where username like '%student%' order by username");
        let students: Vec<(String,)> = db.all(students, args![]).await.unwrap();
        assert_eq!(students, [("alpha_student".to_owned(),)]);
        assert!(scene.world.files.list(None).try_collect::<Vec<_>>().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_can_no_longer_be_undone_is_forgotten_though_nobody_changes_anything() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let change = Change::Role(Role::Librarian);
        people::change_one(&scene.admin, scene.student.user_id(), change).await.unwrap().unwrap();
        let kept = async |minutes: i64| {
            sweep(&System(request(&scene.world, NOON.plus_minutes(minutes)))).await.unwrap();
            let kept = sql!("select cast(count(*) as bigint) as n from undos where school_id = $1");
            let (kept,): (i64,) = db.one(kept, args![scene.admin.school_id()]).await.unwrap();
            kept
        };
        assert_eq!(kept(9).await, 1);
        assert_eq!(kept(10).await, 0);
    })
    .await;
}

/// Whether the database has counted the rows of a table, by its own account.
async fn knows_its_schools(db: &Db) -> bool {
    let counted: i64 = match db {
        Db::Sqlite { write, .. } => {
            let any = "select count(*) from sqlite_master where name = 'sqlite_stat1'";
            if sqlx::query_scalar::<_, i64>(any).fetch_one(write).await.unwrap() == 0 {
                return false;
            }
            sqlx::query_scalar("select count(*) from sqlite_stat1 where tbl = 'schools'").fetch_one(write).await.unwrap()
        }
        Db::Postgres { pool, .. } => {
            let size = "select count(*) from pg_class where oid = to_regclass('schools') and reltuples > 0";
            sqlx::query_scalar(size).fetch_one(pool).await.unwrap()
        }
    };
    counted > 0
}

#[tokio::test]
async fn in_a_night_storage_is_counted_and_the_database_looks_at_what_it_holds() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let wrong = sql!("update class_groups set storage_bytes = 7 where school_id = $1");
        db.run(wrong, args![scene.admin.school_id()]).await.unwrap();
        assert!(!knows_its_schools(&db).await);
        night(&System(request(&scene.world, NOON))).await.unwrap();
        let held = sql!("select cast(sum(storage_bytes) as bigint) as n from class_groups where school_id = $1");
        let (held,): (i64,) = db.one(held, args![scene.admin.school_id()]).await.unwrap();
        assert_eq!(held, 0);
        assert!(knows_its_schools(&db).await);
        night(&System(request(&scene.world, NOON))).await.unwrap();
    })
    .await;
}
