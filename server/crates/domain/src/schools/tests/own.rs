//! One's own places: the list, the school to start in, leaving.

use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use crate::schools::own;
use crate::testing::{Scene, person};
use crate::{Person, classes};

async fn again(scene: &Scene, username: &str) -> Person {
    person(&scene.world, username).await
}

#[tokio::test]
async fn one_starts_in_the_school_one_chose_and_lists_ones_own_alone() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let cards = own::list(&again(&scene, "alpha_teacher").await).await.unwrap();
        let [card] = cards.as_slice() else { panic!("{cards:?}") };
        assert_eq!((card.slug.as_str(), card.role, card.primary, card.last_admin), ("alpha", Role::Teacher, false, false));
        for _ in 0..2 {
            own::make_primary(&scene.teacher).await.unwrap();
        }
        let ada = again(&scene, "alpha_teacher").await;
        assert_eq!(ada.me.primary, Some(scene.teacher.school_id()));
        assert!(own::list(&ada).await.unwrap()[0].primary);
        let sql = sql!("select cast(count(*) as bigint) as n from audit where action = 'profile.primary_school'");
        let (chosen,): (i64,) = db.one(sql, args![]).await.unwrap();
        assert_eq!(chosen, 1);
        let admin = own::list(&again(&scene, "beta_admin").await).await.unwrap();
        assert_eq!((admin.len(), admin[0].last_admin), (1, true));
    })
    .await;
}

#[tokio::test]
async fn who_leaves_a_school_is_in_none_of_its_classes_and_the_other_school_sees_nothing() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        own::make_primary(&scene.student).await.unwrap();
        let (first, second) = tokio::join!(own::leave(&scene.student), own::leave(&scene.student));
        first.unwrap();
        second.unwrap();
        let gone = again(&scene, "alpha_student").await;
        assert_eq!((gone.enter("alpha").err().map(|it| it.answer()), gone.me.primary), (Some(Error::NotFound), None));
        let people = classes::show(&scene.teacher, scene.class_id).await.unwrap().people;
        assert!(people.iter().all(|it| it.username != "alpha_student"));
        let sql = sql!("select cast(count(*) as bigint) as n from audit where action = 'membership.left' and school_id = $1");
        let (left,): (i64,) = db.one(sql, args![scene.student.school_id()]).await.unwrap();
        assert_eq!(left, 1);
        let other = scene.other();
        assert_eq!(classes::show(&other.teacher, other.class_id).await.unwrap().people.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn the_last_admin_stays_and_of_two_who_leave_at_once_one_does() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let last = || Error::Conflict(Problem::LastAdmin);
        assert_eq!(own::leave(&scene.admin).await.unwrap_err().answer(), last());
        let sql = sql!("update memberships set role = 'school_admin' where school_id = $1 and user_id = $2");
        db.run(sql, args![scene.teacher.school_id(), scene.teacher.user_id()]).await.unwrap();
        let second = again(&scene, "alpha_teacher").await.enter("alpha").unwrap();
        let (one, other) = tokio::join!(own::leave(&scene.admin), own::leave(&second));
        let refused: Vec<_> = [one, other].into_iter().filter_map(|it| it.err().map(|it| it.answer())).collect();
        assert_eq!(refused, [last()]);
    })
    .await;
}
