use model::assignments::AssignmentForm;
use model::dashboards::{Board, Due};
use model::ids::SubmissionId;
use model::{Error, Marks};
use store::testing::each_db;

use super::{essay, hand_in};
use crate::assignments::{lists, set};
use crate::testing::Scene;
use crate::{Scope, dashboards};

async fn due(scope: &Scope) -> Vec<Due> {
    match dashboards::show(scope).await.unwrap().board {
        Board::Student(board) => board.due,
        other => panic!("not a student's: {other:?}"),
    }
}

#[tokio::test]
async fn the_dashboards_lists_show_what_waits() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let later = AssignmentForm { title: "Later".into(), due: "2026-12-01T08:00".into(), ..essay() };
        let second = set(&it.teacher, it.course_id, &later).await.unwrap();
        let first = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let ids = async |scope: &Scope| due(scope).await.into_iter().map(|due| due.card.id).collect::<Vec<_>>();
        assert_eq!(ids(&it.student).await, [first, second]);
        let submission = hand_in(&it.student, first, SubmissionId::new()).await.unwrap();
        let [done, open] = due(&it.student).await.try_into().unwrap();
        assert_eq!((done.card.course.as_str(), done.card.points, done.overdue), ("Algebra", Marks(1000), false));
        let own = done.card.own.unwrap();
        assert_eq!((own.submission_id, own.submitted.at, own.late, own.marks), (submission, it.student.now, false, None));
        assert_eq!(open.card.own, None);
        let evening = it.student.now.plus_hours(6);
        assert_eq!(ids(&Scene::at(&it.student, evening)).await, [second], "handed in and over");
        assert_eq!(ids(&Scene::at(&it.student2, evening)).await, [first, second], "overdue and missing");
        assert!(ids(&it.other().student).await.is_empty());
        assert_eq!(lists::to_mark(&it.student, 10).await.unwrap_err().answer(), Error::Forbidden);
        for number in 1..=7 {
            let next = AssignmentForm { title: format!("Number {number}"), due: "2026-12-02T08:00".into(), ..essay() };
            set(&it.teacher, it.course_id, &next).await.unwrap();
        }
        assert_eq!(ids(&it.student2).await.len(), 8, "the next, not all nine");
    })
    .await;
}
