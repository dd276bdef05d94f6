use model::assignments::AssignmentForm;
use model::{Error, Marks, Problem};
use store::testing::each_db;

use super::essay;
use crate::assignments::{set, show};
use crate::testing::Scene;

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
