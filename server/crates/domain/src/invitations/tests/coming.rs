//! Coming in by an invitation: with a new account or the one they have, once, as long as who wrote it may invite.

use model::ids::{SchoolId, UserId};
use model::invitations::InviteForm;
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use super::{accepting, form, handed_on, mailed, open, visitor};
use crate::accounts::register::Registered;
use crate::invitations::{Invited, accept, invite, list, look_at, register};
use crate::testing::{NOON, Scene, person, request};
use crate::{System, classes, jobs};

#[tokio::test]
async fn an_invited_person_registers_into_role_and_class_with_a_proven_address() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let invitation = InviteForm {
            people: "Nia Osei <nia@school.example>".into(),
            role: Role::Teacher,
            class: scene.class_id.to_string(),
            class_name: String::new(),
            children: String::new(),
            note: "We look forward to you.".into(),
        };
        let (first, second) = tokio::join!(invite(&scene.admin, &invitation), invite(&scene.admin, &invitation));
        assert_eq!((first.unwrap(), second.unwrap()), (Invited::default(), Invited::default()));
        assert_eq!(open(&scene.admin).await.len(), 1, "a double click");
        let token = mailed(&db, "nia@school.example").await;
        let seen = look_at(&visitor(&scene), &token).await.unwrap().expect("it is open");
        assert_eq!(
            (seen.school.as_str(), seen.role, seen.class.as_deref()),
            ("School alpha", Role::Teacher, Some("First class"))
        );
        assert_eq!((seen.name.as_str(), seen.email.as_str()), ("Nia Osei", "nia@school.example"));

        let sent = accepting(&token, "nia");
        let (first, second) =
            (register(&visitor(&scene), &sent).await.unwrap(), register(&visitor(&scene), &sent).await.unwrap());
        let Registered::In { path, .. } = &first else { panic!("{first:?}") };
        assert_eq!(*path, format!("/s/alpha/classes/{}", scene.class_id));
        assert_eq!(first, second, "a second click");
        let nia = person(&scene.world, "nia").await;
        assert!(nia.me.verified && nia.me.email == "nia@school.example");
        assert_eq!(nia.enter("alpha").unwrap().role(), Role::Teacher);
        let page = classes::show(&scene.teacher, scene.class_id).await.unwrap();
        assert!(page.people.iter().any(|it| it.username == "nia"));
        assert!(open(&scene.admin).await.is_empty());
        assert_eq!(look_at(&visitor(&scene), &token).await.unwrap(), None);
        let late = register(&visitor(&scene), &accepting(&token, "eve")).await.unwrap_err().answer();
        assert_eq!(late, Error::form(Problem::LinkExpired));
        jobs::sweep(&System(request(&scene.world, NOON.plus_days(2)))).await.unwrap();
        assert!(person(&scene.world, "nia").await.enter("alpha").is_ok(), "the invited are not swept");
    })
    .await;
}

#[tokio::test]
async fn of_two_people_who_accept_one_invitation_at_once_one_comes_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        invite(&scene.admin, &form("nia@school.example", Role::Librarian)).await.unwrap();
        let token = mailed(&db, "nia@school.example").await;
        let (one, two) = (person(&scene.world, "beta_student").await, person(&scene.world, "beta_student2").await);
        let (first, second) = tokio::join!(accept(&one, &token), accept(&two, &token));
        assert_ne!(first.is_ok(), second.is_ok());
        let (winner, loser, refusal) = match (first, second) {
            (Ok(_), Err(error)) => ("beta_student", "beta_student2", error),
            (Err(error), _) => ("beta_student2", "beta_student", error),
            (Ok(_), Ok(_)) => unreachable!(),
        };
        assert_eq!(refusal.answer(), Error::form(Problem::LinkExpired));
        assert_eq!(person(&scene.world, winner).await.enter("alpha").unwrap().role(), Role::Librarian);
        assert!(person(&scene.world, loser).await.enter("alpha").is_err());
        let again = accept(&person(&scene.world, winner).await, &token).await.unwrap();
        assert_eq!((again.path.as_str(), again.was_member), ("/s/alpha", false), "a second click");

        invite(&scene.admin, &form("obi@school.example", Role::Student)).await.unwrap();
        let token = mailed(&db, "obi@school.example").await;
        let visitor = visitor(&scene);
        let (ada, eve) = (accepting(&token, "ada"), accepting(&token, "eve"));
        let (first, second) = tokio::join!(register(&visitor, &ada), register(&visitor, &eve));
        assert_ne!(first.is_ok(), second.is_ok());
        let (members,): (i64,) = db
            .one(
                sql!("select cast(count(*) as bigint) as n from memberships where school_id = $1"),
                args![scene.admin.school_id()],
            )
            .await
            .unwrap();
        assert_eq!(members, 6, "four of the scene, one of each invitation");
        assert!(!list(&other.admin).await.unwrap().cards.iter().any(|card| card.email.ends_with("school.example")));
    })
    .await;
}

