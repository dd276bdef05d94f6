use model::ids::DepartmentId;
use model::people::Change;
use model::settings::departments::DepartmentForm;
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use super::audited;
use crate::settings::departments;
use crate::testing::{NOON, Scene, request};
use crate::{System, demo, people};

fn form(name: &str, head: Option<model::ids::UserId>) -> DepartmentForm {
    DepartmentForm { name: name.into(), head: head.map(|head| head.to_string()).unwrap_or_default(), ..DepartmentForm::default() }
}

#[tokio::test]
async fn a_department_has_a_head_and_members_of_those_who_work_at_the_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (teacher, student) = (it.teacher.user_id(), it.student.user_id());
        let id = departments::create(&it.admin, &form("Sciences", Some(teacher))).await.unwrap();
        assert_eq!(departments::create(&it.admin, &form("Sciences", Some(teacher))).await.unwrap(), id, "a double click");
        for _ in 0..2 {
            departments::add_member(&it.admin, id, teacher).await.unwrap();
        }
        assert_eq!(audited(&it, "department.member_added").await.0, 1);
        let page = departments::show(&it.admin, id, "").await.unwrap();
        assert_eq!((page.head.map(|head| head.user_id), page.members.len()), (Some(teacher), 1));
        let found: Vec<_> = page.found.into_iter().map(|it| it.user_id).collect();
        assert_eq!(found, [it.admin.user_id()], "the admin works there, too; the teacher is a member already");
        db.run(
            sql!("update memberships set number = 'E-0042' where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.admin.user_id()],
        )
        .await
        .unwrap();
        for (words, found) in
            [("ALPHA_adm", 1), ("e-0042", 1), ("person E-0042", 1), ("teacher", 0), ("student", 0), ("beta", 0), ("%", 0)]
        {
            let page = departments::show(&it.admin, id, words).await.unwrap();
            assert_eq!(page.found.len(), found, "{words}");
        }
        let list = departments::list(&it.admin).await.unwrap().departments;
        assert_eq!((list[0].head.as_deref(), list[0].members), (Some("alpha_teacher Person"), 1));

        for stranger in [student, it.other().teacher.user_id()] {
            let refused = departments::add_member(&it.admin, id, stranger).await.unwrap_err().answer();
            assert_eq!(refused.problem_of("user"), Some(Problem::NotAMember));
            let refused = departments::save(&it.admin, id, &form("Sciences", Some(stranger))).await.unwrap_err().answer();
            assert_eq!(refused.problem_of("head"), Some(Problem::NotAMember));
        }
        let taken = departments::create(&it.admin, &form("SCIENCES", None)).await.unwrap_err().answer();
        assert_eq!(taken.problem_of("name"), Some(Problem::Taken));
        for _ in 0..2 {
            departments::save(&it.admin, id, &form("Natural sciences", None)).await.unwrap();
        }
        let (count, detail) = audited(&it, "department.changed").await;
        assert!(count == 1 && detail.contains("\"Sciences\"") && detail.contains("Natural sciences"), "{count} {detail}");
    })
    .await;
}

#[tokio::test]
async fn a_department_is_there_for_its_schools_admin_alone_and_removed_once() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let teacher = it.teacher.user_id();
        let id = departments::create(&it.admin, &form("Sciences", None)).await.unwrap();
        departments::add_member(&it.admin, id, teacher).await.unwrap();
        let other = &it.other().admin;
        for (scope, id, answer) in [
            (other, id, Error::NotFound),
            (&it.admin, DepartmentId::new(), Error::NotFound),
            (&it.teacher, id, Error::Forbidden),
            (&it.student, id, Error::Forbidden),
        ] {
            let answers = [
                departments::show(scope, id, "").await.map(|_| ()),
                departments::save(scope, id, &form("Ours", None)).await,
                departments::add_member(scope, id, teacher).await,
                departments::remove_member(scope, id, teacher).await,
                departments::remove(scope, id).await,
            ];
            assert!(answers.map(|it| it.unwrap_err().answer()).iter().all(|it| *it == answer), "{answer}");
        }
        assert!(departments::list(other).await.unwrap().departments.is_empty());
        for _ in 0..2 {
            departments::remove_member(&it.admin, id, teacher).await.unwrap();
        }
        for _ in 0..2 {
            departments::remove(&it.admin, id).await.unwrap();
        }
        assert_eq!(audited(&it, "department.member_removed").await.0, 1);
        assert_eq!(audited(&it, "department.removed").await.0, 1);
    })
    .await;
}

#[tokio::test]
async fn of_many_colleagues_some_are_offered_and_the_others_are_found() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        demo::crowd(&System(request(&it.world, NOON)), "alpha", 300, 1).await.unwrap();
        let all = sql!("update memberships set role = 'teacher' where school_id = $1 and role = 'student'");
        db.run(all, args![it.admin.school_id()]).await.unwrap();
        let last = it.teacher.user_id();
        let name = sql!("update users set name = 'Zz Top', name_key = 'zz top' where id = $1");
        db.run(name, args![last]).await.unwrap();
        let id = departments::create(&it.admin, &form("Sciences", Some(last))).await.unwrap();
        let page = departments::show(&it.admin, id, "").await.unwrap();
        assert_eq!(page.found.len(), 20);
        assert_eq!(page.head.map(|head| head.user_id), Some(last), "the head stays chosen");
        let page = departments::show(&it.admin, id, " ZZ ").await.unwrap();
        let found: Vec<_> = page.found.into_iter().map(|it| it.user_id).collect();
        assert_eq!((page.q.as_str(), found), ("ZZ", vec![last]));

        departments::add_member(&it.admin, id, last).await.unwrap();
        people::change_one(&it.admin, last, Change::End).await.unwrap();
        let cards = departments::list(&it.admin).await.unwrap().departments;
        assert_eq!((cards[0].head.as_deref(), cards[0].members), (None, 0), "who has left heads nothing");
        assert!(departments::show(&it.admin, id, "").await.unwrap().members.is_empty());
    })
    .await;
}
