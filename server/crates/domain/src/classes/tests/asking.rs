//! Codes that ask first: who waits, who lets in, and what the waiting see.

use std::sync::Arc;

use model::accounts::{ForgotForm, JoinForm, ResetForm};
use model::classes::{ClassFilter, ClassForm, ClassRole, CodeKind, CodeSettingsForm, Joining, RequestStatus};
use model::ids::UserId;
use model::{At, Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use crate::accounts::register::{self, Registered};
use crate::accounts::{reset, verify};
use crate::classes::{self, codes, requests};
use crate::testing::{NOON, Scene, account, person, request};
use crate::{System, Visitor, dashboards, jobs};

async fn ask_first(scene: &Scene, kind: CodeKind) {
    let form =
        CodeSettingsForm { code: format!("ASK{}", kind.text()[..4].to_uppercase()), ask_first: true, ..Default::default() };
    codes::set(&scene.teacher, scene.class_id, kind, &form).await.unwrap();
}

async fn register_waiting(scene: &Scene, username: &str) -> UserId {
    let form = JoinForm { code: "ASKSTUD".into(), account: account(username) };
    match register::join(&Visitor(request(&scene.world, NOON)), &form).await.unwrap() {
        Registered::Waits { user } => user,
        other => panic!("{other:?}"),
    }
}

async fn written(db: &Db, scene: &Scene, action: &str) -> i64 {
    let sql = sql!("select cast(count(*) as bigint) as n from audit where school_id = $1 and action = $2");
    let (count,): (i64,) = db.one(sql, args![scene.admin.school_id(), action]).await.unwrap();
    count
}

async fn register_with(scene: &Scene, username: &str, code: &str) {
    let form = JoinForm { code: code.into(), account: account(username) };
    let registered = register::join(&Visitor(request(&scene.world, NOON)), &form).await.unwrap();
    assert!(matches!(registered, Registered::Waits { .. }), "{registered:?}");
}

/// Clicks the link in the mail of the registration, twice.
async fn prove(scene: &Scene, username: &str) {
    let sql = sql!("select body from mails where recipient = $1 and body like '%/verify/%' order by id desc limit 1");
    let (body,): (String,) = scene.world.db.one(sql, args![format!("{username}@lyceum.test")]).await.unwrap();
    let token = body.lines().find_map(|line| line.split_once("/verify/")).unwrap().1;
    for _ in 0..2 {
        verify::by_link(&Visitor(request(&scene.world, NOON)), token).await.unwrap();
    }
}

async fn role_of(scene: &Scene, username: &str) -> Option<Role> {
    person(&scene.world, username).await.enter("alpha").ok().map(|scope| scope.role())
}

#[tokio::test]
async fn who_asks_waits_and_sees_nothing_of_the_school_until_they_are_let_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        ask_first(&scene, CodeKind::Student).await;
        let user = register_waiting(&scene, "nia").await;
        let nia = person(&scene.world, "nia").await;
        assert_eq!(nia.enter("alpha").unwrap_err().answer(), Error::NotFound);
        assert_eq!(nia.me.home(None), "/schools");
        let own = requests::own(&nia).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!((own[0].class.as_str(), own[0].status), ("First class", RequestStatus::Waiting));
        let again = codes::join(&nia, "ASKSTUD").await.unwrap();
        assert_eq!((again.answer, again.path.as_str()), (Joining::Waiting, "/schools"));
        assert!(codes::look_at_as(&nia, "ASKSTUD").await.unwrap().door.unwrap().asked);

        classes::create(&scene.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let wanted = ClassFilter { asking: true, ..ClassFilter::default() };
        for scope in [&scene.teacher, &scene.admin] {
            let page = classes::show(scope, scene.class_id).await.unwrap();
            let asked: Vec<_> = page.requests.iter().map(|it| (it.username.as_str(), it.email.as_str(), it.role)).collect();
            assert_eq!(asked, [("nia", "nia@lyceum.test", ClassRole::Student)]);
            assert!(page.people.iter().all(|it| it.username != "nia"));
            assert_eq!(classes::list(scope, &ClassFilter::default()).await.unwrap().classes[0].asking, 1);
            let asked = classes::list(scope, &wanted).await.unwrap();
            assert_eq!((asked.total, asked.classes[0].id), (1, scene.class_id));
        }
        assert_eq!(classes::list(&scene.other().admin, &wanted).await.unwrap().total, 0);
        let own = classes::list(&scene.student, &wanted).await.unwrap();
        assert_eq!(own.total, 1, "who lets nobody in has their own classes");
        assert!(classes::show(&scene.student, scene.class_id).await.unwrap().requests.is_empty());
        assert_eq!(classes::list(&scene.student, &ClassFilter::default()).await.unwrap().classes[0].asking, 0);
        let model::dashboards::Board::Teacher(board) = dashboards::show(&scene.teacher).await.unwrap().board else { panic!() };
        assert_eq!(board.asking.iter().map(|it| it.people).collect::<Vec<_>>(), [1]);
        let model::dashboards::Board::School(board) = dashboards::show(&scene.admin).await.unwrap().board else { panic!() };
        assert_eq!(board.figures.asking, 1);

        let admit = async || requests::decide(&scene.teacher, scene.class_id, &[user], &[], true).await;
        let (first, second) = tokio::join!(admit(), admit());
        first.unwrap();
        second.unwrap();
        assert_eq!(written(&db, &scene, "class.admitted").await, 1);
        requests::decide(&scene.teacher, scene.class_id, &[user], &[], false).await.unwrap();
        assert_eq!(written(&db, &scene, "class.declined").await, 0, "who is in is not declined");
        let inside = person(&scene.world, "nia").await.enter("alpha").unwrap();
        assert_eq!(inside.role(), Role::Student);
        assert!(classes::show(&inside, scene.class_id).await.unwrap().people.iter().any(|it| it.username == "nia"));
        assert_eq!(crate::courses::show(&inside, scene.course_id).await.map(|_| ()).map_err(|it| it.answer()), Ok(()));
        assert!(requests::own(&nia).await.unwrap().is_empty());
        assert_eq!(classes::list(&scene.admin, &wanted).await.unwrap().total, 0, "nobody waits any more");
    })
    .await;
}

