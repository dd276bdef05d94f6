//! What an archived class refuses, what it is left out of, and that all of it comes back.

use bytes::Bytes;
use model::assignments::{AssignmentForm, MarkForm, SubmissionForm};
use model::classes::{ClassForm, ClassRole, ClassSettingsForm};
use model::courses::CourseForm;
use model::dashboards::Board;
use model::ids::{AssignmentId, SubmissionId};
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use crate::assignments::{lists, marking, set, show, submissions};
use crate::classes::{self, life, people};
use crate::testing::{NOON, Scene};
use crate::{Result, Scope, courses, dashboards, files};

const ARCHIVED: Error = Error::Conflict(Problem::ClassArchived);

fn essay(title: &str) -> AssignmentForm {
    AssignmentForm { title: title.into(), brief: String::new(), points: "10".into(), due: "2026-11-28T17:00".into() }
}

fn latin() -> CourseForm {
    CourseForm { title: "Latin".into(), summary: String::new() }
}

async fn hand_in(scope: &Scope, assignment: AssignmentId) -> Result<SubmissionId> {
    let upload = files::keep(scope, scope.school_id(), "essay.txt", Bytes::from("work")).await.unwrap();
    let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
    submissions::submit(scope, assignment, &form, vec![upload]).await
}

fn answer<T>(done: Result<T>) -> Option<Error> {
    done.err().map(|error| error.answer())
}

/// How much is asked: what is due for the second student, due and to mark for the teacher, and who has gone quiet by the
/// time of three weeks.
async fn asked(it: &Scene) -> (usize, usize, usize, usize) {
    let Board::Student(student) = dashboards::show(&it.student2).await.unwrap().board else { panic!("a student's") };
    let Board::Teacher(teacher) = dashboards::show(&it.teacher).await.unwrap().board else { panic!("a teacher's") };
    let later = Scene::at(&it.teacher, NOON.plus_days(21));
    let Board::Teacher(quiet) = dashboards::show(&later).await.unwrap().board else { panic!("a teacher's") };
    assert_eq!(lists::to_mark(&it.teacher, 10).await.unwrap().len(), teacher.to_mark.len());
    (student.due.len(), teacher.due.len(), teacher.to_mark.len(), quiet.quiet.len())
}

#[tokio::test]
async fn an_archived_class_takes_nothing_new_asks_for_nothing_and_comes_back_whole() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let work = set(&it.teacher, it.course_id, &essay("Essay")).await.unwrap();
        let handed = hand_in(&it.student, work).await.unwrap();
        hand_in(&it.student2, work).await.unwrap();
        assert_eq!(asked(&it).await, (1, 1, 1, 2));
        let renamed = ClassSettingsForm { name: "Form 3C".into(), ..Default::default() };

        life::set_archived(&it.teacher, it.class_id, true).await.unwrap();
        assert_eq!(asked(&it).await, (0, 0, 0, 0));
        assert_eq!(answer(courses::create(&it.teacher, it.class_id, &latin()).await), Some(ARCHIVED));
        for scope in [&it.teacher, &it.admin] {
            assert_eq!(answer(set(scope, it.course_id, &essay("Another")).await), Some(ARCHIVED));
            assert_eq!(answer(life::rename(scope, it.class_id, &renamed).await), Some(ARCHIVED));
        }
        assert_eq!(answer(submissions::admit(&it.student2, work).await), Some(ARCHIVED));
        assert_eq!(answer(hand_in(&it.student2, work).await), Some(ARCHIVED));
        assert_eq!(answer(submissions::admit(&it.teacher, work).await), Some(Error::Forbidden));
        assert_eq!(answer(submissions::admit(&it.other().student, work).await), Some(Error::NotFound));
        assert_eq!(answer(set(&it.other().admin, it.course_id, &essay("Another")).await), Some(Error::NotFound));
        let course = courses::show(&it.teacher, it.course_id).await.unwrap();
        assert!(course.archived && !course.may_set_assignments && course.may_grade);
        assert_eq!((course.assignments.len(), course.assignments[0].to_mark), (1, 2));
        let page = show(&it.student2, work, 1).await.unwrap();
        assert!(page.archived && !page.may_submit);
        assert_eq!(page.own.len(), 1, "what was handed in is read");
        let mark = MarkForm { marks: "7".into(), comment: String::new(), version: 0 };
        marking::save(&it.teacher, handed, &mark).await.unwrap();

        life::set_archived(&it.teacher, it.class_id, false).await.unwrap();
        assert_eq!(asked(&it).await, (1, 1, 1, 2));
        assert!(show(&it.student2, work, 1).await.unwrap().may_submit);
        let course = courses::show(&it.teacher, it.course_id).await.unwrap();
        assert!(!course.archived && course.may_set_assignments);
        hand_in(&it.student2, work).await.unwrap();
        set(&it.teacher, it.course_id, &essay("Another")).await.unwrap();
        courses::create(&it.teacher, it.class_id, &latin()).await.unwrap();
        life::rename(&it.teacher, it.class_id, &renamed).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_course_of_two_classes_goes_on_for_those_of_the_class_in_use() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        db.run(
            sql!("insert into course_classes (school_id, course_id, class_id) values ($1, $2, $3)"),
            args![it.admin.school_id(), it.course_id, second],
        )
        .await
        .unwrap();
        people::add(&it.admin, second, it.student2.user_id(), ClassRole::Student).await.unwrap();
        let work = set(&it.teacher, it.course_id, &essay("Essay")).await.unwrap();
        life::set_archived(&it.teacher, it.class_id, true).await.unwrap();

        assert_eq!(answer(hand_in(&it.student, work).await), Some(ARCHIVED));
        assert!(show(&it.student, work, 1).await.unwrap().archived);
        hand_in(&it.student2, work).await.unwrap();
        assert!(!show(&it.student2, work, 1).await.unwrap().archived);
        let (stored,): (i64,) = db
            .one(
                sql!("select storage_bytes from class_groups where school_id = $1 and id = $2"),
                args![it.admin.school_id(), second],
            )
            .await
            .unwrap();
        assert_eq!(stored, 4, "the class in use keeps it");
        set(&it.admin, it.course_id, &essay("Another")).await.unwrap();
        life::set_archived(&it.admin, second, true).await.unwrap();
        assert_eq!(answer(set(&it.admin, it.course_id, &essay("A third")).await), Some(ARCHIVED));
    })
    .await;
}
