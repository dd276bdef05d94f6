//! To add students can be taken from one who invites.

use model::{Error, Permissions, Role};
use store::testing::each_db;
use store::{args, sql};

use super::form;
use crate::invitations::{invite, list, look_at, send_again, withdraw};
use crate::testing::{Scene, person};

#[tokio::test]
async fn from_whom_adding_students_was_taken_invites_others_still() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let change = async |revoked: &str| {
            let change = sql!("update memberships set role = 'registrar', revoked = $3 where school_id = $1 and user_id = $2");
            db.run(change, args![scene.admin.school_id(), scene.student.user_id(), revoked]).await.unwrap();
            person(&scene.world, "alpha_student").await.enter("alpha").unwrap()
        };
        let registrar = change("").await;
        invite(&registrar, &form("nia@school.example", Role::Student)).await.unwrap();
        let id = list(&registrar).await.unwrap().cards[0].id;
        let token = super::mailed(&db, "nia@school.example").await;
        assert!(look_at(&super::visitor(&scene), &token).await.unwrap().is_some());

        let registrar = change("students.create").await;
        assert_eq!(registrar.permissions(), Permissions::of_member(Role::Registrar, "", "students.create"));
        let refused = invite(&registrar, &form("esi@school.example", Role::Student)).await.unwrap_err().answer();
        assert_eq!(refused, Error::Forbidden);
        assert_eq!(send_again(&registrar, id).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(withdraw(&registrar, id).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(look_at(&super::visitor(&scene), &token).await.unwrap(), None, "it ends with the right of who wrote it");
        let page = list(&registrar).await.unwrap();
        assert!(!page.roles.contains(&Role::Student) && page.roles.contains(&Role::Teacher));
        assert_eq!(page.cards[0].link, "", "nor is its link handed on");
        invite(&registrar, &form("kofi@school.example", Role::Teacher)).await.unwrap();
    })
    .await;
}