#[tokio::test]
async fn who_waits_reads_the_hour_of_the_school_or_of_the_zone_they_chose() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let move_it = sql!("update schools set time_zone = 'Asia/Kolkata' where id = $1");
        db.run(move_it, args![scene.admin.school_id()]).await.unwrap();
        ask_first(&scene, CodeKind::Student).await;
        register_waiting(&scene, "nia").await;
        let mut nia = person(&scene.world, "nia").await;
        let asked = requests::own(&nia).await.unwrap().remove(0).asked;
        assert_eq!((asked.at, asked.local.as_str()), (NOON, "Fri 27 Nov 2026, 17:30"));
        Arc::make_mut(&mut nia.me).time_zone = "Asia/Tokyo".into();
        assert_eq!(requests::own(&nia).await.unwrap()[0].asked.local, "Fri 27 Nov 2026, 21:00");
    })
    .await;
}

#[tokio::test]
async fn those_who_do_not_manage_the_class_let_nobody_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        ask_first(&scene, CodeKind::Student).await;
        let user = register_waiting(&scene, "nia").await;
        let other = scene.other();
        for (scope, answer) in
            [(&scene.student, Error::Forbidden), (&other.admin, Error::NotFound), (&other.teacher, Error::NotFound)]
        {
            for admit in [true, false] {
                let refused = requests::decide(scope, scene.class_id, &[user], &[], admit).await.unwrap_err().answer();
                assert_eq!(refused, answer);
            }
        }
        for stranger in [scene.student.user_id(), other.student.user_id(), UserId::new()] {
            let refused =
                requests::decide(&scene.teacher, scene.class_id, &[user, stranger], &[], true).await.unwrap_err().answer();
            assert_eq!(refused, Error::NotFound, "and nobody else is let in with them");
        }
        assert_eq!(written(&db, &scene, "class.admitted").await, 0);
    })
    .await;
}

