use model::assignments::MarkForm;
use model::ids::SubmissionId;
use model::{Error, Marks, Problem};
use store::testing::each_db;

use super::{essay, hand_in, mark};
use crate::assignments::{lists, marking, set, show};
use crate::testing::Scene;

#[tokio::test]
async fn marks_are_given_seen_and_kept_with_their_history() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let first = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let later = Scene::at(&it.student2, it.student2.now.plus_minutes(1));
        let second = hand_in(&later, assignment, SubmissionId::new()).await.unwrap();
        assert_eq!(lists::to_mark(&it.teacher, 10).await.unwrap()[0].waiting, 2);

        assert_eq!(marking::save(&it.teacher, first, &mark("7.5", 0)).await.unwrap(), 1);
        let page = marking::show(&it.teacher, first).await.unwrap();
        assert_eq!((page.version, page.lineup.to_mark.map(|it| it.submission_id), page.history.len()), (1, Some(second), 1));
        assert_eq!(page.submission.files.len(), 1);
        let own = show(&it.student, assignment, 1).await.unwrap().own;
        let seen = own[0].mark.clone().unwrap();
        assert_eq!((seen.marks, seen.comment.as_str()), (Marks(750), "Good <b>work</b>"));

        // The same form again changes nothing; other marks are a new version.
        assert_eq!(marking::save(&it.teacher, first, &mark("7.5", 0)).await.unwrap(), 1);
        assert_eq!(marking::show(&it.teacher, first).await.unwrap().version, 1);
        marking::save(&it.teacher, first, &mark("8", 1)).await.unwrap();
        let history = marking::show(&it.teacher, first).await.unwrap().history;
        assert_eq!(history.iter().map(|mark| mark.marks).collect::<Vec<_>>(), [Marks(800), Marks(750)]);
        assert_eq!(show(&it.student, assignment, 1).await.unwrap().own[0].mark.as_ref().unwrap().marks, Marks(800));

        assert_eq!(marking::save(&it.teacher, second, &mark("0", 0)).await.unwrap(), 1);
        assert!(lists::to_mark(&it.teacher, 10).await.unwrap().is_empty());
        // A new attempt waits again, and only that one.
        hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        assert_eq!(lists::to_mark(&it.teacher, 10).await.unwrap()[0].waiting, 1);
        let card = crate::courses::show(&it.teacher, it.course_id).await.unwrap().assignments.remove(0);
        assert_eq!((card.handed_in, card.to_mark), (2, 1));
        let card = crate::courses::show(&it.student, it.course_id).await.unwrap().assignments.remove(0);
        assert_eq!((card.handed_in, card.to_mark, card.own.unwrap().marks), (0, 0, None));
    })
    .await;
}

#[tokio::test]
async fn of_two_markers_at_once_the_second_is_told() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let (low, high) = (mark("4", 0), mark("9", 0));
        let (one, two) = tokio::join!(marking::save(&it.teacher, id, &low), marking::save(&it.admin, id, &high));
        let answers = [one.map_err(crate::Error::answer), two.map_err(crate::Error::answer)];
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert!(answers.contains(&Err(Error::Conflict(Problem::ChangedMeanwhile))), "{answers:?}");
        assert_eq!(marking::show(&it.teacher, id).await.unwrap().history.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn wrong_marks_are_refused_and_students_do_not_mark() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let range = Problem::OutOfRange { least: Marks(0), most: Marks(1000) };
        for (marks, problem) in [("10.01", range), ("-1", Problem::NotANumber), ("ten", Problem::NotANumber)] {
            let error = marking::save(&it.teacher, id, &mark(marks, 0)).await.unwrap_err().answer();
            assert_eq!(error.problem_of("marks"), Some(problem), "{marks}");
        }
        let long = MarkForm { comment: "x".repeat(10_001), ..mark("5", 0) };
        let error = marking::save(&it.teacher, id, &long).await.unwrap_err().answer();
        assert_eq!(error.problem_of("comment"), Some(Problem::TooLong(10_000)));
        // Their own is visible and not theirs to mark; a classmate's is not there.
        for (scope, error) in [(&it.student, Error::Forbidden), (&it.student2, Error::NotFound)] {
            assert_eq!(marking::show(scope, id).await.unwrap_err().answer(), error);
            assert_eq!(marking::save(scope, id, &mark("10", 0)).await.unwrap_err().answer(), error);
        }
        assert_eq!(marking::show(&it.teacher, SubmissionId::new()).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(marking::show(&it.teacher, id).await.unwrap().version, 0);
    })
    .await;
}
