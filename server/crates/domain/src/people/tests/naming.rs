use model::people::{Change, NameForm};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{again, answer, names, page, words};
use crate::hub::Event;
use crate::people;
use crate::testing::Scene;

fn named(name: &str) -> NameForm {
    NameForm { name: name.into(), ..NameForm::default() }
}

#[tokio::test]
async fn a_misspelt_name_is_put_right_everywhere_and_the_history_keeps_both() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let before = page(admin, id).await;
        assert!(before.may_rename);
        let mut told = scene.world.hub.listen();
        let form = NameForm { name: "  Örn Kwame ".into(), drawn: NameForm::drawn_from(&before.name) };
        for _ in 0..2 {
            people::rename(admin, id, &form).await.unwrap();
        }
        assert!(matches!(told.recv().await, Ok(Event::AccessChanged { user }) if user == id));
        let after = page(admin, id).await;
        assert_eq!(after.name, "Örn Kwame");
        assert_eq!(again(&scene.world, &scene.student).await.unwrap().me.name, "Örn Kwame");
        assert_eq!(names(admin, words("orn kwame")).await, ["alpha_student"]);
        assert_eq!(names(admin, words("person alpha_student")).await, ["alpha_student2"]);
        let history = after.history.unwrap();
        let renamed: Vec<_> = history.iter().filter(|line| line.action == "member.renamed").collect();
        assert_eq!(renamed.len(), 1, "the second of two clicks changes nothing");
        assert_eq!((renamed[0].before.as_str(), renamed[0].after.as_str()), (before.name.as_str(), "Örn Kwame"));

        let stale = NameForm { name: "Another".into(), ..form };
        assert_eq!(answer(people::rename(admin, id, &stale).await), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!(answer(people::rename(admin, id, &named(" ")).await).problem_of("name"), Some(Problem::Required));
    })
    .await;
}

#[tokio::test]
async fn the_name_of_somebody_with_another_school_or_with_more_power_is_not_put_right() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, form) = (&scene.admin, named("Somebody Else"));
        let (student, student2) = (scene.student.user_id(), scene.student2.user_id());
        assert_eq!(answer(people::rename(&scene.other().admin, student, &form).await), Error::NotFound);
        assert_eq!(answer(people::rename(&scene.student2, student, &form).await), Error::Forbidden);
        people::change_one(admin, scene.teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
        let registrar = again(&scene.world, &scene.teacher).await.unwrap();
        assert_eq!(answer(people::rename(&registrar, admin.user_id(), &form).await), Error::Beyond);
        people::rename(&registrar, student, &form).await.unwrap();

        let elsewhere =
            sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'parent', 'active', 1)");
        db.run(elsewhere, args![scene.other().admin.school_id(), student]).await.unwrap();
        db.run(sql!("update users set platform_role = 'super_admin' where id = $1"), args![student2]).await.unwrap();
        for id in [student, student2] {
            assert!(!page(admin, id).await.may_rename);
            assert_eq!(answer(people::rename(admin, id, &named("Once More")).await), Error::Forbidden);
        }
        db.run(sql!("update users set platform_role = 'student' where id = $1"), args![student2]).await.unwrap();
        assert!(page(admin, student2).await.may_rename);
        people::change_one(admin, student2, Change::End).await.unwrap();
        assert_eq!(answer(people::rename(admin, student2, &form).await), Error::Forbidden, "who has left is left alone");
    })
    .await;
}
