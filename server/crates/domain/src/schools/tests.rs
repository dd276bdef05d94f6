mod own;
mod platform;

use futures::future::join_all;
use model::Problem;
use model::accounts::FoundForm;
use model::schools::SchoolForm;
use store::testing::each_db;

use crate::accounts::register::{self, Registered};
use crate::schools;
use crate::testing::{NOON, Scene, account, person, request};
use crate::{Person, Visitor};

fn nameless(name: &str) -> SchoolForm {
    SchoolForm { name: name.into(), slug: String::new(), time_zone: "UTC".into(), ..SchoolForm::default() }
}

async fn found_at_once(people: &[Person], names: &[&str]) -> Vec<String> {
    let forms: Vec<_> = names.iter().map(|name| nameless(name)).collect();
    let foundings = people.iter().zip(&forms).map(|(founder, form)| schools::found(founder, form));
    let mut slugs: Vec<_> = join_all(foundings).await.into_iter().map(|slug| slug.unwrap()).collect();
    slugs.sort_unstable();
    slugs
}

#[tokio::test]
async fn schools_founded_at_once_get_slugs_of_their_own() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let mut people = Vec::new();
        for name in ["alpha_admin", "alpha_teacher", "beta_teacher"] {
            people.push(person(&scene.world, name).await);
        }
        let two = &people[..2];
        assert_eq!(found_at_once(two, &["مدرسة", "学校"]).await, ["school", "school-2"]);
        assert_eq!(found_at_once(&people, &["Школа", "โรงเรียน", "스쿨"]).await, ["school-3", "school-4", "school-5"]);
        // A name that only begins alike is no other school's number, and one in the middle is not skipped.
        assert_eq!(schools::found(&people[0], &nameless("School 7 North")).await.unwrap(), "school-7-north");
        assert_eq!(found_at_once(two, &["تعليم", "学园"]).await, ["school-6", "school-7"]);

        let typed = SchoolForm { slug: "school".into(), ..nameless("Another") };
        let clash = schools::found(&people[0], &typed).await.unwrap_err().answer();
        assert_eq!(clash.problem_of("slug"), Some(Problem::Taken));
        let clash = schools::found(&people[2], &nameless("学校")).await.unwrap_err().answer();
        assert_eq!(clash.problem_of("name"), Some(Problem::Taken));
    })
    .await;
}

#[tokio::test]
async fn a_double_click_of_somebody_with_an_account_founds_one_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        for (school, slug) in [(nameless("Gamma"), "gamma"), (SchoolForm { slug: "own".into(), ..nameless("Delta") }, "own")] {
            let form = FoundForm { account: account("alpha_teacher"), school };
            let (first, second) = tokio::join!(register::found(&visitor, &form), register::found(&visitor, &form));
            let inside = Registered::In { user: scene.teacher.user_id(), path: format!("/s/{slug}") };
            assert_eq!((first.unwrap(), second.unwrap()), (inside.clone(), inside));
        }
        assert_eq!(person(&scene.world, "alpha_teacher").await.me.places.len(), 3);
    })
    .await;
}
