//! Answers, and the answers of those, as one thread.

use model::chat::Answers;

use super::*;

async fn answer(scope: &Scope, room: RoomId, seq: i64, body: &str) -> Message {
    send(scope, room, MessageId::new(), &MessageForm { body: body.into(), reply: Some(seq) }).await.unwrap()
}

async fn thread_of(scope: &Scope, room: RoomId, seq: i64) -> (i64, Vec<i64>) {
    let page = thread(scope, room, seq, None).await.unwrap();
    (page.root.message.seq, numbers(&page.room.history))
}

#[tokio::test]
async fn answers_of_answers_stand_in_one_thread_and_are_counted_where_it_begins() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let asked = say(&scene.teacher, room, "Who comes along?").await.unwrap();
        let mut events = scene.world.hub.listen();
        let first = answer(&scene.student, room, 1, "I do").await;
        assert_eq!((first.thread_seq, first.answers), (Some(1), None));
        let is_told = |it: Event| matches!(it, Event::Said { message, .. } if message.thread_seq == Some(1));
        assert!(std::iter::from_fn(|| events.try_recv().ok()).any(is_told));
        say(&scene.teacher, room, "Something else").await.unwrap();
        let second = answer(&scene.student2, room, 2, "Then I do, too").await;
        assert_eq!((second.reply_seq, second.thread_seq), (Some(2), Some(1)));
        for from in [1, 2, 4] {
            assert_eq!(thread_of(&scene.student, room, from).await, (1, vec![2, 4]), "from {from}");
        }
        assert_eq!(thread_of(&scene.student, room, 3).await, (3, Vec::new()));
        let counted = async || {
            let page = open(&scene.teacher, room, Window::Unread).await.unwrap();
            page.history.messages.into_iter().map(|row| row.message.answers).collect::<Vec<_>>()
        };
        assert_eq!(counted().await, [Some(Answers { count: 2, last: 4 }), None, None, None]);
        delete(&scene.student, room, first.id).await.unwrap();
        assert_eq!(counted().await[0], Some(Answers { count: 2, last: 4 }), "what was deleted leaves its place");
        let other_words = MessageForm { body: "Who else?".into(), reply: None };
        let edited = edit(&scene.teacher, room, asked.id, &other_words).await.unwrap();
        assert_eq!(edited.answers, Some(Answers { count: 2, last: 4 }));
        for (scope, room, seq) in
            [(&scene.other().teacher, room, 1), (&scene.student, room, 9), (&scene.student, RoomId::new(), 1)]
        {
            assert_eq!(thread(scope, room, seq, None).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}

#[tokio::test]
async fn what_an_older_program_wrote_stands_in_the_thread_of_what_it_answers() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        say(&scene.teacher, room, "Who comes along?").await.unwrap();
        answer(&scene.student, room, 1, "I do").await;
        answer(&scene.student2, room, 2, "I, too").await;
        let older = sql!("update messages set thread_seq = cast(null as bigint) where school_id = $1");
        db.run(older, args![scene.student.school_id()]).await.unwrap();
        assert_eq!(thread_of(&scene.student, room, 1).await, (1, vec![2]));
        assert_eq!(thread_of(&scene.student, room, 3).await, (2, vec![3]));
    })
    .await;
}

#[tokio::test]
async fn a_long_thread_is_read_page_by_page() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        say(&scene.teacher, room, "Count on").await.unwrap();
        // Each answers the one before it.
        for n in 2..=5 {
            answer(&scene.student, room, n - 1, &format!("Number {n}")).await;
        }
        say(&scene.teacher, room, "Beside it").await.unwrap();
        for n in 7..=PAGE + 11 {
            answer(&scene.student, room, 1, &format!("Number {n}")).await;
        }
        let newest = thread(&scene.student, room, 1, None).await.unwrap().room.history;
        assert_eq!(numbers(&newest), (12..=PAGE + 11).collect::<Vec<_>>());
        assert_eq!((newest.more, newest.newer), (true, false));
        let oldest = thread(&scene.student, room, 1, Some(12)).await.unwrap().room.history;
        assert_eq!((numbers(&oldest), oldest.more, oldest.newer), (vec![2, 3, 4, 5, 7, 8, 9, 10, 11], false, true));
    })
    .await;
}

#[tokio::test]
async fn answers_are_counted_by_their_threads_and_not_by_all_answers_of_the_room() {
    each_db(async |db| {
        let ways = ways(&db, "chat/reading.rs", "as root").await;
        assert_eq!(ways.is_empty(), db.kind() != "sqlite", "{ways:?}");
        assert!(ways.iter().all(|way| way.contains("messages_thread") && way.contains("<expr>=?")), "{ways:?}");
    })
    .await;
}
