//! The file tells what the page tells.

use super::*;

#[tokio::test]
async fn the_file_tells_what_was_done_in_the_language_of_the_reader() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        people::change_one(&scene.admin, scene.teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
        classes::people::remove(&scene.admin, scene.class_id, scene.student.user_id()).await.unwrap();
        let told = async |log: Reach, action: &str| {
            let rows = file(log, about(action)).await;
            let row = rows.iter().find(|row| row["action"] == action).unwrap_or_else(|| panic!("no {action}: {rows:?}"));
            (row["told"].clone(), row["detail"].clone())
        };
        let own = log(&scene.admin).await;
        let (changed, _) = told(own.clone(), "member.role_changed").await;
        assert_eq!(changed, "changed a member's role; alpha_teacher Person; Role: Teacher → Registrar");
        let (removed, detail) = told(own, "class.member_removed").await;
        assert_eq!(removed, "removed somebody from a class; First class; Member: alpha_student Person; Role: Student");
        assert!(detail.contains(&scene.student.user_id().to_string()), "beside it the values as they are stored: {detail}");

        let reads = sql!("update users set locale = 'ar' where id = $1");
        db.run(reads, args![scene.admin.user_id()]).await.unwrap();
        let (removed, _) = told(log(&scene.admin).await, "class.member_removed").await;
        assert!(removed.starts_with("أزال عضوًا من صف; "), "{removed}");
        assert!(removed.contains("First class") && removed.contains("alpha_student Person"), "{removed}");
    })
    .await;
}

#[tokio::test]
async fn every_entry_of_a_long_file_is_told_by_names() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let mut work = scene.admin.begin().await.unwrap();
        let (class, student) = (scene.class_id, scene.student.user_id());
        let rows = (0..1100).map(|_| (class, serde_json::json!({ "member": student, "role": "student" }))).collect();
        work.audit_each("class.member_removed", rows).await.unwrap();
        work.commit().await.unwrap();
        let rows = file(log(&scene.admin).await, about("class.member_removed")).await;
        assert_eq!(rows.len(), 1100);
        let told = "removed somebody from a class; First class; Member: alpha_student Person; Role: Student";
        assert!(rows.iter().all(|row| row["told"] == told), "{:?}", rows.iter().find(|row| row["told"] != told));
    })
    .await;
}

#[tokio::test]
async fn a_file_needs_one_connection_alone() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let own = log(&scene.admin).await;
        // All connections of a test for reading but one.
        let held = if db.kind() == "sqlite" { 2 } else { 3 };
        let mut busy = Vec::new();
        for _ in 0..held {
            busy.push(db.snapshot().await.unwrap());
        }
        assert!(!file(own, AuditFilter::default()).await.is_empty());
        drop(busy);
    })
    .await;
}