#[tokio::test]
async fn who_is_declined_is_told_kindly_and_may_ask_again() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        ask_first(&scene, CodeKind::Student).await;
        let users = [register_waiting(&scene, "nia").await, register_waiting(&scene, "obi").await];
        requests::decide(&scene.admin, scene.class_id, &users, &[], false).await.unwrap();
        assert_eq!(written(&db, &scene, "class.declined").await, 2);
        let mail: (String, String) = db
            .one(sql!("select subject, body from mails where recipient = $1 order by id desc limit 1"), args!["nia@lyceum.test"])
            .await
            .unwrap();
        assert!(mail.0 == "About First class" && mail.1.contains("could not let you in this time"), "{mail:?}");
        let nia = person(&scene.world, "nia").await;
        assert_eq!(requests::own(&nia).await.unwrap()[0].status, RequestStatus::Declined);
        assert_eq!(nia.enter("alpha").unwrap_err().answer(), Error::NotFound);
        let (status,): (String,) = db
            .one(
                sql!("select status from memberships where school_id = $1 and user_id = $2"),
                args![scene.admin.school_id(), users[0]],
            )
            .await
            .unwrap();
        assert_eq!(status, "ended");
        assert_eq!(codes::join(&nia, "ASKSTUD").await.unwrap().answer, Joining::Waiting);
        requests::decide(&scene.teacher, scene.class_id, &users[..1], &[], true).await.unwrap();
        assert!(person(&scene.world, "nia").await.enter("alpha").is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_member_who_asks_for_a_further_class_stays_a_member() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let second = classes::create(&scene.admin, &ClassForm { name: "Second".into() }).await.unwrap();
        let form = CodeSettingsForm { code: "SECOND".into(), ask_first: true, ..Default::default() };
        codes::set(&scene.admin, second, CodeKind::Student, &form).await.unwrap();
        let student = person(&scene.world, "alpha_student").await;
        assert_eq!(codes::join(&student, "SECOND").await.unwrap().answer, Joining::Waiting);
        requests::decide(&scene.admin, second, &[scene.student.user_id()], &[], false).await.unwrap();
        assert_eq!(person(&scene.world, "alpha_student").await.enter("alpha").unwrap().role(), Role::Student);
    })
    .await;
}

#[tokio::test]
async fn a_suspended_place_is_not_given_back_by_a_code() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let suspend =
            sql!("update memberships set status = 'ended', ended_at = 1, suspended_at = 1 where school_id = $1 and user_id = $2");
        db.run(suspend, args![scene.admin.school_id(), scene.student.user_id()]).await.unwrap();
        let student = person(&scene.world, "alpha_student").await;
        let code = classes::show(&scene.teacher, scene.class_id).await.unwrap().codes[0].code.clone();
        let suspended = Error::form(Problem::PlaceSuspended);
        assert_eq!(codes::join(&student, &code).await.unwrap_err().answer(), suspended);
        ask_first(&scene, CodeKind::Student).await;
        assert_eq!(codes::join(&student, "ASKSTUD").await.unwrap_err().answer(), suspended);
        assert!(requests::own(&student).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_waiting_are_not_swept_and_who_was_declined_long_ago_is() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        ask_first(&scene, CodeKind::Student).await;
        let (_, declined) = (register_waiting(&scene, "nia").await, register_waiting(&scene, "obi").await);
        requests::decide(&scene.teacher, scene.class_id, &[declined], &[], false).await.unwrap();
        let there = async || {
            let sql = sql!("select username from users where username in ('nia', 'obi') order by username");
            let rows: Vec<(String,)> = db.all(sql, args![]).await.unwrap();
            rows.into_iter().map(|(name,)| name).collect::<Vec<_>>()
        };
        jobs::sweep(&System(request(&scene.world, NOON.plus_hours(23)))).await.unwrap();
        assert_eq!(there().await, ["nia", "obi"]);
        jobs::sweep(&System(request(&scene.world, NOON.plus_hours(25)))).await.unwrap();
        assert_eq!(there().await, ["nia"], "session of neither stands, but one waits");
        jobs::sweep(&System(request(&scene.world, NOON.plus_days(30)))).await.unwrap();
        assert_eq!(there().await, ["nia"]);
    })
    .await;
}

