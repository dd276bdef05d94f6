use model::backup::kept::{Cause, Every, KeptPage, ScheduleForm, ShelfKind, TestStatus, Tested, Why};
use model::backup::restore::{By, Kind, Running, Step};
use model::ids::{SchoolId, UserId};
use model::{At, Error};
use object_store::{ObjectStoreExt, PutPayload};
use store::testing::each_db;
use store::{Db, args, sql};

use super::super::shelf::{Folder, Shelf};
use super::super::{Trial, ask_to_test, make, plan_tests, set_schedule, show, test, warn};
use crate::backup::archive::tests::fill;
use crate::backup::lock::Passphrase;
use crate::backup::upload;
use crate::jobs::{self, Lane};
use crate::testing::{Scene, in_folder, request};
use crate::{Reach, Scope, System, World};

/// Drills are dated by the clock.
fn now() -> At {
    store::clock::now().plus_minutes(1)
}

fn system(world: &World, now: At) -> System {
    System(request(world, now))
}

/// As the admin of a school, in a world with a folder, at some time.
fn reach(world: &World, scope: &Scope, now: At) -> Reach {
    let mut scope = Scene::at(scope, now);
    scope.request.world = world.clone();
    Reach::School(scope)
}

async fn page(reach: &Reach) -> KeptPage {
    show(reach).await.unwrap()
}

async fn status(reach: &Reach) -> TestStatus {
    page(reach).await.status.test
}

/// Does what waits in the long lane; how much it was.
async fn work_off(world: &World, now: At) -> usize {
    let (system, mut done) = (system(world, now), 0);
    while let Some(job) = jobs::take(&system, Lane::Long).await.unwrap() {
        assert_eq!(job.kind, jobs::DRILL);
        test(&system, Trial::read(&job.payload)).await.unwrap();
        jobs::finish(&system, &job, Ok(())).await.unwrap();
        done += 1;
    }
    done
}

async fn mails(db: &Db) -> Vec<(String, String)> {
    let sql = sql!("select recipient, body from mails where subject like 'The restore test %' order by id");
    db.all(sql, args![]).await.unwrap()
}

