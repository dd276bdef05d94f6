//! Who is found by whom: colleagues to write to, rooms that one's role opens, and the names in a room.

use model::chat::{DirectForm, Leads, MuteForm, RoomList, SearchForm};
use model::ids::UserId;

use super::two::{again_in_school, set_direct};
use super::*;

/// Gives somebody another role, takes them out of their class, and lets them come in again.
async fn become_staff(scene: &Scene, db: &store::Db, scope: &Scope, role: &str) -> Scope {
    let (school, user) = (scope.school_id(), scope.user_id());
    let turn = sql!("update memberships set role = $3 where school_id = $1 and user_id = $2");
    db.run(turn, args![school, user, role]).await.unwrap();
    db.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, user]).await.unwrap();
    again_in_school(scene, scope).await
}

/// Whom somebody may write to, by username.
async fn written_to(scope: &Scope, words: &str) -> Vec<String> {
    let found = partners(scope, &SearchForm { q: words.into(), page: 1, ..SearchForm::default() }).await.unwrap();
    found.people.into_iter().map(|it| it.username).collect()
}

fn to(user: UserId) -> DirectForm {
    DirectForm { with: user, child: None }
}

fn by_role(list: &RoomList) -> Vec<(RoomId, i64)> {
    list.by_role.iter().map(|room| (room.id, room.unread)).collect()
}

