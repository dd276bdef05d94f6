//! The platform's admin, who clears any school and needs no place in it.

use std::sync::Arc;

use model::accounts::Viewer;
use model::backup::clear::{ClearForm, ClearPage, What};
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use super::{clear, content, lived, of_school};
use crate::backup::clear::{reach, show, undo};
use crate::backup::policy::OF_PLATFORM;
use crate::testing::{Scene, person};
use crate::{Person, Scope};

/// The second school as its form is drawn for somebody.
async fn form(who: &Person, what: What) -> ClearForm {
    let ClearPage::School(page) = show(who, "beta", "", 1).await.unwrap() else { panic!("no school") };
    assert!(page.of_platform && page.can_archive && page.parts == OF_PLATFORM);
    let drawn = page.plan(what).unwrap().seal();
    ClearForm { what: what.text().into(), reason: "Asked by the head".into(), name: "School beta".into(), drawn }
}

#[tokio::test]
async fn the_platforms_admin_clears_a_school_without_a_place_in_it_and_brings_it_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let other = it.other();
        lived(other).await;
        let platform = person(&it.world, "alpha_admin").await;
        let scope = reach(&platform, "beta").await.unwrap();
        let before = content(&db).await;
        let form = form(&platform, What::All).await;
        let wrong = ClearForm { name: "School alpha".into(), ..form.clone() };
        assert_eq!(clear(&scope, &wrong).await.unwrap_err().answer(), Error::field("name", Problem::NotThatName));
        let id = clear(&scope, &form).await.unwrap();

        let after = content(&db).await;
        assert_eq!(of_school(&before, &it.admin), of_school(&after, &it.admin), "the other school");
        let (school, admin) = (other.admin.school_id(), other.admin.user_id().to_string());
        let left: Vec<(String,)> =
            db.all(sql!("select user_id from memberships where school_id = $1"), args![school]).await.unwrap();
        assert_eq!(left, [(admin,)], "its admin stays");
        let log = sql!(
            "select cast(count(*) as bigint) as n from audit
             where school_id = $1 and actor_id = $2 and action = 'backup.cleared'"
        );
        assert_eq!(db.one::<(i64,)>(log, args![school, platform.me.user_id]).await.unwrap(), (1,), "in its own log");
        let told = sql!("select recipient from mails where subject like '%cleared%'");
        let told: Vec<(String,)> = db.all(told, args![]).await.unwrap();
        assert_eq!(told, [("beta_admin@lyceum.test".to_owned(),)]);
        let kept =
            sql!("select cast(count(*) as bigint) as n from kept_backups where whose = $1 and why = 'safety' and state = 'kept'");
        assert!(db.one::<(i64,)>(kept, args![school.to_string()]).await.unwrap().0 > 0);

        undo(&scope, id).await.unwrap();
        assert_eq!(content(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_people_did_for_others_is_handed_to_the_schools_admin_and_back() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        lived(it.other()).await;
        let platform = person(&it.world, "alpha_admin").await;
        let scope = reach(&platform, "beta").await.unwrap();
        let (school, before) = (scope.school_id(), content(&db).await);
        let id = clear(&scope, &form(&platform, What::Students).await).await.unwrap();
        let made = sql!("select created_by from class_groups where school_id = $1");
        let (made,): (String,) = db.one(made, args![school]).await.unwrap();
        assert_eq!(made, it.other().admin.user_id().to_string());
        // Brought back by somebody else than who cleared.
        undo(&it.other().admin, id).await.unwrap();
        assert_eq!(content(&db).await, before);

        let nobody = sql!("update memberships set role = 'teacher' where school_id = $1 and role = 'school_admin'");
        db.run(nobody, args![school]).await.unwrap();
        let before = content(&db).await;
        let refused = clear(&scope, &form(&platform, What::Students).await).await.unwrap_err().answer();
        assert_eq!(refused, Error::Conflict(Problem::LastAdmin), "there is nobody to hand it to");
        assert_eq!(content(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn nobody_else_clears_a_school_without_a_place_and_they_only_as_long_as_they_are_its_admin() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for who in ["beta_admin", "beta_teacher", "beta_student"] {
            let who = person(&it.world, who).await;
            assert_eq!(reach(&who, "alpha").await.unwrap_err().answer(), Error::NotFound);
        }
        let platform = person(&it.world, "alpha_admin").await;
        assert_eq!(reach(&platform, "gamma").await.unwrap_err().answer(), Error::NotFound);
        let scope = reach(&platform, "beta").await.unwrap();
        let form = form(&platform, What::Students).await;
        let mut looking: Scope = scope.clone();
        let teacher = &it.teacher.me;
        Arc::make_mut(&mut looking.me).viewer = Some(Viewer { user_id: teacher.user_id, name: teacher.name.clone() });
        assert_eq!(clear(&looking, &form).await.unwrap_err().answer(), Error::Viewing);
        let before = of_school(&content(&db).await, &it.other().admin);
        db.run(sql!("update users set platform_role = 'staff' where id = $1"), args![platform.me.user_id]).await.unwrap();
        assert_eq!(clear(&scope, &form).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(of_school(&content(&db).await, &it.other().admin), before);
    })
    .await;
}
