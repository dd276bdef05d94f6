//! Many who speak at the same moment: stored together, answered each for itself.

use std::collections::HashSet;

use futures::future::join_all;
use model::chat::{Level, RulesForm};
use model::ids::UserId;

use super::*;
use crate::testing::{person, request};
use crate::{System, notifications};

/// Who says it, where, under which id.
async fn all(sayings: &[(&Scope, RoomId, MessageId, &str)]) -> Vec<Result<Message, Error>> {
    join_all(sayings.iter().map(|(scope, room, id, body)| again(scope, *room, *id, body))).await
}

#[tokio::test]
async fn one_who_is_refused_holds_up_nobody_who_speaks_at_the_same_moment() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, other) = (scene.room_id, scene.other());
        let used = MessageId::new();
        again(&scene.teacher, room, used, "Mine").await.unwrap();
        let [first, second, third] = [(); 3].map(|()| MessageId::new());
        let mut events = scene.world.hub.listen();
        let done = all(&[
            (&scene.student, room, first, "Hello"),
            (&scene.student2, room, used, "Not mine"),
            (&scene.admin, RoomId::new(), MessageId::new(), "Nowhere"),
            (&scene.teacher, room, used, "Mine"),
            (&other.student, room, MessageId::new(), "From elsewhere"),
            (&scene.student2, room, second, "After the refusal"),
            (&scene.admin, room, third, "And this"),
        ])
        .await;
        let seqs: Vec<Result<i64, Error>> = done.into_iter().map(|it| it.map(|message| message.seq)).collect();
        assert_eq!(
            seqs,
            [Ok(2), Err(Error::Conflict(Problem::Taken)), Err(Error::NotFound), Ok(1), Err(Error::NotFound), Ok(3), Ok(4)]
        );
        let told: Vec<i64> = std::iter::from_fn(|| match events.try_recv() {
            Ok(Event::Said { message, .. }) => Some(message.seq),
            _ => None,
        })
        .collect();
        assert_eq!(told, [2, 3, 4], "in order, and nobody hears of what was refused");
        let audited: Vec<(UserId, String)> = db
            .all(
                sql!("select actor_id, subject from audit where action = 'message.sent' and school_id = $1 order by id"),
                args![scene.admin.school_id()],
            )
            .await
            .unwrap();
        let by = |scope: &Scope, id: MessageId| (scope.user_id(), id.to_string());
        let expected =
            [by(&scene.teacher, used), by(&scene.student, first), by(&scene.student2, second), by(&scene.admin, third)];
        assert_eq!(audited.into_iter().collect::<HashSet<_>>(), expected.into_iter().collect());
    })
    .await;
}

#[tokio::test]
async fn rooms_and_schools_are_numbered_each_for_itself_by_those_who_speak_at_once() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let second = crate::classes::create(&scene.admin, &model::classes::ClassForm { name: "Second".into() }).await.unwrap();
        let elsewhere = open_class(&scene.admin, second, Window::Unread).await.unwrap().room_id;
        let people = [(&scene.student, scene.room_id), (&scene.admin, elsewhere), (&other.student, other.room_id)];
        let sayings: Vec<_> = (0..60).map(|n| (people[n % 3].0, people[n % 3].1, MessageId::new(), "Hello")).collect();
        let done = all(&sayings).await;
        for (place, (scope, room)) in people.into_iter().enumerate() {
            let seqs: Vec<i64> = done.iter().skip(place).step_by(3).map(|it| it.as_ref().unwrap().seq).collect();
            assert_eq!(seqs, (1..=20).collect::<Vec<_>>());
            assert_eq!(join(scope, room).await.unwrap().0, 20);
            assert_eq!(since(scope, room, 0).await.unwrap().len(), 20);
        }
    })
    .await;
}

#[tokio::test]
async fn a_slow_room_is_slow_also_for_two_messages_of_the_same_moment() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let form = RulesForm { read_only: false, slow_seconds: 30 };
        rule(&scene.teacher, room, &form).await.unwrap();
        let sayings: Vec<_> = (0..4).map(|_| (&scene.student, room, MessageId::new(), "Hello")).collect();
        let done = all(&sayings).await;
        assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1, "{done:?}");
        assert!(done[1..].iter().all(|it| matches!(it, Err(Error::TooMany(30)))), "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_call_everybody_at_the_same_moment_one_is_heard() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let done = all(&[
            (&scene.student, room, MessageId::new(), "@all, hello"),
            (&scene.teacher, room, MessageId::new(), "@all: the bus leaves at eight"),
            (&scene.admin, room, MessageId::new(), "@all, and bring a coat"),
            (&scene.student2, room, MessageId::new(), "Which bus?"),
        ])
        .await;
        let heard: Vec<Result<bool, Error>> = done.into_iter().map(|it| it.map(|message| message.calls_all)).collect();
        let early = Error::field("body", Problem::EverybodyCalled);
        assert_eq!(heard, [Ok(false), Ok(true), Err(early), Ok(false)]);
    })
    .await;
}

#[tokio::test]
async fn who_goes_away_before_the_answer_has_said_it_once() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, id) = (scene.room_id, MessageId::new());
        {
            let mut asked = Box::pin(again(&scene.student, room, id, "Hello"));
            assert!(futures::poll!(&mut asked).is_pending());
        }
        assert_eq!(say(&scene.teacher, room, "And then").await.unwrap().seq, 2);
        assert_eq!(again(&scene.student, room, id, "Hello").await.unwrap().seq, 1);
    })
    .await;
}

#[tokio::test]
async fn who_speaks_while_mails_are_written_and_bells_are_read_is_never_refused() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, everybody) = (scene.room_id, [&scene.student, &scene.student2, &scene.teacher, &scene.admin]);
        let mut people = Vec::new();
        for scope in everybody {
            set_level(scope, room, Level::All).await.unwrap();
            let mailed = sql!("update users set notifications = 'chat_message:bell+once', verified_at = 1 where id = $1");
            db.run(mailed, args![scope.user_id()]).await.unwrap();
            people.push(person(&scene.world, &scope.me.username).await);
        }
        for round in 0..8 {
            let now = scene.student.now.plus_minutes(round * 6);
            let speakers = everybody.map(|scope| Scene::at(scope, now));
            let sayings = join_all(speakers.iter().map(|scope| say(scope, room, "Hello")));
            let later = System(request(&scene.world, now.plus_minutes(5)));
            let (said, mailed, read) = tokio::join!(
                sayings,
                Box::pin(notifications::deliver(&later)),
                join_all(people.iter().map(notifications::read_all))
            );
            assert!(said.iter().all(|it| it.is_ok()), "round {round}: {said:?}");
            mailed.unwrap();
            read.into_iter().for_each(|it| it.unwrap());
        }
        assert_eq!(join(&scene.student, room).await.unwrap().0, 32);
    })
    .await;
}
