//! What the platform's admins find over all schools, and that nobody else does.

use model::{Error, PlatformRole};
use store::testing::each_db;
use store::{args, sql};

use super::member;
use crate::finding::anywhere;
use crate::testing::{Scene, person};
use crate::{Person, Result};

async fn users(person: &Person, school: &str, words: &str) -> Vec<String> {
    anywhere(person, school, words).await.unwrap().platform.people.into_iter().map(|it| it.username).collect()
}

fn answer<T: std::fmt::Debug>(result: Result<T>) -> Error {
    result.unwrap_err().answer()
}

#[tokio::test]
async fn the_platforms_admin_finds_people_of_all_schools_wherever_they_are() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let (beta, all) = (["beta_student", "beta_student2"], ["alpha_student", "alpha_student2"]);
        for school in ["", "alpha"] {
            assert_eq!(users(&admin, school, "PERSON student").await, [all, beta].concat());
            assert_eq!(users(&admin, school, "beta_teacher@lyceum").await, ["beta_teacher"], "by the address");
            assert_eq!(users(&admin, school, "bp").await, ["beta_admin", beta[0], beta[1], "beta_teacher"], "by the initials");
            assert!(users(&admin, school, "b_ta").await.is_empty() && users(&admin, school, "nobody").await.is_empty());
            assert!(users(&admin, school, " ").await.is_empty());
        }
        let outside = anywhere(&admin, "", "beta_student2").await.unwrap();
        assert!(outside.people.is_empty() && outside.classes.is_empty() && outside.courses.is_empty());
        let found = &outside.platform.people[0];
        assert_eq!((found.email.as_str(), found.schools.as_str()), ("beta_student2@lyceum.test", "School beta"));
        assert!(anywhere(&admin, "", "").await.unwrap().is_empty());

        let inside = anywhere(&admin, "alpha", "student").await.unwrap();
        assert_eq!((inside.people.len(), inside.platform.people.len()), (2, 4), "of the school, and of all");
        assert!(inside.students.is_empty(), "who reads the list of members finds those they teach in it");

        // An account that was swept is no more.
        db.run(sql!("update users set username = '' where username_key = $1"), args!["beta_student2"]).await.unwrap();
        assert_eq!(users(&admin, "", "beta_student").await, ["beta_student"]);
    })
    .await;
}

#[tokio::test]
async fn who_begins_so_comes_first_over_all_schools_and_eight_are_enough() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let other = it.other();
        for (scope, name) in [(&it.student, "zara ama"), (&other.teacher, "ama zed"), (&other.student, "kwamama")] {
            db.run(sql!("update users set name = $2, name_key = $2 where id = $1"), args![scope.user_id(), name]).await.unwrap();
        }
        assert_eq!(users(&admin, "", "ama").await, ["beta_teacher", "alpha_student", "beta_student"]);
        assert_eq!(users(&admin, "", "az").await, ["beta_teacher"]);
        for number in 0..9 {
            member(&it, &format!("many{number}"), &format!("esi{number}")).await;
        }
        assert_eq!(users(&admin, "", "esi").await.len(), 8);
    })
    .await;
}

#[tokio::test]
async fn schools_are_found_by_their_name_and_by_their_name_in_addresses() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let admin = person(&it.world, "alpha_admin").await;
        let beta = it.other().admin.school_id();
        db.run(sql!("update schools set slug = 'south' where id = $1"), args![beta]).await.unwrap();
        for (words, slugs) in [
            ("SCHOOL", vec!["alpha", "south"]),
            ("beta school", vec!["south"]),
            ("sout", vec!["south"]),
            ("alpha", vec!["alpha"]),
            ("s_uth", vec![]),
        ] {
            let found = anywhere(&admin, "", words).await.unwrap().platform.schools;
            assert_eq!(found.iter().map(|it| it.slug.as_str()).collect::<Vec<_>>(), slugs, "{words}");
            assert!(found.iter().all(|it| it.slug != "south" || (it.id, it.name.as_str()) == (beta, "School beta")));
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_but_the_platforms_admins_finds_anything_over_all_schools() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for role in PlatformRole::ALL.iter().filter(|role| **role != PlatformRole::SuperAdmin) {
            for username in ["beta_admin", "beta_teacher", "beta_student"] {
                let lesser = sql!("update users set platform_role = $2 where username_key = $1");
                db.run(lesser, args![username, role.text()]).await.unwrap();
                let somebody = person(&it.world, username).await;
                assert_eq!(answer(anywhere(&somebody, "", "alpha").await), Error::Forbidden, "{username}, {role}");
                assert_eq!(answer(anywhere(&somebody, "alpha", "alpha").await), Error::NotFound, "{username}, {role}");
                assert!(anywhere(&somebody, "beta", "alpha").await.unwrap().is_empty(), "{username}, {role}");
                assert!(anywhere(&somebody, "beta", "school beta person").await.unwrap().platform.is_empty());
            }
        }
    })
    .await;
}
