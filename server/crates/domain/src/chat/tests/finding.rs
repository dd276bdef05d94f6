//! Finding by more than words: who said it, when, and with what.

use model::chat::{Piece, RoomForm, SearchForm};
use model::{At, Day};

use super::*;

async fn numbers_of(scope: &Scope, room: Option<RoomId>, form: &SearchForm) -> Vec<i64> {
    find(scope, room, form).await.unwrap().found.into_iter().map(|it| it.row.message.seq).collect()
}

/// The same person so many days later.
fn later(scope: &Scope, days: i64) -> Scope {
    Scene::at(scope, At(scope.now.0 + days * 24 * 60 * 60 * 1000))
}

fn day(scope: &Scope) -> Day {
    crate::calendar::iso(scope.now)[..10].parse().unwrap()
}

#[tokio::test]
async fn what_was_said_is_narrowed_by_who_when_and_with_what() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        say(&scene.teacher, room, "The exam is on Monday").await.unwrap();
        let next = later(&scene.student, 1);
        say(&next, room, "Which exam? See https://lyceum.test/exams").await.unwrap();
        let last = say(&later(&scene.teacher, 2), room, "The one in science").await.unwrap();
        pin(&scene.teacher, room, last.id, true).await.unwrap();
        db.run(
            sql!("update messages set file_names = 'plan.pdf' where school_id = $1 and room_id = $2 and seq = 3"),
            args![scene.teacher.school_id(), room],
        )
        .await
        .unwrap();
        let all = SearchForm::default();
        let from = |scope: &Scope| SearchForm { from: Some(scope.user_id()), ..SearchForm::default() };
        let tomorrow = day(&next).to_string();
        let cases = [
            (all.clone(), vec![]),
            (SearchForm { q: "?!".into(), ..all.clone() }, vec![]),
            (SearchForm { q: "exam".into(), ..all.clone() }, vec![2, 1]),
            (SearchForm { q: "exam".into(), ..from(&scene.teacher) }, vec![1]),
            (from(&scene.teacher), vec![3, 1]),
            (from(&scene.student2), vec![]),
            (SearchForm { after: tomorrow.clone(), ..all.clone() }, vec![3, 2]),
            (SearchForm { before: tomorrow.clone(), ..all.clone() }, vec![1]),
            (SearchForm { with_link: true, ..all.clone() }, vec![2]),
            (SearchForm { with_file: true, ..all.clone() }, vec![3]),
            (SearchForm { pinned: true, ..all.clone() }, vec![3]),
            (SearchForm { pinned: true, with_link: true, ..all.clone() }, vec![]),
        ];
        for (form, expected) in cases {
            for rooms in [Some(room), None] {
                assert_eq!(numbers_of(&scene.student, rooms, &form).await, expected, "{form:?}");
            }
            assert_eq!(numbers_of(&scene.other().student, None, &form).await, [0; 0], "another school has none of it");
        }
        let wrong = SearchForm { after: "yesterday".into(), ..all };
        assert!(matches!(find(&scene.student, None, &wrong).await.map_err(crate::Error::answer), Err(Error::Invalid(_))));
        let people = find(&scene.student, None, &SearchForm::default()).await.unwrap().people;
        for near in [&scene.teacher, &scene.student, &scene.student2] {
            assert!(people.iter().any(|it| it.user_id == near.user_id()), "{people:?}");
        }
        assert!(people.iter().all(|it| it.user_id != scene.other().student.user_id()));
    })
    .await;
}

#[tokio::test]
async fn what_was_searched_is_marked_in_what_was_found() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        say(&scene.teacher, scene.room_id, "The **Éxam** is <b>on</b> Monday").await.unwrap();
        let found = find(&scene.student, None, &SearchForm { q: "exa".into(), ..SearchForm::default() }).await.unwrap().found;
        let piece = |text: &str, hit| Piece { text: text.into(), hit };
        assert_eq!(found[0].said, [piece("The ", false), piece("Éxam", true), piece(" is <b>on</b> Monday", false)]);
    })
    .await;
}

#[tokio::test]
async fn a_day_of_a_room_begins_with_its_first_message_or_the_next_there_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        for days in [0, 0, 3, 3] {
            say(&later(&scene.teacher, days), room, "Good morning").await.unwrap();
        }
        for (days, first) in [(-5, Some(1)), (0, Some(1)), (1, Some(3)), (3, Some(3)), (4, None)] {
            assert_eq!(first_from(&scene.student, room, day(&later(&scene.student, days))).await.unwrap(), first, "{days}");
        }
        let today = day(&scene.student);
        assert_eq!(first_from(&scene.other().student, room, today).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn what_is_looked_for_in_rooms_is_not_looked_for_in_all_the_school_says() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let topic = RoomForm { class: scene.class_id, name: "Homework".into() };
        let topic = open_topic(&scene.teacher, &topic).await.unwrap();
        say(&scene.teacher, scene.room_id, "Monday in the class: https://lyceum.test").await.unwrap();
        say(&scene.teacher, topic, "Monday in the room: https://lyceum.test").await.unwrap();
        let with_link = SearchForm { with_link: true, ..SearchForm::default() };
        for form in [with_link, SearchForm { q: "monday".into(), ..SearchForm::default() }] {
            for room in [scene.room_id, topic] {
                let found = find(&scene.student, Some(room), &form).await.unwrap().found;
                assert_eq!(found.iter().map(|it| it.room_id).collect::<Vec<_>>(), [room]);
            }
            assert_eq!(find(&scene.student, None, &form).await.unwrap().found.len(), 2);
        }
        let ways = ways(&db, "chat/finding.rs", "from messages m").await;
        assert_eq!(ways.len(), if db.kind() == "sqlite" { 2 } else { 0 }, "{ways:?}");
        assert!(ways.iter().all(|way| way.contains("room_id=?") || way.contains(" AND id=?")), "{ways:?}");
    })
    .await;
}
