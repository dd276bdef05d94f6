//! What a school does for those who cannot log in.

use std::sync::Arc;

use model::accounts::{LogInForm, ResetForm, Viewer};
use model::ids::UserId;
use model::people::{Change, HelpAct};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::naming::place;
use super::{again, answer, page};
use crate::accounts::{log_in, reset, sessions};
use crate::people::{self, log_in::help};
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person, request};
use crate::{Result, Scope, Visitor};

fn token(link: &str) -> String {
    link.rsplit('/').next().unwrap().to_owned()
}

async fn logs_in(scene: &Scene, name: &str, password: &str) -> Result<UserId> {
    let form = LogInForm { log_in: name.into(), password: password.into(), ..LogInForm::default() };
    log_in::log_in(&Visitor(request(&scene.world, NOON)), &form).await
}

/// How often the school's log says so of the member.
async fn noted(db: &Db, scope: &Scope, id: UserId, action: &str) -> i64 {
    let noted = sql!("select cast(count(*) as bigint) as n from audit where school_id = $1 and subject = $2 and action = $3");
    let (noted,): (i64,) = db.one(noted, args![scope.school_id(), id, action]).await.unwrap();
    noted
}

/// The mails to the first student, the newest first.
async fn mails(db: &Db) -> Vec<String> {
    let sent = sql!("select body from mails where recipient = 'alpha_student@lyceum.test' order by created_at desc, id desc");
    let sent: Vec<(String,)> = db.all(sent, args![]).await.unwrap();
    sent.into_iter().map(|(body,)| body).collect()
}

#[tokio::test]
async fn a_link_that_is_handed_over_works_once_replaces_the_last_one_and_proves_no_address() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let visitor = Visitor(request(&scene.world, NOON));
        let first = help(admin, id, HelpAct::HandOver).await.unwrap().unwrap();
        let second = help(admin, id, HelpAct::HandOver).await.unwrap().unwrap();
        assert!(second.starts_with("https://lyceum.test/reset/"), "{second}");
        assert!(!reset::is_open(&visitor, &token(&first)).await.unwrap(), "the earlier one stops working");
        assert!(reset::is_open(&visitor, &token(&second)).await.unwrap());
        assert_eq!(noted(&db, admin, id, "member.link_made").await, 1, "once for a double click");
        let told = mails(&db).await;
        assert_eq!(told.iter().filter(|body| body.contains("has made a link")).count(), 1, "{told:?}");
        assert!(told[0].contains(&admin.me.name) && !told.iter().any(|body| body.contains("/reset/")), "{told:?}");
        let leaked = sql!("select cast(count(*) as bigint) as n from audit where detail like '%' || cast($1 as text) || '%'");
        let (leaked,): (i64,) = db.one(leaked, args![token(&second)]).await.unwrap();
        assert_eq!(leaked, 0);

        let form = ResetForm { token: token(&second), password: "another battery".into() };
        assert_eq!(reset::reset(&visitor, &form).await.unwrap(), id);
        assert!(mails(&db).await[0].contains("was changed a moment ago"));
        assert_eq!(logs_in(&scene, "alpha_student", "another battery").await.unwrap(), id);
        assert!(!person(&scene.world, "alpha_student").await.me.verified, "nobody has read a mail");
        assert!(!reset::is_open(&visitor, &token(&second)).await.unwrap());
        let history = page(admin, id).await.history.unwrap();
        assert!(history.iter().any(|line| line.action == "member.link_made" && line.by.as_deref() == Some(&*admin.me.name)));
    })
    .await;
}

