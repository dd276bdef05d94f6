//! Marking in a row: earlier attempts, the students before and after, what is saved and what is refused.

use bytes::Bytes;
use model::assignments::{AssignmentForm, ENDINGS, Lineup, MarkForm};
use model::ids::{AssignmentId, SubmissionId};
use model::people::{Change, Standing};
use model::{Error, Marks, Problem};
use store::testing::each_db;

use super::{essay, hand_in, mark};
use crate::assignments::{lists, marking, set, show};
use crate::files::{self, kinds};
use crate::testing::Scene;
use crate::{courses, people};

fn to_mark(lineup: &Lineup) -> Option<SubmissionId> {
    lineup.to_mark.as_ref().map(|it| it.submission_id)
}

#[tokio::test]
async fn a_marker_reaches_every_attempt_and_sees_which_mark_belongs_to_which() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let first = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        marking::save(&it.teacher, first, &mark("4", 0)).await.unwrap();
        marking::save(&it.teacher, first, &mark("5", 1)).await.unwrap();
        let evening = Scene::at(&it.student, it.student.now.plus_hours(6));
        let second = hand_in(&evening, assignment, SubmissionId::new()).await.unwrap();
        // What a classmate handed in is no attempt of this student.
        hand_in(&it.student2, assignment, SubmissionId::new()).await.unwrap();

        for (shown, newer) in [(first, Some(second)), (second, None)] {
            let page = marking::show(&it.teacher, shown).await.unwrap();
            let attempts: Vec<_> = page.attempts.iter().map(|it| (it.id, it.attempt, it.late, it.marks)).collect();
            assert_eq!(attempts, [(second, 2, true, None), (first, 1, false, Some(Marks(500)))]);
            assert_eq!(page.attempts[0].submitted.local, "Fri 27 Nov 2026, 18:00");
            assert_eq!(page.newer().map(|it| it.id), newer);
        }
        assert_eq!(marking::show(&it.teacher, first).await.unwrap().history.len(), 2);
        assert!(marking::show(&it.teacher, second).await.unwrap().history.is_empty(), "the mark is of the first attempt");
        for scope in [&it.other().teacher, &it.other().admin] {
            assert_eq!(marking::show(scope, first).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}

#[tokio::test]
async fn students_stand_in_a_row_by_name_and_the_next_to_mark_is_found_from_anywhere() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        // The second by name hands in first.
        let of_second = hand_in(&it.student2, assignment, SubmissionId::new()).await.unwrap();
        let early = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let of_first = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        // An assignment beside it, and the same in another school, are not in the row.
        let beside = AssignmentForm { title: "Beside".into(), ..essay() };
        let beside = set(&it.teacher, it.course_id, &beside).await.unwrap();
        hand_in(&it.student, beside, SubmissionId::new()).await.unwrap();
        let elsewhere = set(&it.other().teacher, it.other().course_id, &essay()).await.unwrap();
        hand_in(&it.other().student, elsewhere, SubmissionId::new()).await.unwrap();

        let lineup = async |id: SubmissionId| marking::show(&it.teacher, id).await.unwrap().lineup;
        let ids = |it: &Lineup| [&it.previous, &it.next, &it.to_mark].map(|it| it.as_ref().map(|it| it.submission_id));
        let (a, b) = (lineup(of_first).await, lineup(of_second).await);
        assert_eq!((a.place, a.of, a.waiting, ids(&a)), (1, 2, 2, [None, Some(of_second), Some(of_second)]));
        assert_eq!((b.place, b.of, b.waiting, ids(&b)), (2, 2, 2, [Some(of_first), None, Some(of_first)]));
        assert_eq!(a.next.unwrap().student, it.student2.me.name);
        let a = lineup(early).await;
        assert_eq!((a.place, ids(&a)), (1, [None, Some(of_second), Some(of_first)]), "from an earlier attempt to the newest");

        // Marks of an earlier attempt are not those that are waited for.
        marking::save(&it.teacher, early, &mark("3", 0)).await.unwrap();
        assert_eq!(lineup(of_second).await.waiting, 2);
        marking::save(&it.teacher, of_first, &mark("7", 0)).await.unwrap();
        let (a, b) = (lineup(of_first).await, lineup(of_second).await);
        assert_eq!((a.waiting, to_mark(&a), to_mark(&b)), (1, Some(of_second), None));
        marking::save(&it.teacher, of_second, &mark("8", 0)).await.unwrap();
        let a = lineup(of_first).await;
        assert_eq!((a.waiting, to_mark(&a)), (0, None));
    })
    .await;
}