#[tokio::test]
async fn the_link_that_is_handed_on_lets_in_and_proves_nothing() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        invite(&scene.admin, &form("nia@school.example", Role::Bursar)).await.unwrap();
        let link = list(&scene.admin).await.unwrap().cards[0].link.clone();
        assert!(link.starts_with("https://lyceum.test/invited/"));
        let registered = register(&visitor(&scene), &accepting(&handed_on(&link), "nia")).await.unwrap();
        assert!(matches!(registered, Registered::In { .. }));
        let nia = person(&scene.world, "nia").await;
        assert!(!nia.me.verified, "who has the link need not read the mail of that address");
        jobs::sweep(&System(request(&scene.world, NOON.plus_days(2)))).await.unwrap();
        assert!(person(&scene.world, "nia").await.enter("alpha").is_ok(), "the invited are not swept");
        assert_eq!(look_at(&visitor(&scene), &mailed(&db, "nia@school.example").await).await.unwrap(), None, "used up");
    })
    .await;
}

#[tokio::test]
async fn a_member_who_accepts_keeps_their_role_and_a_suspended_place_stays_suspended() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        invite(&scene.admin, &form("home@school.example", Role::Teacher)).await.unwrap();
        let token = mailed(&db, "home@school.example").await;
        let accepted = accept(&person(&scene.world, "alpha_student").await, &token).await.unwrap();
        assert!(accepted.was_member);
        assert_eq!(person(&scene.world, "alpha_student").await.enter("alpha").unwrap().role(), Role::Student);
        let suspend =
            sql!("update memberships set status = 'ended', ended_at = 1, suspended_at = 1 where school_id = $1 and user_id = $2");
        db.run(suspend, args![scene.admin.school_id(), scene.student2.user_id()]).await.unwrap();
        invite(&scene.admin, &form("again@school.example", Role::Student)).await.unwrap();
        let token = mailed(&db, "again@school.example").await;
        let refused = accept(&person(&scene.world, "alpha_student2").await, &token).await.unwrap_err().answer();
        assert_eq!(refused, Error::form(Problem::PlaceSuspended));
        assert!(look_at(&visitor(&scene), &token).await.unwrap().is_some(), "it is not used up by that");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_ends_with_the_right_of_who_wrote_it_until_another_sends_it_again() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let status = async |status: &str| {
            let change = sql!("update memberships set status = $3 where school_id = $1 and user_id = $2");
            db.run(change, args![scene.admin.school_id(), scene.admin.user_id(), status]).await.unwrap();
        };
        invite(&scene.admin, &form("back@school.example", Role::SchoolAdmin)).await.unwrap();
        let token = mailed(&db, "back@school.example").await;
        assert!(look_at(&visitor(&scene), &token).await.unwrap().is_some());
        status("ended").await;
        assert_eq!(look_at(&visitor(&scene), &token).await.unwrap(), None);
        let late = register(&visitor(&scene), &accepting(&token, "back")).await.unwrap_err().answer();
        assert_eq!(late.problem_of(""), Some(Problem::LinkExpired));
        status("active").await;
        assert!(look_at(&visitor(&scene), &token).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn whose_place_was_ended_comes_back_with_nothing_but_what_lets_them_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let user = scene.student.user_id();
        let end = sql!("update memberships set status = 'ended', ended_at = 0 where school_id = $1 and user_id = $2");
        db.run(end, args![scene.admin.school_id(), user]).await.unwrap();
        let email = scene.student.me.email.clone();
        invite(&scene.admin, &form(&email, Role::Librarian)).await.unwrap();
        let token = mailed(&db, &email).await;
        accept(&person(&scene.world, "alpha_student").await, &token).await.unwrap();
        let back = person(&scene.world, "alpha_student").await.enter("alpha").unwrap();
        assert_eq!(back.role(), Role::Librarian);
        let (kept,): (i64,) = db
            .one(
                sql!(
                    "select cast(count(*) as bigint) as kept from (
                       select user_id from class_members where school_id = $1 and user_id = $2
                       union all select user_id from enrollments where school_id = $1 and user_id = $2) as kept"
                ),
                args![scene.admin.school_id(), user],
            )
            .await
            .unwrap();
        assert_eq!(kept, 0);
        let emptied = async |user: UserId| -> Vec<(String, Option<SchoolId>)> {
            let sql = sql!("select detail, school_id from audit where action = 'member.emptied' and subject = $1 order by id");
            db.all(sql, args![user]).await.unwrap()
        };
        let [(detail, school)] = emptied(user).await.try_into().unwrap();
        assert_eq!(school, Some(scene.admin.school_id()));
        let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
        assert_eq!(detail, serde_json::json!({ "course_places": 1, "class_places": 1 }));

        // Who had nothing left loses nothing, and nothing is said.
        let nobody = scene.student2.user_id();
        for gone in [
            sql!("delete from enrollments where school_id = $1 and user_id = $2"),
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            end,
        ] {
            db.run(gone, args![scene.admin.school_id(), nobody]).await.unwrap();
        }
        let email = scene.student2.me.email.clone();
        invite(&scene.admin, &form(&email, Role::Librarian)).await.unwrap();
        accept(&person(&scene.world, "alpha_student2").await, &mailed(&db, &email).await).await.unwrap();
        assert_eq!(person(&scene.world, "alpha_student2").await.enter("alpha").unwrap().role(), Role::Librarian);
        assert!(emptied(nobody).await.is_empty());
    })
    .await;
}
