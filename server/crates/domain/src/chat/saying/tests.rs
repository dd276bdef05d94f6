use model::chat::{MessageForm, MuteForm, RoomForm, RulesForm};
use store::testing::each_db;

use super::*;
use crate::chat::{close, mute, open_topic, rule, send};
use crate::testing::Scene;

#[tokio::test]
async fn who_was_looked_at_before_a_room_said_no_says_nothing_there_any_more() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = RoomForm { class: scene.class_id, name: "Homework".into() };
        let room = open_topic(&scene.teacher, &form).await.unwrap();
        let (scope, id) = (scene.student.clone(), MessageId::new());
        let saying = Saying { scope, room, id, body: "Hello".into(), reply: None, files: Vec::new() };
        let looked = async || rooms::reach(&scene.student, rooms::Key::Room(room)).await.unwrap();
        let passes = async |room: Room| {
            let mut tx = db.begin().await.unwrap();
            let passed = vec![Passed { place: 0, saying: &saying, room, class: None, calls_all: false, seq: 0 }];
            let held = hold(&mut tx, scene.student.school_id(), &passed).await.unwrap();
            let mut done: [Result<Message>; 1] = [Err(Error::Unavailable.into())];
            let passed = still_right(&mut tx, passed, &held, &mut done).await.unwrap();
            let [done] = done;
            (passed.len(), done.map_err(crate::Error::answer))
        };
        let ruled = async |read_only: bool, slow_seconds: i64| {
            rule(&scene.teacher, room, &RulesForm { read_only, slow_seconds }).await.unwrap();
        };
        let kept = async |user: UserId, minutes: i64| {
            mute(&scene.teacher, room, user, &MuteForm { minutes }).await.unwrap();
        };
        let user = scene.student.user_id();
        let [first, second, third, fourth] = [looked().await, looked().await, looked().await, looked().await];
        kept(scene.student2.user_id(), 60).await;
        assert_eq!(passes(first).await.0, 1, "another is kept from it");
        kept(user, 60).await;
        assert_eq!(passes(second).await, (0, Err(Error::Forbidden)));
        kept(user, 0).await;
        ruled(true, 0).await;
        assert_eq!(passes(third).await, (0, Err(Error::Forbidden)));
        ruled(false, 30).await;
        let (slow, later) = (looked().await, looked().await);
        assert_eq!(passes(later).await.0, 1, "nothing was said yet");
        send(&scene.student, room, MessageId::new(), &MessageForm { body: "Before".into(), reply: None }).await.unwrap();
        assert_eq!(passes(slow).await, (0, Err(Error::TooMany(30))), "elsewhere, at the same moment");
        ruled(false, 0).await;
        close(&scene.teacher, room, true).await.unwrap();
        assert_eq!(passes(fourth).await, (0, Err(Error::Forbidden)));
    })
    .await;
}
