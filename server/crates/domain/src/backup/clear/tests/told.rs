//! What is told of a clear elsewhere than on its own page.

use model::backup::clear::{Cleared, What};
use model::dashboards::Board;
use store::testing::each_db;

use super::{clear_now, lived};
use crate::backup::clear::{gone, undo};
use crate::testing::Scene;
use crate::{Reach, Scope, backup, dashboards};

/// What the dashboard tells of it, and the overview of the backups.
async fn told(scope: &Scope) -> (Vec<Cleared>, Vec<Cleared>) {
    let Board::School(board) = dashboards::show(scope).await.unwrap().board else { panic!("not the admin's") };
    (board.cleared, backup::show(&Reach::School(scope.clone())).await.unwrap().cleared)
}

#[tokio::test]
async fn what_can_be_brought_back_is_told_on_the_dashboard_and_the_overview_to_those_who_may() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(&it).await;
        assert_eq!(told(&it.admin).await, (Vec::new(), Vec::new()));
        let id = clear_now(&it, What::All).await;
        let cleared = gone(&it.admin).await.unwrap();
        assert_eq!(cleared.iter().map(|it| (it.id, it.what)).collect::<Vec<_>>(), [(id, What::All)]);
        assert_eq!(told(&it.admin).await, (cleared.clone(), cleared));
        assert_eq!(told(&it.other().admin).await, (Vec::new(), Vec::new()));
        assert!(gone(&it.teacher).await.unwrap().is_empty());
        undo(&it.admin, id).await.unwrap();
        assert_eq!(told(&it.admin).await, (Vec::new(), Vec::new()));
    })
    .await;
}
