//! Who sees that what they said was read.

use model::chat::FEW;
use model::ids::UserId;
use serde_json::{Value, json};
use store::Db;

use super::*;

async fn marks(scope: &Scope, room: RoomId) -> Vec<(UserId, i64)> {
    standing(scope, room).await.unwrap().readers.into_iter().map(|it| (it.user_id, it.seq)).collect()
}

/// So many more students of the class, whose names begin so.
async fn come(db: &Db, scene: &Scene, count: usize, name: &str) {
    let school = scene.admin.school_id();
    let rows: Value =
        (0..count).map(|n| json!([UserId::new(), format!("{name}{n:03}"), format!("{name}{n:03}@lyceum.test")])).collect();
    let rows = rows.to_string();
    db.run(
        sql!(
            "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                platform_role, locale, verified_at, created_at)
             select value ->> 0, value ->> 1, value ->> 1, value ->> 2, value ->> 2, value ->> 1, value ->> 1, '', 'active',
                    'student', '', 1, 1 from {rows $1}"
        ),
        args![rows.as_str()],
    )
    .await
    .unwrap();
    db.run(
        sql!(
            "insert into memberships (school_id, user_id, role, status, created_at)
             select cast($1 as text), value ->> 0, 'student', 'active', 1 from {rows $2}"
        ),
        args![school, rows.as_str()],
    )
    .await
    .unwrap();
    db.run(
        sql!(
            "insert into class_members (school_id, class_id, user_id, role, joined_at)
             select cast($1 as text), cast($2 as text), value ->> 0, 'student', 1 from {rows $3}"
        ),
        args![school, scene.class_id, rows.as_str()],
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn who_moderates_a_class_of_few_sees_who_has_read_and_no_student_does() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        say(&scene.teacher, room, "Bring a pen").await.unwrap();
        let mut events = scene.world.hub.listen();
        read(&scene.student, room, 1).await.unwrap();
        assert!(matches!(events.try_recv(), Ok(Event::Read { seq: 1, few: true, .. })));
        for sees in [&scene.teacher, &scene.admin] {
            let seen = marks(sees, room).await;
            assert!(seen.contains(&(scene.student.user_id(), 1)) && seen.contains(&(scene.student2.user_id(), 0)), "{seen:?}");
            assert!(seen.iter().all(|(user, _)| *user != sees.user_id()), "oneself is not among the others");
            assert_eq!(open(sees, room, Window::Unread).await.unwrap().standing.readers.len(), seen.len());
            assert_eq!(join(sees, room).await.unwrap().2.readers.len(), seen.len());
        }
        for student in [&scene.student, &scene.student2] {
            assert_eq!(marks(student, room).await, []);
        }
        let other = scene.other();
        assert!(marks(&other.teacher, other.room_id).await.iter().all(|(_, seq)| *seq == 0), "their own people and marks");
        assert_eq!(standing(&other.teacher, room).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn in_a_class_of_many_nobody_is_told_who_has_read() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        say(&scene.teacher, room, "Bring a pen").await.unwrap();
        say(&scene.teacher, room, "And paper").await.unwrap();
        let here = marks(&scene.teacher, room).await.len();
        come(&db, &scene, FEW as usize - here, "pupil").await;
        assert_eq!(marks(&scene.teacher, room).await.len() as i64, FEW);
        let mut events = scene.world.hub.listen();
        read(&scene.student, room, 1).await.unwrap();
        assert!(matches!(events.try_recv(), Ok(Event::Read { few: true, .. })));
        come(&db, &scene, 1, "another").await;
        assert_eq!(marks(&scene.teacher, room).await, []);
        read(&scene.student, room, 2).await.unwrap();
        assert!(std::iter::from_fn(|| events.try_recv().ok()).any(|it| matches!(it, Event::Read { few: false, seq: 2, .. })));
    })
    .await;
}

#[tokio::test]
async fn two_people_have_one_mark_and_no_list() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        two::set_direct(&db, scene.student.school_id()).await;
        let student = two::again_in_school(&scene, &scene.student).await;
        let student2 = two::again_in_school(&scene, &scene.student2).await;
        let to = model::chat::DirectForm { with: student2.user_id(), child: None };
        let room = open_direct(&student, &to).await.unwrap();
        say(&student, room, "Between us").await.unwrap();
        read(&student2, room, 1).await.unwrap();
        let now = standing(&student, room).await.unwrap();
        assert_eq!((now.seen, now.readers), (1, Vec::new()));
    })
    .await;
}
