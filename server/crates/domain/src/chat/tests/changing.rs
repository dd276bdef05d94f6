//! Editing, deleting, reacting, pinning, answering, calling and finding.

use model::Role;
use model::chat::{MessageForm, Reaction, ReactionForm, SearchForm};
use model::ids::{MessageId, RoomId};

use super::*;
use crate::testing::joined;

fn form(body: &str) -> MessageForm {
    MessageForm { body: body.into(), reply: None }
}

fn thumb(on: bool) -> ReactionForm {
    ReactionForm { emoji: "👍".into(), on }
}

async fn found(scope: &Scope, room: Option<RoomId>, words: &str) -> Vec<String> {
    let found = find(scope, room, &SearchForm { q: words.into(), page: 1, ..SearchForm::default() }).await.unwrap().found;
    found.into_iter().map(|it| it.row.message.body).collect()
}

#[tokio::test]
async fn an_edited_message_says_so_keeps_what_it_was_and_answers_its_first_sending() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, id) = (scene.room_id, MessageId::new());
        again(&scene.student, room, id, "Helo").await.unwrap();
        let mut events = scene.world.hub.listen();
        let edited = edit(&scene.student, room, id, &form("Hello")).await.unwrap();
        assert_eq!((edited.body.as_str(), edited.revision, edited.edited_at), ("Hello", 1, Some(scene.student.now)));
        assert!(matches!(events.try_recv(), Ok(Event::Changed { message, .. }) if *message == edited));
        assert_eq!(edit(&scene.student, room, id, &form(" Hello\r\n")).await.unwrap(), edited, "the same words change nothing");
        assert!(events.try_recv().is_err());
        assert_eq!(
            again(&scene.student, room, id, "Helo").await.unwrap(),
            edited,
            "what is sent again is what was said at first"
        );
        assert_eq!(again(&scene.student, room, id, "Hello").await, Err(Error::Conflict(Problem::Taken)));
        let before = versions(&scene.teacher, room, id).await.unwrap();
        assert_eq!(before.iter().map(|it| (it.body.as_str(), it.by_author)).collect::<Vec<_>>(), [("Helo", true)]);
        assert_eq!(versions(&scene.student2, room, id).await.unwrap_err().answer(), Error::Forbidden);
        for other in [&scene.student2, &scene.teacher, &scene.admin] {
            assert_eq!(edit(other, room, id, &form("Mine")).await.unwrap_err().answer(), Error::Forbidden);
        }
        assert_eq!(edit(&scene.other().student, room, id, &form("Ours")).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_message_leaves_its_place_and_its_trace_and_nothing_to_read() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.student, room, "Rude words").await.unwrap();
        assert_eq!(delete(&scene.student2, room, said.id).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(delete(&scene.other().admin, room, said.id).await.unwrap_err().answer(), Error::NotFound);
        let gone = delete(&scene.teacher, room, said.id).await.unwrap();
        assert_eq!((gone.body.as_str(), gone.deleted_at, gone.seq), ("", Some(scene.teacher.now), 1));
        assert_eq!(delete(&scene.teacher, room, said.id).await.unwrap(), gone, "twice is once");
        assert_eq!(found(&scene.student, Some(room), "rude").await, [""; 0]);
        let kept = sql!("select words from messages where school_id = $1 and id = $2");
        let (words,): (String,) = db.one(kept, args![scene.student.school_id(), said.id]).await.unwrap();
        assert_eq!(words, "", "the index forgets it");
        let before = versions(&scene.student, room, said.id).await.unwrap();
        assert_eq!(before.iter().map(|it| (it.body.as_str(), it.by_author)).collect::<Vec<_>>(), [("Rude words", false)]);
        for done in [
            edit(&scene.student, room, said.id, &form("Again")).await,
            react(&scene.student, room, said.id, &thumb(true)).await,
            pin(&scene.teacher, room, said.id, true).await,
        ] {
            assert_eq!(done.unwrap_err().answer(), Error::Forbidden);
        }
    })
    .await;
}

