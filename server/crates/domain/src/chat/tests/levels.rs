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

/// They are no longer in the class: who still sees into it does by their role.
pub(super) async fn leave_the_class(db: &store::Db, scope: &Scope) {
    let gone = sql!("delete from class_members where school_id = $1 and user_id = $2");
    db.run(gone, args![scope.school_id(), scope.user_id()]).await.unwrap();
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
        assert_eq!(list(&scene.student2, "").await.unwrap().rooms[0].told, Level::Nothing);
        assert_eq!(list(&scene.teacher, "").await.unwrap().rooms[0].told, Level::Calls, "of others nothing is changed");

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
        leave_the_class(&db, &scene.student).await;
        say(&scene.teacher, scene.room_id, "Good morning").await.unwrap();
        assert_eq!(told(&scene, "alpha_student").await, []);
    })
    .await;
}

#[tokio::test]
async fn a_call_of_everybody_reaches_who_hears_calls_once_and_nobody_who_hears_nothing() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        leave_the_class(&db, &scene.admin).await;
        set_level(&scene.student2, room, Level::Nothing).await.unwrap();
        set_level(&scene.admin, room, Level::All).await.unwrap();
        say(&scene.teacher, room, "@all, the bus leaves at eight").await.unwrap();
        let kinds = async |username: &str| told(&scene, username).await.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds("alpha_student").await, [Kind::ChatMention], "it is a mention of them");
        assert!(kinds("alpha_student2").await.is_empty(), "they chose to hear nothing");
        assert_eq!(kinds("alpha_admin").await, [Kind::ChatMessage], "who looks in by their role is not called, and hears all");
        assert!(kinds("beta_student").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_new_in_a_muted_room_is_counted_there_and_nowhere_else() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let me = person(&scene.world, "alpha_student").await;
        let before = news(&me).await.unwrap().0.stamp;
        set_level(&scene.student, room, Level::Nothing).await.unwrap();
        assert_ne!(news(&me).await.unwrap().0.stamp, before, "the list says that it is muted");
        say(&scene.teacher, room, "@all, and @alpha_student Person too").await.unwrap();
        let (now, _) = news(&me).await.unwrap();
        let there = now.rooms.iter().map(|it| (it.room, it.unread, it.called, it.quiet, it.muted)).collect::<Vec<_>>();
        assert_eq!(there, [(room, 1, false, 0, true)]);
        assert_eq!((now.of("alpha", None), now.quiet(None)), ((0, false), 0));
        assert_eq!(quiet(&me, me.me.user_id).await.unwrap(), 0, "nor does a device");
        assert_eq!(cards(&scene.student).await.unwrap()[0].unread, 1);
        set_level(&scene.student, room, Level::Calls).await.unwrap();
        assert_eq!(news(&me).await.unwrap().0.of("alpha", None), (1, true));
    })
    .await;
}

#[tokio::test]
async fn to_who_is_there_by_role_nothing_becomes_new_by_choosing() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        leave_the_class(&db, &scene.admin).await;
        say(&scene.teacher, scene.room_id, "Good morning").await.unwrap();
        let unread_of = async |scope: &Scope| {
            let list = list(scope, "").await.unwrap();
            list.rooms.iter().chain(&list.by_role).find(|it| it.id == scene.room_id).map(|it| it.unread)
        };
        for (scope, count) in [(&scene.admin, 0), (&scene.student, 1)] {
            set_level(scope, scene.room_id, Level::All).await.unwrap();
            assert_eq!(unread_of(scope).await, Some(count), "{}", scope.me.username);
        }
    })
    .await;
}
