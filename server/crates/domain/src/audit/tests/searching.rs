//! Whatever an entry shows finds it.

use super::*;
use crate::classes::life;
use crate::testing::request;

async fn found(log: &Reach, q: &str) -> Vec<String> {
    let page = show(log, about(q)).await.unwrap();
    page.lines.into_iter().map(|line| line.action).collect()
}

/// Esi Ménsah is taken out of the class; Kofi Boateng comes to the department of sciences.
async fn with_names(scene: &Scene) {
    let call = sql!("update users set name = $2, name_key = $3 where id = $1");
    for (who, name, key) in [(&scene.student, "Esi Ménsah", "esi mensah"), (&scene.teacher, "Kofi Boateng", "kofi boateng")] {
        scene.world.db.run(call, args![who.user_id(), name, key]).await.unwrap();
    }
    classes::people::remove(&scene.admin, scene.class_id, scene.student.user_id()).await.unwrap();
    let form = DepartmentForm { name: "Sciences".into(), head: String::new(), ..DepartmentForm::default() };
    let department = departments::create(&scene.admin, &form).await.unwrap();
    departments::add_member(&scene.admin, department, scene.teacher.user_id()).await.unwrap();
}

#[tokio::test]
async fn names_that_stand_as_ids_are_found_word_by_word_and_in_the_file_as_on_the_page() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        with_names(&scene).await;
        let own = log(&scene.admin).await;
        let of_the_student = found(&own, "MÉNSAH esi").await;
        assert!(of_the_student.iter().any(|action| action == "class.member_removed"), "{of_the_student:?}");
        assert_eq!(found(&own, "Ménsah removed").await, ["class.member_removed"], "a name and an action");
        assert_eq!(found(&own, "boateng sciences").await, ["department.member_added"], "two names of one entry");
        assert_eq!(found(&own, "sciences").await, ["department.member_added", "department.created"]);
        let of_the_class = found(&own, "first class").await;
        assert!(of_the_class.iter().any(|action| action == "course.created"), "its detail names it: {of_the_class:?}");
        assert!(found(&own, "ménsah esi nobody").await.is_empty());
        assert!(found(&own, "ménsah esi of no such name").await.is_empty());
        for q in ["MÉNSAH esi", "first class", "removed"] {
            let page = found(&own, q).await;
            let rows = file(own.clone(), about(q)).await;
            assert_eq!(rows.iter().map(|row| row["action"].clone()).collect::<Vec<_>>(), page, "{q}");
        }
    })
    .await;
}

#[tokio::test]
async fn names_are_those_of_the_school_and_the_platform_knows_them_all() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        with_names(&scene).await;
        let other = &scene.other().admin;
        let mut work = other.begin().await.unwrap();
        let detail = serde_json::json!({ "member": scene.student.user_id() });
        work.audit("class.member_removed", scene.class_id, detail).await.unwrap();
        work.commit().await.unwrap();
        let theirs = log(other).await;
        assert!(found(&theirs, "ménsah").await.is_empty(), "the id is there, the name is not theirs");
        assert_eq!(found(&theirs, "removed").await, ["class.member_removed"]);
        let platform = reach(&person(&scene.world, "alpha_admin").await, "").unwrap();
        let removed = found(&platform, "esi ménsah removed").await;
        assert_eq!(removed, ["class.member_removed", "class.member_removed"], "of both schools");
    })
    .await;
}

#[tokio::test]
async fn actions_are_found_as_the_reader_knows_them() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        life::set_archived(&scene.admin, scene.class_id, true).await.unwrap();
        life::set_archived(&scene.admin, scene.class_id, false).await.unwrap();
        classes::people::remove(&scene.admin, scene.class_id, scene.student.user_id()).await.unwrap();
        let own = log(&scene.admin).await;
        assert_eq!(found(&own, "archived a class").await, ["class.archived"]);
        assert_eq!(found(&own, "removed somebody").await, ["class.member_removed"]);
        assert!(found(&own, "أرشف").await.is_empty());
        let reads = sql!("update users set locale = 'ar' where id = $1");
        db.run(reads, args![scene.admin.user_id()]).await.unwrap();
        let arabic = log(&scene.admin).await;
        assert_eq!(found(&arabic, "صفًا أرشف").await, ["class.archived"]);
        assert!(found(&arabic, "removed somebody").await.is_empty(), "that is not what they read");
    })
    .await;
}

#[tokio::test]
async fn addresses_and_requests_are_found_whole() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let mut admin = scene.admin.clone();
        let known = request(&scene.world, admin.now);
        admin.request = crate::Request { id: "req-77".into(), address: "192.0.2.7".parse().ok(), ..known };
        life::set_archived(&admin, scene.class_id, true).await.unwrap();
        let own = log(&scene.admin).await;
        for q in ["req-77", "192.0.2.7"] {
            assert_eq!(found(&own, q).await, ["class.archived"], "{q}");
        }
        assert!(found(&own, "req-7").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_a_school_has_few_of_is_found_without_its_accents_too() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = DepartmentForm { name: "Fran\u{e7}ais".into(), ..DepartmentForm::default() };
        let department = departments::create(&scene.admin, &form).await.unwrap();
        departments::add_member(&scene.admin, department, scene.teacher.user_id()).await.unwrap();
        for q in ["Fran\u{e7}ais", "francais"] {
            let own = found(&log(&scene.admin).await, q).await;
            assert_eq!(own, ["department.member_added", "department.created"], "{q}");
            assert!(found(&log(&scene.other().admin).await, q).await.is_empty(), "{q}");
        }
    })
    .await;
}
