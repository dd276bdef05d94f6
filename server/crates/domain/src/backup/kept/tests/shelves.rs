//! Shelves that are not there, and contents that rot on them.

use std::collections::BTreeSet;

use super::*;

fn on(world: &World, shelf: Shelf) -> World {
    World::with_shelves(world.db.clone(), world.files.clone(), world.settings.clone(), vec![shelf])
}

/// Later than anything that lies on a shelf: a store dates its objects itself.
fn days_later(days: i64) -> At {
    At(NOON.0.max(store::clock::now().0)).plus_days(days)
}

#[tokio::test]
async fn a_shelf_that_was_not_there_once_loses_nothing_for_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let (disk, bare) = (it.world.shelves[0].clone(), Shelf::in_memory(ShelfKind::Disk));
        let now = days_later(0);
        let first = make(&system(&it.world, now), None, Why::Hand).await.unwrap();
        let second = make(&system(&it.world, now.plus_hours(1)), None, Why::Hand).await.unwrap();
        let lying = contents(&disk).await;
        let names = async |world: &World| {
            let cards = listed(&platform(world).await).await;
            let states = cards.iter().map(|card| (card.name.clone(), card.state));
            states.collect::<Vec<_>>()
        };
        let all = vec![(second.name.clone(), KeptState::Kept), (first.name.clone(), KeptState::Kept)];

        look_again(&system(&on(&it.world, bare.clone()), now)).await.unwrap();
        assert_eq!(names(&it.world).await, all, "nothing at all is no word of what was there");
        // Another backup lies on it alone: those that are not seen are not told of, and no more.
        let alone = on(&it.world, bare);
        let third = make(&system(&alone, now.plus_hours(2)), None, Why::Hand).await.unwrap();
        look_again(&system(&alone, NOON)).await.unwrap();
        assert_eq!(names(&alone).await, [(third.name, KeptState::Kept)]);
        let back = on(&it.world, disk.clone());
        look_again(&system(&back, NOON)).await.unwrap();
        assert_eq!(names(&back).await, all);
        sweep::sweep(&system(&back, days_later(2)), None).await.unwrap();
        assert_eq!(contents(&disk).await, lying);
        for name in [first.name, second.name] {
            assert!(disk.size(&Folder { whose: None, name }.head()).await.unwrap().is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_is_no_verdict_and_a_damaged_backup_goes_by_nobody_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let shelf = &it.world.shelves[0];
        let kept = make(&system(&it.world, NOON), None, Why::Hand).await.unwrap();
        make(&system(&it.world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap();
        let away = on(&it.world, Shelf::in_memory(ShelfKind::Disk));
        verify(&system(&away, NOON), kept.id).await.unwrap_err();
        let reach = platform(&it.world).await;
        assert!(listed(&reach).await.iter().all(|card| card.state == KeptState::Kept));

        let folder = Folder { whose: None, name: kept.name };
        shelf.put(&folder.rows(false), b"other rows".to_vec()).await.unwrap();
        verify(&system(&it.world, NOON), kept.id).await.unwrap();
        assert_eq!(listed(&reach).await[1].state, KeptState::Failed);
        sweep::sweep(&system(&it.world, days_later(60)), None).await.unwrap();
        assert!(shelf.size(&folder.head()).await.unwrap().is_some(), "somebody may look what is left of it");
    })
    .await;
}

#[tokio::test]
async fn a_content_that_was_emptied_is_written_anew_and_taken_for_good_by_no_backup() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let shelves = vec![Shelf::in_memory(ShelfKind::Disk), Shelf::in_memory(ShelfKind::S3)];
        let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves);
        make(&system(&world, NOON), None, Why::Hand).await.unwrap();
        for shelf in &world.shelves {
            for path in contents(shelf).await {
                shelf.store.put(&path, PutPayload::new()).await.unwrap();
            }
        }
        let kept = make(&system(&world, NOON.plus_hours(1)), None, Why::Hand).await.unwrap();
        let cards = listed(&platform(&world).await).await;
        assert!(cards.iter().take(2).all(|card| card.new_bytes > 0 && card.verified.is_some()), "{cards:?}");
        let made = Made::of(download(platform(&world).await, kept.id).await.unwrap()).await;
        let report = check(made.file.path()).unwrap();
        assert!(report.is_whole(), "{:?}", report.problems);
    })
    .await;
}