#[tokio::test]
async fn who_had_left_before_they_asked_again_and_were_declined_left_then() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        ask_first(&scene, CodeKind::Student).await;
        let back = person(&scene.world, "beta_student").await;
        let (school, user) = (scene.teacher.school_id(), back.me.user_id);
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at, ended_at)
             values ($1, $2, 'student', 'ended', 1, 2)"
        );
        db.run(place, args![school, user]).await.unwrap();
        assert_eq!(codes::join(&back, "ASKSTUD").await.unwrap().answer, Joining::Waiting);
        requests::decide(&scene.teacher, scene.class_id, &[user], &[], false).await.unwrap();
        let left = sql!("select ended_at from memberships where school_id = $1 and user_id = $2 and status = 'ended'");
        let (left,): (At,) = db.one(left, args![school, user]).await.unwrap();
        assert_eq!(left, At(2));
    })
    .await;
}

#[tokio::test]
async fn a_code_for_one_mail_domain_lets_in_who_has_proven_the_address_unless_it_asks_first() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let set = async |ask_first: bool| {
            let form = CodeSettingsForm {
                code: "ASKSTUD".into(),
                mail_domain: "lyceum.test".into(),
                ask_first,
                ..CodeSettingsForm::default()
            };
            codes::set(&scene.teacher, scene.class_id, CodeKind::Student, &form).await.unwrap();
        };
        let sight = async || {
            let sight = codes::look_at(&visitor, "ASKSTUD").await.unwrap();
            (sight.answer, sight.door.unwrap().ask_first)
        };
        set(false).await;
        assert_eq!(sight().await, (Joining::Waiting, false), "what is said is what comes");
        register_waiting(&scene, "nia").await;
        assert_eq!(person(&scene.world, "nia").await.enter("alpha").unwrap_err().answer(), Error::NotFound);
        prove(&scene, "nia").await;
        let nia = person(&scene.world, "nia").await;
        assert_eq!(nia.enter("alpha").unwrap().role(), Role::Student);
        assert!(requests::own(&nia).await.unwrap().is_empty());
        assert_eq!(written(&db, &scene, "class.admitted").await, 1);
        let (body,): (String,) = db
            .one(sql!("select body from mails where recipient = $1 order by id desc limit 1"), args!["nia@lyceum.test"])
            .await
            .unwrap();
        assert!(body.contains(&format!("/s/alpha/classes/{}", scene.class_id)), "{body}");

        // Who has proven it already is in at once, and is told so.
        let stranger = person(&scene.world, "beta_teacher").await;
        assert_eq!(codes::look_at_as(&stranger, "ASKSTUD").await.unwrap().answer, Joining::Waiting);
        prove(&scene, "beta_teacher").await;
        let stranger = person(&scene.world, "beta_teacher").await;
        assert_eq!(codes::look_at_as(&stranger, "ASKSTUD").await.unwrap().answer, Joining::Joined);
        assert_eq!(codes::join(&stranger, "ASKSTUD").await.unwrap().answer, Joining::Joined);

        set(true).await;
        assert_eq!(sight().await, (Joining::Waiting, true));
        register_waiting(&scene, "obi").await;
        prove(&scene, "obi").await;
        assert_eq!(person(&scene.world, "obi").await.enter("alpha").unwrap_err().answer(), Error::NotFound);
        assert_eq!(written(&db, &scene, "class.admitted").await, 1, "the people of the class let in");
    })
    .await;
}

