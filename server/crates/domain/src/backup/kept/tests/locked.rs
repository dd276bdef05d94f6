//! Backups that are locked with a passphrase.

use std::time::Duration;

use model::backup::kept::{Cause, Lock};
use object_store::throttle::{ThrottleConfig, ThrottledStore};
use store::Db;

use super::*;
use crate::backup::lock::Passphrase;
use crate::backup::restore::Told;

fn passphrase(words: &str) -> Passphrase {
    Passphrase::new(words).unwrap()
}

/// The platform with its one shelf, as a server has it that was started with this passphrase.
fn started(db: &Db, it: &Scene, words: Option<&str>) -> World {
    let old = &it.world.shelves[0];
    let shelf = Shelf::new(old.kind, old.place.clone(), old.store.clone());
    let shelf = match words {
        Some(words) => shelf.locked(passphrase(words)),
        None => shelf,
    };
    World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), vec![shelf])
}

/// Every object of a shelf.
async fn objects(shelf: &Shelf) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for object in shelf.store.list(None).try_collect::<Vec<_>>().await.unwrap() {
        let bytes = shelf.store.get(&object.location).await.unwrap().bytes().await.unwrap();
        all.push((object.location.to_string(), bytes.to_vec()));
    }
    all
}

#[tokio::test]
async fn a_locked_backup_shows_nothing_stores_a_file_once_and_is_taken_home_open() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let world = started(&db, &it, Some("twelve letters"));
        let first = make(&system(&world, NOON), None, Why::Hand).await.unwrap();
        make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap();
        let cards = listed(&platform(&world).await).await;
        let told: Vec<_> =
            cards.iter().map(|card| (card.lock, card.files, card.new_bytes > 0, card.verified.is_some())).collect();
        // Of the second nothing was written but its rows.
        assert_eq!(told, [(Some(Lock::Opens), 2, false, true), (Some(Lock::Opens), 2, true, true)]);
        assert_eq!(contents(&world.shelves[0]).await.len(), 2, "an essay and a photo");
        for (path, bytes) in objects(&world.shelves[0]).await {
            let text = String::from_utf8_lossy(&bytes);
            let open = path.ends_with("head.json") || path.ends_with("files.txt");
            assert_eq!(text.starts_with("age-encryption.org/v1\n"), !open, "{path}");
            assert!(!text.contains("Once upon") && !text.contains("alpha"), "{path}");
        }
        for card in &cards {
            verify(&system(&world, NOON), card.id).await.unwrap();
        }
        assert!(listed(&platform(&world).await).await.iter().all(|card| card.state == KeptState::Kept));
        let made = Made::of(download(platform(&world).await, first.id).await.unwrap()).await;
        let report = check(made.file.path()).unwrap();
        assert!(report.is_whole(), "{:?}", report.problems);
        assert_eq!(report.files(), 2);
    })
    .await;
}

#[tokio::test]
async fn without_its_passphrase_a_backup_is_listed_and_neither_given_out_nor_called_broken() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let kept = make(&system(&started(&db, &it, Some("twelve letters")), NOON), None, Why::Hand).await.unwrap();
        let others =
            [(None, Lock::Missing, Problem::BackupLocked), (Some("twelve others"), Lock::Other, Problem::OtherPassphrase)];
        for (words, lock, problem) in others {
            let world = started(&db, &it, words);
            let reach = platform(&world).await;
            let page = show(&reach).await.unwrap();
            assert_eq!((page.backups[0].lock, page.shut(), page.locks), (Some(lock), Some(problem), words.is_some()));
            let says = |error: crate::Error| assert_eq!(error.answer(), Error::Conflict(problem));
            says(download(reach.clone(), kept.id).await.map(|_| ()).unwrap_err());
            says(ask_to_verify(&reach, kept.id).await.unwrap_err());
            verify(&system(&world, NOON), kept.id).await.unwrap();
            assert_eq!(listed(&reach).await[0].state, KeptState::Kept, "it may be whole");
            let folder = tempfile::tempdir().unwrap();
            says(archive_file(&system(&world, NOON), kept.id, &folder.path().join("a.zip"), &Told::default()).await.unwrap_err());
        }
        let world = started(&db, &it, Some("twelve others"));
        let refused = make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.map(|_| ()).unwrap_err();
        assert_eq!(refused.answer(), Error::Conflict(Problem::OtherPassphrase), "nothing is kept open instead");
    })
    .await;
}

