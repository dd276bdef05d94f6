//! Who is told of what was said, and that reading it in the room is reading what was told.

use model::chat::{DirectForm, ReportForm};
use model::notifications::Kind;

use super::two::{again_in_school, set_direct};
use super::*;
use crate::notifications::{bell, read_all, unread};
use crate::testing::person;

/// What somebody was told, the newest first.
async fn told(scene: &Scene, username: &str) -> Vec<(Kind, String)> {
    let newest = bell(&person(&scene.world, username).await).await.unwrap().newest;
    newest.into_iter().map(|card| (card.kind, card.title)).collect()
}

async fn untold(scene: &Scene, username: &str) -> i64 {
    unread(&person(&scene.world, username).await).await.unwrap()
}

async fn answer(scope: &Scope, room: RoomId, seq: i64, body: &str) -> Message {
    send(scope, room, MessageId::new(), &MessageForm { body: body.into(), reply: Some(seq) }).await.unwrap()
}

const MENTIONED: &str = "alpha_teacher Person mentioned you in the chat of First class";

#[tokio::test]
async fn who_is_called_or_answered_hears_of_it_once_and_nobody_else_does() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, id) = (scene.room_id, MessageId::new());
        for _ in 0..2 {
            again(&scene.teacher, room, id, "@alpha_student Person and @alpha_teacher Person: hello").await.unwrap();
        }
        assert_eq!(told(&scene, "alpha_student").await, [(Kind::ChatMention, MENTIONED.to_owned())]);
        let newest = bell(&person(&scene.world, "alpha_student").await).await.unwrap().newest;
        assert_eq!(newest[0].link, format!("/s/alpha/chat/{room}?at=1#m1"));
        answer(&scene.student, room, 1, "Hello").await;
        let answered = (Kind::ChatReply, "alpha_student Person answered you in the chat of First class".to_owned());
        assert_eq!(told(&scene, "alpha_teacher").await, [answered]);
        answer(&scene.student2, room, 1, "@alpha_teacher Person, me too").await;
        answer(&scene.teacher, room, 1, "To myself").await;
        let kinds: Vec<Kind> = told(&scene, "alpha_teacher").await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, [Kind::ChatMention, Kind::ChatReply], "called and answered by one message is told once");
        for other in ["alpha_student2", "alpha_admin", "beta_teacher", "beta_student"] {
            assert_eq!(told(&scene, other).await, [], "{other}");
        }
    })
    .await;
}

#[tokio::test]
async fn other_words_tell_only_those_whom_they_call_anew() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.teacher, room, "@alpha_student Person: hello").await.unwrap();
        let words = |body: &str| MessageForm { body: body.into(), reply: None };
        edit(&scene.teacher, room, said.id, &words("@alpha_student Person and @alpha_student2 Person: hello")).await.unwrap();
        edit(&scene.teacher, room, said.id, &words("@alpha_student2 Person: hello")).await.unwrap();
        edit(&scene.teacher, room, said.id, &words("@alpha_student Person, @alpha_student2 Person: hello")).await.unwrap();
        for student in ["alpha_student", "alpha_student2"] {
            assert_eq!(told(&scene, student).await, [(Kind::ChatMention, MENTIONED.to_owned())], "{student}");
        }
        let back = answer(&scene.student, room, 1, "Hello").await;
        edit(&scene.student, room, back.id, &words("Hello @alpha_teacher Person")).await.unwrap();
        assert_eq!(untold(&scene, "alpha_teacher").await, 1, "whom it answers knows of it");
    })
    .await;
}

