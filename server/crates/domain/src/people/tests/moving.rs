//! Many are moved from one class to another at once.

use model::classes::{ClassForm, ClassRole};
use model::courses::CourseForm;
use model::ids::{ClassId, CourseId, UserId};
use model::people::{BulkForm, Change, PeopleFilter};
use model::{At, Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{answer, page};
use crate::classes::{self, life};
use crate::people::{self, bulk, undo};
use crate::testing::Scene;
use crate::{Scope, courses};

async fn second(scene: &Scene) -> ClassId {
    classes::create(&scene.admin, &ClassForm { name: "Second class".into() }).await.unwrap()
}

/// The students of the first class, all of whom are to go to another, as the preview was confirmed.
async fn students_to(scene: &Scene, to: ClassId) -> BulkForm {
    let filter = PeopleFilter { role: "student".into(), class: scene.class_id.to_string(), ..PeopleFilter::default() };
    let form = BulkForm { all: true, filter, act: "move_class".into(), ..BulkForm::default() };
    let seen = bulk::preview(&scene.admin, &form).await.unwrap();
    assert_eq!((seen.chosen, seen.reached, seen.from.map(|it| it.id)), (2, 2, Some(scene.class_id)));
    assert!(seen.classes.iter().all(|it| it.id != scene.class_id), "nobody is moved to where they are");
    BulkForm { count: seen.chosen, seal: seen.seal, from: scene.class_id.to_string(), class: to.to_string(), ..form }
}

async fn enrolled(db: &Db, scope: &Scope, user: UserId) -> Vec<(CourseId, At)> {
    let rows = sql!(
        "select course_id, enrolled_at from enrollments where school_id = $1 and user_id = $2 order by enrolled_at, course_id"
    );
    db.all(rows, args![scope.school_id(), user]).await.unwrap()
}

async fn in_classes(scope: &Scope, user: UserId) -> Vec<String> {
    page(scope, user).await.classes.into_iter().map(|it| it.name).collect()
}

#[tokio::test]
async fn they_leave_one_class_for_the_other_with_its_courses_and_one_undo_brings_all_of_it_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, scene.student.user_id());
        let second = second(&scene).await;
        let latin = CourseForm { title: "Latin".into(), summary: String::new() };
        let latin = courses::create(admin, second, &latin).await.unwrap();
        let art = CourseForm { title: "Art".into(), summary: String::new() };
        let both = courses::create(admin, scene.class_id, &art).await.unwrap();
        let share = sql!("insert into course_classes (school_id, course_id, class_id) values ($1, $2, $3)");
        db.run(share, args![admin.school_id(), both, second]).await.unwrap();
        let before = enrolled(&db, admin, student).await;
        assert_eq!(before.len(), 2);
        let shared = before.iter().find(|it| it.0 == both).copied().unwrap();

        let later = Scene::at(admin, admin.now.plus_minutes(1));
        let form = students_to(&scene, second).await;
        let done = bulk::change(&later, &form).await.unwrap();
        assert_eq!(bulk::change(&later, &form).await.unwrap(), done, "the second of two clicks");
        for user in [student, scene.student2.user_id()] {
            assert_eq!(in_classes(admin, user).await, ["Second class"]);
        }
        assert_eq!(in_classes(admin, scene.teacher.user_id()).await, ["First class"]);
        assert_eq!(enrolled(&db, admin, student).await, [shared, (latin, later.now)], "what both take goes on");
        let log = sql!(
            "select action from audit where school_id = $1 and subject = $2
               and action in ('member.class_added', 'member.class_removed') order by id"
        );
        let told: Vec<(String,)> = db.all(log, args![admin.school_id(), student]).await.unwrap();
        assert_eq!(told.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["member.class_removed", "member.class_added"]);

        undo::undo(&later, done.unwrap()).await.unwrap();
        assert_eq!(in_classes(admin, student).await, ["First class"]);
        assert_eq!(enrolled(&db, admin, student).await, before);
    })
    .await;
}