#[tokio::test]
async fn the_work_of_those_who_left_is_kept_apart_and_waits_for_nobody() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let first = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let second = hand_in(&it.student2, assignment, SubmissionId::new()).await.unwrap();
        let beside = set(&it.teacher, it.course_id, &AssignmentForm { title: "Beside".into(), ..essay() }).await.unwrap();
        let students = async |id: AssignmentId| {
            let students = show(&it.teacher, id, 1).await.unwrap().students;
            students.into_iter().map(|it| (it.user_id, it.standing, it.is_former(), it.state.is_some())).collect::<Vec<_>>()
        };
        let counted = async || {
            let cards = courses::show(&it.teacher, it.course_id).await.unwrap().assignments;
            let card = cards.into_iter().find(|card| card.id == assignment).unwrap();
            let waiting: i64 = lists::to_mark(&it.teacher, 10).await.unwrap().iter().map(|it| it.waiting).sum();
            (card.handed_in, card.to_mark, waiting)
        };
        let (one, two) = (it.student.user_id(), it.student2.user_id());

        people::change_one(&it.admin, two, Change::Suspend).await.unwrap();
        let both = [(one, Standing::Active, false, true), (two, Standing::Suspended, false, true)];
        assert_eq!(students(assignment).await, both);
        assert_eq!(counted().await, (1, 1, 1));
        let row = marking::show(&it.teacher, first).await.unwrap().lineup;
        assert_eq!((row.of, row.waiting, row.next, row.to_mark), (1, 1, None, None));

        people::change_one(&it.admin, two, Change::End).await.unwrap();
        assert_eq!(students(assignment).await, [both[0], (two, Standing::Ended, true, true)]);
        assert_eq!(students(beside).await, [(one, Standing::Active, false, false)], "nothing of theirs is there to be kept");
        assert_eq!(counted().await, (1, 1, 1));
        let kept = marking::show(&it.teacher, second).await.unwrap();
        assert_eq!((kept.attempts.len(), to_mark(&kept.lineup)), (1, Some(first)), "still read, and marked");
        assert_eq!(marking::save(&it.teacher, second, &mark("6", 0)).await.unwrap(), 1);
        assert_eq!(show(&it.other().teacher, assignment, 1).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn saving_answers_which_marking_holds() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        assert_eq!(marking::save(&it.teacher, id, &mark("7", 0)).await.unwrap(), 1);
        assert_eq!(marking::save(&it.teacher, id, &mark("7", 0)).await.unwrap(), 1, "sent twice");
        assert_eq!(marking::save(&it.teacher, id, &mark("7", 1)).await.unwrap(), 1, "nothing changed");
        assert_eq!(marking::save(&it.teacher, id, &mark("8", 1)).await.unwrap(), 2);
        assert_eq!(marking::show(&it.teacher, id).await.unwrap().version, 2);
    })
    .await;
}

#[tokio::test]
async fn numbers_that_do_not_fit_are_refused_with_their_limits() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        let id = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let form = MarkForm { marks: "10.5".into(), ..mark("", 0) };
        let error = marking::save(&it.teacher, id, &form).await.unwrap_err().answer();
        let range = Problem::OutOfRange { least: Marks(0), most: Marks(1000) };
        assert_eq!(error.problem_of("marks"), Some(range));
        for points in ["0", "1000.01"] {
            let form = AssignmentForm { points: points.into(), ..essay() };
            let error = set(&it.teacher, it.course_id, &form).await.unwrap_err().answer();
            let range = Problem::OutOfRange { least: Marks::LEAST, most: Marks::MOST };
            assert_eq!(error.problem_of("points"), Some(range), "{points}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_the_form_offers_is_what_is_taken() {
    for ending in ENDINGS {
        assert!(kinds::is_taken(&format!("essay.{ending}")), "{ending}");
    }
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for name in ["photo.tiff", "page.html", "run.exe"] {
            let sent = files::keep(&it.student, it.student.school_id(), name, Bytes::from_static(b"x")).await;
            let here = model::assignments::check_file(name, 1, 100).unwrap_err();
            assert_eq!(sent.unwrap_err().answer().problem_of("files"), here.problem_of("files"), "{name}");
        }
    })
    .await;
}
