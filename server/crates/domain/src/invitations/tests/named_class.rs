use model::classes::ClassForm;
use model::invitations::InviteForm;
use model::people::CLASSES_AT_ONCE;
use model::{Error, Problem, Role};
use store::testing::each_db;

use super::form;
use crate::classes;
use crate::invitations::{invite, list};
use crate::testing::Scene;

#[tokio::test]
async fn where_no_id_is_given_a_class_is_meant_by_its_whole_name() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let named = |name: &str| InviteForm { class_name: name.into(), ..form("nia@school.example", Role::Teacher) };
        let refused = Error::field("class", Problem::NoSuchClass);
        for wrong in ["First", "Second class"] {
            assert_eq!(invite(&scene.admin, &named(wrong)).await.unwrap_err().answer(), refused, "{wrong}");
        }
        invite(&scene.admin, &named(" first CLASS ")).await.unwrap();
        let page = list(&scene.admin).await.unwrap();
        assert_eq!((page.cards[0].class.as_deref(), page.classes.len(), page.many_classes), (Some("First class"), 1, false));

        classes::create(&scene.teacher, &ClassForm { name: "First class".into() }).await.unwrap();
        let again = InviteForm { people: "ama@school.example".into(), ..named("First class") };
        assert_eq!(invite(&scene.admin, &again).await.unwrap_err().answer(), refused, "two have this name");
        for n in 2..=CLASSES_AT_ONCE {
            classes::create(&scene.admin, &ClassForm { name: format!("Form {n}") }).await.unwrap();
        }
        let page = list(&scene.admin).await.unwrap();
        assert!(page.classes.is_empty() && page.many_classes);
    })
    .await;
}

#[tokio::test]
async fn a_class_is_meant_by_its_name_with_its_accents_and_without() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let name = "T\u{fc}rk\u{e7}e 5";
        classes::create(&scene.admin, &ClassForm { name: name.into() }).await.unwrap();
        for (address, typed) in [("nia@school.example", name), ("ama@school.example", "turkce 5")] {
            let form = InviteForm { class_name: typed.into(), ..form(address, Role::Teacher) };
            invite(&scene.admin, &form).await.unwrap();
            let of: Vec<_> = list(&scene.admin).await.unwrap().cards.into_iter().filter(|it| it.email == address).collect();
            assert_eq!(of.iter().map(|it| it.class.as_deref()).collect::<Vec<_>>(), [Some(name)], "{typed}");
        }
    })
    .await;
}
