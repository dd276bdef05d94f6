use model::chat::{History, Message, MessageForm, PAGE, Window};
use model::ids::{ClassId, MessageId, RoomId};
use model::{Error, Problem, limits};
use store::testing::each_db;
use store::{args, sql};

use super::*;
use crate::Scope;
use crate::hub::Event;
use crate::testing::Scene;

async fn say(scope: &Scope, room: RoomId, body: &str) -> Result<Message, Error> {
    again(scope, room, MessageId::new(), body).await
}

async fn again(scope: &Scope, room: RoomId, id: MessageId, body: &str) -> Result<Message, Error> {
    send(scope, room, id, &MessageForm { body: body.into(), reply: None }).await.map_err(crate::Error::answer)
}

/// The statements of a file that have a part, each with how SQLite finds the messages `m` of it.
async fn ways(db: &store::Db, file: &str, part: &str) -> Vec<String> {
    let mut ways = Vec::new();
    for sql in store::statements().into_iter().filter(|it| it.file.ends_with(file) && it.text.contains(part)) {
        let steps = store::testing::plan(db, sql).await.unwrap();
        ways.extend(steps.into_iter().filter(|step| step.starts_with("SEARCH m ") || step.starts_with("SCAN m ")));
    }
    ways
}

fn numbers(history: &History) -> Vec<i64> {
    history.messages.iter().map(|row| row.message.seq).collect()
}

#[tokio::test]
async fn a_message_stored_once_is_answered_again_and_told_once() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let mut events = scene.world.hub.listen();
        let id = MessageId::new();
        let first = again(&scene.student, scene.room_id, id, "Hello").await.unwrap();
        let second = again(&scene.student, scene.room_id, id, "Hello").await.unwrap();
        // Compared as it is stored: what surrounds the text does not make it another.
        let trimmed = again(&scene.student, scene.room_id, id, " Hello\r\n").await.unwrap();
        assert_eq!((&first, &first), (&second, &trimmed));
        let changed = again(&scene.student, scene.room_id, id, "Goodbye").await;
        assert_eq!(changed, Err(Error::Conflict(Problem::Taken)), "other words are not said to be stored");
        assert_eq!(join(&scene.student, scene.room_id).await.unwrap().0, 1, "a replay takes no number");
        assert!(matches!(events.try_recv(), Ok(Event::Said { message, .. }) if *message == first));
        assert!(events.try_recv().is_err(), "told once");
        let (audited,): (i64,) =
            db.one(sql!("select cast(count(*) as bigint) as n from audit where action = 'message.sent'"), args![]).await.unwrap();
        assert_eq!(audited, 1);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_names_another_message_is_refused() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let id = MessageId::new();
        again(&scene.student, scene.room_id, id, "Mine").await.unwrap();
        let taken = Err(Error::Conflict(Problem::Taken));
        assert_eq!(again(&scene.student2, scene.room_id, id, "Mine too").await, taken);
        assert_eq!(again(&scene.student2, scene.room_id, id, "Mine").await, taken, "not even in the same words");
        let second = crate::classes::create(&scene.admin, &model::classes::ClassForm { name: "Second".into() }).await.unwrap();
        let elsewhere = open_class(&scene.admin, second, Window::Unread).await.unwrap().room_id;
        let own = MessageId::new();
        again(&scene.admin, scene.room_id, own, "Here").await.unwrap();
        assert_eq!(again(&scene.admin, elsewhere, own, "There").await, taken);
        // Another school has its own numbers: the same id there is a new message, and tells nothing of this one.
        let other = scene.other();
        assert_eq!(again(&other.student, other.room_id, id, "Ours").await.unwrap().seq, 1);
        assert_eq!(join(&scene.student, scene.room_id).await.unwrap().0, 2);
    })
    .await;
}

