//! A course and a class of more students than a page holds.

use std::collections::HashSet;

use model::ids::SubmissionId;
use store::testing::each_db;
use store::{args, sql};

use super::{essay, hand_in};
use crate::assignments::{marking, set, show};
use crate::testing::{NOON, Scene, request};
use crate::{System, classes, demo};

#[tokio::test]
async fn the_students_of_an_assignment_and_the_people_of_a_class_come_in_pages() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let assignment = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        // Of each fifty six are no students.
        demo::crowd(&System(request(&it.world, NOON)), "alpha", 250, 1).await.unwrap();
        db.run(
            sql!(
                "insert into enrollments (school_id, course_id, user_id, enrolled_at)
                 select m.school_id, cast($2 as text), m.user_id, cast(1 as bigint) from class_members m
                 where m.school_id = $1 and m.role = 'student'
                 on conflict (school_id, course_id, user_id) do nothing"
            ),
            args![it.admin.school_id(), it.course_id],
        )
        .await
        .unwrap();
        let first = hand_in(&it.student, assignment, SubmissionId::new()).await.unwrap();
        let second = hand_in(&it.student2, assignment, SubmissionId::new()).await.unwrap();

        let mut seen = HashSet::new();
        for (page, on_page) in [(1, 100), (2, 100), (3, 22)] {
            let shown = show(&it.teacher, assignment, page).await.unwrap();
            assert_eq!((shown.students_total, shown.students_page, shown.students.len()), (222, page, on_page));
            seen.extend(shown.students.iter().map(|it| it.user_id));
        }
        assert_eq!(seen.len(), 222, "each is on one page");
        let past = show(&it.teacher, assignment, 99).await.unwrap();
        assert_eq!((past.students_page, past.students.len()), (3, 22), "past the end is the last page");
        let before = show(&it.teacher, assignment, 0).await.unwrap();
        assert_eq!((before.students_page, before.students.len()), (1, 100));
        let theirs = show(&it.student, assignment, 2).await.unwrap();
        assert_eq!(
            (theirs.students.len(), theirs.students_total, theirs.own.len()),
            (0, 0, 1),
            "others are not a student's to see"
        );
        // The row goes over all who handed in, wherever they are listed.
        let row = marking::show(&it.teacher, first).await.unwrap().lineup;
        assert_eq!((row.of, row.waiting, row.to_mark.map(|it| it.submission_id)), (2, 2, Some(second)));

        for (page, at, on_page) in [(1, 1, 100), (3, 3, 24), (9, 3, 24)] {
            let shown = classes::people::show(&it.teacher, it.class_id, "", page).await.unwrap();
            assert_eq!((shown.class.total, shown.class.page, shown.class.people.len()), (224, at, on_page));
        }
        assert_eq!(classes::people::show(&it.other().teacher, it.other().class_id, "", 2).await.unwrap().class.total, 4);
        let page = async |page| classes::show_page(&it.student, it.class_id, page).await.unwrap();
        let (first, last, past) = (page(1).await, page(19).await, page(99).await);
        assert_eq!((first.total, first.students, first.page, first.people.len()), (224, 222, 1, 12));
        assert_eq!((last.page, last.people.len()), (19, 8));
        assert_eq!((past.page, past.people), (19, last.people));
        assert_eq!(classes::show(&it.student, it.class_id).await.unwrap(), first);
    })
    .await;
}