#[tokio::test]
async fn a_link_that_was_handed_over_opens_nothing_more_than_it_was_made_for() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let visitor = Visitor(request(&scene.world, NOON));
        let link = help(admin, id, HelpAct::HandOver).await.unwrap().unwrap();
        let mailed = reset::make_for(&mut admin.begin().await.unwrap(), admin, id, None).await.unwrap();
        assert!(!mailed.contains('~'), "{mailed}");
        let grant = sql!("update memberships set granted = $3 where school_id = $1 and user_id = $2");
        let granted = async |what: &str| db.run(grant, args![admin.school_id(), id, what]).await.unwrap();
        granted("members.manage").await;
        assert!(!reset::is_open(&visitor, &token(&link)).await.unwrap(), "they may do more now");
        let form = ResetForm { token: token(&link), password: "another battery".into() };
        assert_eq!(answer(reset::reset(&visitor, &form).await), Error::form(Problem::LinkExpired));
        granted("").await;
        assert_eq!(reset::reset(&visitor, &form).await.unwrap(), id, "just what it was made for");
    })
    .await;
}

#[tokio::test]
async fn a_link_by_mail_goes_to_the_person_alone_in_their_language_and_proves_their_address() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        db.run(sql!("update users set locale = 'ar' where id = $1"), args![id]).await.unwrap();
        for _ in 0..2 {
            assert_eq!(help(admin, id, HelpAct::Mail).await.unwrap(), None, "the school does not see it");
        }
        let sent: Vec<String> = mails(&db).await.into_iter().filter(|body| body.contains("/reset/")).collect();
        assert_eq!(sent.len(), 1, "once for a double click: {sent:?}");
        assert!(sent[0].contains("يرسل إليك") && sent[0].contains(&admin.me.name), "{}", sent[0]);
        assert_eq!(noted(&db, admin, id, "member.link_sent").await, 1);
        let link = sent[0].lines().find(|line| line.contains("/reset/")).unwrap();
        let form = ResetForm { token: token(link), password: "another battery".into() };
        reset::reset(&Visitor(request(&scene.world, NOON)), &form).await.unwrap();
        assert!(person(&scene.world, "alpha_student").await.me.verified);

        let mut refused = None;
        for n in 1..7 {
            let later = Scene::at(admin, NOON.plus_minutes(2 * n));
            if let Err(error) = help(&later, id, HelpAct::Mail).await {
                refused = Some(error.answer());
                break;
            }
        }
        assert_eq!(refused, Some(Error::TooMany(3600)), "nobody's box is filled");
    })
    .await;
}

