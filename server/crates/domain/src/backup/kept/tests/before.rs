//! Before what a safety backup was made.

use model::backup::clear::What;
use model::backup::kept::{Before, NewestKept};
use model::ids::{KeptId, SchoolId};

use super::super::{make_before, with_schools};
use super::*;
use crate::backup::restore::Told;

async fn before(world: &World, of: Option<SchoolId>, hours: i64, step: Before) -> KeptId {
    make_before(&system(world, NOON.plus_hours(hours)), of, step, &Told::default()).await.unwrap().id
}

#[tokio::test]
async fn a_safety_backup_says_before_what_it_was_made_also_when_it_is_found_again() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let of = Some(it.admin.school_id());
        before(&it.world, of, 0, What::Courses.into()).await;
        make(&system(&it.world, NOON.plus_hours(1)), of, Why::Hand).await.unwrap();
        let told = async || {
            let cards = listed(&school(&it.admin, NOON.plus_hours(2))).await;
            cards.iter().map(|card| (card.why, card.before, card.students)).collect::<Vec<_>>()
        };
        let all = [(Why::Hand, None, Some(2)), (Why::Safety, Some(Before::Courses), Some(2))];
        assert_eq!(told().await, all, "with the students of then");
        db.run(sql!("delete from kept_backups where shelf = $1"), args!["disk"]).await.unwrap();
        assert!(told().await.is_empty());
        look_again(&system(&it.world, NOON.plus_hours(2))).await.unwrap();
        assert_eq!(told().await, all, "as on another machine");
        let other = it.other();
        assert!(listed(&school(&other.admin, NOON.plus_hours(2))).await.is_empty(), "another school has none of them");
    })
    .await;
}

#[tokio::test]
async fn what_was_there_before_a_restore_is_never_the_last_good_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let of = Some(it.admin.school_id());
        let later = school(&it.admin, NOON.plus_hours(9));
        let only = before(&it.world, of, 0, Before::Restore).await;
        let told = status(&later).await.unwrap();
        assert_eq!((told.standing, told.last), (Standing::None, None), "it is nothing to go back to");
        assert_eq!(remove(&later, only).await.unwrap_err().answer(), Error::Conflict(Problem::LastBackup), "and all there is");

        let good = make(&system(&it.world, NOON.plus_hours(1)), of, Why::Hand).await.unwrap().id;
        let cleared = before(&it.world, of, 2, Before::All).await;
        let emptied = before(&it.world, of, 3, Before::Restore).await;
        let cards = listed(&later).await;
        let last: Vec<KeptId> = cards.iter().filter(|card| card.last_good).map(|card| card.id).collect();
        assert_eq!(last, [cleared], "{cards:?}");
        let told = status(&later).await.unwrap().last.map(|when| when.at);
        assert_eq!(told, Some(NOON.plus_hours(2)), "what was there before all was cleared");
        let schools = with_schools(&platform(&it.world).await, "", 1).await.unwrap().schools.unwrap().schools;
        let newest = schools.iter().map(|it| it.newest.as_ref().map(newest_of)).collect::<Vec<_>>();
        assert_eq!(newest, [Some((cleared, Some(Before::All))), None], "no other school has one");

        assert_eq!(remove(&later, cleared).await.unwrap_err().answer(), Error::Conflict(Problem::LastBackup));
        remove(&later, emptied).await.unwrap();
        remove(&later, good).await.unwrap();
    })
    .await;
}

fn newest_of(it: &NewestKept) -> (KeptId, Option<Before>) {
    assert!(it.rows > 0, "{it:?}");
    (it.id, it.before)
}
