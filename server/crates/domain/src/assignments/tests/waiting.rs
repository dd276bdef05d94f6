use model::Error;
use model::assignments::AssignmentForm;
use model::ids::SubmissionId;
use store::testing::each_db;

use super::{essay, hand_in};
use crate::Scope;
use crate::assignments::{lists, set};
use crate::testing::Scene;

#[tokio::test]
async fn the_dashboards_lists_show_what_waits() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let later = AssignmentForm { title: "Later".into(), due: "2026-12-01T08:00".into(), ..essay() };
        let second = set(&it.teacher, it.course_id, &later).await.unwrap();
        let first = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let ids =
            async |scope: &Scope| lists::due_soon(scope, 10).await.unwrap().into_iter().map(|card| card.id).collect::<Vec<_>>();
        assert_eq!(ids(&it.student).await, [first, second]);
        assert_eq!(lists::due_soon(&it.student, 1).await.unwrap().len(), 1);
        hand_in(&it.student, first, SubmissionId::new()).await.unwrap();
        let evening = it.student.now.plus_hours(6);
        assert_eq!(ids(&Scene::at(&it.student, evening)).await, [second], "handed in and over");
        assert_eq!(ids(&Scene::at(&it.student2, evening)).await, [first, second], "overdue and missing");
        assert!(ids(&it.teacher).await.is_empty());
        assert_eq!(lists::to_mark(&it.student, 10).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}