#[tokio::test]
async fn sessions_and_the_wait_of_a_member_end_once() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        assert_eq!(page(admin, id).await.log_in.unwrap().waits_until, None);
        for _ in 0..5 {
            logs_in(&scene, "alpha_student", "wrong password").await.unwrap_err();
        }
        assert_eq!(answer(logs_in(&scene, "alpha_student", "correct horse").await), Error::TooMany(12));
        let until = page(admin, id).await.log_in.unwrap().waits_until.unwrap();
        assert_eq!(until.at, NOON.plus_seconds(12));
        let later = Scene::at(admin, NOON.plus_seconds(12));
        assert_eq!(page(&later, id).await.log_in.unwrap().waits_until, None);
        for _ in 0..2 {
            assert_eq!(help(admin, id, HelpAct::EndWait).await.unwrap(), None);
        }
        logs_in(&scene, "alpha_student", "correct horse").await.unwrap();

        let (open, other) = (person(&scene.world, "alpha_student").await, person(&scene.world, "alpha_student2").await);
        for _ in 0..2 {
            assert_eq!(help(admin, id, HelpAct::LogOut).await.unwrap(), None);
        }
        assert!(sessions::load(&open, &open.session).await.unwrap().is_none());
        assert!(sessions::load(&other, &other.session).await.unwrap().is_some(), "nobody else's");
        for action in ["member.wait_ended", "member.logged_out"] {
            assert_eq!(noted(&db, admin, id, action).await, 1, "{action}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_is_helped_by_those_who_may_not_change_them() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let [admin, teacher, student, student2] = [&scene.admin, &scene.teacher, &scene.student, &scene.student2];
        people::change_one(admin, teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
        people::change_one(admin, student2.user_id(), Change::Role(Role::Teacher)).await.unwrap();
        let office = &again(&scene.world, teacher).await.unwrap();
        let offers = async |by: &Scope, id: UserId| page(by, id).await.log_in.map(|it| (it.hands_over, it.alone));
        assert_eq!(offers(office, student.user_id()).await, Some((true, true)));
        assert_eq!(offers(office, student2.user_id()).await, Some((false, true)), "a teacher may do more than the office");
        assert_eq!(offers(admin, student2.user_id()).await, Some((true, true)));
        for own in [(office, teacher), (office, admin), (admin, admin)] {
            assert_eq!(offers(own.0, own.1.user_id()).await, None);
        }
        for act in HelpAct::ALL {
            let refused = async |by: &Scope, id: UserId| answer(help(by, id, *act).await);
            assert_eq!(refused(office, admin.user_id()).await, Error::Beyond, "{act}");
            assert_eq!(refused(office, office.user_id()).await, Error::Beyond, "{act}");
            assert_eq!(refused(admin, admin.user_id()).await, Error::Forbidden, "{act}");
            assert_eq!(refused(student, student2.user_id()).await, Error::Forbidden, "{act}");
            assert_eq!(refused(&scene.other().admin, student.user_id()).await, Error::NotFound, "{act}");
            let mut looking = admin.clone();
            Arc::make_mut(&mut looking.me).viewer = Some(Viewer { user_id: office.user_id(), name: office.me.name.clone() });
            assert_eq!(refused(&looking, student.user_id()).await, Error::Viewing, "{act}");
        }
        assert_eq!(answer(help(office, student2.user_id(), HelpAct::HandOver).await), Error::Beyond);
        assert_eq!(help(office, student2.user_id(), HelpAct::Mail).await.unwrap(), None);

        // Who is suspended is not let in by a link.
        people::change_one(admin, student.user_id(), Change::Suspend).await.unwrap();
        assert_eq!(page(admin, student.user_id()).await.log_in, None);
        assert_eq!(answer(help(admin, student.user_id(), HelpAct::Mail).await), Error::Forbidden);
        people::change_one(admin, student.user_id(), Change::Reinstate).await.unwrap();
        db.run(sql!("update users set status = 'suspended' where id = $1"), args![student.user_id()]).await.unwrap();
        assert_eq!(page(admin, student.user_id()).await.log_in, None);
        assert_eq!(answer(help(admin, student.user_id(), HelpAct::Mail).await), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_opens_more_than_the_school_is_sent_a_mail_and_nothing_else() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, there, id) = (&scene.admin, &scene.other().admin, scene.student.user_id());
        let offers = async || page(admin, id).await.log_in.map(|it| (it.hands_over, it.alone));
        let only_mail = Some((false, false));
        place(&db, there, id).await;
        assert_eq!(offers().await, only_mail);
        for act in [HelpAct::HandOver, HelpAct::LogOut, HelpAct::EndWait] {
            assert_eq!(answer(help(admin, id, act).await), Error::Beyond, "{act}");
        }
        assert_eq!(help(admin, id, HelpAct::Mail).await.unwrap(), None);

        let end = sql!("update memberships set status = 'ended', ended_at = 1 where school_id = $1 and user_id = $2");
        db.run(end, args![there.school_id(), id]).await.unwrap();
        assert_eq!(offers().await, Some((true, true)), "what has ended opens nothing");
        let link = sql!(
            "insert into guardians (school_id, parent_id, child_id, relation, occupation, timetable, attendance, performance,
                                    fees, contact_teachers, created_by, created_at)
             values ($1, $2, $3, 'mother', '', true, true, true, true, true, $4, 1)"
        );
        let child = scene.other().student.user_id();
        db.run(link, args![there.school_id(), id, child, there.user_id()]).await.unwrap();
        assert_eq!(offers().await, only_mail, "but a child does");
        let unlink = sql!("delete from guardians where school_id = $1 and parent_id = $2");
        db.run(unlink, args![there.school_id(), id]).await.unwrap();
        assert_eq!(offers().await, Some((true, true)));
        db.run(sql!("update users set platform_role = 'super_admin' where id = $1"), args![id]).await.unwrap();
        assert_eq!(offers().await, only_mail, "and so does the platform");
        assert_eq!(answer(help(admin, id, HelpAct::HandOver).await), Error::Beyond);
    })
    .await;
}