#[tokio::test]
async fn what_was_kept_before_a_passphrase_was_set_stays_readable() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let open = make(&system(&it.world, NOON), None, Why::Hand).await.unwrap();
        let world = started(&db, &it, Some("twelve letters"));
        let locked = make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap();
        let cards = listed(&platform(&world).await).await;
        assert_eq!(cards.iter().map(|card| card.lock).collect::<Vec<_>>(), [Some(Lock::Opens), None]);
        assert_eq!(contents(&world.shelves[0]).await.len(), 4, "no locked backup names what lies there open");
        for kept in [open, locked] {
            let made = Made::of(download(platform(&world).await, kept.id).await.unwrap()).await;
            assert!(check(made.file.path()).unwrap().is_whole());
        }
        db.run(sql!("delete from kept_backups where whose = ''"), args![]).await.unwrap();
        look_again(&system(&world, NOON)).await.unwrap();
        let mut found: Vec<_> = listed(&platform(&world).await).await.iter().map(|card| card.lock.is_some()).collect();
        found.sort_unstable();
        assert_eq!(found, [false, true], "each head says whether it is locked");
    })
    .await;
}

#[tokio::test]
async fn a_locked_content_that_changed_is_found_and_put_there_again() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let world = started(&db, &it, Some("twelve letters"));
        let kept = make(&system(&world, NOON), None, Why::Hand).await.unwrap();
        let shelf = &world.shelves[0];
        let path = contents(shelf).await.into_iter().find(|path| !path.to_string().contains("photos")).unwrap();
        let mut bytes = shelf.store.get(&path).await.unwrap().bytes().await.unwrap().to_vec();
        *bytes.last_mut().unwrap() ^= 1;
        shelf.store.put(&path, PutPayload::from(bytes)).await.unwrap();
        verify(&system(&world, NOON), kept.id).await.unwrap();
        let reach = platform(&world).await;
        assert_eq!(listed(&reach).await[0].state, KeptState::Failed);
        make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap();
        let cards = listed(&reach).await;
        assert_eq!((cards[0].state, cards[0].new_bytes), (KeptState::Kept, 16));
    })
    .await;
}

#[tokio::test]
async fn the_passphrase_of_a_shelf_changes_and_what_lies_there_stays() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (old, new) = (passphrase("twelve letters"), passphrase("twelve others"));
        let shelf = &it.world.shelves[0];
        assert_eq!(shelf.change_passphrase(&old, &new).await.unwrap_err().answer(), Error::NotFound);
        let kept = make(&system(&started(&db, &it, Some("twelve letters")), NOON), None, Why::Hand).await.unwrap();
        let refused = shelf.change_passphrase(&passphrase("twelve guesses"), &new).await.unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::OtherPassphrase));
        shelf.change_passphrase(&old, &new).await.unwrap();
        shelf.change_passphrase(&old, &new).await.unwrap();
        let world = started(&db, &it, Some("twelve others"));
        let made = Made::of(download(platform(&world).await, kept.id).await.unwrap()).await;
        assert!(check(made.file.path()).unwrap().is_whole());
        let world = started(&db, &it, Some("twelve letters"));
        assert_eq!(listed(&platform(&world).await).await[0].lock, Some(Lock::Other));
    })
    .await;
}

#[tokio::test]
async fn a_passphrase_that_was_taken_out_costs_no_backup_and_is_told_of_as_long_as_others_are_locked() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (with, without) = (started(&db, &it, Some("twelve letters")), started(&db, &it, None));
        let tells = async |world: &World| show(&platform(world).await).await.unwrap().status.unlocked;
        make(&system(&without, NOON), None, Why::Hand).await.unwrap();
        assert!(!tells(&without).await, "none was ever locked");
        let locked = make(&system(&with, NOON.plus_hours(1)), None, Why::Schedule).await.unwrap();
        assert!(tells(&without).await && !tells(&with).await);
        look_again(&system(&without, NOON.plus_hours(2))).await.unwrap();
        make(&system(&without, NOON.plus_hours(2)), None, Why::Schedule).await.unwrap();
        let cards = listed(&platform(&without).await).await;
        assert_eq!((cards[0].state, cards[0].lock), (KeptState::Kept, None), "it is made");
        // The schools of the platform have their backups in the same place.
        let mut own = Scene::at(&it.other().admin, NOON);
        own.request.world = without.clone();
        assert!(status(&Reach::School(own)).await.unwrap().unlocked, "the overview says it too");
        remove(&platform(&without).await, locked.id).await.unwrap();
        assert!(!tells(&without).await);
    })
    .await;
}

