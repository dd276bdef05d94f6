//! Whose bell tells of what is said.

use model::chat::{DirectForm, ReportForm};
use model::notifications::Kind;

use super::*;
use crate::notifications;
use crate::testing::person;

/// What somebody's bell says that they have not read, the newest first.
async fn heard(scene: &Scene, username: &str) -> Vec<(Kind, String, String)> {
    let newest = notifications::bell(&person(&scene.world, username).await).await.unwrap().newest;
    let unread = newest.into_iter().filter(|card| card.unread);
    unread.map(|card| (card.kind, card.title, card.link)).collect()
}

#[tokio::test]
async fn who_is_called_is_told_once_until_they_have_read_that_far() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, id) = (scene.room_id, MessageId::new());
        say(&scene.student2, room, "First").await.unwrap();
        let body = format!("@{} and @{}, look", scene.student2.me.name, scene.student.me.name);
        for _ in 0..2 {
            again(&scene.student, room, id, &body).await.unwrap();
        }
        let form = MessageForm { body: format!("{body} here"), reply: None };
        edit(&scene.student, room, id, &form).await.unwrap();
        let told = heard(&scene, "alpha_student2").await;
        let title = format!("{} mentioned you in the chat of First class", scene.student.me.name);
        assert_eq!(told, [(Kind::ChatMention, title, format!("/s/alpha/chat/{room}?at=2#m2"))]);
        for other in ["alpha_student", "alpha_teacher", "beta_student2"] {
            assert!(heard(&scene, other).await.is_empty(), "{other}");
        }
        read(&scene.student2, room, 1).await.unwrap();
        assert_eq!(heard(&scene, "alpha_student2").await.len(), 1, "they have not come to it");
        read(&scene.student2, room, 2).await.unwrap();
        assert!(heard(&scene, "alpha_student2").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn of_what_two_tell_each_other_the_other_one_is_told_until_they_have_read_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let on = sql!("update schools set features = 'direct_messages:on' where id = $1");
        db.run(on, args![scene.student.school_id()]).await.unwrap();
        let student = person(&scene.world, "alpha_student").await.enter("alpha").unwrap();
        let student2 = person(&scene.world, "alpha_student2").await.enter("alpha").unwrap();
        let room = open_direct(&student, &DirectForm { with: student2.user_id(), child: None }).await.unwrap();
        for body in ["One", "Two"] {
            say(&student, room, body).await.unwrap();
        }
        let wrote = (Kind::ChatDirect, format!("{} wrote to you", student.me.name), format!("/s/alpha/chat/{room}"));
        assert_eq!(heard(&scene, "alpha_student2").await, [wrote.clone()], "not of each line");
        assert!(heard(&scene, "alpha_student").await.is_empty());
        read(&student2, room, 2).await.unwrap();
        assert!(heard(&scene, "alpha_student2").await.is_empty());
        say(&student2, room, "Three").await.unwrap();
        say(&student, room, "Four").await.unwrap();
        assert_eq!(heard(&scene, "alpha_student2").await, [wrote]);
        assert_eq!(heard(&scene, "alpha_student").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_teachers_of_the_class_are_told_of_a_report_once_and_nobody_of_their_own_message() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.student, room, "Rude").await.unwrap();
        let by_teacher = say(&scene.teacher, room, "Rude too").await.unwrap();
        let why = ReportForm { reason: "It is rude".into() };
        for reporter in [&scene.student2, &scene.student2, &scene.teacher] {
            report(reporter, room, said.id, &why).await.unwrap();
        }
        let told = (Kind::ChatReport, "A message was reported".to_owned(), "/s/alpha/chat/reports".to_owned());
        // Who made the class teaches it, too.
        for teacher in ["alpha_teacher", "alpha_admin"] {
            assert_eq!(heard(&scene, teacher).await, [told.clone()], "{teacher}");
        }
        for other in ["alpha_student", "alpha_student2", "beta_teacher", "beta_admin"] {
            assert!(heard(&scene, other).await.is_empty(), "{other}");
        }
        report(&scene.student, room, by_teacher.id, &why).await.unwrap();
        assert_eq!((heard(&scene, "alpha_teacher").await.len(), heard(&scene, "alpha_admin").await.len()), (1, 2));

        let left = sql!("delete from class_members where school_id = $1 and role = 'teacher'");
        db.run(left, args![scene.admin.school_id()]).await.unwrap();
        let again = say(&scene.student, room, "Rude again").await.unwrap();
        report(&scene.student2, room, again.id, &why).await.unwrap();
        let heard = (heard(&scene, "alpha_teacher").await.len(), heard(&scene, "alpha_admin").await.len());
        assert_eq!(heard, (1, 3), "where nobody teaches, those who reach every class");
    })
    .await;
}
