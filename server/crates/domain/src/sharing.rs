//! Something is shared to the app on a phone: where it can go (product.md section 26).

use model::sharing::{ShareRoom, ShareTargets};
use model::{Feature, Permission};

use crate::{Person, Result, chat, dashboards};

/// Schools that are looked through.
const SCHOOLS: usize = 8;

/// What the person has to hand in and the chats they may write in, school by school; a school that offers neither is
/// left out.
///
/// # Errors
/// As the database answers.
pub async fn targets(person: &Person) -> Result<Vec<ShareTargets>> {
    let mut all = Vec::new();
    for place in person.me.places.iter().take(SCHOOLS) {
        let scope = person.enter(&place.slug)?;
        let board = dashboards::to_hand_in(&scope).await?;
        let due = if scope.can(Permission::AssessmentsSubmit) { board.due } else { Vec::new() };
        let rooms = if scope.place.has(Feature::Chat) { chat::writable(&scope).await? } else { Vec::new() };
        if !due.is_empty() || !rooms.is_empty() {
            let rooms = rooms.into_iter().map(|room| ShareRoom { id: room.id, name: room.name, about: room.about }).collect();
            all.push(ShareTargets { slug: place.slug.clone(), school: place.name.clone(), due, rooms });
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::chat::{DirectForm, RoomForm, RulesForm};
    use store::testing::each_db;
    use store::{args, sql};

    use super::targets;
    use crate::chat;
    use crate::dashboards::testing::assignment;
    use crate::testing::{Scene, person};

    #[tokio::test]
    async fn what_is_shared_can_go_to_the_own_open_work_and_classes_and_to_no_other_school() {
        each_db(async |db| {
            let it = Scene::new(&db).await;
            let essay = assignment(&it, "Essay", "2026-12-28T17:00").await;
            let of = async |username: &str| targets(&person(&it.world, username).await).await.unwrap();

            let mine = of("alpha_student").await;
            let [school] = mine.as_slice() else { panic!("{mine:?}") };
            assert_eq!(school.due.iter().map(|due| due.card.id).collect::<Vec<_>>(), [essay]);
            assert_eq!(school.rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [it.room_id]);

            let teacher = of(&it.teacher.me.username).await;
            assert!(teacher.iter().all(|school| school.due.is_empty()), "who sets work hands none in: {teacher:?}");

            let other = of(&it.other().student.me.username).await;
            let [school] = other.as_slice() else { panic!("{other:?}") };
            assert!(school.due.is_empty());
            assert_eq!(school.rooms.iter().map(|room| room.id).collect::<Vec<_>>(), [it.other().room_id]);
        })
        .await;
    }

    #[tokio::test]
    async fn it_goes_to_further_rooms_and_to_one_person_alone_but_not_where_one_only_reads() {
        each_db(async |db| {
            let it = Scene::new(&db).await;
            let school = it.student.school_id();
            let on = sql!("update schools set features = 'direct_messages:on' where id = $1");
            db.run(on, args![school]).await.unwrap();
            let student = person(&it.world, "alpha_student").await.enter("alpha").unwrap();
            let topic = RoomForm { class: it.class_id, name: "Trip".into() };
            let topic = chat::open_topic(&it.teacher, &topic).await.unwrap();
            let direct = DirectForm { with: it.student2.user_id(), child: None };
            let direct = chat::open_direct(&student, &direct).await.unwrap();
            let of = async |username: &str| {
                let targets = targets(&person(&it.world, username).await).await.unwrap();
                targets.into_iter().flat_map(|school| school.rooms).map(|room| room.id).collect::<BTreeSet<_>>()
            };
            assert_eq!(of("alpha_student").await, BTreeSet::from([it.room_id, topic, direct]));
            assert_eq!(of("alpha_teacher").await, BTreeSet::from([it.room_id, topic]), "between two others");
            chat::rule(&it.teacher, topic, &RulesForm { read_only: true, slow_seconds: 0 }).await.unwrap();
            assert_eq!(of("alpha_student").await, BTreeSet::from([it.room_id, direct]));
            assert_eq!(of("beta_student").await, BTreeSet::from([it.other().room_id]));
        })
        .await;
    }
}
