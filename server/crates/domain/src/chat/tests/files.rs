//! Pictures and files with a message.

use bytes::Bytes;
use futures::future::join_all;
use image::ImageFormat;
use model::chat::{DirectForm, ReportForm, SearchForm};
use model::ids::{FileId, SchoolId};

use super::*;
use crate::files::pictures::samples::{picture, sideways};
use crate::files::{self, Kept};

async fn file(scope: &Scope, name: &str, content: &'static [u8]) -> Attachment {
    let file = files::keep(scope, scope.school_id(), name, Bytes::from_static(content)).await.unwrap();
    Attachment { kept: Kept { file, sides: None, small: None }, alt: String::new() }
}

async fn drawn(scope: &Scope, name: &str, sent: Vec<u8>, alt: &str) -> Attachment {
    let piece = files::pictures::redraw(scope, scope.school_id(), name, sent.into()).await.unwrap();
    Attachment { kept: piece.keep().await.unwrap(), alt: alt.into() }
}

async fn show(scope: &Scope, room: RoomId, id: MessageId, body: &str, files: &[Attachment]) -> Result<Message, Error> {
    let form = MessageForm { body: body.into(), reply: None };
    send_with(scope, room, id, &form, files).await.map_err(crate::Error::answer)
}

async fn opens(scope: &Scope, id: FileId) -> bool {
    crate::testing::heard(files::open(scope, id).await).is_some()
}

/// What the class is said to store, what it does, and rows of files.
async fn stored(scene: &Scene) -> (i64, i64, i64) {
    let sql = sql!(
        "select cast(sum(g.storage_bytes) as bigint) as counted,
                (select cast(coalesce(sum(f.bytes), 0) as bigint) from files f where f.school_id = $1) as bytes,
                (select cast(count(*) as bigint) from message_files k where k.school_id = $1) as named
         from class_groups g where g.school_id = $1"
    );
    scene.world.db.one(sql, args![scene.admin.school_id()]).await.unwrap()
}

#[tokio::test]
async fn a_picture_is_shown_small_counted_and_gone_with_its_message() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, id) = (scene.room_id, MessageId::new());
        let sent = drawn(&scene.student, "board.jpg", sideways(1200, 800), "The board").await;
        let first = show(&scene.student, room, id, "", std::slice::from_ref(&sent)).await.unwrap();
        assert_eq!(show(&scene.student, room, id, "", std::slice::from_ref(&sent)).await.unwrap(), first, "a second click");
        let file = &first.files[0];
        let shown = file.picture.unwrap();
        assert_eq!((file.name.as_str(), file.alt.as_str(), shown.width, shown.height), ("board.jpg", "The board", 800, 1200));
        assert_ne!(shown.small, file.id);
        let (counted, bytes, named) = stored(&scene).await;
        assert_eq!((counted, named), (bytes, 2), "both are counted, once");
        let page = open(&scene.student2, room, Window::Unread).await.unwrap();
        assert_eq!(page.history.messages[0].message.files, first.files);
        let read = files::open(&scene.student2, file.id).await.unwrap();
        assert_eq!((read.media_type.as_str(), read.bytes), ("image/jpeg", file.bytes));
        let other = drawn(&scene.student, "other.png", picture(20, 20, ImageFormat::Png), "").await;
        let taken = show(&scene.student, room, id, "", &[other]).await;
        assert_eq!(taken, Err(Error::Conflict(Problem::Taken)), "another picture under the same id is not lost unseen");

        let gone = delete(&scene.student, room, id).await.unwrap();
        assert!(gone.files.is_empty() && gone.file_names.is_empty());
        assert_eq!(stored(&scene).await, (0, 0, 0));
        assert!(!opens(&scene.student, file.id).await && !opens(&scene.student, shown.small).await);
        let trace = versions(&scene.teacher, room, id).await.unwrap();
        assert_eq!(trace[0].file_names, "board.jpg", "that it was there stays to be seen");
        let again = show(&scene.student, room, id, "", &[sent]).await.unwrap();
        assert!(again.deleted_at.is_some(), "what was deleted does not come back by a late try");
    })
    .await;
}