#[tokio::test]
async fn a_disk_that_is_not_mounted_gets_no_key_of_its_own_and_what_lies_on_it_opens_when_it_is_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let folder = tempfile::tempdir().unwrap();
        let (place, away) = (folder.path().join("mounted"), folder.path().join("away"));
        std::fs::create_dir(&place).unwrap();
        let started = || {
            let store = object_store::local::LocalFileSystem::new_with_prefix(&place).unwrap();
            let shelf = Shelf::new(ShelfKind::Disk, place.display().to_string(), Arc::new(store));
            let shelves = vec![shelf.locked(passphrase("twelve letters"))];
            World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves)
        };
        let first = make(&system(&started(), NOON), None, Why::Hand).await.unwrap();
        std::fs::rename(&place, &away).unwrap();
        std::fs::create_dir(&place).unwrap();
        let world = started();
        look_again(&system(&world, NOON)).await.unwrap();
        make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap_err();
        assert_eq!(listed(&platform(&world).await).await[0].error, Cause::Absent.text());
        assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0, "nothing is written where nothing is");
        std::fs::remove_dir(&place).unwrap();
        std::fs::rename(&away, &place).unwrap();
        // The same server goes on, and one that is started anew opens all of it.
        let second = make(&system(&world, NOON.plus_hours(2)), None, Why::Hand).await.unwrap();
        for world in [world, started()] {
            for kept in [&first, &second] {
                verify(&system(&world, NOON.plus_hours(3)), kept.id).await.unwrap();
                let made = Made::of(download(platform(&world).await, kept.id).await.unwrap()).await;
                assert!(check(made.file.path()).unwrap().is_whole());
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_that_is_gone_is_made_anew_by_nobody_while_others_need_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let world = started(&db, &it, Some("twelve letters"));
        let kept = make(&system(&world, NOON), None, Why::Hand).await.unwrap();
        let (path, shelf) = (Path::from("key.age"), &it.world.shelves[0]);
        let key = shelf.store.get(&path).await.unwrap().bytes().await.unwrap();
        shelf.store.delete(&path).await.unwrap();
        let lying = contents(shelf).await;
        verify(&system(&world, NOON), kept.id).await.unwrap();
        make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap_err();
        assert_eq!(
            (contents(shelf).await, shelf.store.head(&path).await.is_err()),
            (lying, true),
            "nothing is taken off, or made anew"
        );
        shelf.store.put(&path, PutPayload::from(key)).await.unwrap();
        make(&system(&world, NOON.plus_hours(2)), None, Why::Hand).await.unwrap();
        let cards = listed(&platform(&world).await).await;
        let states: Vec<_> = cards.iter().map(|card| card.state).collect();
        assert_eq!(states, [KeptState::Kept, KeptState::Failed, KeptState::Kept]);
    })
    .await;
}

#[tokio::test]
async fn a_new_bucket_gets_a_key_of_its_own() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let buckets = [(NOON, Shelf::in_memory(ShelfKind::S3)), (NOON.plus_hours(1), Shelf::in_memory(ShelfKind::S3))];
        for (now, bucket) in buckets {
            let shelves = vec![it.world.shelves[0].clone(), bucket];
            let shelves = shelves.into_iter().map(|shelf| shelf.locked(passphrase("twelve letters"))).collect();
            let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves);
            make(&system(&world, now), None, Why::Hand).await.unwrap();
            let cards = listed(&platform(&world).await).await;
            assert!(cards.iter().all(|card| card.state == KeptState::Kept), "{cards:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_waits_for_no_store_that_does_not_answer_and_blames_no_passphrase_for_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        make(&system(&started(&db, &it, Some("twelve letters")), NOON), None, Why::Hand).await.unwrap();
        let silent = ThrottleConfig { wait_get_per_call: Duration::from_secs(600), ..ThrottleConfig::default() };
        let silent = ThrottledStore::new(it.world.shelves[0].store.clone(), silent);
        let shelf = Shelf::new(ShelfKind::Disk, "silent".into(), Arc::new(silent)).locked(passphrase("twelve letters"));
        let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), vec![shelf]);
        let reach = platform(&world).await;
        let page = tokio::time::timeout(Duration::from_secs(60), show(&reach)).await.expect("a page").unwrap();
        assert_eq!((page.backups[0].lock, page.shut()), (Some(Lock::Opens), None));
    })
    .await;
}
