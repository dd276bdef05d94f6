//! Rooms of two.

use model::chat::{DirectForm, RoomKind};
use model::ids::SchoolId;

use super::*;

pub(super) async fn set_direct(db: &store::Db, school: SchoolId) {
    let on = sql!("update schools set features = 'direct_messages:on' where id = $1");
    db.run(on, args![school]).await.unwrap();
}

pub(super) async fn again_in_school(scene: &Scene, scope: &Scope) -> Scope {
    let username = scope.me.username.clone();
    crate::testing::person(&scene.world, &username).await.enter(&scope.place.slug).unwrap()
}

#[tokio::test]
async fn two_people_of_a_class_talk_alone_where_the_school_allows_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let to = DirectForm { with: scene.student2.user_id(), child: None };
        assert_eq!(open_direct(&scene.student, &to).await.unwrap_err().answer(), Error::NotFound, "off at first");
        set_direct(&db, scene.student.school_id()).await;
        let student = again_in_school(&scene, &scene.student).await;
        let student2 = again_in_school(&scene, &scene.student2).await;
        let room = open_direct(&student, &to).await.unwrap();
        let back = DirectForm { with: student.user_id(), child: None };
        assert_eq!(open_direct(&student2, &back).await.unwrap(), room, "the other finds the same room");
        say(&student, room, "Between us").await.unwrap();
        let page = open(&student2, room, Window::Unread).await.unwrap();
        assert_eq!((page.kind, page.name.as_str()), (RoomKind::Direct, student.me.name.as_str()));
        let mut events = scene.world.hub.listen();
        read(&student2, room, 1).await.unwrap();
        let is_told =
            std::iter::from_fn(|| events.try_recv().ok()).any(|it| matches!(it, Event::Ruled { room: it, .. } if it == room));
        assert!(is_told, "who wrote sees it at once");
        assert_eq!(standing(&student, room).await.unwrap().seen, 1);
        assert_eq!(standing(&student2, room).await.unwrap().seen, 0);
        for stranger in [&scene.teacher, &scene.admin, &scene.other().admin] {
            assert_eq!(open(stranger, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(say(stranger, room, "Me too").await, Err(Error::NotFound));
        }
        let outside = DirectForm { with: scene.other().student.user_id(), child: None };
        assert_eq!(open_direct(&student, &outside).await.unwrap_err().answer(), Error::NotFound);
        db.run(sql!("update schools set features = '' where id = $1"), args![student.school_id()]).await.unwrap();
        assert_eq!(open(&student, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound, "and off again");
    })
    .await;
}

#[tokio::test]
async fn a_parent_and_a_teacher_talk_about_the_child_without_direct_messages() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        let (parent, child) = (scene.student2.user_id(), scene.student.user_id());
        // One who was taken for a student is the other one's parent.
        db.run(sql!("delete from class_members where school_id = $1 and user_id = $2"), args![school, parent]).await.unwrap();
        db.run(sql!("update memberships set role = 'parent' where school_id = $1 and user_id = $2"), args![school, parent])
            .await
            .unwrap();
        db.run(
            sql!(
                "insert into guardians (school_id, parent_id, child_id, relation, occupation, timetable, attendance,
                                        performance, fees, contact_teachers, created_by, created_at)
                 values ($1, $2, $3, 'mother', '', true, true, true, true, true, $4, $5)"
            ),
            args![school, parent, child, scene.admin.user_id(), scene.admin.now],
        )
        .await
        .unwrap();
        let mother = again_in_school(&scene, &scene.student2).await;
        let to = DirectForm { with: scene.teacher.user_id(), child: Some(child) };
        let room = open_direct(&mother, &to).await.unwrap();
        let back = DirectForm { with: parent, child: Some(child) };
        assert_eq!(open_direct(&scene.teacher, &back).await.unwrap(), room);
        say(&mother, room, "How is he doing?").await.unwrap();
        say(&scene.teacher, room, "Well").await.unwrap();
        assert_eq!(open(&mother, scene.room_id, Window::Unread).await.unwrap_err().answer(), Error::NotFound, "not the class's");
        for stranger in [&scene.student, &scene.admin] {
            assert_eq!(open(stranger, room, Window::Unread).await.unwrap_err().answer(), Error::NotFound);
        }
        let off = sql!("update guardians set contact_teachers = false where school_id = $1 and parent_id = $2");
        db.run(off, args![school, parent]).await.unwrap();
        assert_eq!(say(&mother, room, "And now?").await, Err(Error::Forbidden));
        assert_eq!(open(&mother, room, Window::Unread).await.unwrap().history.messages.len(), 2, "what was said stays hers");
    })
    .await;
}
