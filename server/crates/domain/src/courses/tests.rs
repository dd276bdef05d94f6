mod back;

use model::courses::CourseForm;
use model::ids::{ClassId, CourseId};
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use crate::courses;
use crate::testing::Scene;

fn form(title: &str) -> CourseForm {
    CourseForm { title: title.into(), summary: "<script>alert(1)</script>\r\nSecond line ".into() }
}

#[tokio::test]
async fn a_course_is_seen_by_its_class_and_by_nobody_of_another_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for (scope, may_set) in [(&it.admin, true), (&it.teacher, true), (&it.student, false)] {
            let page = courses::show(scope, it.course_id).await.unwrap();
            assert_eq!((page.title.as_str(), page.may_set_assignments), ("Algebra", may_set), "{}", scope.role());
            assert_eq!(page.classes, [(it.class_id, "First class".to_owned())]);
        }
        for scope in [&it.other().admin, &it.other().teacher, &it.other().student] {
            assert_eq!(courses::show(scope, it.course_id).await.unwrap_err().answer(), Error::NotFound);
            let made = courses::create(scope, it.class_id, &form("Mine")).await;
            assert_eq!(made.unwrap_err().answer(), Error::NotFound);
        }
        assert_eq!(courses::show(&it.admin, CourseId::new()).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_course_keeps_its_texts_as_they_were_typed_and_a_double_click_makes_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = courses::create(&it.teacher, it.class_id, &form(" <b>Geometry</b> ")).await.unwrap();
        let page = courses::show(&it.student, id).await.unwrap();
        assert_eq!(page.title, "<b>Geometry</b>");
        assert_eq!(page.summary, "<script>alert(1)</script>\nSecond line");
        assert_eq!(courses::create(&it.teacher, it.class_id, &form(" <b>Geometry</b> ")).await.unwrap(), id);
        let later = Scene::at(&it.teacher, it.teacher.now.plus_minutes(5));
        assert_ne!(courses::create(&later, it.class_id, &form("<b>Geometry</b>")).await.unwrap(), id);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_teach_the_class_make_courses_for_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        assert_eq!(courses::create(&it.student, it.class_id, &form("A")).await.unwrap_err().answer(), Error::Forbidden);
        let nowhere = courses::create(&it.teacher, ClassId::new(), &form("A")).await.unwrap_err().answer();
        assert_eq!(nowhere, Error::NotFound);
        let empty = courses::create(&it.teacher, it.class_id, &form(" ")).await.unwrap_err().answer();
        assert_eq!(empty.problem_of("title"), Some(Problem::Required));
        let long = courses::create(&it.teacher, it.class_id, &form(&"x".repeat(256))).await.unwrap_err().answer();
        assert_eq!(long.problem_of("title"), Some(Problem::TooLong(255)));
    })
    .await;
}

#[tokio::test]
async fn students_are_enrolled_whether_they_come_before_the_course_or_after() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = courses::create(&it.teacher, it.class_id, &form("Geometry")).await.unwrap();
        for course in [it.course_id, second] {
            let (count,): (i64,) = db
                .one(
                    sql!("select cast(count(*) as bigint) as n from enrollments where school_id = $1 and course_id = $2"),
                    args![it.admin.school_id(), course],
                )
                .await
                .unwrap();
            assert_eq!(count, 2, "students, not teachers");
        }
    })
    .await;
}