#[tokio::test]
async fn signs_are_given_once_by_each_and_taken_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.teacher, room, "Well done").await.unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        // Each presses twice at the same time.
        for scope in [&scene.student, &scene.student2, &scene.student, &scene.student2] {
            let (scope, id) = (scope.clone(), said.id);
            tasks.spawn(async move { react(&scope, room, id, &thumb(true)).await.unwrap().revision });
        }
        let mut revisions = tasks.join_all().await;
        revisions.sort_unstable();
        revisions.dedup();
        assert!(revisions.len() <= 2, "a second press changes nothing: {revisions:?}");
        let page = open(&scene.student, room, Window::Newest).await.unwrap();
        let reactions = &page.history.messages[0].message.reactions;
        assert_eq!((reactions.len(), reactions[0].emoji.as_str(), reactions[0].by.len()), (1, "👍", 2));
        assert_eq!((page.revision, changed_since(&scene.student2, room, 0).await.unwrap().len()), (2, 1));
        let left = react(&scene.student, room, said.id, &thumb(false)).await.unwrap();
        assert_eq!(left.reactions[0].by.iter().map(|it| it.user_id).collect::<Vec<_>>(), [scene.student2.user_id()]);
        let odd = ReactionForm { emoji: "<b>".into(), on: true };
        assert!(react(&scene.student, room, said.id, &odd).await.is_err());
        assert_eq!(react(&scene.other().student, room, said.id, &thumb(true)).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(changed_since(&scene.other().student, room, 0).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn any_emoji_is_a_sign_and_a_message_takes_so_many_kinds() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.teacher, room, "Well done").await.unwrap();
        let signs: Vec<String> =
            model::chat::emoji::all().into_iter().map(|it| it.sign).take(limits::SIGNS_PER_MESSAGE + 1).collect();
        let form = |emoji: &str, on: bool| ReactionForm { emoji: emoji.into(), on };
        let (beyond, fit) = signs.split_last().unwrap();
        for sign in fit {
            react(&scene.student, room, said.id, &form(sign, true)).await.unwrap();
        }
        let refused = react(&scene.student, room, said.id, &form(beyond, true)).await.unwrap_err().answer();
        assert_eq!(refused, Error::field("emoji", Problem::TooManySigns(limits::SIGNS_PER_MESSAGE)));
        react(&scene.student2, room, said.id, &form(&fit[0], true)).await.unwrap();
        react(&scene.student, room, said.id, &form(&fit[1], false)).await.unwrap();
        let full = react(&scene.student2, room, said.id, &form(beyond, true)).await.unwrap();
        assert_eq!(full.reactions.len(), limits::SIGNS_PER_MESSAGE);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_gave_a_sign_twenty_are_named_and_each_reader_knows_of_their_own() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (school, room) = (scene.student.school_id(), scene.room_id);
        let said = say(&scene.teacher, room, "Who comes along?").await.unwrap();
        for number in 0..25_i64 {
            let user = joined(&db, school, Role::Student, &format!("giver{number:02}")).await;
            db.run(
                sql!(
                    "insert into message_reactions (school_id, message_id, user_id, emoji, reacted_at)
                     values ($1, $2, $3, '👍', $4)"
                ),
                args![school, said.id, user, number],
            )
            .await
            .unwrap();
        }
        let mut events = scene.world.hub.listen();
        let given = react(&scene.student, room, said.id, &thumb(true)).await.unwrap();
        let [thumbs] = &given.reactions[..] else { panic!("{:?}", given.reactions) };
        let names: Vec<&str> = thumbs.by.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((thumbs.count, names.len(), names[0], names[19]), (26, Reaction::NAMED, "giver00", "giver19"));
        assert_eq!(thumbs.is_from(scene.student.user_id()), Some(true));
        assert!(matches!(events.try_recv(), Ok(Event::Changed { message, .. }) if *message == given), "what all are told");
        for (reader, own) in [(&scene.student, true), (&scene.student2, false), (&scene.teacher, false)] {
            let page = open(reader, room, Window::Newest).await.unwrap();
            let changed = changed_since(reader, room, 0).await.unwrap();
            for message in [&page.history.messages[0].message, &changed[0]] {
                assert_eq!((message.reactions[0].count, message.reactions[0].is_from(reader.user_id())), (26, Some(own)));
            }
        }
        let left = react(&scene.student, room, said.id, &thumb(false)).await.unwrap();
        assert_eq!((left.reactions[0].count, left.reactions[0].is_from(scene.student.user_id())), (25, Some(false)));
    })
    .await;
}

