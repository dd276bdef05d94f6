mod children;
mod coming;
mod left_out;
mod listed;
mod named_class;
mod students;
mod withdrawing;

use model::accounts::AccountForm;
use model::ids::InvitationId;
use model::invitations::{AcceptForm, InviteForm};
use model::schools::TeacherLabel;
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::{Invited, accept, invite, list, look_at, register, send_again, withdraw};
use crate::accounts::register::Registered;
use crate::testing::{NOON, Scene, account, mailing, person, request};
use crate::{Scope, Visitor, schools};

fn form(people: &str, role: Role) -> InviteForm {
    InviteForm {
        people: people.into(),
        role,
        class: String::new(),
        class_name: String::new(),
        children: String::new(),
        note: String::new(),
    }
}

/// The token of the newest mail to an address.
async fn mailed(db: &Db, to: &str) -> String {
    let sql = sql!("select body from mails where recipient = $1 and body like '%/invited/%' order by id desc limit 1");
    let (body,): (String,) = db.one(sql, args![to]).await.unwrap();
    let (_, rest) = body.split_once("/invited/").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

fn handed_on(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

fn visitor(scene: &Scene) -> Visitor {
    Visitor(request(&scene.world, NOON))
}

fn accepting(token: &str, username: &str) -> AcceptForm {
    AcceptForm { token: token.into(), account: AccountForm { email: String::new(), ..account(username) } }
}

async fn open(scope: &Scope) -> Vec<InvitationId> {
    list(scope).await.unwrap().cards.into_iter().map(|card| card.id).collect()
}

#[tokio::test]
async fn a_school_that_says_lecturer_says_so_in_the_mail_and_on_the_pages() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let say = sql!("update schools set teacher_label = 'lecturer' where id = $1");
        db.run(say, args![scene.admin.school_id()]).await.unwrap();
        let admin = person(&scene.world, "alpha_admin").await.enter("alpha").unwrap();
        invite(&admin, &form("nia@school.example", Role::Teacher)).await.unwrap();
        let sent = sql!("select body from mails where recipient = $1");
        let (body,): (String,) = db.one(sent, args!["nia@school.example"]).await.unwrap();
        assert!(body.contains("Lecturer") && !body.contains("Teacher"), "{body}");
        let seen = look_at(&visitor(&scene), &mailed(&db, "nia@school.example").await).await.unwrap().expect("it is open");
        assert_eq!(seen.teacher_label, TeacherLabel::Lecturer);
        assert_eq!(list(&admin).await.unwrap().teacher_label, TeacherLabel::Lecturer);
        assert_eq!(list(&scene.other().admin).await.unwrap().teacher_label, TeacherLabel::Teacher);
        let own = schools::own::list(&person(&scene.world, "alpha_teacher").await).await.unwrap();
        assert_eq!(own[0].teacher_label, TeacherLabel::Lecturer);
    })
    .await;
}

#[tokio::test]
async fn whether_an_address_has_an_account_is_not_told_and_whether_it_is_a_members_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let twice = form("alpha_student@lyceum.test", Role::Teacher);
        assert_eq!(invite(&scene.admin, &twice).await.unwrap_err().answer(), Error::field("people", Problem::MemberAlready));
        let mixed = form("ALPHA_student@lyceum.test, beta_student@lyceum.test\nnew@school.example", Role::Teacher);
        let student = scene.student.user_id();
        assert_eq!(invite(&scene.admin, &mixed).await.unwrap(), Invited { left_out: vec![student], others: 0 });
        let cards = list(&scene.admin).await.unwrap().cards;
        assert_eq!(cards.len(), 2, "the one with an account elsewhere like the one without");

        let token = mailed(&db, "beta_student@lyceum.test").await;
        let visitor = visitor(&scene);
        assert!(look_at(&visitor, &token).await.unwrap().is_some());
        let registered = register(&visitor, &accepting(&token, "somebody_new")).await.unwrap();
        assert_eq!(registered, Registered::Mailed, "the owner of the address is told by mail alone");
        let own = register(&visitor, &accepting(&token, "beta_student")).await.unwrap();
        assert!(matches!(own, Registered::In { .. }), "the account one has");
        assert_eq!(person(&scene.world, "beta_student").await.enter("alpha").unwrap().role(), Role::Teacher);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_is_sent_again_withdrawn_and_runs_out() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        invite(&scene.admin, &form("nia@school.example", Role::Parent)).await.unwrap();
        let id = open(&scene.admin).await[0];
        let first = mailed(&db, "nia@school.example").await;
        let later = Scene::at(&scene.admin, NOON.plus_days(13));
        let (one, two) = tokio::join!(send_again(&later, id), send_again(&later, id));
        one.unwrap();
        two.unwrap();
        let second = mailed(&db, "nia@school.example").await;
        assert_eq!(look_at(&visitor(&scene), &first).await.unwrap(), None, "the earlier mail's link");
        let at = |days| Visitor(request(&scene.world, NOON.plus_days(days)));
        assert!(look_at(&at(26), &second).await.unwrap().is_some());
        assert_eq!(look_at(&at(28), &second).await.unwrap(), None, "14 days from then");
        withdraw(&later, id).await.unwrap();
        withdraw(&later, id).await.unwrap();
        assert!(open(&scene.admin).await.is_empty());
        assert_eq!(look_at(&at(14), &second).await.unwrap(), None);
        let late = accept(&person(&scene.world, "beta_student").await, &second).await.unwrap_err().answer();
        assert_eq!(late, Error::form(Problem::LinkExpired));
        assert_eq!(send_again(&later, id).await.unwrap_err().answer(), Error::Conflict(Problem::ChangedMeanwhile));
        let (withdrawals,): (i64,) = db
            .one(
                sql!(
                    "select cast(count(*) as bigint) as n from audit
                     where school_id = $1 and action = 'member.invitation_withdrawn'"
                ),
                args![scene.admin.school_id()],
            )
            .await
            .unwrap();
        assert_eq!(withdrawals, 1);
    })
    .await;
}

