//! What is new to a person, over all their rooms.

use model::chat::{DirectForm, News, RoomForm, TopicForm};

use super::two::{again_in_school, set_direct};
use super::*;
use crate::notifications::read_all;
use crate::testing::person;

async fn news_of(scene: &Scene, username: &str) -> News {
    let me = person(&scene.world, username).await;
    let (now, _) = news(&me).await.unwrap();
    assert_eq!(quiet(&me, me.me.user_id).await.unwrap(), now.quiet(None), "what a device is told");
    now
}

/// What is new in each room: messages, whether one calls them, and what nothing else tells of.
fn counted(news: &News) -> Vec<(RoomId, i64, bool, i64)> {
    news.rooms.iter().map(|it| (it.room, it.unread, it.called, it.quiet)).collect()
}

#[tokio::test]
async fn what_others_said_is_new_until_it_is_read_and_nobody_elsewhere_hears_of_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let before = news_of(&scene, "alpha_teacher").await;
        assert!(before.stamp > 0 && before.rooms.is_empty());
        say(&scene.teacher, room, "Good morning").await.unwrap();
        let second = say(&scene.teacher, room, "@alpha_student Person: your book").await.unwrap();
        let own = news_of(&scene, "alpha_teacher").await;
        assert!(own.rooms.is_empty(), "one's own is not new");
        assert_ne!(own.stamp, before.stamp, "but the list is another");
        let student = news_of(&scene, "alpha_student").await;
        assert_eq!(counted(&student), [(room, 2, true, 0)], "the bell tells of the call");
        assert_eq!(student.rooms[0].school, "alpha");
        assert_eq!(counted(&news_of(&scene, "alpha_student2").await), [(room, 2, false, 0)]);
        for other in ["beta_student", "beta_teacher", "beta_admin"] {
            assert!(news_of(&scene, other).await.rooms.is_empty(), "{other}");
        }
        let (_, followed) = news(&person(&scene.world, "beta_student").await).await.unwrap();
        assert_eq!(followed, [(scene.other().admin.school_id(), scene.other().room_id)]);

        let is_called = async || cards(&scene.student).await.unwrap().into_iter().any(|it| it.id == room && it.called);
        assert!(is_called().await, "the list of rooms says so, too");
        read_all(&person(&scene.world, "alpha_student").await).await.unwrap();
        assert_eq!(counted(&news_of(&scene, "alpha_student").await), [(room, 2, true, 1)], "the bell is read, the room is not");
        delete(&scene.teacher, room, second.id).await.unwrap();
        assert_eq!(counted(&news_of(&scene, "alpha_student").await), [(room, 1, false, 0)]);
        assert!(!is_called().await, "nor does the list of rooms");
        read(&scene.student, room, 2).await.unwrap();
        assert!(news_of(&scene, "alpha_student").await.rooms.is_empty());
    })
    .await;
}

#[tokio::test]
async fn each_message_to_oneself_alone_counts_once_whether_the_bell_tells_of_it_or_not() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let mut events = scene.world.hub.listen();
        let to = scene.student2.user_id();
        let room = open_direct(&student, &DirectForm { with: to, child: None }).await.unwrap();
        let heard = std::iter::from_fn(|| events.try_recv().ok()).filter(|it| matches!(it, Event::Notified { .. })).count();
        assert_eq!(heard, 2, "both follow it from then on");
        for n in 1..=3 {
            say(&student, room, &format!("Number {n}")).await.unwrap();
        }
        let bell = crate::notifications::unread(&person(&scene.world, "alpha_student2").await).await.unwrap();
        let news = news_of(&scene, "alpha_student2").await;
        assert_eq!((news.rooms[0].room, news.rooms[0].unread, bell + news.quiet(None)), (room, 3, 3));
        db.run(sql!("update schools set features = '' where id = $1"), args![student.school_id()]).await.unwrap();
        assert!(news_of(&scene, "alpha_student2").await.rooms.is_empty(), "the school allows it no more");
    })
    .await;
}