#[tokio::test]
async fn a_content_that_changed_brings_every_backup_that_names_it_under_suspicion() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let system = system(&it.world, NOON);
        let kept = make(&system, None, Why::Hand).await.unwrap();
        let of = Some(it.other().admin.school_id());
        for (hour, of) in [(1, None), (2, Some(it.admin.school_id())), (3, of)] {
            make(&self::system(&it.world, NOON.plus_hours(hour)), of, Why::Hand).await.unwrap();
        }
        let verified = async || {
            let sql = sql!("select verified_at is not null as known from kept_backups order by begun_at");
            let rows: Vec<(bool,)> = db.all(sql, args![]).await.unwrap();
            rows.into_iter().map(|(verified,)| verified).collect::<Vec<_>>()
        };
        db.run(sql!("update kept_backups set verified_at = $1 where state = 'kept'"), args![NOON]).await.unwrap();
        db.run(sql!("delete from jobs where kind = 'backup.verify'"), args![]).await.unwrap();
        let shelf = &it.world.shelves[0];
        let essay = contents(shelf).await.into_iter().find(|path| !path.to_string().contains("photos")).unwrap();
        shelf.store.put(&essay, PutPayload::from_static(b"Once upon a dime")).await.unwrap();
        verify(&system, kept.id).await.unwrap();
        assert_eq!(verified().await, [true, false, false, true], "the other school names none of it");
        let mut planned = 0;
        while let Some(job) = jobs::take(&system, Lane::Long).await.unwrap() {
            verify(&system, job.payload.parse().unwrap()).await.unwrap();
            jobs::finish(&system, &job, Ok(())).await.unwrap();
            planned += 1;
        }
        let failed = listed(&platform(&it.world).await).await.iter().filter(|card| card.state == KeptState::Failed).count();
        assert_eq!((planned, failed), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn a_backup_is_read_again_where_none_was_for_a_week() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let planned = async |days: i64| {
            let system = system(&it.world, NOON.plus_days(days));
            make(&system, None, Why::Schedule).await.unwrap();
            let job = jobs::take(&system, Lane::Long).await.unwrap();
            if let Some(job) = &job {
                assert_eq!(job.kind, jobs::VERIFY);
                let later = super::system(&it.world, system.now.plus_minutes(1));
                verify(&later, job.payload.parse().unwrap()).await.unwrap();
                jobs::finish(&later, job, Ok(())).await.unwrap();
            }
            job.is_some()
        };
        let mut days = Vec::new();
        for day in [0, 6, 8, 9, 16] {
            days.push(planned(day).await);
        }
        assert_eq!(days, [false, false, true, false, true], "the first was read when it was made");
    })
    .await;
}

