//! Places in classes, when the role of who has them changes.

use model::classes::{ClassForm, ClassRole};
use model::ids::UserId;
use model::people::{BulkForm, Change, ClassPlaces};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{answer, page};
use crate::classes::{self, life, people as places};
use crate::people::{self, bulk, undo};
use crate::testing::Scene;

/// In how many classes they are, and in how many courses.
async fn taken(db: &Db, scene: &Scene, user: UserId) -> (i64, i64) {
    db.one(
        sql!(
            "select (select cast(count(*) as bigint) from class_members where school_id = $1 and user_id = $2) as classes,
                    (select cast(count(*) as bigint) from enrollments where school_id = $1 and user_id = $2) as courses"
        ),
        args![scene.admin.school_id(), user],
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn a_place_that_a_new_role_does_not_fit_ends_and_an_undo_brings_it_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        assert_eq!(taken(&db, &scene, id).await, (1, 1));
        for role in [Role::Parent, Role::Registrar, Role::Teacher] {
            let done = people::change_one(admin, id, Change::Role(role)).await.unwrap().unwrap();
            assert_eq!(taken(&db, &scene, id).await, (0, 0), "{role}");
            let class = classes::show(admin, scene.class_id).await.unwrap();
            assert!(class.people.iter().all(|it| it.user_id != id), "{role}");
            undo::undo(admin, done).await.unwrap();
            assert_eq!(taken(&db, &scene, id).await, (1, 1), "{role}");
            let class = classes::show(admin, scene.class_id).await.unwrap();
            assert!(class.people.iter().any(|it| it.user_id == id && it.role == ClassRole::Student), "{role}");
        }
        let history = page(admin, id).await.history.unwrap();
        assert_eq!(history.iter().filter(|it| it.action == "member.class_removed").count(), 3);

        // Who teaches goes on to teach, and teaches no more as a librarian.
        let teacher = scene.teacher.user_id();
        people::change_one(admin, teacher, Change::Role(Role::FormTeacher)).await.unwrap();
        assert_eq!(taken(&db, &scene, teacher).await.0, 1);
        people::change_one(admin, teacher, Change::Role(Role::Librarian)).await.unwrap();
        assert_eq!(taken(&db, &scene, teacher).await.0, 0);
        assert_eq!(taken(&db, scene.other(), scene.other().student.user_id()).await, (1, 1));
    })
    .await;
}

#[tokio::test]
async fn many_places_are_counted_first_and_none_comes_back_over_what_was_done_since() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, one, two) = (&scene.admin, scene.student.user_id(), scene.student2.user_id());
        let second = classes::create(admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let archived = classes::create(admin, &ClassForm { name: "Last year".into() }).await.unwrap();
        for class in [second, archived] {
            places::add(admin, class, one, ClassRole::Student).await.unwrap();
        }
        life::set_archived(admin, archived, true).await.unwrap();
        let ids = format!("{one} {two} {}", scene.teacher.user_id());
        let form = BulkForm { ids, act: "role".into(), role: "mentor".into(), count: 3, ..BulkForm::default() };
        let seen = bulk::preview(admin, &form).await.unwrap();
        assert_eq!(seen.places, ClassPlaces { students: 3, teachers: 1 });
        let suspend = BulkForm { act: "suspend".into(), ..form.clone() };
        assert_eq!(bulk::preview(admin, &suspend).await.unwrap().places, ClassPlaces::default());
        assert_eq!(ClassPlaces::of(&page(admin, one).await.classes), ClassPlaces { students: 2, teachers: 0 });

        let done = bulk::change(admin, &form).await.unwrap().unwrap();
        assert_eq!(taken(&db, &scene, one).await, (1, 0), "what is archived stays as it was");
        assert_eq!(taken(&db, &scene, two).await, (0, 0));
        assert_eq!(taken(&db, &scene, scene.teacher.user_id()).await.0, 1, "a mentor accompanies those they taught");
        assert_eq!(bulk::change(admin, &form).await.unwrap(), Some(done), "the second of two clicks");
        undo::undo(admin, done).await.unwrap();
        assert_eq!(taken(&db, &scene, one).await, (3, 1));
        assert_eq!(taken(&db, &scene, two).await, (1, 1));

        let again = bulk::change(admin, &form).await.unwrap().unwrap();
        assert_ne!(again, done);
        places::add(admin, scene.class_id, two, ClassRole::Teacher).await.unwrap();
        assert_eq!(answer(undo::undo(admin, again).await), Error::Conflict(Problem::ChangedMeanwhile));
    })
    .await;
}

#[tokio::test]
async fn nobody_comes_back_into_a_class_that_was_archived_since() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let second = classes::create(admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        places::add(admin, second, id, ClassRole::Student).await.unwrap();
        assert_eq!(taken(&db, &scene, id).await.0, 2);
        let done = people::change_one(admin, id, Change::Role(Role::Parent)).await.unwrap().unwrap();
        life::set_archived(admin, scene.class_id, true).await.unwrap();
        assert_eq!(answer(undo::undo(admin, done).await), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(taken(&db, &scene, id).await.0, 0);
        life::set_archived(admin, scene.class_id, false).await.unwrap();
        undo::undo(admin, done).await.unwrap();
        assert_eq!(taken(&db, &scene, id).await.0, 2);
    })
    .await;
}
