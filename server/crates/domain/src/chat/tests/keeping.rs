//! Keeping the peace.

use model::chat::{MuteForm, ReportForm, RoomForm, RulesForm, WordsForm};

use super::*;

#[tokio::test]
async fn who_is_muted_reads_and_does_not_write_until_the_time_is_over() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, user) = (scene.room_id, scene.student.user_id());
        let hour = MuteForm { minutes: 60 };
        assert_eq!(mute(&scene.student2, room, user, &hour).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(mute(&scene.other().teacher, room, user, &hour).await.unwrap_err().answer(), Error::NotFound);
        mute(&scene.teacher, room, user, &hour).await.unwrap();
        assert_eq!(say(&scene.student, room, "Hello").await, Err(Error::Forbidden));
        let page = open(&scene.student, room, Window::Unread).await.unwrap();
        assert!(!page.standing.may_write && page.standing.muted_until.is_some());
        say(&scene.student2, room, "The others write").await.unwrap();
        let later = Scene::at(&scene.student, scene.student.now.plus_hours(1));
        say(&later, room, "An hour later").await.unwrap();
        mute(&scene.teacher, room, user, &MuteForm { minutes: 0 }).await.unwrap();
        say(&scene.student, room, "Freed").await.unwrap();
        let teacher = scene.teacher.user_id();
        assert_eq!(mute(&scene.admin, room, teacher, &hour).await.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_room_that_is_only_read_or_slow_is_so_for_all_but_who_moderates() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let only_read = RulesForm { read_only: true, slow_seconds: 0 };
        assert_eq!(rule(&scene.student, room, &only_read).await.unwrap_err().answer(), Error::Forbidden);
        rule(&scene.teacher, room, &only_read).await.unwrap();
        assert_eq!(say(&scene.student, room, "Hello").await, Err(Error::Forbidden));
        say(&scene.teacher, room, "Please read this").await.unwrap();
        rule(&scene.teacher, room, &RulesForm { read_only: false, slow_seconds: 30 }).await.unwrap();
        let id = MessageId::new();
        let first = again(&scene.student, room, id, "First").await.unwrap();
        assert_eq!(say(&scene.student, room, "Second").await, Err(Error::TooMany(30)));
        assert_eq!(again(&scene.student, room, id, "First").await.unwrap(), first, "what was stored is answered");
        say(&scene.student2, room, "Each for themselves").await.unwrap();
        let later = Scene::at(&scene.student, model::At(scene.student.now.0 + 30_000));
        say(&later, room, "Second").await.unwrap();
        for n in 0..3 {
            say(&scene.teacher, room, &format!("Number {n}")).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn words_that_a_school_does_not_want_are_refused_there_and_as_words() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let words = WordsForm { words: "Dumb\nsilly thing\ndumb".into() };
        assert_eq!(set_words(&scene.teacher, &words).await.unwrap_err().answer(), Error::Forbidden);
        set_words(&scene.admin, &words).await.unwrap();
        let unwanted = Err(Error::field("body", Problem::UnwantedWord));
        for refused in ["You are DUMB!", "a silly, thing", "**dumb**"] {
            assert_eq!(say(&scene.student, scene.room_id, refused).await, unwanted, "{refused}");
        }
        let said = say(&scene.student, scene.room_id, "Dumbo and a thing that is silly").await.unwrap();
        let other = MessageForm { body: "dumb".into(), reply: None };
        assert_eq!(edit(&scene.student, scene.room_id, said.id, &other).await.map_err(crate::Error::answer), unwanted);
        say(&scene.other().student, scene.other().room_id, "dumb").await.unwrap();
        set_words(&scene.admin, &WordsForm::default()).await.unwrap();
        say(&scene.student, scene.room_id, "dumb").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_report_reaches_the_teachers_of_the_class_once_and_is_laid_aside() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.student, room, "Rude").await.unwrap();
        let why = ReportForm { reason: "It is rude".into() };
        assert_eq!(report(&scene.student, room, said.id, &why).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(report(&scene.other().student, room, said.id, &why).await.unwrap_err().answer(), Error::NotFound);
        for _ in 0..2 {
            report(&scene.student2, room, said.id, &why).await.unwrap();
        }
        assert_eq!(reports(&scene.student).await.unwrap_err().answer(), Error::Forbidden);
        for scope in [&scene.teacher, &scene.admin] {
            let open = reports(scope).await.unwrap();
            assert_eq!(open.iter().map(|it| (it.row.message.id, it.by.len())).collect::<Vec<_>>(), [(said.id, 1)]);
        }
        assert_eq!(reports(&scene.other().teacher).await.unwrap(), []);
        assert_eq!(settle(&scene.other().teacher, said.id).await.unwrap_err().answer(), Error::NotFound);
        settle(&scene.teacher, said.id).await.unwrap();
        assert_eq!(reports(&scene.teacher).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_teacher_opens_further_rooms_for_the_people_of_the_class() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = RoomForm { class: scene.class_id, name: " Homework ".into() };
        assert_eq!(open_topic(&scene.student, &form).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(open_topic(&scene.other().teacher, &form).await.unwrap_err().answer(), Error::NotFound);
        let room = open_topic(&scene.teacher, &form).await.unwrap();
        assert_eq!(open_topic(&scene.teacher, &form).await.unwrap(), room, "a second press finds the first");
        say(&scene.student, room, "What is for tomorrow?").await.unwrap();
        assert_eq!(open(&scene.student2, room, Window::Unread).await.unwrap().name, "Homework");
        assert_eq!(open(&scene.other().student, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(list(&scene.student2, "").await.unwrap().rooms.len(), 2);
        assert_eq!(open_class(&scene.student, scene.class_id, Window::Unread).await.unwrap().room_id, scene.room_id);
    })
    .await;
}
