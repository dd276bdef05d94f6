//! Shelves that are not there, and contents that rot on them.

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
        shelf.put(&folder.rows(), b"other rows".to_vec()).await.unwrap();
        verify(&system(&it.world, NOON), kept.id).await.unwrap();
        assert_eq!(listed(&reach).await[1].state, KeptState::Failed);
        sweep::sweep(&system(&it.world, days_later(60)), None).await.unwrap();
        assert!(shelf.size(&folder.head()).await.unwrap().is_some(), "somebody may look what is left of it");
    })
    .await;
}
