mod platform;
mod taught;

use model::people::{PeopleFilter, Standing};
use store::testing::each_db;
use store::{args, sql};

use super::find;
use crate::Scope;
use crate::testing::{Scene, person};

async fn people(scope: &Scope, words: &str) -> Vec<String> {
    find(scope, words).await.unwrap().people.into_iter().map(|it| it.name).collect()
}

#[tokio::test]
async fn people_are_found_by_any_part_in_any_order_and_never_those_of_another_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        db.run(
            sql!("update memberships set number = 'AB-17' where school_id = $1 and user_id = $2"),
            args![it.student.school_id(), it.student.user_id()],
        )
        .await
        .unwrap();
        assert_eq!(people(&it.admin, "student PERSON").await, ["alpha_student Person", "alpha_student2 Person"]);
        assert_eq!(people(&it.admin, "person teach").await, ["alpha_teacher Person"]);
        assert_eq!(people(&it.admin, "ab-1").await, ["alpha_student Person"]);
        assert_eq!(people(&it.admin, "alpha_admin@lyceum").await, ["alpha_admin Person"], "an admin sees addresses");
        assert!(people(&it.admin, "beta").await.is_empty() && people(&it.admin, "a_p%a").await.is_empty());
        assert!(people(&it.admin, "  ").await.is_empty());

        let found = find(&it.admin, "alpha_student").await.unwrap();
        assert_eq!((found.people[0].classes.as_str(), found.people[0].number.as_str()), ("First class", "AB-17"));
        assert_eq!(found.people[0].username, "alpha_student");
        assert!(people(&it.other().admin, "alpha").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_begins_so_comes_first_and_eight_are_enough() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let rename = sql!("update users set name = $2, name_key = $2 where id = $1");
        for (scope, name) in [(&it.admin, "zara ama"), (&it.teacher, "ama zed"), (&it.student, "kwamama"), (&it.student2, "esi")]
        {
            db.run(rename, args![scope.user_id(), name]).await.unwrap();
        }
        assert_eq!(people(&it.admin, "ama").await, ["ama zed", "zara ama", "kwamama"]);
        assert_eq!(people(&it.admin, "za").await, ["zara ama"], "by the initials");
        assert_eq!(people(&it.admin, "az").await, ["ama zed"]);
        for number in 0..12 {
            db.run(
                sql!(
                    "insert into class_groups (school_id, id, name, name_key, quota_bytes, created_by, created_at)
                     values ($1, $2, $3, $3, 0, $4, 0)"
                ),
                args![it.admin.school_id(), model::ids::ClassId::new(), format!("form {number}"), it.admin.user_id()],
            )
            .await
            .unwrap();
        }
        assert_eq!(find(&it.admin, "form").await.unwrap().classes.len(), 8);
    })
    .await;
}

async fn rooms(scope: &Scope, words: &str) -> Vec<(String, String)> {
    let mut found: Vec<_> = find(scope, words).await.unwrap().rooms.into_iter().map(|it| (it.name, it.about)).collect();
    found.sort();
    found
}

#[tokio::test]
async fn chats_are_found_by_their_names_and_classes_and_only_ones_own() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = model::chat::RoomForm { class: it.class_id, name: "Élan".into() };
        crate::chat::open_topic(&it.teacher, &form).await.unwrap();
        let elan = ("Élan".to_owned(), "First class".to_owned());
        let class = ("First class".to_owned(), String::new());
        assert_eq!(rooms(&it.student, "").await, [class.clone(), elan.clone()], "without words all of them");
        assert_eq!(rooms(&it.student, "ELAN").await, std::slice::from_ref(&elan));
        assert_eq!(rooms(&it.student, "first").await, [class, elan]);
        assert!(rooms(&it.student, "elan nothing").await.is_empty());
        assert!(rooms(&it.other().student, "elan").await.is_empty());
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.student.school_id(), it.student.user_id()],
        )
        .await
        .unwrap();
        assert!(rooms(&it.student, "").await.is_empty(), "who has left the class");
    })
    .await;
}

/// A member of the first school.
async fn member(it: &Scene, username: &str, name: &str) {
    let id = model::ids::UserId::new();
    let user = sql!(
        "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                            platform_role, locale, verified_at, created_at)
         values ($1, $2, $2, $3, $3, $4, $4, '', 'active', 'student', '', 1, 1)"
    );
    it.world.db.run(user, args![id, username, format!("{username}@lyceum.test"), name]).await.unwrap();
    let place =
        sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'active', 1)");
    it.world.db.run(place, args![it.admin.school_id(), id]).await.unwrap();
}