#[tokio::test]
async fn those_without_the_permission_invite_nobody_and_a_registrar_no_registrar() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let people = form("nia@school.example", Role::Student);
        for scope in [&scene.teacher, &scene.student] {
            assert_eq!(invite(scope, &people).await.unwrap_err().answer(), Error::Forbidden);
            assert_eq!(list(scope).await.unwrap_err().answer(), Error::Forbidden);
        }
        db.run(
            sql!("update memberships set role = 'registrar' where school_id = $1 and user_id = $2"),
            args![scene.admin.school_id(), scene.student.user_id()],
        )
        .await
        .unwrap();
        let registrar = person(&scene.world, "alpha_student").await.enter("alpha").unwrap();
        for role in [Role::Registrar, Role::SchoolAdmin] {
            assert_eq!(invite(&registrar, &form("eve@school.example", role)).await.unwrap_err().answer(), Error::Beyond);
        }
        invite(&scene.admin, &form("head@school.example", Role::SchoolAdmin)).await.unwrap();
        invite(&registrar, &people).await.unwrap();
        let page = list(&registrar).await.unwrap();
        let linked: Vec<_> = page.cards.iter().filter(|card| !card.link.is_empty()).map(|card| card.role).collect();
        assert_eq!(linked, [Role::Student], "a link that opens the school is not handed to who could not give the role");
        let admins = page.cards.iter().find(|card| card.role == Role::SchoolAdmin).unwrap().id;
        assert_eq!(send_again(&registrar, admins).await.unwrap_err().answer(), Error::Beyond);
        assert_eq!(withdraw(&registrar, admins).await.unwrap_err().answer(), Error::Beyond);

        let foreign = InviteForm { class: other.class_id.to_string(), ..people.clone() };
        assert_eq!(invite(&scene.admin, &foreign).await.unwrap_err().answer(), Error::NotFound);
        for id in [admins, InvitationId::new()] {
            assert_eq!(send_again(&other.admin, id).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(withdraw(&other.admin, id).await.unwrap_err().answer(), Error::NotFound);
        }
        assert!(list(&other.admin).await.unwrap().cards.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_new_school_invites_few_and_one_that_nobody_answers_for_fewer() {
    each_db(async |db| {
        let mut scene = Scene::new(&db).await;
        scene.admin.request.world = mailing(&scene.world);
        let many = |name: &str, n: usize| {
            let people: Vec<_> = (0..n).map(|it| format!("{name}{it}@school.example")).collect();
            form(&people.join("\n"), Role::Student)
        };
        let refused = async |scope: &Scope, name: &str, n: usize| {
            invite(scope, &many(name, n)).await.unwrap_err().answer().problem_of("people")
        };
        assert_eq!(refused(&scene.admin, "a", 21).await, Some(Problem::InvitesUnproven(20)));
        assert!(open(&scene.admin).await.is_empty(), "all or nobody");
        invite(&scene.admin, &many("a", 20)).await.unwrap();
        assert_eq!(refused(&scene.admin, "b", 1).await, Some(Problem::InvitesUnproven(20)));
        invite(&scene.other().admin, &many("b", 1)).await.unwrap();

        let proven = sql!("update users set verified_at = 1 where id = $1");
        db.run(proven, args![scene.admin.user_id()]).await.unwrap();
        assert_eq!(refused(&scene.admin, "b", 31).await, Some(Problem::InvitesYoung(50)));
        invite(&scene.admin, &many("b", 30)).await.unwrap();
        assert_eq!(refused(&scene.admin, "c", 1).await, Some(Problem::InvitesYoung(50)));
        let later = Scene::at(&scene.admin, NOON.plus_days(8));
        invite(&later, &many("c", 60)).await.unwrap();
    })
    .await;
}