#[tokio::test]
async fn who_looks_on_is_moved_with_the_whole_class_and_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, partner) = (&scene.admin, scene.student2.user_id());
        let second = second(&scene).await;
        people::change_one(admin, partner, Change::Role(Role::CorporateRep)).await.unwrap();
        assert!(in_classes(admin, partner).await.is_empty());
        people::change_one(admin, partner, Change::AddClass(scene.class_id)).await.unwrap().unwrap();
        assert_eq!(in_classes(admin, partner).await, ["First class"]);

        let filter = PeopleFilter { class: scene.class_id.to_string(), ..PeopleFilter::default() };
        let form = BulkForm { all: true, filter, act: "move_class".into(), ..BulkForm::default() };
        let seen = bulk::preview(admin, &form).await.unwrap();
        assert_eq!((seen.chosen, seen.reached), (4, 3), "all but oneself");
        let (from, to) = (scene.class_id.to_string(), second.to_string());
        let form = BulkForm { count: seen.chosen, seal: seen.seal, from, class: to, ..form };
        let done = bulk::change(admin, &form).await.unwrap().unwrap();
        let placed = async |class: ClassId| {
            let people = classes::show(admin, class).await.unwrap().people;
            people.into_iter().map(|it| (it.username, it.role)).collect::<Vec<_>>()
        };
        let moved = placed(second).await;
        assert!(moved.contains(&("alpha_student2".to_owned(), ClassRole::Student)), "{moved:?}");
        assert!(moved.contains(&("alpha_teacher".to_owned(), ClassRole::Teacher)), "{moved:?}");
        assert_eq!(placed(scene.class_id).await, [("alpha_admin".to_owned(), ClassRole::Teacher)]);

        undo::undo(admin, done).await.unwrap();
        assert_eq!(in_classes(admin, partner).await, ["First class"]);
        assert!(placed(scene.class_id).await.contains(&("alpha_student2".to_owned(), ClassRole::Student)));
        assert_eq!(in_classes(&scene.other().admin, scene.other().student.user_id()).await, ["First class"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_moved_out_of_or_into_a_class_that_is_archived_or_out_of_reach() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, scene.student.user_id());
        let (second, third) =
            (second(&scene).await, classes::create(admin, &ClassForm { name: "Third class".into() }).await.unwrap());
        let form = students_to(&scene, second).await;
        let foreign = BulkForm { class: scene.other().class_id.to_string(), ..form.clone() };
        assert_eq!(answer(bulk::change(admin, &foreign).await), Error::NotFound);
        let from = BulkForm { from: scene.other().class_id.to_string(), ..form.clone() };
        assert_eq!(answer(bulk::change(admin, &from).await), Error::NotFound);
        assert_eq!(answer(bulk::change(&scene.teacher, &form).await), Error::Forbidden);
        assert_eq!(answer(bulk::preview(&scene.teacher, &form).await), Error::Forbidden);
        life::set_archived(admin, third, true).await.unwrap();
        let archived = BulkForm { class: third.to_string(), ..form.clone() };
        assert_eq!(answer(bulk::change(admin, &archived).await), Error::NotFound);
        let everybody = BulkForm { filter: PeopleFilter::default(), ..form.clone() };
        let seen = bulk::preview(admin, &everybody).await.unwrap();
        assert_eq!((seen.from, seen.reached), (None, 0), "of no class in particular");

        let done = bulk::change(admin, &form).await.unwrap().unwrap();
        life::set_archived(admin, scene.class_id, true).await.unwrap();
        assert_eq!(answer(undo::undo(admin, done).await), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(in_classes(admin, student).await, ["Second class"]);
        let seen = bulk::preview(admin, &form).await.unwrap();
        assert_eq!((seen.from, seen.reached), (None, 0), "the class is put away");
        assert_eq!(answer(bulk::change(&Scene::at(admin, admin.now.plus_hours(1)), &form).await), Error::NotFound);
    })
    .await;
}