#[tokio::test]
async fn among_many_who_begin_so_those_of_these_initials_have_half_of_the_lines() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for number in 0..9 {
            member(&it, &format!("a{number}"), &format!("emil aa{number}")).await;
        }
        member(&it, "b", "emma müller").await;
        assert_eq!(people(&it.admin, "em").await.last().unwrap(), "emma müller", "one of these initials, and seven who begin so");
        for number in 0..6 {
            member(&it, &format!("c{number}"), &format!("erik moser{number}")).await;
        }
        let half = ["emil aa0", "emil aa1", "emil aa2", "emil aa3", "emma müller", "erik moser0", "erik moser1", "erik moser2"];
        assert_eq!(people(&it.admin, "EM").await, half);
        assert_eq!(people(&it.admin, "ea").await.len(), 8, "nobody begins so: all lines are for the initials");
        assert_eq!(people(&it.admin, "emil").await.len(), 8);
        assert!(people(&it.other().admin, "em").await.is_empty());

        db.run(
            sql!(
                "update memberships set status = 'ended'
                 where school_id = $1 and user_id = (select id from users where username_key = 'a0')"
            ),
            args![it.admin.school_id()],
        )
        .await
        .unwrap();
        for (words, total) in [("em", 9), ("emil", 8), ("erik", 0), ("nobody", 0)] {
            let found = find(&it.admin, words).await.unwrap();
            assert_eq!(found.people_total, total, "{words}");
            let filter = PeopleFilter { q: words.into(), status: Standing::Active.to_string(), ..PeopleFilter::default() };
            let list = crate::people::list(&it.admin, &filter, None).await.unwrap();
            assert!(total == 0 || list.total == total, "the list finds {} by {words}", list.total);
        }
        assert_eq!(find(&it.other().admin, "em").await.unwrap().people_total, 0);
    })
    .await;
}

#[tokio::test]
async fn five_words_stand_with_others_between_them_and_signs_mean_themselves() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (signs, plain) = ("ama b_b 5% d\\d e~e kofi mensah", "ama bxb 50 d/d e-e kofi mensah");
        member(&it, "signs", signs).await;
        member(&it, "plain", plain).await;
        assert_eq!(people(&it.admin, "mensah KOFI").await, [signs, plain]);
        for words in ["b_b", "5%", "d\\d", "e~e", "5% b_b", "kofi d\\d ama b_b mensah", "e~e 5% ama d\\d mensah"] {
            assert_eq!(people(&it.admin, words).await, [signs], "{words}");
        }
        for words in ["b%b", "5_", "~", "\\", "%", "kofi ama mensah b_b bxb"] {
            let fits = matches!(words, "~" | "\\" | "%");
            assert_eq!(people(&it.admin, words).await.len(), usize::from(fits), "{words}");
        }
        for (key, name) in [("d\\d 5% b_b form one", "one"), ("d/d 50 bxb form two", "two")] {
            db.run(
                sql!(
                    "insert into class_groups (school_id, id, name, name_key, quota_bytes, created_by, created_at)
                     values ($1, $2, $4, $3, 0, $5, 0)"
                ),
                args![it.admin.school_id(), model::ids::ClassId::new(), key, name, it.admin.user_id()],
            )
            .await
            .unwrap();
        }
        for words in ["b_b", "5%", "d\\d", "form 5% b_b d\\d one"] {
            let found = find(&it.admin, words).await.unwrap().classes;
            assert_eq!(found.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["one"], "{words}");
        }
        assert!(people(&it.other().admin, "b_b").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn without_the_permission_only_the_own_classes_and_courses_are_found() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let own = find(&it.student, "").await.unwrap();
        assert_eq!((own.classes[0].id, own.classes[0].students, own.courses[0].id), (it.class_id, 2, it.course_id));
        assert_eq!(own.courses[0].classes, "First class");
        let found = find(&it.student, "first algebra").await.unwrap();
        assert!(found.people.is_empty() && found.classes.is_empty());
        assert_eq!(found.courses.iter().map(|it| it.id).collect::<Vec<_>>(), [it.course_id], "a course by its class too");
        assert!(find(&it.student, "alpha").await.unwrap().people.is_empty());

        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.student.school_id(), it.student.user_id()],
        )
        .await
        .unwrap();
        assert!(find(&it.student, "first").await.unwrap().is_empty());
        for (role, classes) in [("registrar", 1), ("librarian", 0), ("parent", 0)] {
            db.run(
                sql!("update memberships set role = $3 where school_id = $1 and user_id = $2"),
                args![it.student.school_id(), it.student.user_id(), role],
            )
            .await
            .unwrap();
            let scope = person(&it.world, "alpha_student").await.enter("alpha").unwrap();
            let found = find(&scope, "first").await.unwrap();
            assert_eq!((found.classes.len(), found.courses.len()), (classes, classes), "{role}");
            assert_eq!(people(&scope, "alpha_teacher").await.len(), usize::from(role != "parent"), "{role}");
            let by_mail = people(&scope, "alpha_teacher@lyceum").await.len();
            assert_eq!(by_mail, usize::from(role == "registrar"), "{role}");
        }
    })
    .await;
}
