//! One's own places: the list, the school to start in, leaving.

use model::ids::SchoolId;
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use crate::schools::own;
use crate::testing::{Scene, person};
use crate::{Person, classes};

async fn again(scene: &Scene, username: &str) -> Person {
    person(&scene.world, username).await
}

/// Somebody of the first school joins the second one's class.
async fn join_the_other(scene: &Scene, username: &str) {
    let other = scene.other();
    let code = classes::show(&other.teacher, other.class_id).await.unwrap().codes.remove(0).code;
    classes::codes::join(&again(scene, username).await, &code).await.unwrap();
}

#[tokio::test]
async fn one_starts_in_the_school_one_chose_and_lists_ones_own_alone() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let cards = own::list(&again(&scene, "alpha_teacher").await).await.unwrap();
        let [card] = cards.as_slice() else { panic!("{cards:?}") };
        assert_eq!((card.slug.as_str(), card.role, card.primary, card.last_admin), ("alpha", Role::Teacher, true, false));
        join_the_other(&scene, "alpha_teacher").await;
        let ada = again(&scene, "alpha_teacher").await;
        let (first, other) = (scene.teacher.school_id(), scene.other().teacher.school_id());
        assert_eq!((ada.me.primary, ada.me.home(None).as_str()), (Some(first), "/s/alpha"), "the first one, until they choose");
        for _ in 0..2 {
            own::make_primary(&ada.enter("beta").unwrap()).await.unwrap();
        }
        let ada = again(&scene, "alpha_teacher").await;
        assert_eq!((ada.me.primary, ada.me.home(None).as_str()), (Some(other), "/s/beta"));
        let cards = own::list(&ada).await.unwrap();
        assert_eq!(cards.iter().map(|it| (it.slug.as_str(), it.primary)).collect::<Vec<_>>(), [("alpha", false), ("beta", true)]);
        let sql = sql!("select cast(count(*) as bigint) as n from audit where action = 'profile.primary_school'");
        let (chosen,): (i64,) = db.one(sql, args![]).await.unwrap();
        assert_eq!(chosen, 1);
        let admin = own::list(&again(&scene, "beta_admin").await).await.unwrap();
        assert_eq!((admin.len(), admin[0].last_admin), (1, true));
        own::leave(&ada.enter("beta").unwrap()).await.unwrap();
        assert_eq!(again(&scene, "alpha_teacher").await.me.primary, Some(first), "where they still are");
    })
    .await;
}

#[tokio::test]
async fn who_joins_belongs_to_the_school_since_the_day_it_is_there() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other().admin.school_id();
        let since = async |school: SchoolId| {
            let sql = sql!("select joined_on from memberships where school_id = $1 and user_id = $2");
            let (day,): (Option<String>,) = db.one(sql, args![school, scene.student.user_id()]).await.unwrap();
            day
        };
        assert_eq!(since(scene.student.school_id()).await.as_deref(), Some("2026-11-27"));
        db.run(sql!("update schools set time_zone = 'Pacific/Auckland' where id = $1"), args![other]).await.unwrap();
        join_the_other(&scene, "alpha_student").await;
        assert_eq!(since(other).await.as_deref(), Some("2026-11-28"), "there it is tomorrow");
        // What the school has written stays when somebody comes back.
        let ended =
            sql!("update memberships set status = 'ended', joined_on = '2020-09-01' where school_id = $1 and user_id = $2");
        db.run(ended, args![other, scene.student.user_id()]).await.unwrap();
        join_the_other(&scene, "alpha_student").await;
        assert_eq!(since(other).await.as_deref(), Some("2020-09-01"));
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

#[tokio::test]
async fn one_lands_in_a_school_that_is_open_and_among_several_in_the_chosen_or_the_last() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let user = scene.teacher.user_id();
        let (alpha, beta) = (scene.teacher.school_id(), scene.other().teacher.school_id());
        let put = async |school: SchoolId, standing: &str| {
            let status = if standing == "suspended" { "ended" } else { standing };
            let ended = (status == "ended").then_some(2_i64);
            let suspended = (standing == "suspended").then_some(2_i64);
            let sql = sql!(
                "insert into memberships (school_id, user_id, role, status, created_at, ended_at, suspended_at)
                 values ($1, $2, 'teacher', $3, 1, $4, $5)
                 on conflict (school_id, user_id) do update
                 set status = excluded.status, ended_at = excluded.ended_at, suspended_at = excluded.suspended_at"
            );
            db.run(sql, args![school, user, status, ended, suspended]).await.unwrap();
        };
        // How one stands in the two schools, the chosen one, the last one, and where one lands: the place in beta is the older.
        for (in_alpha, in_beta, chosen, last, home) in [
            ("active", "waiting", None, None, "/s/alpha"),
            ("active", "waiting", Some(beta), Some("beta"), "/s/alpha"),
            ("waiting", "active", None, None, "/s/beta"),
            ("waiting", "active", Some(alpha), Some("alpha"), "/s/beta"),
            ("active", "suspended", Some(beta), Some("beta"), "/s/alpha"),
            ("suspended", "active", Some(alpha), Some("alpha"), "/s/beta"),
            ("active", "ended", Some(beta), Some("beta"), "/s/alpha"),
            ("ended", "active", Some(alpha), None, "/s/beta"),
            ("active", "active", None, None, "/s/beta"),
            ("active", "active", None, Some("beta"), "/s/beta"),
            ("active", "active", Some(alpha), Some("beta"), "/s/alpha"),
            ("active", "active", Some(beta), Some("alpha"), "/s/beta"),
            ("waiting", "waiting", Some(alpha), Some("alpha"), "/schools"),
            ("waiting", "suspended", Some(beta), Some("beta"), "/schools"),
            ("suspended", "waiting", None, Some("alpha"), "/schools"),
            ("suspended", "suspended", Some(alpha), Some("beta"), "/schools"),
            ("ended", "waiting", None, None, "/schools"),
            ("ended", "ended", Some(alpha), Some("alpha"), "/schools"),
        ] {
            put(alpha, in_alpha).await;
            put(beta, in_beta).await;
            let choose = sql!("update users set primary_school_id = $2 where id = $1");
            db.run(choose, args![user, chosen]).await.unwrap();
            let me = again(&scene, "alpha_teacher").await.me;
            assert_eq!(me.home(last), home, "{in_alpha}, {in_beta}, chosen {chosen:?}, last {last:?}");
        }
    })
    .await;
}