#[tokio::test]
async fn a_copy_that_failed_is_made_later_of_the_time_it_is_of_and_tried_each_hour_until_then() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        fill(&it, "Once upon a time").await;
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join(CONTENTS);
        std::fs::write(&in_the_way, b"in the way").unwrap();
        let far = object_store::local::LocalFileSystem::new_with_prefix(folder.path()).unwrap();
        let shelves = vec![Shelf::in_memory(ShelfKind::Disk), Shelf::new(ShelfKind::S3, "far".into(), Arc::new(far))];
        let world = World::with_shelves(db.clone(), it.world.files.clone(), it.world.settings.clone(), shelves);
        make(&system(&world, NOON), None, Why::Schedule).await.unwrap();
        let reach = platform(&world).await;
        let on = async |shelf: ShelfKind| listed(&reach).await.into_iter().find(|card| card.shelf == shelf).unwrap();
        let tried = async |minutes: i64| {
            let now = system(&world, NOON.plus_minutes(minutes));
            plan_copies(&now).await.unwrap();
            plan_copies(&now).await.unwrap();
            let Some(job) = jobs::take(&now, Lane::Long).await.unwrap() else { return false };
            assert_eq!(job.kind, jobs::COPY);
            copy_again(&now, job.payload.parse().unwrap()).await.unwrap();
            jobs::finish(&now, &job, Ok(())).await.unwrap();
            assert!(jobs::take(&now, Lane::Long).await.unwrap().is_none(), "once");
            true
        };
        assert_eq!([tried(30).await, tried(70).await, tried(100).await], [false, true, false]);
        assert_eq!(on(ShelfKind::S3).await.state, KeptState::Failed);

        // Who was told that it failed is not told again by each try.
        let later = system(&world, NOON.plus_minutes(110));
        warn(&later).await.unwrap();
        let mails = async || db.all::<(String,)>(sql!("select recipient from mails"), args![]).await.unwrap().len();
        let told = mails().await;
        assert!(told > 0);
        let again = sql!("update kept_backups set state = $1, row_count = 0 where shelf = 's3'");
        for state in ["running", "failed"] {
            db.run(again, args![state]).await.unwrap();
            db.run(sql!("update kept_backups set beat_at = $1"), args![later.now]).await.unwrap();
            warn(&later).await.unwrap();
            assert_eq!(mails().await, told, "{state}");
        }
        std::fs::remove_file(&in_the_way).unwrap();
        assert_eq!([tried(140).await, tried(300).await], [true, false]);
        let (near, far) = (on(ShelfKind::Disk).await, on(ShelfKind::S3).await);
        assert_eq!((far.state, &far.name, far.rows, far.files), (KeptState::Kept, &near.name, near.rows, near.files));
        assert_eq!(far.begun, near.begun, "it is of the same time");
        assert!(far.verified.is_some());
        let lying = async |shelf: usize| contents(&world.shelves[shelf]).await.into_iter().collect::<BTreeSet<_>>();
        assert_eq!(lying(1).await, lying(0).await);

        make(&system(&world, NOON.plus_hours(6)), None, Why::Schedule).await.unwrap();
        let failed = sql!("update kept_backups set state = 'failed', row_count = 0 where shelf = 's3' and name = $1");
        db.run(failed, args![far.name.as_str()]).await.unwrap();
        assert!(!tried(600).await, "a younger one lies there");
    })
    .await;
}

#[tokio::test]
async fn what_has_gone_is_remembered_for_a_year_and_as_long_as_it_lies_there() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let reach = platform(&it.world).await;
        let made = async |hours: i64| make(&system(&it.world, NOON.plus_hours(hours)), None, Why::Schedule).await.unwrap();
        let (first, second) = (made(0).await, made(1).await);
        made(2).await;
        for kept in [&first, &second] {
            remove(&reach, kept.id).await.unwrap();
        }
        // The second could not be taken off, as where a bucket did not answer.
        let shelf = &it.world.shelves[0];
        let folder = Folder { whose: None, name: second.name.clone() };
        let gone = async || {
            let sql = sql!("select name from kept_backups where state = 'gone' order by name");
            let names: Vec<(String,)> = db.all(sql, args![]).await.unwrap();
            names.into_iter().map(|(name,)| name).collect::<Vec<_>>()
        };
        let mut both = vec![first.name.clone(), second.name.clone()];
        both.sort();
        sweep::sweep(&system(&it.world, days_later(360)), None).await.unwrap();
        assert_eq!(gone().await, both, "one may still ask what became of them");
        shelf.put(&folder.rows(false), b"rows".to_vec()).await.unwrap();
        shelf.put(&folder.head(), b"{}".to_vec()).await.unwrap();
        let late = system(&it.world, days_later(370));
        sweep::sweep(&late, None).await.unwrap();
        assert_eq!(gone().await, [second.name], "it was seen there, and is taken off");
        sweep::sweep(&late, None).await.unwrap();
        assert!(gone().await.is_empty());
    })
    .await;
}
