//! Those who have a place in the school already, or had one.

use model::ids::{SchoolId, UserId};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{form, mailed, visitor};
use crate::invitations::{accept, invite, look_at};
use crate::testing::{Scene, person};

#[tokio::test]
async fn a_member_who_accepts_keeps_their_role_and_a_suspended_place_stays_suspended() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        invite(&scene.admin, &form("home@school.example", Role::Teacher)).await.unwrap();
        let token = mailed(&db, "home@school.example").await;
        let accepted = accept(&person(&scene.world, "alpha_student").await, &token).await.unwrap();
        assert!(accepted.was_member);
        assert_eq!(person(&scene.world, "alpha_student").await.enter("alpha").unwrap().role(), Role::Student);
        let suspend =
            sql!("update memberships set status = 'ended', ended_at = 1, suspended_at = 1 where school_id = $1 and user_id = $2");
        db.run(suspend, args![scene.admin.school_id(), scene.student2.user_id()]).await.unwrap();
        invite(&scene.admin, &form("again@school.example", Role::Student)).await.unwrap();
        let token = mailed(&db, "again@school.example").await;
        let refused = accept(&person(&scene.world, "alpha_student2").await, &token).await.unwrap_err().answer();
        assert_eq!(refused, Error::form(Problem::PlaceSuspended));
        assert!(look_at(&visitor(&scene), &token).await.unwrap().is_some(), "it is not used up by that");
    })
    .await;
}

#[tokio::test]
async fn whose_place_was_ended_comes_back_with_nothing_but_what_lets_them_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let user = scene.student.user_id();
        let end = sql!("update memberships set status = 'ended', ended_at = 0 where school_id = $1 and user_id = $2");
        db.run(end, args![scene.admin.school_id(), user]).await.unwrap();
        let email = scene.student.me.email.clone();
        invite(&scene.admin, &form(&email, Role::Librarian)).await.unwrap();
        let token = mailed(&db, &email).await;
        accept(&person(&scene.world, "alpha_student").await, &token).await.unwrap();
        let back = person(&scene.world, "alpha_student").await.enter("alpha").unwrap();
        assert_eq!(back.role(), Role::Librarian);
        let (kept,): (i64,) = db
            .one(
                sql!(
                    "select cast(count(*) as bigint) as kept from (
                       select user_id from class_members where school_id = $1 and user_id = $2
                       union all select user_id from enrollments where school_id = $1 and user_id = $2) as kept"
                ),
                args![scene.admin.school_id(), user],
            )
            .await
            .unwrap();
        assert_eq!(kept, 0);
        let emptied = async |user: UserId| -> Vec<(String, Option<SchoolId>)> {
            let sql = sql!("select detail, school_id from audit where action = 'member.emptied' and subject = $1 order by id");
            db.all(sql, args![user]).await.unwrap()
        };
        let [(detail, school)] = emptied(user).await.try_into().unwrap();
        assert_eq!(school, Some(scene.admin.school_id()));
        let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
        assert_eq!(detail, serde_json::json!({ "course_places": 1, "class_places": 1 }));

        // Who had nothing left loses nothing, and nothing is said.
        let nobody = scene.student2.user_id();
        for gone in [
            sql!("delete from enrollments where school_id = $1 and user_id = $2"),
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            end,
        ] {
            db.run(gone, args![scene.admin.school_id(), nobody]).await.unwrap();
        }
        let email = scene.student2.me.email.clone();
        invite(&scene.admin, &form(&email, Role::Librarian)).await.unwrap();
        accept(&person(&scene.world, "alpha_student2").await, &mailed(&db, &email).await).await.unwrap();
        assert_eq!(person(&scene.world, "alpha_student2").await.enter("alpha").unwrap().role(), Role::Librarian);
        assert!(emptied(nobody).await.is_empty());
    })
    .await;
}
