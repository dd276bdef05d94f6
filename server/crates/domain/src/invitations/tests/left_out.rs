//! Who is left out of a list, as a member already, is named.

use model::Role;
use model::invitations::InvitationFilter;
use store::testing::each_db;
use store::{args, sql};

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

#[tokio::test]
async fn of_six_members_five_are_named_and_nobody_is_counted_twice_or_forgotten() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let join =
            sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, 'active', 1)");
        for guest in [&other.teacher, &other.student, &other.student2] {
            db.run(join, args![scene.admin.school_id(), guest.user_id(), Role::Parent.text()]).await.unwrap();
        }
        let members = [&scene.teacher, &scene.student, &scene.student2, &other.teacher, &other.student, &other.student2];
        let mut people: Vec<String> = members.iter().map(|scope| scope.me.email.clone()).collect();
        people.push("new@school.example".to_owned());
        let invited = invite(&scene.admin, &form(&people.join(", "), Role::Bursar)).await.unwrap();
        assert_eq!((invited.left_out.len(), invited.others), (5, 1));
        let first = invited.left_out.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let page = list_after(&scene.admin, &InvitationFilter::default(), &first).await.unwrap();
        assert_eq!((page.left_out.len(), page.unnamed), (5, 0));
        let one = members[0].user_id();
        let page = list_after(&scene.admin, &InvitationFilter::default(), &format!("{one},{one}")).await.unwrap();
        assert_eq!((page.left_out.len(), page.unnamed), (1, 0), "named twice");
        let end = sql!("update memberships set status = 'ended', ended_at = 0 where school_id = $1 and user_id = $2");
        db.run(end, args![scene.admin.school_id(), one]).await.unwrap();
        let page = list_after(&scene.admin, &InvitationFilter::default(), &first).await.unwrap();
        assert_eq!((page.left_out.len(), page.unnamed), (4, 1), "who cannot be named is counted");
    })
    .await;
}