#[tokio::test]
async fn who_may_not_enter_is_not_told_though_they_are_called() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let parent = sql!("update memberships set role = 'parent' where school_id = $1 and user_id = $2");
        db.run(parent, args![scene.student.school_id(), scene.student.user_id()]).await.unwrap();
        let hello = "@alpha_student Person, @alpha_student2 Person: hello";
        say(&scene.teacher, scene.room_id, hello).await.unwrap();
        assert_eq!((untold(&scene, "alpha_student").await, untold(&scene, "alpha_student2").await), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn what_is_read_in_the_room_is_read_everywhere_and_what_is_deleted_is_told_no_more() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for n in 1..=3 {
            say(&scene.teacher, room, &format!("@alpha_student Person: number {n}")).await.unwrap();
        }
        say(&scene.other().teacher, scene.other().room_id, "@beta_student Person: number 1").await.unwrap();
        let mut events = scene.world.hub.listen();
        read(&scene.student, room, 2).await.unwrap();
        assert_eq!(untold(&scene, "alpha_student").await, 1, "what lies further down is still new");
        let user = scene.student.user_id();
        let heard = |event: &Event| matches!(event, Event::Notified { user: it } if *it == user);
        assert_eq!(std::iter::from_fn(|| events.try_recv().ok()).filter(heard).count(), 1);
        let third = open(&scene.student, room, Window::Newest).await.unwrap().history.messages[2].message.id;
        delete(&scene.teacher, room, third).await.unwrap();
        assert_eq!(untold(&scene, "alpha_student").await, 0);
        assert_eq!(untold(&scene, "beta_student").await, 1, "another school's is not touched");
        // Said anew further up than was read.
        read(&scene.student, room, 3).await.unwrap();
        let first = open(&scene.student2, room, Window::Newest).await.unwrap().history.messages[0].message.id;
        let words = MessageForm { body: "@alpha_student2 Person: number 1".into(), reply: None };
        read(&scene.student2, room, 3).await.unwrap();
        edit(&scene.teacher, room, first, &words).await.unwrap();
        assert_eq!(untold(&scene, "alpha_student2").await, 1);
        read(&scene.student2, room, 3).await.unwrap();
        assert_eq!(untold(&scene, "alpha_student2").await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_is_written_to_alone_is_told_of_the_first_message_they_have_not_read() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let student2 = again_in_school(&scene, &scene.student2).await;
        let room = open_direct(&student, &DirectForm { with: student2.user_id(), child: None }).await.unwrap();
        for n in 1..=3 {
            say(&student, room, &format!("@alpha_student2 Person: number {n}")).await.unwrap();
        }
        let wrote = (Kind::ChatDirect, "alpha_student Person wrote to you".to_owned());
        assert_eq!(told(&scene, "alpha_student2").await, [wrote]);
        assert_eq!(told(&scene, "alpha_student").await, []);
        read(&student2, room, 3).await.unwrap();
        assert_eq!(untold(&scene, "alpha_student2").await, 0);
        say(&student, room, "Number 4").await.unwrap();
        assert_eq!(untold(&scene, "alpha_student2").await, 1);
        // Also after they have read what the bell says, and not the room.
        read_all(&person(&scene.world, "alpha_student2").await).await.unwrap();
        say(&student, room, "Number 5").await.unwrap();
        assert_eq!(untold(&scene, "alpha_student2").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_report_is_told_to_those_who_look_at_it_until_one_of_them_has() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, why) = (scene.room_id, ReportForm::default());
        let said = say(&scene.student, room, "Rude").await.unwrap();
        report(&scene.student2, room, said.id, &why).await.unwrap();
        report(&scene.admin, room, said.id, &why).await.unwrap();
        let reported = (Kind::ChatReport, "A message was reported in the chat of First class".to_owned());
        // Both teach the class.
        for keeper in ["alpha_teacher", "alpha_admin"] {
            assert_eq!(told(&scene, keeper).await, std::slice::from_ref(&reported), "once, however many report it: {keeper}");
        }
        for other in ["alpha_student", "alpha_student2", "beta_teacher"] {
            assert_eq!(told(&scene, other).await, [], "{other}");
        }
        settle(&scene.admin, said.id).await.unwrap();
        assert_eq!(untold(&scene, "alpha_teacher").await, 0);

        // A teacher's own message is for those above: who wrote it neither hears of the report nor sees it.
        let said = say(&scene.teacher, room, "Ruder").await.unwrap();
        report(&scene.student, room, said.id, &why).await.unwrap();
        assert_eq!(told(&scene, "alpha_admin").await, [reported.clone(), reported], "of each message by itself");
        assert_eq!(untold(&scene, "alpha_teacher").await, 0);
        assert_eq!(reports(&scene.teacher).await.unwrap(), []);
        assert_eq!(settle(&scene.teacher, said.id).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(reports(&scene.admin).await.unwrap().len(), 1);
        delete(&scene.admin, room, said.id).await.unwrap();
        assert_eq!((untold(&scene, "alpha_admin").await, reports(&scene.admin).await.unwrap().len()), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_message_that_was_left_and_says_something_else_since_is_reported_again_by_the_same_person() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, why) = (scene.room_id, ReportForm::default());
        let said = say(&scene.student, room, "Rude").await.unwrap();
        let at = |scope: &Scope, minutes: i64| Scene::at(scope, scope.now.plus_minutes(minutes));
        let open = async || (untold(&scene, "alpha_teacher").await, reports(&scene.teacher).await.unwrap().len());
        for (round, body) in [(0, "Ruder"), (10, "Rudest"), (20, "Rude no more")] {
            for click in 1..=2 {
                report(&at(&scene.student2, round + 1), room, said.id, &why).await.unwrap();
                assert_eq!(open().await, (1, 1), "before {body}, click {click}");
            }
            report(&at(&scene.admin, round + 2), room, said.id, &why).await.unwrap();
            assert_eq!(open().await, (1, 1), "told once, however many report it");
            settle(&at(&scene.teacher, round + 3), said.id).await.unwrap();
            report(&at(&scene.student2, round + 4), room, said.id, &why).await.unwrap();
            assert_eq!(open().await, (0, 0), "it was looked at, and says the same");
            let form = MessageForm { body: body.into(), reply: None };
            edit(&at(&scene.student, round + 5), room, said.id, &form).await.unwrap();
        }
        assert_eq!(reports(&scene.other().teacher).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_is_reported_between_two_people_is_deleted_by_who_looks_at_it_and_nothing_else_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let student2 = again_in_school(&scene, &scene.student2).await;
        let room = open_direct(&student, &DirectForm { with: student2.user_id(), child: None }).await.unwrap();
        let (kind, rude) = (say(&student, room, "Kind").await.unwrap(), say(&student, room, "Rude").await.unwrap());
        assert_eq!(delete(&scene.admin, room, rude.id).await.unwrap_err().answer(), Error::NotFound);
        report(&student2, room, rude.id, &ReportForm::default()).await.unwrap();
        assert_eq!(told(&scene, "alpha_admin").await.len(), 1);
        assert_eq!(untold(&scene, "alpha_teacher").await, 0);
        for stranger in [&scene.teacher, &scene.other().admin] {
            assert_eq!(delete(stranger, room, rude.id).await.unwrap_err().answer(), Error::NotFound);
        }
        assert_eq!(delete(&scene.admin, room, kind.id).await.unwrap_err().answer(), Error::NotFound);
        let gone = delete(&scene.admin, room, rude.id).await.unwrap();
        assert_eq!((gone.body.as_str(), gone.deleted_at.is_some()), ("", true));
        assert_eq!(open(&scene.admin, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(reports(&scene.admin).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_moderates_calls_everybody_who_sits_there_and_not_again_for_some_minutes() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, id) = (scene.room_id, MessageId::new());
        assert!(!say(&scene.student, room, "@all, hello").await.unwrap().calls_all, "a word like any other");
        assert_eq!(untold(&scene, "alpha_student2").await, 0);
        let called = again(&scene.teacher, room, id, "@all: the bus leaves at eight").await.unwrap();
        assert!(called.calls_all);
        for student in ["alpha_student", "alpha_student2"] {
            assert_eq!(told(&scene, student).await, [(Kind::ChatMention, MENTIONED.to_owned())], "{student}");
        }
        assert_eq!((untold(&scene, "alpha_teacher").await, untold(&scene, "beta_student").await), (0, 0));
        assert!(list(&scene.student, "").await.unwrap().rooms[0].called);
        assert_eq!(again(&scene.teacher, room, id, "@all: the bus leaves at eight").await.unwrap(), called, "a replay");
        let early = Err(Error::field("body", Problem::EverybodyCalled));
        assert_eq!(say(&scene.admin, room, "@all, and bring a coat").await, early);
        let said = say(&scene.teacher, room, "And bring a coat").await.unwrap();
        let words = |body: &str| MessageForm { body: body.into(), reply: None };
        let edited = edit(&scene.teacher, room, said.id, &words("@all, and bring a coat")).await;
        assert_eq!(edited.map_err(crate::Error::answer), early);
        let same = edit(&scene.teacher, room, id, &words("@all: the bus leaves at nine")).await.unwrap();
        assert!(same.calls_all, "other words of the same call");
        assert_eq!(told(&scene, "alpha_student").await.len(), 1);
        let later = Scene::at(&scene.teacher, scene.teacher.now.plus_minutes(6));
        assert!(say(&later, room, "@الجميع hello").await.unwrap().calls_all, "in each language");
        assert_eq!(untold(&scene, "alpha_student").await, 2);
        delete(&scene.teacher, room, id).await.unwrap();
        assert_eq!(untold(&scene, "alpha_student").await, 1);
    })
    .await;
}
