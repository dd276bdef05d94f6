//! Each person chooses what of a room they are told.

use model::chat::{DirectForm, Level};
use model::notifications::Kind;

use super::two::{again_in_school, set_direct};
use super::*;
use crate::notifications::{bell, unread};
use crate::testing::{NOON, person};

/// What somebody was told, the newest first.
async fn told(scene: &Scene, username: &str) -> Vec<(Kind, String)> {
    let newest = bell(&person(&scene.world, username).await).await.unwrap().newest;
    newest.into_iter().map(|card| (card.kind, card.title)).collect()
}

async fn answer(scope: &Scope, room: RoomId, seq: i64) {
    send(scope, room, MessageId::new(), &MessageForm { body: "Yes".into(), reply: Some(seq) }).await.unwrap();
}

#[tokio::test]
async fn who_wants_to_hear_everything_does_and_who_wants_nothing_is_not_even_called() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().told, Level::Calls);
        for _ in 0..2 {
            set_level(&scene.student, room, Level::All).await.unwrap();
            set_level(&scene.student2, room, Level::Nothing).await.unwrap();
        }
        assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().told, Level::All);
        assert_eq!(list(&scene.student2).await.unwrap().rooms[0].told, Level::Nothing);
        assert_eq!(list(&scene.teacher).await.unwrap().rooms[0].told, Level::Calls, "of others nothing is changed");

        say(&scene.teacher, room, "Good morning, @alpha_student2 Person").await.unwrap();
        say(&scene.student2, room, "Good morning").await.unwrap();
        answer(&scene.teacher, room, 2).await;
        let wrote = "alpha_teacher Person wrote in the chat of First class".to_owned();
        assert_eq!(told(&scene, "alpha_student").await, [(Kind::ChatMessage, wrote)], "one card, of the newest");
        for other in ["alpha_student2", "alpha_teacher", "alpha_admin", "beta_student"] {
            assert_eq!(told(&scene, other).await, [], "{other}");
        }
        // Called by it, one hears of that alone.
        say(&scene.teacher, room, "@alpha_student Person: and you?").await.unwrap();
        let kinds: Vec<Kind> = told(&scene, "alpha_student").await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Kind::ChatMention, Kind::ChatMessage]);
        // What was read in the room is read.
        let me = async || unread(&person(&scene.world, "alpha_student").await).await.unwrap();
        read(&scene.student, room, 2).await.unwrap();
        assert_eq!(me().await, 2, "what came last lies further down");
        read(&scene.student, room, 4).await.unwrap();
        assert_eq!(me().await, 0);
        say(&scene.student, room, "My own").await.unwrap();
        set_level(&scene.student, room, Level::Calls).await.unwrap();
        say(&scene.teacher, room, "Good night").await.unwrap();
        assert_eq!(me().await, 0);
        let read_so_far = open(&scene.student, room, Window::Unread).await.unwrap().read;
        assert_eq!(read_so_far, 4, "how far one has read is another thing");
    })
    .await;
}

#[tokio::test]
async fn of_two_people_each_is_told_what_they_chose_and_an_urgent_message_is_heard_again() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let student2 = again_in_school(&scene, &scene.student2).await;
        let room = open_direct(&student, &DirectForm { with: student2.user_id(), child: None }).await.unwrap();
        assert_eq!(open(&student2, room, Window::Unread).await.unwrap().told, Level::All);
        let mut events = scene.world.hub.listen();
        let mut heard = || {
            let heard = std::iter::from_fn(|| events.try_recv().ok());
            heard.filter(|event| matches!(event, Event::Notified { .. })).count()
        };
        for (minutes, times) in [(0, 1), (1, 0), (4, 0), (5, 1), (300, 1)] {
            let now = Scene::at(&student, NOON.plus_minutes(minutes));
            say(&now, room, &format!("After {minutes} minutes")).await.unwrap();
            assert_eq!(heard(), times, "after {minutes} minutes");
        }
        let newest = bell(&person(&scene.world, "alpha_student2").await).await.unwrap().newest;
        assert_eq!((newest.len(), newest[0].told.at), (1, NOON.plus_minutes(300)));
        read(&student2, room, 5).await.unwrap();

        set_level(&student2, room, Level::Calls).await.unwrap();
        say(&student, room, "Number 6").await.unwrap();
        assert_eq!(unread(&person(&scene.world, "alpha_student2").await).await.unwrap(), 0);
        say(&student2, room, "Number 7").await.unwrap();
        answer(&student, room, 7).await;
        assert_eq!(unread(&person(&scene.world, "alpha_student2").await).await.unwrap(), 1, "it answers them");
        read(&student2, room, 8).await.unwrap();
        set_level(&student2, room, Level::Nothing).await.unwrap();
        answer(&student, room, 7).await;
        assert_eq!(unread(&person(&scene.world, "alpha_student2").await).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_level_is_chosen_by_those_who_may_enter_alone() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for stranger in [&scene.other().admin, &scene.other().student] {
            let refused = set_level(stranger, scene.room_id, Level::All).await.unwrap_err();
            assert_eq!(refused.answer(), Error::NotFound);
        }
        // Who may no longer enter is no longer told.
        set_level(&scene.student, scene.room_id, Level::All).await.unwrap();
        let gone = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(gone, args![scene.student.school_id(), scene.student.user_id()]).await.unwrap();
        say(&scene.teacher, scene.room_id, "Good morning").await.unwrap();
        assert_eq!(told(&scene, "alpha_student").await, []);
    })
    .await;
}
