//! Teachers find those they teach, and nobody else.

use model::Role;
use model::classes::{ClassForm, PEOPLE_PAGE};
use model::ids::{ClassId, UserId};
use model::people::Change;
use store::testing::each_db;
use store::{args, sql};

use super::{find, member};
use crate::testing::{Scene, person};
use crate::{Scope, classes, people};

async fn students(scope: &Scope, words: &str) -> Vec<String> {
    find(scope, words).await.unwrap().students.into_iter().map(|it| it.username).collect()
}

/// Gives a member of the first school a place in a class.
async fn put(it: &Scene, class: ClassId, username: &str, role: &str) {
    let place = sql!(
        "insert into class_members (school_id, class_id, user_id, role, joined_at)
         select cast($1 as text), cast($2 as text), u.id, cast($4 as text), 0 from users u where u.username_key = $3"
    );
    it.world.db.run(place, args![it.admin.school_id(), class, username, role]).await.unwrap();
}

#[tokio::test]
async fn teachers_find_the_students_of_their_classes_and_nobody_elses() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let both = ["alpha_student", "alpha_student2"];
        assert_eq!(students(&it.teacher, "PERSON alpha").await, both);
        assert_eq!(students(&it.teacher, "ap").await, both, "by the initials");
        let found = find(&it.teacher, "alpha_student2").await.unwrap();
        assert!(found.people.is_empty() && found.students.len() == 1);
        let one = &found.students[0];
        assert_eq!((one.classes.as_str(), one.class_id, one.page), ("First class", it.class_id, 1));
        for words in ["alpha_admin", "alpha_teacher", "beta", "a_p%a", " "] {
            assert!(students(&it.teacher, words).await.is_empty(), "{words}");
        }
        for scope in [&it.admin, &it.student, &it.other().teacher, &it.other().admin] {
            assert!(students(scope, "alpha").await.is_empty(), "who lists all, who learns, and another school");
        }

        member(&it, "nana", "nana person").await;
        assert!(students(&it.teacher, "nana").await.is_empty(), "in no class");
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        put(&it, second, "nana", "student").await;
        put(&it, second, "alpha_student", "student").await;
        assert!(students(&it.teacher, "nana").await.is_empty(), "in a class of somebody else");
        let found = find(&it.teacher, "alpha_student person").await.unwrap().students;
        assert_eq!(found[0].classes, "First class", "not those of others");
        put(&it, second, "alpha_teacher", "teacher").await;
        assert_eq!(students(&it.teacher, "nana").await, ["nana"]);
        let found = find(&it.teacher, "alpha_student person").await.unwrap().students;
        assert_eq!(found.iter().map(|it| it.username.as_str()).collect::<Vec<_>>(), both, "once, though in two classes");
        assert_eq!((found[0].classes.as_str(), found[0].class_id), ("First class, Second class", it.class_id));
    })
    .await;
}

#[tokio::test]
async fn whom_one_no_longer_teaches_is_found_no_more() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (school, id) = (it.admin.school_id(), it.student.user_id());
        let found = async || students(&it.teacher, "alpha_student").await.len();
        for (change, left) in [(Change::Suspend, 1), (Change::Reinstate, 2), (Change::End, 1)] {
            people::change_one(&it.admin, id, change).await.unwrap();
            assert_eq!(found().await, left, "{change:?}");
        }
        let other = it.student2.user_id();
        people::change_one(&it.admin, other, Change::End).await.unwrap();
        assert_eq!(found().await, 0);
        for id in [id, other] {
            let back = sql!("update memberships set status = 'active', ended_at = null where school_id = $1 and user_id = $2");
            db.run(back, args![school, id]).await.unwrap();
        }
        assert_eq!(found().await, 2);
        classes::people::remove(&it.teacher, it.class_id, id).await.unwrap();
        assert_eq!(students(&it.teacher, "alpha").await, ["alpha_student2"]);
        classes::life::set_archived(&it.teacher, it.class_id, true).await.unwrap();
        assert_eq!(found().await, 0, "the class is over");
        classes::life::set_archived(&it.teacher, it.class_id, false).await.unwrap();
        assert_eq!(found().await, 1);

        // The page they would come to is not theirs any more.
        let revoke = sql!("update memberships set revoked = $3 where school_id = $1 and user_id = $2");
        db.run(revoke, args![school, it.teacher.user_id(), "classes.manage"]).await.unwrap();
        let teacher = person(&it.world, "alpha_teacher").await.enter("alpha").unwrap();
        assert!(students(&teacher, "alpha").await.is_empty());
        db.run(revoke, args![school, it.teacher.user_id(), ""]).await.unwrap();
        db.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, it.teacher.user_id()])
            .await
            .unwrap();
        assert_eq!(found().await, 0, "who teaches there no more");
    })
    .await;
}

#[tokio::test]
async fn a_mentor_and_who_only_looks_on_in_a_class_find_no_students() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        people::change_one(&it.admin, it.student2.user_id(), Change::Role(Role::Mentor)).await.unwrap();
        db.run(
            sql!("update class_members set role = 'teacher' where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.student2.user_id()],
        )
        .await
        .unwrap();
        let mentor = person(&it.world, "alpha_student2").await.enter("alpha").unwrap();
        assert!(students(&mentor, "alpha").await.is_empty());
        db.run(
            sql!("update class_members set role = 'student' where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.teacher.user_id()],
        )
        .await
        .unwrap();
        assert!(students(&it.teacher, "alpha").await.is_empty());
        assert_eq!(students(&it.other().teacher, "beta").await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_student_leads_to_the_page_of_the_class_that_lists_them() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // Before them stand the two who teach the class and as many more as fill its first page.
        for number in 0..PEOPLE_PAGE - 2 {
            let username = format!("early{number}");
            member(&it, &username, &format!("aa{number:03}")).await;
            put(&it, it.class_id, &username, "student").await;
        }
        let page = async |words: &str| find(&it.teacher, words).await.unwrap().students[0].page;
        assert_eq!((page("aa097").await, page("alpha_student person").await), (1, 2));
        for (words, username) in [("aa097", "early97"), ("alpha_student person", "alpha_student")] {
            let shown = classes::people::show(&it.teacher, it.class_id, "", page(words).await).await.unwrap().class.people;
            assert!(shown.iter().any(|person| person.username == username), "{words}");
        }
        // Who is suspended still stands among them.
        let (first,): (UserId,) = db.one(sql!("select id from users where username_key = $1"), args!["early0"]).await.unwrap();
        people::change_one(&it.admin, first, Change::Suspend).await.unwrap();
        assert_eq!(page("alpha_student person").await, 2);
        assert!(students(&it.other().teacher, "aa0").await.is_empty());
    })
    .await;
}
