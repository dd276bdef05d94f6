mod before;
mod first;
mod killed;
mod locked;
mod schools;
mod shelves;
mod told;

use std::sync::Arc;

use futures::stream::TryStreamExt;
use model::backup::kept::{Every, KeptCard, KeptState, ScheduleForm, ShelfKind, Standing, Why};
use model::{At, Error, Problem};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use store::testing::each_db;
use store::{args, sql};

use super::runs::{self, Begin};
use super::shelf::{CONTENTS, Folder, Shelf};
use super::{
    archive_file, ask, ask_to_verify, carry_out, copy_again, download, look_again, make, plan_copies, plan_due, remove,
    set_schedule, show, status, sweep, verify, warn,
};
use crate::backup::archive::tests::{Made, fill};
use crate::backup::check;
use crate::jobs::{self, Lane};
use crate::testing::{NOON, Scene, person, request};
use crate::{Reach, Scope, System, World};

fn system(world: &World, now: At) -> System {
    System(request(world, now))
}

async fn platform(world: &World) -> Reach {
    Reach::Platform(person(world, "alpha_admin").await)
}

/// As the admin of a school at another time.
fn school(scope: &Scope, now: At) -> Reach {
    Reach::School(Scene::at(scope, now))
}

async fn listed(reach: &Reach) -> Vec<KeptCard> {
    show(reach).await.unwrap().backups
}

async fn contents(shelf: &Shelf) -> Vec<Path> {
    let found = shelf.store.list(Some(&Path::from(CONTENTS))).map_ok(|object| object.location);
    found.try_collect().await.unwrap()
}

#[tokio::test]
async fn an_unchanged_file_is_stored_once_and_what_is_taken_home_is_a_whole_archive() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let first = make(&system(&it.world, NOON), None, Why::Hand).await.unwrap();
        assert!(first.name.starts_with("backup_27_11_2026_12_00_00_") && first.name.len() == 33, "{}", first.name);
        fill(it.other(), "Far away").await;
        make(&system(&it.world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap();
        make(&system(&it.world, NOON.plus_hours(2)), None, Why::Safety).await.unwrap();
        let reach = platform(&it.world).await;
        let cards = listed(&reach).await;
        let told: Vec<(i64, bool)> = cards.iter().map(|card| (card.files, card.new_bytes > 0)).collect();
        assert_eq!(told, [(4, false), (4, true), (2, true)], "the newest first");
        assert!(cards.iter().all(|card| card.state == KeptState::Kept && card.lacking == 0));
        assert!(cards.iter().all(|card| card.verified.is_some()), "each was checked before it was called one: {cards:?}");
        assert_eq!(contents(&it.world.shelves[0]).await.len(), 4, "two essays and two photos");

        let made = Made::of(download(reach, first.id).await.unwrap()).await;
        let report = check(made.file.path()).unwrap();
        assert!(report.is_whole(), "{:?}", report.problems);
        assert_eq!((report.files(), report.rows() as i64), (2, cards[2].rows));
        assert!(!report.contents.unwrap().apart);
    })
    .await;
}

#[tokio::test]
async fn a_safety_backup_is_checked_before_anything_goes_and_read_to_its_last_byte_within_a_week() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let of = Some(it.admin.school_id());
        let to_be_read = async || {
            let sql = sql!("select id from jobs where kind = 'backup.verify' and state = 'waiting' order by id");
            db.all::<(String,)>(sql, args![]).await.unwrap().len()
        };
        make(&system(&it.world, NOON), of, Why::Hand).await.unwrap();
        let safety = make(&system(&it.world, NOON.plus_hours(1)), of, Why::Safety).await.unwrap();
        let cards = listed(&school(&it.admin, NOON.plus_hours(2))).await;
        let card = cards.iter().find(|card| card.id == safety.id).unwrap();
        assert_eq!((card.new_bytes, card.verified.is_some()), (0, true), "all of its files lay there already");
        assert_eq!(to_be_read().await, 0, "they were read an hour ago");
        make(&system(&it.world, NOON.plus_days(8)), of, Why::Safety).await.unwrap();
        assert_eq!(to_be_read().await, 1, "a look at its size is no reading");

        runs::doubted(&system(&it.world, NOON), safety.id).await.unwrap();
        let cards = listed(&school(&it.admin, NOON.plus_days(8))).await;
        assert!(cards.iter().any(|card| card.id == safety.id && card.verified.is_none()), "until then it is not called checked");
    })
    .await;
}

