//! Further rooms that get another name and are closed, and rooms of two that are put out of sight.

use model::chat::{DirectForm, RoomForm, SearchForm, TopicForm};

use super::two::{again_in_school, set_direct};
use super::*;

#[tokio::test]
async fn a_further_room_is_renamed_and_closed_by_those_who_moderate_and_what_was_said_stays() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = |name: &str| RoomForm { class: scene.class_id, name: name.into() };
        let room = open_topic(&scene.teacher, &form("Homewrok")).await.unwrap();
        let other = open_topic(&scene.teacher, &form("Trips")).await.unwrap();
        say(&scene.student, room, "What is for tomorrow?").await.unwrap();
        let name = |name: &str| TopicForm { name: name.into() };
        for (scope, expected) in [(&scene.student, Error::Forbidden), (&scene.other().teacher, Error::NotFound)] {
            assert_eq!(rename(scope, room, &name("Homework")).await.unwrap_err().answer(), expected);
            assert_eq!(close(scope, room, true).await.unwrap_err().answer(), expected);
        }
        assert_eq!(rename(&scene.teacher, scene.room_id, &name("Ours")).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(close(&scene.teacher, scene.room_id, true).await.unwrap_err().answer(), Error::Forbidden);
        let taken = rename(&scene.teacher, room, &name(" TRIPS ")).await.unwrap_err().answer();
        assert_eq!(taken, Error::field("name", Problem::Taken));
        rename(&scene.teacher, room, &name(" Homework ")).await.unwrap();
        assert_eq!(open(&scene.student, room, Window::Unread).await.unwrap().name, "Homework");
        assert_eq!(open_topic(&scene.teacher, &form("homework")).await.unwrap(), room, "found again by its new name");

        let mut events = scene.world.hub.listen();
        close(&scene.teacher, room, true).await.unwrap();
        let mut heard = std::iter::from_fn(|| events.try_recv().ok());
        assert!(heard.any(|it| matches!(it, Event::Ruled { room: it, .. } if it == room)), "who is there sees it at once");
        for scope in [&scene.student, &scene.teacher, &scene.admin] {
            assert_eq!(say(scope, room, "Hello").await, Err(Error::Forbidden), "nobody writes");
            let page = open(scope, room, Window::Unread).await.unwrap();
            assert!(page.standing.closed && !page.standing.may_write);
            assert_eq!(page.history.messages.len(), 1);
        }
        let rooms = list(&scene.student, "").await.unwrap();
        assert_eq!(rooms.closed.iter().map(|it| it.id).collect::<Vec<_>>(), [room]);
        assert_eq!(rooms.rooms.iter().filter(|it| it.id == room).count(), 0);
        let found = find(&scene.student, None, &SearchForm { q: "tomorrow".into(), page: 1 }).await.unwrap().0;
        assert_eq!(found.len(), 1, "it is found all the same");
        say(&scene.student, other, "The others go on").await.unwrap();
        close(&scene.admin, room, false).await.unwrap();
        say(&scene.student, room, "Open again").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_room_of_two_is_hidden_from_one_of_them_until_something_is_said_or_it_is_opened_again() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let student2 = again_in_school(&scene, &scene.student2).await;
        let to = DirectForm { with: student2.user_id(), child: None };
        let room = open_direct(&student, &to).await.unwrap();
        say(&student2, room, "Are you there?").await.unwrap();
        let has = async |scope: &Scope| list(scope, "").await.unwrap().rooms.iter().any(|it| it.id == room);
        hide(&student, room).await.unwrap();
        assert_eq!((has(&student).await, has(&student2).await), (false, true), "the other one keeps it");
        assert_eq!(open(&student, room, Window::Unread).await.unwrap().unread, 0, "what is put away has been read");
        say(&student2, room, "Hello?").await.unwrap();
        assert!(has(&student).await);
        hide(&student, room).await.unwrap();
        hide(&student, room).await.unwrap();
        assert!(!has(&student).await);
        assert_eq!(open_direct(&student, &to).await.unwrap(), room);
        assert!(has(&student).await);
        assert_eq!(hide(&scene.student, scene.room_id).await.unwrap_err().answer(), Error::Forbidden, "not that of a class");
        for stranger in [&scene.teacher, &scene.other().student] {
            assert_eq!(hide(stranger, room).await.unwrap_err().answer(), Error::NotFound);
        }
    })
    .await;
}
