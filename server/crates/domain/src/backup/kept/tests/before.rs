//! Before what a safety backup was made.

use model::backup::clear::What;
use model::backup::kept::Before;
use model::ids::{KeptId, SchoolId};

use super::super::make_before;
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
