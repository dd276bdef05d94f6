//! All that match, withdrawn at once: those that were shown, and none where others match by now.

use model::invitations::{InvitationFilter, Withdrawable};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{form, mailed, visitor};
use crate::Scope;
use crate::invitations::{accept, invite, list_after, look_at, withdraw, withdraw_all};
use crate::testing::{NOON, Scene, person};

fn asked(q: &str, state: &str, role: &str) -> InvitationFilter {
    InvitationFilter { q: q.into(), state: state.into(), role: role.into(), page: 1 }
}

async fn shown(scope: &Scope, filter: &InvitationFilter) -> Withdrawable {
    list_after(scope, filter, "").await.unwrap().withdrawable
}

/// The addresses of those nobody has come by, the newest first.
async fn waiting(scope: &Scope) -> Vec<String> {
    let page = list_after(scope, &InvitationFilter::default(), "").await.unwrap();
    page.cards.into_iter().map(|card| card.email).collect()
}

async fn refused(scope: &Scope, filter: &InvitationFilter, seal: &str) -> Error {
    withdraw_all(scope, filter, seal).await.unwrap_err().answer()
}

async fn audited(db: &Db, scope: &Scope) -> Vec<(String,)> {
    let sql =
        sql!("select detail from audit where school_id = $1 and action = 'member.invitation_withdrawn' order by subject, id");
    db.all(sql, args![scope.school_id()]).await.unwrap()
}

#[tokio::test]
async fn all_open_ones_that_match_are_withdrawn_on_every_page_and_each_is_noted() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let people: Vec<_> = (0..60).map(|n| format!("p{n}@typo.example")).collect();
        invite(&scene.admin, &form(&people.join("\n"), Role::Student)).await.unwrap();
        invite(&scene.admin, &form("nia@school.example", Role::Student)).await.unwrap();
        invite(&scene.admin, &form("obi@typo.example", Role::Teacher)).await.unwrap();
        invite(&other.admin, &form("p0@typo.example", Role::Student)).await.unwrap();
        let gone = list_after(&scene.admin, &asked("p7@typo", "", ""), "").await.unwrap().cards.pop().unwrap();
        withdraw(&scene.admin, gone.id).await.unwrap();

        let later = Scene::at(&scene.admin, NOON.plus_minutes(5));
        // What is settled is never withdrawn, whatever is shown.
        for (state, count) in [("", 59), ("open", 59), ("all", 59), ("expired", 0), ("withdrawn", 0), ("accepted", 0)] {
            assert_eq!(shown(&later, &asked("typo", state, "student")).await.count, count, "{state}");
        }
        let filter = InvitationFilter { page: 2, ..asked("typo", "all", "student") };
        let Withdrawable { kept, seal, .. } = shown(&later, &filter).await;
        assert_eq!(kept, 0);
        assert_eq!(shown(&other.admin, &InvitationFilter::default()).await.count, 1, "the other school has its own");
        assert_eq!(refused(&other.admin, &filter, &seal).await, Error::Conflict(Problem::OthersMatch));

        withdraw_all(&later, &filter, &seal).await.unwrap();
        withdraw_all(&later, &filter, &seal).await.unwrap();
        assert_eq!(waiting(&later).await, ["obi@typo.example", "nia@school.example"]);
        assert_eq!(waiting(&other.admin).await, ["p0@typo.example"]);
        assert_eq!(look_at(&visitor(&scene), &mailed(&db, "p1@typo.example").await).await.unwrap(), None);
        let audited = audited(&db, &later).await;
        assert_eq!(audited.len(), 60, "one by itself and the others together, each once");
        assert!(audited.iter().all(|(detail,)| detail.contains("@typo.example") && detail.contains("student")));
        // Long after it is no second click any more.
        let long_after = Scene::at(&scene.admin, NOON.plus_minutes(15));
        assert_eq!(refused(&long_after, &filter, &seal).await, Error::Conflict(Problem::OthersMatch));
    })
    .await;
}

#[tokio::test]
async fn where_others_match_than_were_shown_nothing_is_withdrawn() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        invite(&scene.admin, &form("nia@school.example, obi@school.example", Role::Librarian)).await.unwrap();
        let later = Scene::at(&scene.admin, NOON.plus_minutes(5));
        let filter = asked("", "open", "librarian");
        let before = shown(&later, &filter).await;
        // One comes and another is invited: as many as before.
        accept(&person(&scene.world, "beta_student").await, &mailed(&db, "nia@school.example").await).await.unwrap();
        invite(&later, &form("eve@school.example", Role::Librarian)).await.unwrap();
        let now = shown(&later, &filter).await;
        assert_eq!((before.count, now.count), (2, 2));
        for seal in [before.seal.as_str(), "", "none"] {
            assert_eq!(refused(&later, &filter, seal).await, Error::Conflict(Problem::OthersMatch), "{seal:?}");
        }
        // Nothing to withdraw is nothing that was shown.
        let none = asked("nobody", "", "");
        let seal = shown(&later, &none).await.seal;
        assert_eq!(refused(&later, &none, &seal).await, Error::Conflict(Problem::OthersMatch));
        assert_eq!(waiting(&later).await, ["eve@school.example", "obi@school.example"]);
        assert!(audited(&db, &later).await.is_empty());
        withdraw_all(&later, &filter, &now.seal).await.unwrap();
        assert!(waiting(&later).await.is_empty());
        assert_eq!(person(&scene.world, "beta_student").await.enter("alpha").unwrap().role(), Role::Librarian, "who came stays");
    })
    .await;
}

#[tokio::test]
async fn those_with_a_role_one_may_not_give_stay_and_are_counted() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let change = sql!("update memberships set role = 'registrar' where school_id = $1 and user_id = $2");
        db.run(change, args![scene.admin.school_id(), scene.student.user_id()]).await.unwrap();
        let registrar = person(&scene.world, "alpha_student").await.enter("alpha").unwrap();
        invite(&scene.admin, &form("head@school.example", Role::SchoolAdmin)).await.unwrap();
        invite(&registrar, &form("nia@school.example", Role::Parent)).await.unwrap();
        let all = InvitationFilter::default();
        let Withdrawable { count, kept, seal } = shown(&registrar, &all).await;
        assert_eq!((count, kept), (1, 1));
        for scope in [&scene.teacher, &scene.student2] {
            assert_eq!(refused(scope, &all, &seal).await, Error::Forbidden);
        }
        // The admin is shown both.
        assert_eq!(refused(&scene.admin, &all, &seal).await, Error::Conflict(Problem::OthersMatch));
        withdraw_all(&registrar, &all, &seal).await.unwrap();
        assert_eq!(waiting(&registrar).await, ["head@school.example"]);
    })
    .await;
}