#[tokio::test]
async fn the_newest_backup_is_tested_each_week_and_the_page_says_what_was_proven() {
    each_db(async |db| {
        let (it, folder) = (Scene::new(&db).await, tempfile::tempdir().unwrap());
        fill(&it, "Once upon a time").await;
        let (world, now) = (in_folder(&it.world, folder.path()), now());
        let (own, other) = (reach(&world, &it.admin, now), reach(&world, &it.other().admin, now));
        assert_eq!(status(&own).await.standing, Tested::Never);
        assert_eq!(ask_to_test(&own).await.unwrap_err().answer(), Error::NotFound, "there is none");
        set_schedule(&own, &ScheduleForm { every: Every::Weekly, hour: 4 }).await.unwrap();
        let system = system(&world, now);
        plan_tests(&system).await.unwrap();
        assert_eq!(work_off(&world, now).await, 0, "nothing to test");
        let kept = make(&system, Some(it.admin.school_id()), Why::Schedule).await.unwrap();
        assert_eq!(status(&own).await.standing, Tested::Waiting);
        plan_tests(&system).await.unwrap();
        plan_tests(&system).await.unwrap();
        assert!(page(&own).await.testing && !page(&other).await.testing);
        assert_eq!(work_off(&world, now).await, 1, "once");
        let shown = page(&own).await;
        assert_eq!((shown.status.test.standing, shown.testing), (Tested::Good, false), "{:?}", shown.status.test);
        let told = upload::mine(&own).await.unwrap().runs;
        assert!(matches!(told.as_slice(), [run] if run.test && run.by == By::Itself), "{told:?}");
        let steps: Vec<Step> = told[0].log.iter().map(|(step, _)| *step).collect();
        assert_eq!(steps.iter().filter(|step| Step::OF_TEST.contains(step)).count(), steps.len(), "{steps:?}");
        assert!(Step::OF_TEST.iter().all(|step| steps.contains(step)), "each of them is told: {steps:?}");
        let proof = shown.status.test.proof.unwrap();
        let card = shown.backups.iter().find(|card| card.id == kept.id).unwrap();
        assert_eq!((proof.rows as i64, proof.files as i64, proof.compared), (card.rows, card.files - card.lacking, true));
        assert_eq!(
            status(&other).await,
            TestStatus { standing: Tested::Never, last: None, of: None, proof: None, error: String::new() }
        );
        // Nothing is left of it, and nothing was put back.
        assert_eq!(std::fs::read_dir(folder.path().join("restores")).unwrap().count(), 0);
        plan_tests(&self::system(&world, now.plus_days(6))).await.unwrap();
        assert_eq!(work_off(&world, now.plus_days(6)).await, 0);
        assert_eq!(status(&reach(&world, &it.admin, now.plus_days(9))).await.standing, Tested::Late);
        plan_tests(&self::system(&world, now.plus_days(8))).await.unwrap();
        assert_eq!(work_off(&world, now.plus_days(8)).await, 1);
        assert!(mails(&db).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_backup_that_cannot_be_put_back_is_told_of_once() {
    each_db(async |db| {
        let (it, folder) = (Scene::new(&db).await, tempfile::tempdir().unwrap());
        let (world, now) = (in_folder(&it.world, folder.path()), now());
        let (own, other) = (reach(&world, &it.admin, now), reach(&world, &it.other().admin, now));
        set_schedule(&own, &ScheduleForm { every: Every::Daily, hour: 4 }).await.unwrap();
        let (system, of) = (system(&world, now), Some(it.admin.school_id()));
        let kept = make(&system, of, Why::Schedule).await.unwrap();
        let rows = Folder { whose: of, name: kept.name }.rows(false);
        world.shelves[0].store.put(&rows, PutPayload::from_static(b"no archive")).await.unwrap();
        ask_to_test(&own).await.unwrap();
        ask_to_test(&own).await.unwrap();
        assert_eq!(work_off(&world, now).await, 1, "pressed twice");
        let told = upload::mine(&own).await.unwrap().runs;
        assert!(matches!(told.as_slice(), [run] if run.test && matches!(run.by, By::Person(_))), "{told:?}");
        assert!(upload::mine(&other).await.unwrap().runs.is_empty());
        let told = status(&own).await;
        assert_eq!((told.standing, told.last, told.error.is_empty()), (Tested::Failed, None, false), "{}", told.error);
        assert_eq!(status(&other).await.standing, Tested::Never);
        warn(&system).await.unwrap();
        warn(&system).await.unwrap();
        let sent = mails(&db).await;
        assert_eq!(sent.iter().map(|(to, _)| to.as_str()).collect::<Vec<_>>(), ["alpha_admin@lyceum.test"]);
        assert!(sent[0].1.contains("https://lyceum.test/s/alpha/backup/kept"), "{}", sent[0].1);
        // It is tried again the next day, and when it went well the next failing is told of again.
        plan_tests(&self::system(&world, now.plus_hours(23))).await.unwrap();
        assert_eq!(work_off(&world, now.plus_hours(23)).await, 0);
        make(&self::system(&world, now.plus_hours(1)), of, Why::Schedule).await.unwrap();
        let later = now.plus_days(2);
        plan_tests(&self::system(&world, later)).await.unwrap();
        assert_eq!(work_off(&world, later).await, 1);
        assert_eq!(status(&own).await.standing, Tested::Good);
        warn(&system).await.unwrap();
        let (warned,): (Option<At>,) =
            db.one(sql!("select drill_warned_at from backup_schedules where whose = $1"), args![of]).await.unwrap();
        assert_eq!((warned, mails(&db).await.len()), (None, 1));
    })
    .await;
}

#[tokio::test]
async fn a_test_waits_for_its_turn_and_one_of_another_server_says_its_step() {
    each_db(async |db| {
        let (it, now) = (Scene::new(&db).await, now());
        let (own, other) = (reach(&it.world, &it.admin, now), reach(&it.world, &it.other().admin, now));
        let kept = make(&system(&it.world, now), Some(it.admin.school_id()), Why::Hand).await.unwrap();
        ask_to_test(&own).await.unwrap();
        let waiting = page(&own).await;
        assert_eq!((waiting.testing, waiting.tested), (true, None));
        let begun = sql!(
            "insert into restores (id, kind, school_id, archive, state, alone, step, begun_at, beat_at)
             values ('r', 'drill', $1, $2, 'running', 'yes', 'stage', $3, $3)"
        );
        db.run(begun, args![it.admin.school_id(), kept.name.as_str(), now]).await.unwrap();
        let stages = Running { kind: Kind::Drill, step: Step::Stage, done: 0, of: 0 };
        assert_eq!(page(&own).await.tested, Some(stages));
        let others = page(&other).await;
        assert_eq!((others.testing, others.tested), (false, None));
    })
    .await;
}

#[test]
fn a_job_of_before_says_of_what_it_is_and_of_nobody() {
    let school = SchoolId::new();
    for (payload, of) in [(school.to_string(), Some(school)), (String::new(), None)] {
        assert_eq!(Trial::read(&payload), Trial { of, asked_by: None }, "{payload}");
    }
    let asked = Trial { of: Some(school), asked_by: Some(UserId::new()) };
    assert_eq!(Trial::read(&serde_json::to_string(&asked).unwrap()), asked);
}

#[tokio::test]
async fn a_test_that_never_comes_is_told_of_once_too() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let now = now();
        let own = reach(&it.world, &it.admin, now);
        set_schedule(&own, &ScheduleForm { every: Every::Yearly, hour: 4 }).await.unwrap();
        make(&system(&it.world, now), Some(it.admin.school_id()), Why::Schedule).await.unwrap();
        warn(&system(&it.world, now.plus_days(7))).await.unwrap();
        assert!(mails(&db).await.is_empty());
        let late = system(&it.world, now.plus_days(9));
        warn(&late).await.unwrap();
        warn(&late).await.unwrap();
        assert_eq!(mails(&db).await.len(), 1);
        assert_eq!(status(&reach(&it.world, &it.admin, now.plus_days(9))).await.standing, Tested::Late);
        assert_eq!(ask_to_test(&reach(&it.world, &it.student, now)).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_test_that_lacks_the_passphrase_says_so_in_words() {
    each_db(async |db| {
        let (it, folder, now) = (Scene::new(&db).await, tempfile::tempdir().unwrap(), now());
        let (base, shelf) = (in_folder(&it.world, folder.path()), Shelf::in_memory(ShelfKind::Disk));
        let with = |shelf: Shelf| World::with_shelves(db.clone(), base.files.clone(), base.settings.clone(), vec![shelf]);
        let locked = with(shelf.clone().locked(Passphrase::new("twelve letters").unwrap()));
        make(&system(&locked, now), Some(it.admin.school_id()), Why::Hand).await.unwrap();
        let open = with(shelf);
        let own = reach(&open, &it.admin, now);
        ask_to_test(&own).await.unwrap();
        assert_eq!(work_off(&open, now).await, 1);
        let told = status(&own).await;
        assert_eq!((told.standing, told.error.as_str()), (Tested::Failed, Cause::Locked.text()));
    })
    .await;
}