#[tokio::test]
async fn a_file_opens_for_those_in_the_room_now_and_for_nobody_else() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let notes = file(&scene.student, "notes.txt", b"Bring a hat.").await;
        let id = show(&scene.student, room, MessageId::new(), "Here", &[notes]).await.unwrap().files[0].id;
        for scope in [&scene.student, &scene.student2, &scene.teacher, &scene.admin] {
            assert!(opens(scope, id).await);
        }
        let other = scene.other();
        for scope in [&other.admin, &other.teacher, &other.student] {
            assert!(!opens(scope, id).await);
        }
        let foreign = file(&other.student, "theirs.txt", b"Theirs").await;
        assert_eq!(show(&scene.student, room, MessageId::new(), "", &[foreign]).await, Err(Error::NotFound));
        let leave = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(leave, args![scene.student2.school_id(), scene.student2.user_id()]).await.unwrap();
        assert!(!opens(&scene.student2, id).await, "with the scope of before");
    })
    .await;
}

async fn direct(scene: &Scene, db: &store::Db) -> (Scope, Scope, RoomId) {
    let school: SchoolId = scene.student.school_id();
    db.run(sql!("update schools set features = 'direct_messages:on' where id = $1"), args![school]).await.unwrap();
    let again =
        async |scope: &Scope| crate::testing::person(&scene.world, &scope.me.username).await.enter(&scope.place.slug).unwrap();
    let (first, second) = (again(&scene.student).await, again(&scene.student2).await);
    let room = open_direct(&first, &DirectForm { with: second.user_id(), child: None }).await.unwrap();
    (first, second, room)
}

#[tokio::test]
async fn what_two_send_each_other_is_theirs_counts_for_their_class_and_is_looked_at_when_it_is_reported() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (first, second, room) = direct(&scene, &db).await;
        let id = MessageId::new();
        assert!(admit(&first, room).await.unwrap().free_bytes.is_some_and(|bytes| bytes > 0));
        assert_eq!(admit(&scene.admin, room).await.unwrap_err().answer(), Error::NotFound);
        let note = file(&first, "note.txt", b"Between us").await;
        let file = show(&first, room, id, "", &[note]).await.unwrap().files[0].id;
        assert_eq!(stored(&scene).await, (10, 10, 1));
        assert!(opens(&second, file).await && !opens(&scene.admin, file).await && !opens(&scene.teacher, file).await);
        report(&second, room, id, &ReportForm { reason: "Rude".into() }).await.unwrap();
        assert_eq!(reports(&scene.admin).await.unwrap()[0].row.message.files[0].id, file);
        assert!(opens(&scene.admin, file).await, "who looks after reports sees what is reported");
        assert!(!opens(&scene.teacher, file).await && !opens(&scene.other().admin, file).await);
        settle(&scene.admin, id).await.unwrap();
        assert!(!opens(&scene.admin, file).await, "as long as it is");
    })
    .await;
}