#[tokio::test]
async fn who_left_and_what_is_archived_counts_no_more_and_a_further_room_does_at_once() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        let mut events = scene.world.hub.listen();
        let topic = open_topic(&scene.teacher, &RoomForm { class: scene.class_id, name: "Homework".into() }).await.unwrap();
        let told: Vec<_> = std::iter::from_fn(|| events.try_recv().ok())
            .filter_map(|it| if let Event::Notified { user } = it { Some(user) } else { None })
            .collect();
        assert!([&scene.student, &scene.student2].iter().all(|it| told.contains(&it.user_id())), "they follow it");
        say(&scene.teacher, topic, "Page 12").await.unwrap();
        assert_eq!(counted(&news_of(&scene, "alpha_student").await), [(topic, 1, false, 0)]);
        let list = cards(&scene.student).await.unwrap();
        let last = list[0].last.as_ref().unwrap();
        assert_eq!(
            (list[0].id, last.author.as_str(), last.own, last.words.as_str()),
            (topic, "alpha_teacher Person", false, "Page 12")
        );
        let now = scene.student.now;
        assert_eq!(last.brief, scene.student.reader().time(now), "today the time alone");
        let later = cards(&Scene::at(&scene.student, now.plus_days(2))).await.unwrap();
        let weekday = scene.student.when(now).local[..3].to_owned();
        assert_eq!(later[0].last.as_ref().map(|last| last.brief.clone()), Some(weekday), "in the week after it the day of it");
        say(&Scene::at(&scene.student2, scene.admin.now.plus_hours(1)), scene.room_id, "Hello").await.unwrap();
        assert_eq!(cards(&scene.student).await.unwrap()[0].id, scene.room_id, "the one in which somebody spoke last");

        let gone = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(gone, args![school, scene.student.user_id()]).await.unwrap();
        let (now, followed) = news(&person(&scene.world, "alpha_student").await).await.unwrap();
        assert!(now.rooms.is_empty() && followed.is_empty());
        db.run(sql!("update class_groups set archived_at = $2 where school_id = $1"), args![school, scene.admin.now])
            .await
            .unwrap();
        assert!(news_of(&scene, "alpha_student2").await.rooms.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_closed_and_what_was_put_away_is_new_to_nobody_and_comes_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let student2 = again_in_school(&scene, &scene.student2).await;
        let topic = open_topic(&scene.teacher, &RoomForm { class: scene.class_id, name: "Homework".into() }).await.unwrap();
        say(&scene.teacher, topic, "Page 12").await.unwrap();
        let before = news_of(&scene, "alpha_student").await;
        assert_eq!(counted(&before), [(topic, 1, false, 0)]);
        rename(&scene.teacher, topic, &TopicForm { name: "Exercises".into() }).await.unwrap();
        assert_ne!(news_of(&scene, "alpha_student").await.stamp, before.stamp, "the list is another");
        let mut events = scene.world.hub.listen();
        close(&scene.teacher, topic, true).await.unwrap();
        let is_told = |it: Event| matches!(it, Event::Notified { user } if user == student.user_id());
        assert!(std::iter::from_fn(|| events.try_recv().ok()).any(is_told), "their list is a room less");
        assert!(counted(&news_of(&scene, "alpha_student").await).is_empty());
        assert!(cards(&student).await.unwrap().iter().all(|it| it.id != topic));
        close(&scene.teacher, topic, false).await.unwrap();
        assert_eq!(counted(&news_of(&scene, "alpha_student").await), [(topic, 1, false, 0)]);
        read(&student, topic, 1).await.unwrap();

        let room = open_direct(&student2, &DirectForm { with: student.user_id(), child: None }).await.unwrap();
        let has = async || cards(&student).await.unwrap().iter().any(|it| it.id == room);
        let before = news_of(&scene, "alpha_student").await;
        hide(&student, room).await.unwrap();
        assert!(!has().await);
        assert_ne!(news_of(&scene, "alpha_student").await.stamp, before.stamp);
        let (_, followed) = news(&person(&scene.world, "alpha_student").await).await.unwrap();
        assert!(followed.iter().any(|(_, it)| *it == room), "what is said there brings it back");
        let by_name = named(&student, "alpha_student2").await.unwrap();
        assert_eq!(by_name.iter().map(|it| it.id).collect::<Vec<_>>(), [room], "it is found by its name all the same");
        say(&student2, room, "Are you there?").await.unwrap();
        assert!(has().await);
        assert_eq!(news_of(&scene, "alpha_student").await.rooms.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_call_of_everybody_counts_once_for_each_and_not_for_who_calls() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let room = scene.room_id;
        let said = say(&scene.teacher, room, "@all, and @alpha_student Person too").await.unwrap();
        for student in ["alpha_student", "alpha_student2"] {
            assert_eq!(counted(&news_of(&scene, student).await), [(room, 1, true, 0)], "{student}: the bell tells of it");
            read_all(&person(&scene.world, student).await).await.unwrap();
            assert_eq!(counted(&news_of(&scene, student).await), [(room, 1, true, 1)], "{student}");
        }
        assert!(counted(&news_of(&scene, "alpha_teacher").await).is_empty());
        delete(&scene.teacher, room, said.id).await.unwrap();
        assert!(counted(&news_of(&scene, "alpha_student2").await).is_empty());
    })
    .await;
}
