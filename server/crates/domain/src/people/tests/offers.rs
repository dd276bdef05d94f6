use model::Role;
use model::classes::ClassForm;
use model::ids::{UndoId, UserId};
use model::people::{BulkForm, Change, Changed};
use store::testing::each_db;

use super::{again, given, page, words};
use crate::people::{self, bulk, undo};
use crate::testing::{NOON, Scene};
use crate::{Scope, classes};

#[tokio::test]
async fn an_undo_is_offered_wherever_one_goes_until_it_is_undone_or_too_late() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, teacher) = (&scene.admin, scene.student.user_id(), scene.teacher.user_id());
        let listed = async |scope: &Scope| {
            let page = people::list(scope, &words("nobody of this name"), None).await.unwrap();
            page.undo.map(|it| it.id)
        };
        let shown = async |id: UserId| page(admin, id).await.undo.map(|it| it.id);
        assert_eq!(listed(admin).await, None);
        let first = people::change_one(admin, student, Change::Suspend).await.unwrap();
        let second = people::change_one(admin, teacher, Change::Suspend).await.unwrap();
        assert_eq!(listed(admin).await, second, "the newest, whatever is filtered");
        assert_eq!((shown(student).await, shown(teacher).await), (first, second), "what was done to each");
        assert_eq!(shown(scene.student2.user_id()).await, None);
        let named = people::list(admin, &words(""), first).await.unwrap().undo;
        assert_eq!(named.map(|it| it.id), first, "the one that is named");
        undo::undo(admin, second.unwrap()).await.unwrap();
        assert_eq!((listed(admin).await, shown(teacher).await), (first, None));
        assert_eq!(listed(&Scene::at(admin, NOON.plus_minutes(11))).await, None, "too late");
        assert_eq!(listed(&scene.other().admin).await, None);
        people::change_one(admin, teacher, Change::Role(Role::Registrar)).await.unwrap();
        let registrar = again(&scene.world, &scene.teacher).await.unwrap();
        assert_eq!(listed(&registrar).await, None, "the undo of somebody else");
    })
    .await;
}

#[tokio::test]
async fn of_three_open_offers_each_says_whom_it_concerns_what_was_done_and_when() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, teacher) = (&scene.admin, scene.student.user_id(), scene.teacher.user_id());
        let one = people::change_one(admin, student, Change::Role(Role::Librarian)).await.unwrap();
        let later = Scene::at(admin, NOON.plus_minutes(1));
        let ids = format!("{teacher} {}", scene.student2.user_id());
        let form = BulkForm { ids, act: "role".into(), role: "librarian".into(), count: 2, ..BulkForm::default() };
        let two = bulk::change(&later, &form).await.unwrap();
        let three = people::change_one(&later, student, Change::Suspend).await.unwrap();
        let offered = async |undo: Option<UndoId>| {
            let offer = people::list(&later, &words(""), undo).await.unwrap().undo.unwrap();
            assert_eq!(offer.when, later.when(offer.when.at));
            (offer.name, offer.people, offer.done, offer.when.at)
        };
        let librarian = |from: Option<Role>| Changed::Role { from, to: Role::Librarian };
        assert_eq!(offered(one).await, ("alpha_student Person".to_owned(), 1, librarian(Some(Role::Student)), NOON));
        assert_eq!(
            offered(two).await,
            ("alpha_student2 Person".to_owned(), 2, librarian(None), later.now),
            "the first by name, from more than one role"
        );
        assert_eq!(offered(three).await, ("alpha_student Person".to_owned(), 1, Changed::Suspended, later.now));
        for undo in [one, two, three] {
            assert!(people::list(&scene.other().admin, &words(""), undo).await.unwrap().undo.is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn an_offer_names_the_classes() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, student2) = (&scene.admin, scene.student.user_id(), scene.student2.user_id());
        let second = classes::create(admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let offered = async |undo: Option<UndoId>| people::list(admin, &words(""), undo).await.unwrap().undo.unwrap().done;
        let (first_class, second_class) = ("First class".to_owned(), "Second class".to_owned());
        let added = people::change_one(admin, student, Change::AddClass(second)).await.unwrap();
        assert_eq!(offered(added).await, Changed::ClassAdded(second_class.clone()));
        let removed = people::change_one(admin, student, Change::RemoveClass(scene.class_id)).await.unwrap();
        assert_eq!(offered(removed).await, Changed::ClassRemoved(first_class.clone()));
        let (from, to) = (scene.class_id.to_string(), second.to_string());
        let ids = student2.to_string();
        let form = BulkForm { ids, act: "move_class".into(), from, class: to, count: 1, ..BulkForm::default() };
        let moved = bulk::change(admin, &form).await.unwrap();
        assert_eq!(offered(moved).await, Changed::ClassMoved { from: first_class, to: second_class });
    })
    .await;
}

#[tokio::test]
async fn nothing_is_offered_to_who_manages_members_no_more() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        people::change_one(&scene.admin, scene.teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
        let registrar = again(&scene.world, &scene.teacher).await.unwrap();
        people::change_one(&registrar, scene.student.user_id(), Change::Suspend).await.unwrap().unwrap();
        let offered = async |scope: &Scope| people::list(scope, &words(""), None).await.unwrap().undo.is_some();
        assert!(offered(&registrar).await);
        let teacher = given(&scene, &registrar, Role::Teacher, "members.read").await;
        assert!(!offered(&teacher).await);
    })
    .await;
}
