//! What each right of a parent opens, and in whose time they read it.

use std::sync::Arc;

use model::guardians::ChildAssignment;
use model::people::Change;

use super::*;
use crate::people;

#[tokio::test]
async fn each_right_that_is_off_hides_what_it_is_for_and_nothing_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let child = it.student.user_id();
        let mary = parent_of(&it, &it.admin, "mary", child).await;
        let alpha = mary.enter("alpha").unwrap();
        long_enrolled(&it).await;
        let early = Scene::at(&it.teacher, NOON.plus_days(-10));
        let missed = assignment(&early, &it, "Missed", "2026-11-25T17:00").await;
        let done = assignment(&it.teacher, &it, "Done", "2026-11-28T17:00").await;
        let open = assignment(&it.teacher, &it, "Open", "2026-12-01T17:00").await;
        let submission = hand_in(&it.student, done).await;
        let form = MarkForm { marks: "7.5".into(), comment: "Well read.".into(), version: 0 };
        marking::save(&it.teacher, submission, &form).await.unwrap();

        for off in 0..5 {
            let rights = Rights {
                timetable: off != 0,
                attendance: off != 1,
                performance: off != 2,
                fees: off != 3,
                contact_teachers: off != 4,
            };
            change(&it.admin, &rights_form(mary.me.user_id, child, rights)).await.unwrap();
            let [card] = cards(&mary).await.try_into().unwrap();
            let page = children::show(&alpha, child).await.unwrap();
            assert_eq!((card.rights, page.rights), (rights, rights));

            let tasks: Vec<_> = card.tasks.iter().map(|task| (task.id, task.state)).collect();
            let course = &page.courses[0];
            let titles: Vec<_> = course.assignments.iter().map(|it| it.title.as_str()).collect();
            assert_eq!(titles, ["Open", "Done", "Missed"], "right {off}");
            if rights.performance {
                let states = [(missed, TaskState::Overdue), (done, TaskState::HandedIn), (open, TaskState::ToDo)];
                assert_eq!(tasks, states.map(|(id, state)| (id, Some(state))), "right {off}");
                assert_eq!(card.marks.len(), 1, "right {off}");
                assert!(course.assignments.iter().all(|it| it.state.is_some()), "right {off}");
                let found = course.assignments.iter().find(|it| it.id == done).unwrap();
                assert!(found.submitted.is_some() && found.marks.is_some() && !found.comment.is_empty(), "right {off}");
            } else {
                assert_eq!(tasks, [(done, None), (open, None)], "what is overdue would be there for being missed");
                assert!(card.marks.is_empty());
                let told = |it: &ChildAssignment| it.submitted.is_some() || it.marks.is_some() || !it.comment.is_empty();
                assert!(course.assignments.iter().all(|it| it.state.is_none() && !told(it)));
            }
            assert_eq!(course.teachers.is_empty(), !rights.contact_teachers, "right {off}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_parent_far_away_reads_when_work_is_due_there_and_here() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let child = it.student.user_id();
        let mut mary = parent_of(&it, &it.admin, "mary", child).await;
        assignment(&it.teacher, &it, "Open", "2026-12-01T17:00").await;
        for (zone, due) in [
            ("", "Tue 1 Dec 2026, 17:00"),
            ("Africa/Abidjan", "Tue 1 Dec 2026, 17:00"),
            ("Asia/Tokyo", "Tue 1 Dec 2026, 17:00 (Wed 2 Dec 2026, 02:00 your time)"),
        ] {
            Arc::make_mut(&mut mary.me).time_zone = zone.into();
            let [card] = cards(&mary).await.try_into().unwrap();
            assert_eq!(card.tasks[0].due.to_string(), due, "{zone}");
            let alpha = mary.enter("alpha").unwrap();
            let page = children::show(&alpha, child).await.unwrap();
            assert_eq!(page.courses[0].assignments[0].due.to_string(), due, "{zone}");
            let Board::Parent(here) = dashboards::show(&alpha).await.unwrap().board else { panic!("a parent's dashboard") };
            assert_eq!(here[0].tasks[0].due.to_string(), due, "{zone}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_mentor_is_no_teacher_whom_parents_write_to() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let child = it.student.user_id();
        let alpha = parent_of(&it, &it.admin, "mary", child).await.enter("alpha").unwrap();
        let teachers = async || -> Vec<String> {
            let page = children::show(&alpha, child).await.unwrap();
            page.courses[0].teachers.iter().map(|teacher| teacher.email.clone()).collect()
        };
        assert_eq!(teachers().await, ["alpha_admin@lyceum.test", "alpha_teacher@lyceum.test"]);
        people::change_one(&it.admin, it.teacher.user_id(), Change::Role(Role::Mentor)).await.unwrap();
        assert_eq!(teachers().await, ["alpha_admin@lyceum.test"]);
        let other = it.other();
        let anna = parent_of(other, &other.admin, "anna", other.student.user_id()).await.enter("beta").unwrap();
        let page = children::show(&anna, other.student.user_id()).await.unwrap();
        assert_eq!(page.courses[0].teachers.len(), 2);
    })
    .await;
}