#[tokio::test]
async fn rows_without_their_files_are_taken_for_no_archive() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let kept = make(&system(&it.world, NOON), None, Why::Hand).await.unwrap();
        let shelf = &it.world.shelves[0];
        let rows = shelf.get(&Folder { whose: None, name: kept.name }.rows(false)).await.unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &rows).unwrap();
        assert!(!check(file.path()).unwrap().is_whole());
    })
    .await;
}

#[tokio::test]
async fn a_content_that_changed_is_found_by_the_check_and_put_there_again_by_the_next_backup() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let system = system(&it.world, NOON);
        let kept = make(&system, None, Why::Hand).await.unwrap();
        verify(&system, kept.id).await.unwrap();
        let shelf = &it.world.shelves[0];
        let path = contents(shelf).await.into_iter().find(|path| !path.to_string().contains("photos")).unwrap();
        shelf.store.put(&path, PutPayload::from_static(b"Once upon a dime")).await.unwrap();
        verify(&system, kept.id).await.unwrap();
        let reach = platform(&it.world).await;
        let cards = listed(&reach).await;
        assert_eq!(cards[0].state, KeptState::Failed);
        assert!(cards[0].error.contains("SHA-256"), "{}", cards[0].error);
        let answer = download(reach.clone(), kept.id).await.map(|_| ()).unwrap_err().answer();
        assert_eq!(answer, Error::NotFound);
        let later = self::system(&it.world, NOON.plus_hours(1));
        make(&later, None, Why::Hand).await.unwrap();
        let cards = listed(&reach).await;
        assert_eq!((cards[0].state, cards[0].new_bytes), (KeptState::Kept, 16));
    })
    .await;
}

#[tokio::test]
async fn one_that_was_killed_half_way_is_none_and_holds_up_no_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let shelf = &it.world.shelves[0];
        let begin =
            Begin { of: None, name: "backup_half", shelf: ShelfKind::Disk, why: Why::Schedule, before: None, asked_by: None };
        let begun = system(&it.world, NOON);
        runs::begin(&begun, &begin, NOON).await.unwrap();
        let half = Folder { whose: None, name: "backup_half".into() };
        shelf.put(&half.rows(false), b"half".to_vec()).await.unwrap();
        let refused = make(&begun, None, Why::Hand).await.map(|_| ()).unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::BackupRuns), "it may be going on");

        let later = system(&it.world, At(NOON.0.max(store::clock::now().0)).plus_hours(25));
        look_again(&later).await.unwrap();
        let reach = platform(&it.world).await;
        let cards = listed(&reach).await;
        assert_eq!((cards.len(), cards[0].state), (1, KeptState::Failed));
        assert!(cards[0].error.contains("stopped"), "{}", cards[0].error);
        make(&later, None, Why::Hand).await.unwrap();
        sweep::sweep(&later, None).await.unwrap();
        assert_eq!(shelf.size(&half.rows(false)).await.unwrap(), None, "what is left of it goes after a day");
    })
    .await;
}