#[tokio::test]
async fn a_message_is_found_and_quoted_by_the_names_of_its_files() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let plan = file(&scene.teacher, "Excursion plan.txt", b"By bus").await;
        let id = MessageId::new();
        let first = show(&scene.teacher, room, id, "", &[plan]).await.unwrap();
        let answer = MessageForm { body: "Thank you".into(), reply: Some(first.seq) };
        let answer = send(&scene.student, room, MessageId::new(), &answer).await.unwrap();
        assert_eq!(answer.quote.unwrap().body, "Excursion plan.txt");
        let found = async |words: &str| {
            find(&scene.student, None, &SearchForm { q: words.into(), page: 1, ..SearchForm::default() })
                .await
                .unwrap()
                .found
                .len()
        };
        assert_eq!((found("excursion").await, found("bus").await), (1, 0));
        let words = edit(&scene.teacher, room, id, &MessageForm { body: "Friday".into(), reply: None }).await.unwrap();
        assert_eq!((words.files.len(), found("excursion friday").await), (1, 1));
        edit(&scene.teacher, room, id, &MessageForm { body: " ".into(), reply: None }).await.unwrap();
        assert_eq!(found("friday").await, 0, "its words may go as long as it has a file");
        let wordless = MessageForm { body: String::new(), reply: None };
        assert!(edit(&scene.student, room, answer.id, &wordless).await.is_err());
        let other = scene.other();
        assert!(
            find(&other.admin, None, &SearchForm { q: "excursion".into(), page: 1, ..SearchForm::default() })
                .await
                .unwrap()
                .found
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_class_that_is_full_takes_no_file_and_the_words_are_not_sent_without_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let full = sql!("update class_groups set quota_bytes = 5 where school_id = $1");
        db.run(full, args![scene.admin.school_id()]).await.unwrap();
        let notes = file(&scene.student, "notes.txt", b"Bring a hat.").await;
        let refused = show(&scene.student, scene.room_id, MessageId::new(), "Here", std::slice::from_ref(&notes)).await;
        assert_eq!(refused, Err(Error::field("files", Problem::QuotaExceeded)));
        assert_eq!(join(&scene.student, scene.room_id).await.unwrap().0, 0, "nothing was said");
        assert_eq!(stored(&scene).await, (0, 0, 0));
        let many: Vec<Attachment> = (0..=limits::FILES_PER_MESSAGE).map(|_| notes.clone()).collect();
        let refused = show(&scene.student, scene.room_id, MessageId::new(), "Here", &many).await;
        assert_eq!(refused, Err(Error::field("files", Problem::TooManyFiles(limits::FILES_PER_MESSAGE))));
        let words = model::chat::WordsForm { words: "hat".into() };
        set_words(&scene.admin, &words).await.unwrap();
        let worn = file(&scene.student, "my hat.txt", b"x").await;
        let refused = show(&scene.student, scene.room_id, MessageId::new(), "Look", &[worn]).await;
        assert_eq!(refused, Err(Error::field("body", Problem::UnwantedWord)), "nor is it said by a name");
    })
    .await;
}

#[tokio::test]
async fn whose_files_find_no_room_holds_up_nobody_who_speaks_at_the_same_moment() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let quota = sql!("update class_groups set quota_bytes = 15 where school_id = $1");
        db.run(quota, args![scene.admin.school_id()]).await.unwrap();
        let first = [file(&scene.student, "first.txt", b"Ten bytes.").await];
        let second = [file(&scene.teacher, "second.txt", b"Ten others").await];
        let foreign = [file(&scene.other().student, "theirs.txt", b"x").await];
        let (room, id) = (scene.room_id, MessageId::new());
        let mut events = scene.world.hub.listen();
        let done = join_all([
            show(&scene.student, room, id, "", &first),
            show(&scene.student2, room, MessageId::new(), "Hello", &[]),
            show(&scene.teacher, room, MessageId::new(), "Look", &second),
            show(&scene.admin, room, MessageId::new(), "And this", &[]),
            // A double click, and what was refused for its files.
            show(&scene.student, room, id, "", &first),
            show(&scene.student2, room, MessageId::new(), "", &foreign),
            show(&scene.teacher, room, MessageId::new(), "Without it", &[]),
        ])
        .await;
        let seqs: Vec<Result<i64, Error>> = done.iter().map(|it| it.clone().map(|message| message.seq)).collect();
        let full = Err(Error::field("files", Problem::QuotaExceeded));
        assert_eq!(seqs, [Ok(1), Ok(2), full, Ok(3), Ok(1), Err(Error::NotFound), Ok(4)]);
        assert_eq!(stored(&scene).await, (10, 10, 1), "counted once, and nothing of what was refused");
        let shown = done[0].as_ref().unwrap();
        assert_eq!((shown.files.len(), done[4].as_ref()), (1, Ok(shown)));
        assert!(matches!(events.try_recv(), Ok(Event::Said { message, .. }) if *message == *shown), "its room hears of its file");
        let sql = sql!("select detail from audit where action = 'message.sent' and school_id = $1 and subject = $2");
        let (detail,): (String,) = db.one(sql, args![scene.admin.school_id(), id]).await.unwrap();
        assert!(detail.contains("\"files\":1"), "{detail}");
    })
    .await;
}
