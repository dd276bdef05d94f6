use model::people::MemberForm;
use model::{Error, Problem};
use store::testing::each_db;

use super::{answer, page};
use crate::people;
use crate::testing::Scene;

fn numbered(number: &str) -> MemberForm {
    MemberForm { number: number.into(), ..MemberForm::default() }
}

#[tokio::test]
async fn a_number_is_one_persons_in_a_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, other) = (&scene.admin, scene.other());
        let (student, teacher) = (scene.student.user_id(), scene.teacher.user_id());
        for _ in 0..2 {
            people::save(admin, student, &numbered("AK-77")).await.unwrap();
        }
        assert_eq!(answer(people::save(admin, teacher, &numbered(" ak-77 ")).await), Error::field("number", Problem::Taken));
        assert_eq!(page(admin, teacher).await.number, "");
        people::save(&other.admin, other.student.user_id(), &numbered("AK-77")).await.unwrap();
        people::save(admin, student, &numbered("ak-77")).await.unwrap();
        // Without a number there may be many, and one that was given up is free.
        people::save(admin, student, &numbered("")).await.unwrap();
        people::save(admin, teacher, &numbered("AK-77")).await.unwrap();
        assert_eq!((page(admin, student).await.number, page(admin, teacher).await.number), (String::new(), "AK-77".into()));

        let (number, second) = (numbered("AK-78"), scene.student2.user_id());
        let (one, two) = tokio::join!(people::save(admin, student, &number), people::save(admin, second, &number));
        let told: Vec<Error> = [one, two].into_iter().filter_map(|it| it.err().map(crate::Error::answer)).collect();
        assert_eq!(told, [Error::field("number", Problem::Taken)], "one of the two has it");
    })
    .await;
}