#[tokio::test]
async fn a_school_sees_its_own_backups_and_no_other() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let of = Some(it.admin.school_id());
        let kept = make(&system(&it.world, NOON), of, Why::Hand).await.unwrap();
        let (own, other) = (school(&it.admin, NOON), school(&it.other().admin, NOON));
        assert_eq!(listed(&own).await.len(), 1);
        assert!(listed(&other).await.is_empty() && listed(&platform(&it.world).await).await.is_empty());
        assert!(show(&own).await.unwrap().shelves.iter().all(|shelf| shelf.place.is_none()), "places are the platform's to know");
        let nothing = |answer: crate::Error| assert_eq!(answer.answer(), Error::NotFound);
        nothing(download(other.clone(), kept.id).await.map(|_| ()).unwrap_err());
        nothing(remove(&other, kept.id).await.unwrap_err());
        nothing(ask_to_verify(&other, kept.id).await.unwrap_err());
        let student = school(&it.student, NOON);
        assert_eq!(show(&student).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(ask(&student).await.unwrap_err().answer(), Error::Forbidden);
        let made = Made::of(download(own, kept.id).await.unwrap()).await;
        assert_eq!(check(made.file.path()).unwrap().contents.unwrap().school.map(|it| it.slug).as_deref(), Some("alpha"));
    })
    .await;
}

#[tokio::test]
async fn a_backup_that_is_due_is_made_in_a_lane_of_its_own() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let own = school(&it.admin, NOON);
        assert_eq!(show(&own).await.unwrap().status.standing, Standing::None);
        set_schedule(&own, &ScheduleForm { every: Every::Daily, hour: 13 }).await.unwrap();
        assert_eq!(show(&own).await.unwrap().status.standing, Standing::Waiting);
        plan_due(&system(&it.world, NOON)).await.unwrap();
        let now = system(&it.world, NOON.plus_hours(2));
        assert!(jobs::take(&now, Lane::Long).await.unwrap().is_none());
        plan_due(&now).await.unwrap();
        plan_due(&now).await.unwrap();
        assert!(show(&own).await.unwrap().running);
        let job = jobs::take(&now, Lane::Long).await.unwrap().unwrap();
        assert!(jobs::take(&now, Lane::Long).await.unwrap().is_none(), "once");
        carry_out(&now, &serde_json::from_str(&job.payload).unwrap()).await.unwrap();
        jobs::finish(&now, &job, Ok(())).await.unwrap();
        let page = show(&school(&it.admin, now.now)).await.unwrap();
        assert_eq!((page.backups.len(), page.backups[0].why, page.running), (1, Why::Schedule, false));
        assert_eq!(page.status.standing, Standing::Good);
        let late = show(&school(&it.admin, now.now.plus_hours(37))).await.unwrap();
        assert_eq!(late.status.standing, Standing::Late);
    })
    .await;
}

#[tokio::test]
async fn each_shelf_has_its_own_copy_and_a_list_that_was_lost_is_written_again() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let shelves = vec![Shelf::in_memory(ShelfKind::Disk), Shelf::in_memory(ShelfKind::S3)];
        let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves);
        let system = system(&world, NOON);
        make(&system, None, Why::Safety).await.unwrap();
        assert_eq!(contents(&world.shelves[0]).await, contents(&world.shelves[1]).await);
        db.run(sql!("delete from kept_backups where whose = ''"), args![]).await.unwrap();
        look_again(&system).await.unwrap();
        let cards = listed(&platform(&world).await).await;
        let told: Vec<_> = cards.iter().map(|card| (card.why, card.files, card.verified.is_none())).collect();
        assert_eq!(told, [(Why::Safety, 2, true), (Why::Safety, 2, true)]);
        for card in cards {
            verify(&system, card.id).await.unwrap();
        }
        assert!(listed(&platform(&world).await).await.iter().all(|card| card.verified.is_some()));
    })
    .await;
}

#[tokio::test]
async fn a_shelf_that_fails_says_why_and_the_other_has_its_backup() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let folder = tempfile::tempdir().unwrap();
        let disk = object_store::local::LocalFileSystem::new_with_prefix(folder.path()).unwrap();
        let disk = Shelf::new(ShelfKind::Disk, "disk".into(), Arc::new(disk));
        // A file stands where the folder should be.
        std::fs::write(folder.path().join("backups"), b"in the way").unwrap();
        let shelves = vec![disk, Shelf::in_memory(ShelfKind::S3)];
        let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves);
        make(&system(&world, NOON), None, Why::Hand).await.unwrap();
        let page = show(&platform(&world).await).await.unwrap();
        assert_eq!(page.status.standing, Standing::Failed);
        assert!(!page.status.error.is_empty());
        let mut states: Vec<_> = page.backups.iter().map(|card| (card.shelf, card.state)).collect();
        states.sort_unstable();
        assert_eq!(states, [(ShelfKind::Disk, KeptState::Failed), (ShelfKind::S3, KeptState::Kept)]);
    })
    .await;
}

