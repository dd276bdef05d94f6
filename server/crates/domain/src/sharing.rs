//! Something is shared to the app on a phone: where it can go (product.md section 26).

use model::sharing::ShareTargets;
use model::{Feature, Permission};

use crate::{Person, Result, dashboards};

/// Schools that are looked through.
const SCHOOLS: usize = 8;

/// What the person has to hand in and the classes they may talk in, school by school; a school that offers neither is
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
        let classes = if scope.place.has(Feature::Chat) { board.classes } else { Vec::new() };
        if !due.is_empty() || !classes.is_empty() {
            all.push(ShareTargets { slug: place.slug.clone(), school: place.name.clone(), due, classes });
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use store::testing::each_db;

    use super::targets;
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
            assert_eq!(school.classes.iter().map(|class| class.id).collect::<Vec<_>>(), [it.class_id]);

            let teacher = of(&it.teacher.me.username).await;
            assert!(teacher.iter().all(|school| school.due.is_empty()), "who sets work hands none in: {teacher:?}");

            let other = of(&it.other().student.me.username).await;
            let [school] = other.as_slice() else { panic!("{other:?}") };
            assert!(school.due.is_empty());
            assert_eq!(school.classes.iter().map(|class| class.id).collect::<Vec<_>>(), [it.other().class_id]);
        })
        .await;
    }
}