#[tokio::test]
async fn answers_quote_pins_stand_above_and_names_are_called() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let first = say(&scene.teacher, room, "Who has the book?").await.unwrap();
        let called = format!("I have, @{} and @nobody", scene.teacher.me.name);
        let answer = MessageForm { body: called, reply: Some(first.seq) };
        let answer = send(&scene.student, room, MessageId::new(), &answer).await.unwrap();
        assert_eq!(answer.quote.as_ref().map(|it| it.body.as_str()), Some("Who has the book?"));
        assert_eq!(answer.mentions.iter().map(|it| it.user_id).collect::<Vec<_>>(), [scene.teacher.user_id()]);
        let none = MessageForm { body: "To nobody".into(), reply: Some(99) };
        assert!(send(&scene.student, room, MessageId::new(), &none).await.is_err());
        let list = list(&scene.teacher, "").await.unwrap();
        assert_eq!(list.rooms.iter().map(|it| (it.id, it.unread, it.called)).collect::<Vec<_>>(), [(room, 1, true)]);
        read(&scene.teacher, room, 2).await.unwrap();
        let list = super::super::list(&scene.teacher, "").await.unwrap();
        assert_eq!((list.rooms[0].unread, list.rooms[0].called), (0, false));

        assert_eq!(pin(&scene.student, room, first.id, true).await.unwrap_err().answer(), Error::Forbidden);
        let pinned = pin(&scene.teacher, room, first.id, true).await.unwrap();
        let by = |message: &Message| message.pinned_by.as_ref().map(|it| it.user_id);
        assert_eq!(by(&pinned), Some(scene.teacher.user_id()), "the others are told at once by whom");
        let page = open(&scene.student, room, Window::Unread).await.unwrap();
        assert_eq!(page.pins.iter().map(|it| it.message.id).collect::<Vec<_>>(), [first.id]);
        assert_eq!(by(&page.pins[0].message), Some(scene.teacher.user_id()));
        delete(&scene.teacher, room, first.id).await.unwrap();
        let page = open(&scene.student, room, Window::Unread).await.unwrap();
        assert!(page.pins.is_empty());
        assert_eq!(page.history.messages[1].message.quote.as_ref().map(|it| it.body.as_str()), Some(""));
    })
    .await;
}

#[tokio::test]
async fn words_are_found_as_they_begin_in_what_one_may_read_and_nowhere_else() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let id = MessageId::new();
        again(&scene.teacher, room, id, "The **Éxam** is on Monday").await.unwrap();
        say(&scene.student, room, "امتحان الرياضيات").await.unwrap();
        say(&scene.other().teacher, scene.other().room_id, "The exam of another school").await.unwrap();
        let second = crate::classes::create(&scene.admin, &model::classes::ClassForm { name: "Second".into() }).await.unwrap();
        let closed = open_class(&scene.admin, second, Window::Unread).await.unwrap().room_id;
        say(&scene.admin, closed, "An exam for others").await.unwrap();
        for rooms in [Some(room), None] {
            assert_eq!(found(&scene.student, rooms, "exa mon").await, ["The **Éxam** is on Monday"]);
            assert_eq!(found(&scene.student, rooms, "امتح").await, ["امتحان الرياضيات"]);
            for nothing in ["xam", "exam tuesday", "", "\" OR *", "others"] {
                assert_eq!(found(&scene.student, rooms, nothing).await, [""; 0], "{nothing}");
            }
        }
        edit(&scene.teacher, room, id, &form("The test is on Monday")).await.unwrap();
        assert_eq!(found(&scene.student, None, "exam").await, [""; 0], "what it said before is not found");
        assert_eq!(found(&scene.student, None, "test").await, ["The test is on Monday"]);
        let words = SearchForm { q: "exam".into(), page: 1, ..SearchForm::default() };
        assert_eq!(find(&scene.student, Some(closed), &words).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_long_absence_begins_at_the_first_new_message_and_goes_on_both_ways() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for n in 1..=150 {
            say(&scene.teacher, room, &format!("Number {n}")).await.unwrap();
        }
        read(&scene.student, room, 60).await.unwrap();
        let page = open(&scene.student, room, Window::Unread).await.unwrap();
        assert_eq!(numbers(&page.history), (35..=84).collect::<Vec<_>>());
        assert_eq!((page.history.more, page.history.newer, page.unread, page.read), (true, true, 90, 60));
        let newer = history(&scene.student, room, Window::After(84)).await.unwrap();
        assert_eq!((numbers(&newer), newer.newer), ((85..=134).collect::<Vec<_>>(), true));
        let last = history(&scene.student, room, Window::After(134)).await.unwrap();
        assert_eq!((last.messages.last().map(|it| it.message.seq), last.newer), (Some(150), false));
        let around = history(&scene.student, room, Window::Around(3)).await.unwrap();
        assert_eq!((numbers(&around), around.more, around.newer), ((1..=27).collect::<Vec<_>>(), false, true));
    })
    .await;
}