#[tokio::test]
async fn the_newest_good_one_is_not_removed_and_what_no_backup_names_goes_with_the_next_sweep() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let reach = school(&it.admin, NOON);
        let of = Some(it.admin.school_id());
        let old = make(&system(&it.world, NOON), of, Why::Hand).await.unwrap();
        assert_eq!(remove(&reach, old.id).await.unwrap_err().answer(), Error::Conflict(Problem::LastBackup));
        db.run(sql!("update users set photo = '' where id = $1"), args![it.student.user_id()]).await.unwrap();
        make(&system(&it.world, NOON.plus_hours(1)), of, Why::Hand).await.unwrap();
        let shelf = &it.world.shelves[0];
        assert_eq!(contents(shelf).await.len(), 2);
        remove(&reach, old.id).await.unwrap();
        remove(&reach, old.id).await.unwrap();
        assert_eq!(listed(&reach).await.len(), 1);
        sweep::sweep(&system(&it.world, NOON), of).await.unwrap();
        // The store dates its objects itself.
        let later = system(&it.world, At(NOON.0.max(store::clock::now().0)).plus_hours(25));
        sweep::sweep(&later, of).await.unwrap();
        let left = contents(shelf).await;
        assert!(left.len() == 1 && !left[0].to_string().contains("photos"), "{left:?}");
        assert!(shelf.size(&Folder { whose: of, name: old.name }.head()).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn admins_are_told_once_that_a_backup_failed() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let reach = platform(&it.world).await;
        set_schedule(&reach, &ScheduleForm { every: Every::Weekly, hour: 4 }).await.unwrap();
        let begin =
            Begin { of: None, name: "backup_bad", shelf: ShelfKind::Disk, why: Why::Schedule, before: None, asked_by: None };
        let system = system(&it.world, NOON);
        let id = runs::begin(&system, &begin, NOON).await.unwrap();
        let mails = async || {
            let sql = sql!("select recipient, body from mails where subject like 'The backup failed%' order by id");
            let mails: Vec<(String, String)> = db.all(sql, args![]).await.unwrap();
            mails
        };
        warn(&system).await.unwrap();
        assert!(mails().await.is_empty());
        runs::fail(&system, id, &anyhow::anyhow!("no space left").into(), NOON).await.unwrap();
        warn(&system).await.unwrap();
        warn(&system).await.unwrap();
        let told = mails().await;
        assert_eq!(told.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["alpha_admin@lyceum.test"]);
        assert!(told[0].1.contains("no space left") && told[0].1.contains("https://lyceum.test/backup/kept"), "{}", told[0].1);
    })
    .await;
}

#[tokio::test]
async fn ten_backups_are_asked_for_in_a_day_and_one_that_nobody_makes_any_more_holds_up_none() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let of = Some(it.admin.school_id());
        for minute in 0..10 {
            let name = format!("backup_{minute}");
            let begin = Begin { of, name: &name, shelf: ShelfKind::Disk, why: Why::Hand, before: None, asked_by: None };
            let now = NOON.plus_minutes(minute * 10);
            runs::begin(&system(&it.world, now), &begin, now).await.unwrap();
        }
        let later = NOON.plus_minutes(100);
        let cards = listed(&school(&it.admin, later)).await;
        assert!(cards.iter().all(|card| card.state == KeptState::Failed), "the last one is as silent as the others");
        assert_eq!(ask(&school(&it.admin, later)).await.unwrap_err().answer(), Error::TooMany(3600));
        ask(&school(&it.other().admin, later)).await.unwrap();
        ask(&school(&it.admin, NOON.plus_hours(24))).await.unwrap();
    })
    .await;
}