#[tokio::test]
async fn twenty_who_speak_at_once_are_numbered_without_gaps() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..20 {
            let scope = [&scene.student, &scene.student2, &scene.teacher, &scene.admin][n % 4].clone();
            let (room, id) = (scene.room_id, MessageId::new());
            // Every message is also sent twice at the same time, as a double click does.
            for _ in 0..2 {
                let scope = scope.clone();
                tasks.spawn(async move { again(&scope, room, id, &format!("Number {n}")).await.unwrap().seq });
            }
        }
        let mut seqs: Vec<i64> = tasks.join_all().await;
        seqs.sort_unstable();
        assert_eq!(seqs, (1..=20).flat_map(|seq| [seq, seq]).collect::<Vec<_>>());
        let page = open(&scene.student, scene.room_id, Window::Unread).await.unwrap();
        assert_eq!(numbers(&page.history), (1..=20).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn nobody_of_another_school_or_outside_the_class_hears_or_speaks() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        say(&scene.teacher, scene.room_id, "Between us").await.unwrap();
        let second = crate::classes::create(&scene.admin, &model::classes::ClassForm { name: "Second".into() }).await.unwrap();
        let closed = open_class(&scene.admin, second, Window::Unread).await.unwrap().room_id;
        say(&scene.admin, closed, "Not for the first class").await.unwrap();
        let other = scene.other();
        let strangers = [
            (&other.admin, scene.room_id, scene.class_id),
            (&other.teacher, scene.room_id, scene.class_id),
            (&other.student, scene.room_id, scene.class_id),
            (&scene.student, closed, second),
            (&scene.teacher, closed, second),
            (&scene.student, RoomId::new(), ClassId::new()),
        ];
        for (scope, room, class) in strangers {
            let id = MessageId::new();
            let form = MessageForm { body: "Hello".into(), reply: None };
            assert_eq!(open(scope, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(open_class(scope, class, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(history(scope, room, Window::Before(i64::MAX)).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(since(scope, room, 0).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(join(scope, room).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(read(scope, room, 1).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(send(scope, room, id, &form).await.unwrap_err().answer(), Error::NotFound);
        }
        assert_eq!(join(&scene.admin, scene.room_id).await.unwrap().0, 1);
        assert_eq!(join(&scene.admin, closed).await.unwrap().0, 1);
    })
    .await;
}

#[tokio::test]
async fn who_left_the_class_or_the_school_is_out_at_once_even_with_an_old_scope() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        db.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, scene.student.user_id()])
            .await
            .unwrap();
        db.run(
            sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2"),
            args![school, scene.student2.user_id()],
        )
        .await
        .unwrap();
        for scope in [&scene.student, &scene.student2] {
            assert_eq!(join(scope, scene.room_id).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(say(scope, scene.room_id, "Still here?").await, Err(Error::NotFound));
        }
    })
    .await;
}

#[tokio::test]
async fn a_role_that_only_reads_and_an_archived_class_are_silent() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        db.run(
            sql!("update memberships set role = 'registrar' where school_id = $1 and user_id = $2"),
            args![school, scene.student2.user_id()],
        )
        .await
        .unwrap();
        assert!(!open(&scene.student2, scene.room_id, Window::Unread).await.unwrap().standing.may_write);
        assert_eq!(say(&scene.student2, scene.room_id, "Hello").await, Err(Error::Forbidden));
        db.run(sql!("update class_groups set archived_at = $2 where school_id = $1"), args![school, scene.admin.now])
            .await
            .unwrap();
        assert!(!open(&scene.student, scene.room_id, Window::Unread).await.unwrap().standing.may_write);
        assert_eq!(say(&scene.student, scene.room_id, "Hello").await, Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn what_is_empty_or_too_long_is_refused_and_what_looks_like_code_is_kept_as_it_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for empty in ["", "  \r\n\t ", "\u{a0}"] {
            assert_eq!(say(&scene.student, room, empty).await, Err(Error::field("body", Problem::Required)));
        }
        let long = "ж".repeat(limits::MESSAGE);
        assert_eq!(
            say(&scene.student, room, &format!("{long}x")).await,
            Err(Error::field("body", Problem::TooLong(limits::MESSAGE)))
        );
        assert_eq!(say(&scene.student, room, "a\0b").await, Err(Error::field("body", Problem::OddCharacter)));
        let odd = "<script>alert('x')</script>\n'; drop table messages; -- {list $1} \u{202e}ابجد 👩‍🏫";
        for text in [odd, long.as_str()] {
            assert_eq!(say(&scene.student, room, &format!("  {text}\r\n")).await.unwrap().body, text);
        }
        let page = open(&scene.teacher, room, Window::Unread).await.unwrap();
        assert_eq!(page.history.messages[0].message.body, odd);
        assert_eq!(page.history.messages[1].message.body, long);
    })
    .await;
}

