use model::ids::UserId;
use model::people::{Change, NameForm};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{again, answer, names, page, words};
use crate::accounts::sessions::{self, Session};
use crate::hub::Event;
use crate::people::{self, Named};
use crate::testing::{NOON, Scene, request};
use crate::{Scope, names as keys};

pub(super) fn named(name: &str) -> NameForm {
    NameForm { name: name.into(), ..NameForm::default() }
}

/// A student of the school whose account nobody has used yet.
async fn unused(db: &Db, scope: &Scope, username: &str, name: &str) -> UserId {
    let user = UserId::new();
    let add = sql!(
        "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                            platform_role, locale, created_at)
         values ($1, $2, $2, $2, $2, $3, $4, '', 'pending', 'student', '', 1)"
    );
    db.run(add, args![user, username, name, keys::key(name)]).await.unwrap();
    place(db, scope, user).await;
    user
}

pub(super) async fn place(db: &Db, scope: &Scope, user: UserId) {
    let place =
        sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'active', 1)");
    db.run(place, args![scope.school_id(), user]).await.unwrap();
}

#[tokio::test]
async fn a_misspelt_name_of_an_unused_account_is_put_right_and_the_history_keeps_both() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let admin = &scene.admin;
        let id = unused(&db, admin, "orn", "Orm Kwame").await;
        let before = page(admin, id).await;
        assert_eq!((before.may_rename, before.may_suggest), (true, false));
        let mut told = scene.world.hub.listen();
        let form = NameForm { name: "  Örn Kwame ".into(), drawn: NameForm::drawn_from(&before.name) };
        for _ in 0..2 {
            assert_eq!(people::rename(admin, id, &form).await.unwrap(), Named::Renamed);
        }
        assert!(matches!(told.recv().await, Ok(Event::AccessChanged { user }) if user == id));
        let after = page(admin, id).await;
        assert_eq!(after.name, "Örn Kwame");
        assert_eq!(names(admin, words("orn kwame")).await, ["orn"]);
        assert!(names(admin, words("orm")).await.is_empty());
        let history = after.history.unwrap();
        let renamed: Vec<_> = history.iter().filter(|line| line.action == "member.renamed").collect();
        assert_eq!(renamed.len(), 1, "the second of two clicks changes nothing");
        assert_eq!((renamed[0].before.as_str(), renamed[0].after.as_str()), ("Orm Kwame", "Örn Kwame"));

        let stale = NameForm { name: "Another".into(), ..form };
        assert_eq!(answer(people::rename(admin, id, &stale).await), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(answer(people::rename(admin, id, &named(" ")).await).problem_of("name"), Some(Problem::Required));
    })
    .await;
}

#[tokio::test]
async fn a_name_that_is_only_suggested_tells_nothing_of_other_schools() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, other) = (&scene.admin, &scene.other().admin);
        let (student, student2) = (scene.student.user_id(), scene.student2.user_id());
        place(&db, other, student2).await;
        let both = unused(&db, admin, "both", "Both Schools").await;
        place(&db, other, both).await;
        let open = unused(&db, admin, "open", "Open Session").await;
        let session = Session { user_id: open, device: "test".into(), remember: false, view: None, proof: None };
        sessions::create(&request(&scene.world, NOON), "open", &session).await.unwrap();
        let proven = unused(&db, admin, "proven", "Proven Address").await;
        db.run(sql!("update users set status = 'active' where id = $1"), args![proven]).await.unwrap();
        let keeper = unused(&db, admin, "keeper", "Platform Keeper").await;
        db.run(sql!("update users set platform_role = 'super_admin' where id = $1"), args![keeper]).await.unwrap();
        let mut suggested = Vec::new();
        for id in [student, student2, both, open, proven, keeper] {
            let shown = page(admin, id).await;
            assert_eq!((shown.may_rename, shown.may_suggest), (false, true), "{}", shown.name);
            let same = answer(people::rename(admin, id, &named(&shown.name)).await);
            assert_eq!(same.problem_of("name"), Some(Problem::SameName), "{}", shown.name);
            for _ in 0..2 {
                assert_eq!(people::rename(admin, id, &named("Somebody Else")).await.unwrap(), Named::Suggested, "{}", shown.name);
            }
            let after = page(admin, id).await;
            assert_eq!(after.name, shown.name);
            suggested.push(after.suggested.unwrap());
        }
        assert!(suggested.iter().all(|it| *it == suggested[0]), "{suggested:?}");
        let own = page(admin, admin.user_id()).await;
        assert_eq!((own.may_rename, own.may_suggest), (false, false), "nobody suggests a name to themselves");
        assert_eq!(answer(people::rename(admin, admin.user_id(), &named("Somebody Else")).await), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_put_right_by_those_who_may_change_the_member() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, form) = (&scene.admin, named("Somebody Else"));
        let id = unused(&db, admin, "orn", "Orm Kwame").await;
        assert_eq!(answer(people::rename(&scene.other().admin, id, &form).await), Error::NotFound);
        assert_eq!(answer(people::rename(&scene.student2, id, &form).await), Error::Forbidden);
        people::change_one(admin, scene.teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
        let registrar = again(&scene.world, &scene.teacher).await.unwrap();
        assert_eq!(answer(people::rename(&registrar, admin.user_id(), &form).await), Error::Beyond);
        let form = NameForm { drawn: NameForm::drawn_from("Orm Kwame"), ..form };
        people::rename(&registrar, id, &form).await.unwrap();
        assert_eq!(page(admin, id).await.name, "Somebody Else");

        people::change_one(admin, id, Change::End).await.unwrap();
        let left = page(admin, id).await;
        assert_eq!((left.may_rename, left.may_suggest), (false, false));
        assert_eq!(answer(people::rename(admin, id, &form).await), Error::Forbidden, "who has left is left alone");
    })
    .await;
}
