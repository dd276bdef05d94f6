//! Classes that are written by their names instead of ticked.

use model::announcements::AnnouncementForm;
use model::classes::ClassForm;
use model::{Error, Problem};
use store::testing::each_db;

use super::{form, to_class};
use crate::Scope;
use crate::announcements::{desk, save, show, write};
use crate::classes::{self, life};
use crate::testing::Scene;

fn to_named(title: &str, names: &str) -> AnnouncementForm {
    AnnouncementForm { class_names: names.into(), ..form(title, "classes") }
}

#[tokio::test]
async fn classes_are_found_by_their_whole_names_beside_those_that_are_ticked() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let both =
            AnnouncementForm { class_names: "SECOND class\r\n\r\nFirst class\r\n".into(), ..to_class("Both", it.class_id) };
        let id = write(&it.admin, &both).await.unwrap();
        assert_eq!(write(&it.admin, &both).await.unwrap(), id, "the second click");
        assert_eq!(show(&it.admin, id, 1).await.unwrap().addressed.classes, "First class, Second class");

        let draft = AnnouncementForm { begin: "draft".into(), ..to_named("Draft", "First class") };
        let draft = write(&it.admin, &draft).await.unwrap();
        let mut again = desk(&it.admin, Some(draft), None).await.unwrap().form;
        assert!(again.classes.contains_key(&it.class_id.to_string()) && again.class_names.is_empty());
        again.classes.clear();
        again.class_names = "Second class".into();
        save(&it.admin, draft, &again).await.unwrap();
        let ticked = desk(&it.admin, Some(draft), None).await.unwrap().form.classes;
        assert_eq!(ticked.into_keys().collect::<Vec<_>>(), [second.to_string()]);
    })
    .await;
}

#[tokio::test]
async fn a_name_of_no_class_of_several_or_of_one_out_of_reach_is_named_in_the_answer() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let make = async |name: &str| classes::create(&it.admin, &ClassForm { name: name.into() }).await.unwrap();
        let (archived, _) = (make("Archived").await, make("Second class").await);
        life::set_archived(&it.admin, archived, true).await.unwrap();
        let refused = |names: &str| Error::clash("class_names", Problem::NoSuchClass, names);
        let answer = async |scope: &Scope, names: &str| write(scope, &to_named("T", names)).await.unwrap_err().answer();
        assert_eq!(
            answer(&it.admin, "First class\nThird class\n Archived \nFirst").await,
            refused("Third class, Archived, First")
        );
        let (many, long) = ("a\nb\nc\nd\nFirst class\ne\nf\ng", "x".repeat(300));
        assert_eq!(answer(&it.admin, many).await, refused("a, b, c, d, e"), "the first of them");
        assert_eq!(answer(&it.admin, &long).await, refused(&long[..200]));
        assert_eq!(answer(&it.teacher, "First class\nSecond class").await, refused("Second class"), "not taught");
        assert_eq!(answer(&it.other().teacher, "Second class").await, refused("Second class"), "of another school");
        assert_eq!(answer(&it.student, "First class").await, Error::Forbidden);
        make("Twin").await;
        make("TWIN").await;
        assert_eq!(answer(&it.admin, "twin").await, refused("twin"));
    })
    .await;
}
