use model::ids::ScaleId;
use model::settings::grades::{BandForm, Preset, ScaleForm};
use model::{Error, Problem};
use store::testing::each_db;

use super::audited;
use crate::settings::grades;
use crate::testing::Scene;

fn form(name: &str, bands: &[(&str, &str)]) -> ScaleForm {
    let band =
        |(letter, least): &(&str, &str)| BandForm { letter: (*letter).into(), least: (*least).into(), points: String::new() };
    ScaleForm { name: name.into(), bands: bands.iter().map(band).collect(), ..ScaleForm::default() }
}

#[tokio::test]
async fn a_scale_begins_with_a_known_one_and_the_first_is_the_default() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let wassce = grades::create(&it.admin, Preset::Wassce).await.unwrap();
        assert_eq!(grades::create(&it.admin, Preset::Wassce).await.unwrap(), wassce, "a double click");
        let later = Scene::at(&it.admin, it.admin.now.plus_minutes(2));
        let again = grades::create(&later, Preset::Wassce).await.unwrap();
        let percent = grades::create(&later, Preset::Percent).await.unwrap();
        let scales = grades::list(&it.admin).await.unwrap();
        let told: Vec<_> = scales.iter().map(|it| (it.id, it.name.as_str(), it.is_default, it.bands.len())).collect();
        assert_eq!(
            told,
            [(wassce, "WASSCE A1 to F9", true, 9), (percent, "Percent only", false, 0), (again, "WASSCE A1 to F9 2", false, 9)]
        );
        assert_eq!(scales[0].bands, Preset::Wassce.bands());

        assert_eq!(grades::remove(&it.admin, wassce).await.unwrap_err().answer(), Error::Conflict(Problem::DefaultScale));
        for _ in 0..2 {
            grades::make_default(&it.admin, percent).await.unwrap();
        }
        assert_eq!(audited(&it, "scale.default_changed").await.0, 1);
        for _ in 0..2 {
            grades::remove(&it.admin, wassce).await.unwrap();
        }
        let scales = grades::list(&it.admin).await.unwrap();
        assert_eq!(scales.iter().filter(|it| it.is_default).count(), 1);
        assert_eq!((scales.len(), scales[0].id), (2, percent));
        grades::remove(&it.admin, again).await.unwrap();
        grades::remove(&it.admin, percent).await.unwrap();
        assert_eq!(audited(&it, "scale.removed").await.0, 3);
    })
    .await;
}

#[tokio::test]
async fn a_scale_is_changed_whole_and_reached_by_no_other_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let id = grades::create(&it.admin, Preset::Letters).await.unwrap();
        let pass = form("Pass or fail", &[("Pass", "50"), ("Fail", "0")]);
        for _ in 0..2 {
            grades::save(&it.admin, id, &pass).await.unwrap();
        }
        let scale = grades::show(&it.admin, id).await.unwrap();
        assert_eq!((scale.name.as_str(), &scale.bands), ("Pass or fail", &pass.validate().unwrap()));
        let (count, detail) = audited(&it, "scale.changed").await;
        assert!(count == 1 && detail.contains("A to F") && detail.contains("Fail"), "{count} {detail}");
        let gap = form("Gap", &[("Pass", "50"), ("Fail", "1")]);
        let refused = grades::save(&it.admin, id, &gap).await.unwrap_err().answer();
        assert_eq!(refused.problem_of("bands"), Some(Problem::GradeGap));
        let second = grades::create(&Scene::at(&it.admin, it.admin.now.plus_minutes(2)), Preset::Gpa).await.unwrap();
        let taken = grades::save(&it.admin, second, &form("PASS OR FAIL", &[])).await.unwrap_err().answer();
        assert_eq!(taken.problem_of("name"), Some(Problem::Taken));

        let other = &it.other().admin;
        for (scope, id, answer) in
            [(other, id, Error::NotFound), (&it.admin, ScaleId::new(), Error::NotFound), (&it.teacher, id, Error::Forbidden)]
        {
            let answers = [
                grades::show(scope, id).await.map(|_| ()),
                grades::save(scope, id, &pass).await,
                grades::make_default(scope, id).await,
                grades::remove(scope, id).await,
            ];
            assert!(answers.map(|it| it.unwrap_err().answer()).iter().all(|it| *it == answer), "{answer}");
        }
        assert!(grades::list(other).await.unwrap().is_empty());
    })
    .await;
}
