use model::assignments::AssignmentForm;
use model::dashboards::{Board, Due};
use model::ids::SubmissionId;
use model::{Error, Marks};
use store::testing::each_db;
use store::{args, sql};

use super::{essay, hand_in};
use crate::assignments::{lists, set, show};
use crate::classes::statistics;
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

#[tokio::test]
async fn what_was_due_before_a_student_came_is_not_missing_and_may_still_be_handed_in() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let before = Scene::at(&it.teacher, it.teacher.now.plus_days(-10));
        let old = AssignmentForm { title: "Old".into(), due: "2026-11-25T08:00".into(), ..essay() };
        let old = set(&before, it.course_id, &old).await.unwrap();
        let longer = sql!("update enrollments set enrolled_at = $3 where school_id = $1 and user_id = $2");
        let args = args![it.student2.school_id(), it.student2.user_id(), before.now];
        assert_eq!(db.run(longer, args).await.unwrap(), 1);

        let page = show(&it.student, old, 1).await.unwrap();
        assert!(page.overdue && page.may_submit && !page.missing);
        assert!(show(&it.student2, old, 1).await.unwrap().missing);
        assert!(due(&it.student).await.is_empty(), "it was over before they came");
        let theirs: Vec<_> = due(&it.student2).await.iter().map(|due| (due.card.id, due.overdue)).collect();
        assert_eq!(theirs, [(old, true)]);
        let (_, figures) = statistics::show(&it.teacher, it.class_id).await.unwrap();
        assert_eq!((figures.students, figures.missing), (2, 1));

        hand_in(&it.student, old, SubmissionId::new()).await.unwrap();
        let (_, figures) = statistics::show(&it.teacher, it.class_id).await.unwrap();
        assert_eq!((figures.late, figures.missing), (1, 1));
        assert!(due(&it.other().student).await.is_empty());
    })
    .await;
}