#[tokio::test]
async fn history_goes_back_page_by_page_and_catching_up_goes_forward() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().history, History::default());
        let count = 2 * PAGE + 7;
        for n in 1..=count {
            say(&scene.teacher, room, &format!("Number {n}")).await.unwrap();
        }
        let newest = open_class(&scene.student, scene.class_id, Window::Newest).await.unwrap();
        assert_eq!((newest.room_id, newest.newest(), newest.history.more), (room, true, true));
        assert_eq!(numbers(&newest.history), (count - PAGE + 1..=count).collect::<Vec<_>>());
        let row = &newest.history.messages[0];
        assert_eq!((row.day.as_str(), row.time.as_str()), ("Friday 27 November", "12:00"));
        assert_eq!(row.message.author, "alpha_teacher Person");

        let older = history(&scene.student, room, Window::Before(count - PAGE + 1)).await.unwrap();
        assert_eq!(numbers(&older), (count - 2 * PAGE + 1..=count - PAGE).collect::<Vec<_>>());
        assert!(older.more);
        let oldest = open_class(&scene.student, scene.class_id, Window::Before(8)).await.unwrap();
        assert_eq!(numbers(&oldest.history), (1..8).collect::<Vec<_>>());
        assert_eq!((oldest.newest(), oldest.history.more), (false, false));
        for nothing in [1, 0, -5, i64::MIN] {
            assert_eq!(history(&scene.student, room, Window::Before(nothing)).await.unwrap().messages, []);
        }

        let missed = since(&scene.student, room, 40).await.unwrap();
        assert_eq!(missed.iter().map(|message| message.seq).collect::<Vec<_>>(), (41..=count).collect::<Vec<_>>());
        assert_eq!(since(&scene.student, room, count).await.unwrap(), []);
        assert_eq!(since(&scene.student, room, i64::MAX).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_first_visit_begins_with_what_waits_and_for_who_comes_by_role_alone_nothing_does() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for n in 1..=PAGE + 1 {
            say(&scene.teacher, room, &format!("Number {n}")).await.unwrap();
        }
        let first = open(&scene.student, room, Window::Unread).await.unwrap();
        assert_eq!((numbers(&first.history), first.newest()), ((1..=PAGE).collect(), false));
        assert_eq!((first.read, first.unread, first.history.more), (0, PAGE + 1, false));
        levels::leave_the_class(&db, &scene.admin).await;
        let by_role = open(&scene.admin, room, Window::Unread).await.unwrap();
        assert_eq!((numbers(&by_role.history), by_role.newest()), ((2..=PAGE + 1).collect(), true));
        assert_eq!((by_role.read, by_role.unread), (PAGE + 1, 0));
        // They have been there: what is said from then on waits for them, too.
        read(&scene.admin, room, PAGE + 1).await.unwrap();
        say(&scene.teacher, room, "And one").await.unwrap();
        let again = open(&scene.admin, room, Window::Unread).await.unwrap();
        assert_eq!((again.read, again.unread), (PAGE + 1, 1));
        read(&scene.student, room, 1).await.unwrap();
        let later = open(&scene.student, room, Window::Unread).await.unwrap();
        assert_eq!((numbers(&later.history), later.unread), ((1..=PAGE).collect(), PAGE + 1));
    })
    .await;
}

#[tokio::test]
async fn the_mark_of_what_was_read_only_goes_forward_and_not_past_the_end() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for n in 0..5 {
            say(&scene.teacher, room, &format!("Number {n}")).await.unwrap();
        }
        let mut events = scene.world.hub.listen();
        for (asked, kept) in [(0, 0), (3, 3), (2, 3), (-1, 3), (i64::MAX, 5), (4, 5)] {
            read(&scene.student, room, asked).await.unwrap();
            assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().read, kept, "{asked}");
        }
        assert_eq!(open(&scene.student2, room, Window::Unread).await.unwrap().read, 0, "each has a mark of their own");
        let told: Vec<i64> = std::iter::from_fn(|| match events.try_recv() {
            Ok(Event::Read { seq, .. }) => Some(seq),
            _ => None,
        })
        .collect();
        assert_eq!(told, [3, 5]);
    })
    .await;
}

#[tokio::test]
async fn what_is_to_be_come_back_to_is_new_again_to_its_reader_alone() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for n in 1..=5 {
            say(&scene.teacher, room, &format!("Number {n}")).await.unwrap();
        }
        mark_unread(&scene.student, room, 2).await.unwrap();
        assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().read, 0, "what was never read is new as it is");
        for reader in [&scene.student, &scene.student2] {
            read(reader, room, 5).await.unwrap();
        }
        let mut events = scene.world.hub.listen();
        // Nothing below the beginning, nothing above the mark.
        for (asked, kept) in [(9, 5), (6, 5), (4, 3), (5, 3), (i64::MIN, 0)] {
            mark_unread(&scene.student, room, asked).await.unwrap();
            assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().read, kept, "{asked}");
        }
        let told: Vec<(i64, bool)> = std::iter::from_fn(|| match events.try_recv() {
            Ok(Event::Read { seq, back, .. }) => Some((seq, back)),
            _ => None,
        })
        .collect();
        assert_eq!(told, [(3, true), (0, true)]);
        read(&scene.student, room, 3).await.unwrap();
        let card = list(&scene.student, "").await.unwrap().rooms.into_iter().find(|it| it.id == room).unwrap();
        assert_eq!(card.unread, 2);
        assert_eq!(open(&scene.student2, room, Window::Unread).await.unwrap().read, 5, "each has a mark of their own");
        for stranger in [&scene.other().student, &scene.other().admin] {
            assert_eq!(mark_unread(stranger, room, 1).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}

mod changing;
mod closing;
mod files;
mod finding;
mod keeping;
mod levels;
mod news;
mod people;
mod seen;
mod telling;
mod threads;
mod together;
mod two;