#[tokio::test]
async fn staff_write_to_colleagues_and_to_those_they_look_up_and_who_was_written_to_answers() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        assert_eq!(written_to(&scene.teacher, "").await, [""; 0], "where the school allows it");
        set_direct(&db, scene.student.school_id()).await;
        let librarian = become_staff(&scene, &db, &scene.student2, "librarian").await;
        let teacher = again_in_school(&scene, &scene.teacher).await;
        let student = again_in_school(&scene, &scene.student).await;
        assert_eq!(written_to(&librarian, "").await, ["alpha_admin", "alpha_student", "alpha_teacher"]);
        assert_eq!(written_to(&teacher, "").await, ["alpha_admin", "alpha_student", "alpha_student2"]);
        assert_eq!(written_to(&student, "").await, ["alpha_admin", "alpha_teacher"], "those of the class");
        assert_eq!(written_to(&librarian, "person teach").await, ["alpha_teacher"], "by some of their name");
        assert_eq!(written_to(&scene.other().admin, "").await, [""; 0]);

        assert_eq!(open_direct(&student, &to(librarian.user_id())).await.unwrap_err().answer(), Error::NotFound);
        let outside = to(scene.other().student.user_id());
        assert_eq!(open_direct(&librarian, &outside).await.unwrap_err().answer(), Error::NotFound);
        let room = open_direct(&librarian, &to(student.user_id())).await.unwrap();
        say(&librarian, room, "Your book is due").await.unwrap();
        say(&student, room, "I bring it tomorrow").await.unwrap();
        let colleague = open_direct(&teacher, &to(librarian.user_id())).await.unwrap();
        say(&librarian, colleague, "Hello").await.unwrap();
        let taken = sql!("update memberships set revoked = 'chat.write' where school_id = $1 and user_id = $2");
        db.run(taken, args![student.school_id(), student.user_id()]).await.unwrap();
        assert_eq!(say(&student, room, "And now?").await, Err(Error::Forbidden));
        let left = sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2");
        db.run(left, args![student.school_id(), student.user_id()]).await.unwrap();
        assert_eq!(say(&librarian, room, "Are you there?").await, Err(Error::Forbidden), "nobody would read it");
        assert_eq!(open(&librarian, room, Window::Unread).await.unwrap().history.messages.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn rooms_that_ones_role_opens_stand_apart_are_looked_for_and_are_new_once_one_has_been_there() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        say(&scene.teacher, room, "The exam is on Monday").await.unwrap();
        let principal = become_staff(&scene, &db, &scene.student2, "principal").await;
        let found = list(&principal, "").await.unwrap();
        assert_eq!((found.rooms.len(), by_role(&found)), (0, vec![(room, 0)]), "what was said before is not new to them");
        for (words, count) in [("fir cla", 1), ("second", 0), (&room.to_string()[..8], 0)] {
            assert_eq!(list(&principal, words).await.unwrap().by_role.len(), count, "{words}");
        }
        let form = SearchForm { q: "exam".into(), page: 1, ..SearchForm::default() };
        let seen = find(&principal, None, &form).await.unwrap();
        assert_eq!(seen.found.len(), 1);
        assert!(seen.people.iter().any(|it| it.user_id == scene.teacher.user_id()), "who may have said it: {:?}", seen.people);
        for (from, count) in [(&scene.teacher, 1), (&scene.student, 0)] {
            let by = SearchForm { from: Some(from.user_id()), ..form.clone() };
            assert_eq!(find(&principal, None, &by).await.unwrap().found.len(), count, "{}", from.user_id());
        }
        assert_eq!(find(&scene.other().admin, None, &form).await.unwrap().found.len(), 0);
        read(&principal, room, 1).await.unwrap();
        say(&scene.teacher, room, "Bring a pen").await.unwrap();
        assert_eq!(by_role(&list(&principal, "").await.unwrap()), [(room, 1)]);
        for other in [&scene.student, &scene.teacher, &scene.admin] {
            assert_eq!(by_role(&list(other, "").await.unwrap()), [], "who sits in the class has it among their own");
        }
        let theirs = list(&scene.other().admin, "").await.unwrap();
        assert!(theirs.rooms.iter().chain(&theirs.by_role).all(|it| it.id != room));
        let reads_nothing = sql!("update memberships set role = 'bursar' where school_id = $1 and user_id = $2");
        db.run(reads_nothing, args![principal.school_id(), principal.user_id()]).await.unwrap();
        let bursar = again_in_school(&scene, &principal).await;
        assert_eq!(by_role(&list(&bursar, "").await.unwrap()), []);
        assert_eq!(find(&bursar, None, &form).await.unwrap().found.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn who_is_there_by_role_can_be_called_and_two_of_one_name_are_told_apart() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let principal = become_staff(&scene, &db, &scene.student2, "principal").await;
        let calls = async || people(&scene.teacher, room).await.unwrap().iter().map(|it| it.call()).collect::<Vec<_>>();
        let all = ["alpha_admin Person", "alpha_student Person", "alpha_student2 Person", "alpha_teacher Person"];
        let mut called = calls().await;
        called.sort();
        assert_eq!(called, all);
        let said = say(&scene.teacher, room, "@alpha_student2 Person, please look").await.unwrap();
        assert_eq!(said.mentions.iter().map(|it| it.user_id).collect::<Vec<_>>(), [principal.user_id()]);
        let same = sql!("update users set name = 'Ada', name_key = 'ada' where id = $1");
        for scope in [&scene.student, &scene.admin] {
            db.run(same, args![scope.user_id()]).await.unwrap();
        }
        let mut twins = calls().await;
        twins.retain(|call| call.starts_with("Ada"));
        twins.sort();
        assert_eq!(twins, ["Ada (alpha_admin)", "Ada (alpha_student)"]);
        let said = say(&scene.teacher, room, "@Ada (alpha_student), hello").await.unwrap();
        let mentions: Vec<_> = said.mentions.iter().map(|it| (it.user_id, it.name.as_str())).collect();
        assert_eq!(mentions, [(scene.student.user_id(), "Ada (alpha_student)")]);
        let said = say(&scene.teacher, room, "@Ada, hello").await.unwrap();
        assert_eq!(said.mentions.len(), 2, "the name alone is that of both");
        assert_eq!(people(&scene.other().teacher, room).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_message_shows_the_face_of_its_author_and_leads_those_to_them_who_look_people_up() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (school, room, user) = (scene.student.school_id(), scene.room_id, scene.student.user_id());
        say(&scene.student, room, "Hello").await.unwrap();
        let photo = "a".repeat(64);
        db.run(sql!("update users set photo = $2 where id = $1"), args![user, photo.as_str()]).await.unwrap();
        let page = open(&scene.teacher, room, Window::Unread).await.unwrap();
        assert_eq!((page.history.messages[0].message.photo.as_str(), page.leads), (photo.as_str(), Leads::Nobody));
        assert_eq!(open(&scene.admin, room, Window::Unread).await.unwrap().leads, Leads::All);
        let student = again_in_school(&scene, &scene.student).await;
        assert_eq!(say(&student, room, "It is me").await.unwrap().photo, photo);
        let head = become_staff(&scene, &db, &scene.student2, "department_head").await;
        assert_eq!(open(&head, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound, "not of their department");
        db.run(
            sql!(
                "insert into departments (school_id, id, name, name_key, head_id, created_at)
                 values ($1, $2, 'Science', 'science', $3, 1)"
            ),
            args![school, "science", head.user_id()],
        )
        .await
        .unwrap();
        let of_class = sql!("insert into class_departments (school_id, class_id, department_id) values ($1, $2, $3)");
        db.run(of_class, args![school, scene.class_id, "science"]).await.unwrap();
        let leads = open(&head, room, Window::Unread).await.unwrap().leads;
        assert!(leads.to(user) && !leads.to(scene.other().student.user_id()), "{leads:?}");
        let left = sql!("update memberships set status = 'ended' where school_id = $1 and user_id = $2");
        db.run(left, args![school, user]).await.unwrap();
        assert_eq!(open(&scene.teacher, room, Window::Unread).await.unwrap().history.messages[0].message.photo, "");
    })
    .await;
}

#[tokio::test]
async fn those_who_moderate_see_who_is_muted_until_when_and_by_whom() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (room, user) = (scene.room_id, scene.student.user_id());
        let muted = mute(&scene.teacher, room, user, &MuteForm { minutes: 60 }).await.unwrap();
        let page = open(&scene.admin, room, Window::Unread).await.unwrap();
        assert_eq!(page.muted, muted);
        let [one] = &muted[..] else { panic!("{muted:?}") };
        assert_eq!((one.user_id, one.by.as_deref()), (user, Some("alpha_teacher Person")));
        assert_eq!(one.until.at, scene.teacher.now.plus_hours(1));
        assert_eq!(page.people.iter().filter(|it| it.user_id == scene.teacher.user_id()).count(), 0, "who teaches cannot be");
        let page = open(&scene.student2, room, Window::Unread).await.unwrap();
        assert_eq!((page.muted.len(), page.people.len()), (0, 0), "nobody else is told");
        let later = Scene::at(&scene.teacher, scene.teacher.now.plus_hours(2));
        assert_eq!(open(&later, room, Window::Unread).await.unwrap().muted, []);
        assert_eq!(mute(&scene.teacher, room, user, &MuteForm { minutes: 0 }).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_reads_a_room_does_not_wait_for_whoever_writes() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.teacher, room, "Hello").await.unwrap();
        open(&scene.teacher, room, Window::Unread).await.unwrap();
        // On SQLite there is one writer, and this is it until the end.
        let writing = db.begin().await.unwrap();
        let reading = Box::pin(async {
            people(&scene.student, room).await.unwrap();
            find(&scene.student, Some(room), &SearchForm::default()).await.unwrap();
            open(&scene.teacher, room, Window::Unread).await.unwrap();
            versions(&scene.teacher, room, said.id).await.unwrap();
            admit(&scene.student, room).await.unwrap();
        });
        // It would be refused after ten seconds.
        tokio::time::timeout(std::time::Duration::from_secs(5), reading).await.unwrap();
        drop(writing);
    })
    .await;
}
