use model::Role;
use model::ids::UserId;
use model::people::Change;
use store::testing::each_db;

use super::{again, page, words};
use crate::Scope;
use crate::people::{self, undo};
use crate::testing::{NOON, Scene};

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
