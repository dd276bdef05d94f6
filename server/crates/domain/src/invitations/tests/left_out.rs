//! Who is left out of a list, as a member already, is named.

use model::Role;
use model::invitations::InvitationFilter;
use store::testing::each_db;

use super::form;
use crate::invitations::{invite, list, list_after};
use crate::testing::Scene;

#[tokio::test]
async fn members_are_named_to_those_who_invite_and_nobody_of_another_school_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let all = InvitationFilter::default();
        let people = "alpha_student@lyceum.test, new@school.example, alpha_teacher@lyceum.test, alpha_student2@lyceum.test";
        let invited = invite(&scene.admin, &form(people, Role::Bursar)).await.unwrap();
        let members = [&scene.student, &scene.teacher, &scene.student2].map(|scope| scope.user_id());
        assert_eq!((invited.left_out.as_slice(), invited.others), (&members[..], 0));
        let ids = |ids: &[model::ids::UserId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let page = list_after(&scene.admin, &all, &ids(&invited.left_out)).await.unwrap();
        assert_eq!(page.left_out, ["alpha_student Person", "alpha_student2 Person", "alpha_teacher Person"]);
        assert!(list(&scene.admin).await.unwrap().left_out.is_empty());
        let stranger = scene.other().student.user_id();
        assert!(list_after(&scene.admin, &all, &ids(&[stranger])).await.unwrap().left_out.is_empty());
        assert!(list_after(&scene.other().admin, &all, &ids(&members)).await.unwrap().left_out.is_empty());
        assert!(list_after(&scene.admin, &all, "nobody,,").await.unwrap().left_out.is_empty());
    })
    .await;
}
