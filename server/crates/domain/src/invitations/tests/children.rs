//! Parents who are invited with the children they are linked to.

use model::guardians::Rights;
use model::invitations::InviteForm;
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{accepting, form, mailed, visitor};
use crate::accounts::register::Registered;
use crate::guardians;
use crate::invitations::{accept, invite, list, look_at, register};
use crate::testing::{Scene, person};

#[tokio::test]
async fn an_invited_parent_is_linked_to_the_children_the_invitation_names() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let named = |children: &str| InviteForm { children: children.into(), ..form("mary@school.example", Role::Parent) };
        let no_student = |words: &str| Error::clash("children", Problem::NoSuchStudent, words);
        for (list, wrong) in [
            ("nobody", "nobody"),
            ("beta_student", "beta_student"),
            ("alpha_teacher", "alpha_teacher"),
            ("Nobody, alpha_student", "nobody"),
            ("alpha_teacher; beta_student", "alpha_teacher, beta_student"),
        ] {
            assert_eq!(invite(&scene.admin, &named(list)).await.unwrap_err().answer(), no_student(wrong), "{list}");
        }
        let teacher = InviteForm { role: Role::Teacher, ..named("alpha_student") };
        let refused = invite(&scene.admin, &teacher).await.unwrap_err().answer();
        assert_eq!(refused.problem_of("children"), Some(Problem::NoChildForRole));
        let number = sql!("update memberships set number = 'A/17' where school_id = $1 and user_id = $2");
        db.run(number, args![scene.admin.school_id(), scene.student2.user_id()]).await.unwrap();

        let both = named("ALPHA_student; a/17, alpha_student");
        let (first, second) = tokio::join!(invite(&scene.admin, &both), invite(&scene.admin, &both));
        assert!(first.is_ok() && second.is_ok());
        let cards = list(&scene.admin).await.unwrap().cards;
        assert_eq!(cards.len(), 1, "a double click");
        assert_eq!(cards[0].children.as_deref(), Some("alpha_student Person, alpha_student2 Person"));
        let token = mailed(&db, "mary@school.example").await;
        assert_eq!(look_at(&visitor(&scene), &token).await.unwrap().unwrap().children, cards[0].children);

        // One of them leaves before the parent comes.
        let end = sql!("update memberships set status = 'ended', ended_at = 0 where school_id = $1 and user_id = $2");
        db.run(end, args![scene.admin.school_id(), scene.student2.user_id()]).await.unwrap();
        let registered = register(&visitor(&scene), &accepting(&token, "mary")).await.unwrap();
        assert!(matches!(registered, Registered::In { .. }));
        let mary = person(&scene.world, "mary").await;
        let children = guardians::children::all(&mary).await.unwrap();
        assert_eq!(children.iter().map(|it| it.child_id).collect::<Vec<_>>(), [scene.student.user_id()]);
        assert_eq!(children[0].rights, Rights::ALL);
    })
    .await;
}

#[tokio::test]
async fn who_is_invited_by_themselves_or_by_one_who_links_nobody_any_more_gets_no_child() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        let links = async || {
            let count = sql!("select cast(count(*) as bigint) as n from guardians where school_id = $1");
            let (n,): (i64,) = db.one(count, args![school]).await.unwrap();
            n
        };
        let parent = |to: &str| InviteForm { children: "alpha_student".into(), ..form(to, Role::Parent) };
        invite(&scene.admin, &parent("home@school.example")).await.unwrap();
        let token = mailed(&db, "home@school.example").await;
        assert!(accept(&person(&scene.world, "alpha_teacher").await, &token).await.unwrap().was_member);
        assert_eq!(links().await, 1);
        let teacher = person(&scene.world, "alpha_teacher").await.enter("alpha").unwrap();
        assert_eq!(teacher.role(), Role::Teacher, "they stay one");

        let registrar = sql!("update memberships set role = 'registrar', revoked = $3 where school_id = $1 and user_id = $2");
        let revoke = async |revoked: &str| {
            db.run(registrar, args![school, scene.student2.user_id(), revoked]).await.unwrap();
        };
        revoke("").await;
        let registrar = person(&scene.world, "alpha_student2").await.enter("alpha").unwrap();
        invite(&registrar, &parent("own@school.example")).await.unwrap();
        let token = mailed(&db, "own@school.example").await;
        assert!(accept(&person(&scene.world, "alpha_student2").await, &token).await.unwrap().was_member);
        assert_eq!(links().await, 1, "nobody links themselves by a detour");
        invite(&registrar, &parent("mary@school.example")).await.unwrap();
        let token = mailed(&db, "mary@school.example").await;
        revoke("guardians.manage").await;
        accept(&person(&scene.world, "beta_student").await, &token).await.unwrap();
        assert_eq!(person(&scene.world, "beta_student").await.enter("alpha").unwrap().role(), Role::Parent);
        assert_eq!(links().await, 1);
        let registrar = person(&scene.world, "alpha_student2").await.enter("alpha").unwrap();
        let refused = invite(&registrar, &parent("peter@school.example")).await.unwrap_err().answer();
        assert_eq!(refused, Error::Forbidden);
    })
    .await;
}
