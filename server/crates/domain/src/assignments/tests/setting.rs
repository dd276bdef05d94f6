use std::sync::Arc;

use model::assignments::AssignmentForm;
use model::dashboards::Board;
use model::{Error, Marks, Problem};
use store::testing::each_db;

use super::essay;
use crate::assignments::{set, show};
use crate::testing::Scene;
use crate::{courses, dashboards};

#[tokio::test]
async fn an_assignment_is_set_by_those_who_teach_with_its_due_time_in_the_schools_zone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        assert_eq!(set(&it.teacher, it.course_id, &essay()).await.unwrap(), id, "a double click sets once");
        let page = show(&it.student, id, 1).await.unwrap();
        assert_eq!(page.due.local, "Fri 27 Nov 2026, 17:00");
        assert_eq!(page.due.at, it.teacher.now.plus_hours(5));
        assert_eq!((page.points, page.overdue, page.may_submit, page.may_grade), (Marks(1000), false, true, false));
        assert_eq!(page.title, essay().title);
        assert_eq!(page.brief, "Write.\n<img src=x onerror=alert(1)>");
        assert!(page.students.is_empty(), "who else is in the course is not a student's to see");
        let refused = set(&it.student, it.course_id, &essay()).await.unwrap_err().answer();
        assert_eq!(refused, Error::Forbidden);
        for (due, problem) in [
            ("2026-11-27T12:00", Problem::InThePast),
            ("2020-01-01T00:00", Problem::InThePast),
            ("soon", Problem::NotADate),
            ("", Problem::Required),
        ] {
            let form = AssignmentForm { due: due.into(), ..essay() };
            let error = set(&it.teacher, it.course_id, &form).await.unwrap_err().answer();
            assert_eq!(error.problem_of("due"), Some(problem), "{due}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_due_time_is_shown_in_the_schools_zone_with_the_readers_own_beside_it_when_different() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = set(&it.teacher, it.course_id, &essay()).await.unwrap();
        for (zone, own) in [
            ("", None),
            ("Africa/Accra", None),
            ("Africa/Abidjan", None),
            ("Asia/Kolkata", Some("22:30 your time")),
            ("Asia/Tokyo", Some("Sat 28 Nov 2026, 02:00 your time")),
        ] {
            let mut student = it.student.clone();
            Arc::make_mut(&mut student.me).time_zone = zone.into();
            let page = show(&student, id, 1).await.unwrap();
            assert_eq!((page.due.local.as_str(), page.due.own.as_deref()), ("Fri 27 Nov 2026, 17:00", own), "{zone}");
            let course = courses::show(&student, it.course_id).await.unwrap();
            assert_eq!(course.assignments[0].due, page.due, "{zone}");
            let Board::Student(board) = dashboards::show(&student).await.unwrap().board else { panic!("a student's dashboard") };
            assert_eq!(board.due[0].card.due, page.due, "{zone}");
        }
        // What is typed is the school's time, whoever types it.
        let mut teacher = it.teacher.clone();
        Arc::make_mut(&mut teacher.me).time_zone = "Asia/Tokyo".into();
        let form = AssignmentForm { title: "Another".into(), ..essay() };
        let other = set(&teacher, it.course_id, &form).await.unwrap();
        let due = show(&teacher, other, 1).await.unwrap().due;
        assert_eq!(due.to_string(), "Fri 27 Nov 2026, 17:00 (Sat 28 Nov 2026, 02:00 your time)");
        assert_eq!(show(&it.student, other, 1).await.unwrap().due.to_string(), "Fri 27 Nov 2026, 17:00");
    })
    .await;
}