#[tokio::test]
async fn who_waits_for_proof_comes_in_by_the_code_they_came_with_and_by_no_other() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let set = async |code: &str, ask_first: bool| {
            let form = CodeSettingsForm { code: code.into(), mail_domain: "lyceum.test".into(), ask_first, ..Default::default() };
            codes::set(&scene.admin, scene.class_id, CodeKind::Lecturer, &form).await.unwrap();
        };
        // The code they had is another's to know too: it was replaced.
        set("ASKLECT", false).await;
        register_with(&scene, "nia", "ASKLECT").await;
        set("NEWLECT", false).await;
        prove(&scene, "nia").await;
        assert_eq!(role_of(&scene, "nia").await, None);

        // It asked first when they came, and would not now.
        set("NEWLECT", true).await;
        for username in ["obi", "uma"] {
            register_with(&scene, username, "NEWLECT").await;
        }
        set("NEWLECT", false).await;
        prove(&scene, "obi").await;
        assert_eq!(role_of(&scene, "obi").await, None);
        assert_eq!(written(&db, &scene, "class.admitted").await, 0);

        // Who comes with the code as it is now waits for the proof alone.
        for _ in 0..2 {
            let uma = person(&scene.world, "uma").await;
            assert_eq!(codes::join(&uma, "NEWLECT").await.unwrap().answer, Joining::Waiting);
        }
        assert_eq!(written(&db, &scene, "class.asked").await, 1, "once for a double click");
        prove(&scene, "uma").await;
        assert_eq!(role_of(&scene, "uma").await, Some(Role::Teacher));
        assert_eq!(written(&db, &scene, "class.admitted").await, 1);
        for username in ["nia", "obi"] {
            let proven = person(&scene.world, username).await;
            assert_eq!(codes::join(&proven, "NEWLECT").await.unwrap().answer, Joining::Joined);
        }
    })
    .await;
}

#[tokio::test]
async fn a_further_click_on_the_proof_lets_in_who_was_not_let_in_by_the_first_and_a_new_password_does_not() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let form = CodeSettingsForm { code: "ASKSTUD".into(), mail_domain: "lyceum.test".into(), ..Default::default() };
        codes::set(&scene.teacher, scene.class_id, CodeKind::Student, &form).await.unwrap();
        register_with(&scene, "nia", "ASKSTUD").await;
        codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, true).await.unwrap();
        prove(&scene, "nia").await;
        assert_eq!(role_of(&scene, "nia").await, None, "a closed code lets nobody in");
        codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, false).await.unwrap();

        reset::ask(&visitor, &ForgotForm { email: "nia@lyceum.test".into() }).await.unwrap();
        let sql = sql!("select body from mails where recipient = $1 and body like '%/reset/%' order by id desc limit 1");
        let (body,): (String,) = db.one(sql, args!["nia@lyceum.test"]).await.unwrap();
        let token = body.lines().find_map(|line| line.split_once("/reset/")).unwrap().1;
        reset::reset(&visitor, &ResetForm { token: token.into(), password: "another battery".into() }).await.unwrap();
        assert_eq!(role_of(&scene, "nia").await, None, "the address was proven before");
        prove(&scene, "nia").await;
        assert_eq!(role_of(&scene, "nia").await, Some(Role::Student));
    })
    .await;
}

#[tokio::test]
async fn the_photo_of_who_asks_is_seen_once_they_are_of_the_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        ask_first(&scene, CodeKind::Student).await;
        let user = register_waiting(&scene, "nia").await;
        db.run(sql!("update users set photo = 'abc' where id = $1"), args![user]).await.unwrap();
        let asked = async || {
            let requests = classes::show(&scene.teacher, scene.class_id).await.unwrap().requests;
            requests.into_iter().map(|it| (it.username, it.email, it.photo)).collect::<Vec<_>>()
        };
        let row = |photo: &str| vec![("nia".to_owned(), "nia@lyceum.test".to_owned(), photo.to_owned())];
        assert_eq!(asked().await, row(""), "a photo is for those who share a school");
        let enter = sql!("update memberships set status = 'active' where school_id = $1 and user_id = $2");
        db.run(enter, args![scene.admin.school_id(), user]).await.unwrap();
        assert_eq!(asked().await, row("abc"));
    })
    .await;
}
