mod contexts;
mod devices;
mod ending;
mod own;
mod proving;
mod waiting;

use model::accounts::{AccountForm, ForgotForm, FoundForm, JoinForm, LogInForm, ResetForm};
use model::chat::MessageForm;
use model::classes::CodeKind;
use model::ids::MessageId;
use model::schools::SchoolForm;
use model::{Error, PlatformRole, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use crate::accounts::register::{self, Registered};
use crate::accounts::{is_first_run, log_in, reset, sessions, verify};
use crate::testing::{NOON, Scene, account, person, request, world};
use crate::{System, Visitor, World, chat, classes, jobs, schools};

async fn last_mail(world: &World) -> (String, String) {
    world.db.one(sql!("select recipient, body from mails order by created_at desc, id desc limit 1"), args![]).await.unwrap()
}

async fn count(world: &World, sql: store::Sql) -> i64 {
    let (count,): (i64,) = world.db.one(sql, args![]).await.unwrap();
    count
}

fn code_in(mail: &str) -> String {
    mail.lines().find_map(|line| line.strip_prefix("your code is ")).unwrap().into()
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

fn token_in(mail: &str, page: &str) -> String {
    mail.lines().find_map(|line| line.split_once(page)).unwrap().1.to_owned()
}

fn found_form(username: &str, slug: &str) -> FoundForm {
    let school = SchoolForm {
        name: format!("School {slug}"),
        slug: slug.into(),
        time_zone: "Europe/Berlin".into(),
        ..SchoolForm::default()
    };
    FoundForm { account: account(username), school }
}

fn log_in_form(log_in: &str, password: &str) -> LogInForm {
    LogInForm { log_in: log_in.into(), password: password.into(), ..LogInForm::default() }
}

#[tokio::test]
async fn the_first_founder_runs_the_platform_and_the_second_only_a_school() {
    each_db(async |db| {
        let world = world(&db);
        let visitor = Visitor(request(&world, NOON));
        assert!(is_first_run(&visitor).await.unwrap());
        register::found(&visitor, &found_form("ada", "one")).await.unwrap();
        assert!(!is_first_run(&visitor).await.unwrap());
        register::found(&visitor, &found_form("bea", "two")).await.unwrap();
        let (ada, bea) = (person(&world, "ada").await, person(&world, "bea").await);
        assert_eq!((ada.me.platform_role, bea.me.platform_role), (PlatformRole::SuperAdmin, PlatformRole::SchoolAdmin));
        assert_eq!(ada.enter("one").unwrap().role(), Role::SchoolAdmin);
        assert_eq!(ada.enter("two").unwrap_err().answer(), Error::NotFound, "the platform's admin is no member of every school");
    })
    .await;
}

#[tokio::test]
async fn a_founding_that_fails_leaves_nothing_behind() {
    each_db(async |db| {
        let world = world(&db);
        let visitor = Visitor(request(&world, NOON));
        register::found(&visitor, &found_form("ada", "one")).await.unwrap();
        let clash = register::found(&visitor, &found_form("bea", "one")).await.unwrap_err().answer();
        assert_eq!(clash.problem_of("school[slug]"), Some(Problem::Taken));
        let (users,): (i64,) = db.one(sql!("select cast(count(*) as bigint) as n from users"), args![]).await.unwrap();
        assert_eq!(users, 1);
        let zone = FoundForm {
            school: SchoolForm { time_zone: "Mars/Base".into(), ..found_form("x", "mars").school },
            ..found_form("cleo", "mars")
        };
        assert_eq!(
            register::found(&visitor, &zone).await.unwrap_err().answer().problem_of("school[time_zone]"),
            Some(Problem::NotATimeZone)
        );
    })
    .await;
}

#[tokio::test]
async fn a_school_founded_twice_by_a_double_click_is_one_and_another_persons_clash_is_said() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = SchoolForm { name: "Gamma".into(), slug: "gamma".into(), time_zone: "UTC".into(), ..SchoolForm::default() };
        let founder = person(&scene.world, "alpha_teacher").await;
        for _ in 0..2 {
            assert_eq!(schools::found(&founder, &form).await.unwrap(), "gamma");
        }
        let other = person(&scene.world, "beta_teacher").await;
        let clash = schools::found(&other, &form).await.unwrap_err().answer();
        assert_eq!(clash.problem_of("slug"), Some(Problem::Taken));
    })
    .await;
}

#[tokio::test]
async fn a_school_without_an_address_gets_a_free_one_made_from_its_name() {
    each_db(async |db| {
        let world = world(&db);
        let visitor = Visitor(request(&world, NOON));
        let nameless = |username: &str, name: &str| {
            let school =
                SchoolForm { name: name.into(), slug: String::new(), time_zone: "Africa/Accra".into(), ..SchoolForm::default() };
            FoundForm { account: account(username), school }
        };
        let path = async |form: &FoundForm| match register::found(&visitor, form).await.unwrap() {
            Registered::In { path, .. } => path,
            other => panic!("{other:?}"),
        };
        let first = nameless("ada", "St. Mary's School");
        assert_eq!(path(&first).await, "/s/st-marys-school");
        assert_eq!(path(&first).await, "/s/st-marys-school", "a double click");
        assert_eq!(path(&nameless("bea", "St Marys School")).await, "/s/st-marys-school-2");
        assert_eq!(path(&nameless("cleo", "مدرسة")).await, "/s/school");
        // Who registers with the account they have founds with that one.
        assert_eq!(path(&nameless("ada", "École d'Ada")).await, "/s/ecole-dada");
        let ada = person(&world, "ada").await;
        assert_eq!(ada.me.places.len(), 2);
        let own =
            |name: &str| SchoolForm { name: name.into(), slug: String::new(), time_zone: "UTC".into(), ..SchoolForm::default() };
        assert_eq!(schools::found(&ada, &own("Login")).await.unwrap(), "login-school");
        assert_eq!(schools::found(&ada, &own("Login")).await.unwrap(), "login-school");
        let taken = schools::found(&person(&world, "bea").await, &own("LOGIN")).await.unwrap_err().answer();
        assert_eq!(taken.problem_of("name"), Some(Problem::Taken));
        let zone = SchoolForm { time_zone: "Mars/Base".into(), ..own("Mars") };
        let zone = schools::found(&ada, &zone).await.unwrap_err().answer();
        assert_eq!(zone.problem_of("time_zone"), Some(Problem::NotATimeZone));
    })
    .await;
}

#[tokio::test]
async fn a_taken_username_is_said_and_a_taken_email_is_told_only_to_its_owner() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let code = classes::show(&scene.admin, scene.class_id).await.unwrap().codes.remove(0).code;
        let same_name =
            JoinForm { code: code.clone(), account: AccountForm { email: "new@lyceum.test".into(), ..account("alpha_student") } };
        assert_eq!(
            register::join(&visitor, &same_name).await.unwrap_err().answer().problem_of("account[username]"),
            Some(Problem::Taken)
        );
        let same_mail =
            JoinForm { code, account: AccountForm { email: "ALPHA_student@lyceum.test".into(), ..account("brand_new") } };
        assert_eq!(register::join(&visitor, &same_mail).await.unwrap(), Registered::Mailed);
        let (to, body) = last_mail(&scene.world).await;
        assert_eq!(to, "alpha_student@lyceum.test");
        assert!(body.contains("has an account already"), "{body}");
    })
    .await;
}

#[tokio::test]
async fn log_in_takes_username_or_email_and_waits_longer_after_each_wrong_password() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        for name in ["alpha_student", "ALPHA_STUDENT", "alpha_student@lyceum.test"] {
            assert_eq!(log_in::log_in(&visitor, &log_in_form(name, "correct horse")).await.unwrap(), scene.student.user_id());
        }
        let wrong = log_in_form("alpha_student", "wrong password");
        let nobody = log_in_form("nobody_here", "wrong password");
        for form in [&wrong, &nobody] {
            for _ in 0..5 {
                assert_eq!(log_in::log_in(&visitor, form).await.unwrap_err().answer(), Error::form(Problem::WrongLogIn));
            }
            assert_eq!(log_in::log_in(&visitor, form).await.unwrap_err().answer(), Error::TooMany(12));
        }
        // It is the account that waits, by whichever name: five tries in all.
        let by_mail = log_in_form("Alpha_Student@lyceum.test", "wrong password");
        assert_eq!(log_in::log_in(&visitor, &by_mail).await.unwrap_err().answer(), Error::TooMany(12));
        let neighbour = log_in_form("alpha_student2", "wrong password");
        assert_eq!(log_in::log_in(&visitor, &neighbour).await.unwrap_err().answer(), Error::form(Problem::WrongLogIn));
        // Even the right password waits, and then works.
        let right = log_in_form("alpha_student", "correct horse");
        assert_eq!(log_in::log_in(&visitor, &right).await.unwrap_err().answer(), Error::TooMany(12));
        let later = Visitor(request(&scene.world, NOON.plus_seconds(13)));
        assert!(log_in::log_in(&later, &right).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_suspended_person_neither_logs_in_nor_keeps_a_session() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let alive = person(&scene.world, "alpha_student").await;
        db.run(sql!("update users set status = 'suspended' where username_key = 'alpha_student'"), args![]).await.unwrap();
        assert!(sessions::load(&alive, &alive.session).await.unwrap().is_none());
        let visitor = Visitor(request(&scene.world, NOON));
        let refused = log_in::log_in(&visitor, &log_in_form("alpha_student", "correct horse")).await.unwrap_err().answer();
        assert_eq!(refused, Error::form(Problem::WrongLogIn));
    })
    .await;
}

#[tokio::test]
async fn a_session_lives_while_it_is_used_and_log_out_everywhere_ends_all() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let first = person(&scene.world, "alpha_teacher").await;
        let second = person(&scene.world, "alpha_teacher").await;
        let at = |hours| request(&scene.world, NOON.plus_hours(hours));
        assert!(sessions::load(&at(23), &first.session).await.unwrap().is_some());
        assert!(sessions::load(&at(46), &first.session).await.unwrap().is_some(), "used within 24 hours");
        assert!(sessions::load(&at(46), &second.session).await.unwrap().is_none(), "not used for 24 hours");
        assert_eq!(sessions::own(&first).await.unwrap().iter().filter(|card| card.current).count(), 1);
        sessions::end_all(&first).await.unwrap();
        assert!(sessions::load(&at(46), &first.session).await.unwrap().is_none());
        sessions::end_all(&first).await.unwrap();
        let ends = sql!("select cast(count(*) as bigint) as n from audit where action = 'session.end_all'");
        assert_eq!(count(&scene.world, ends).await, 1, "there was nothing left to end");
    })
    .await;
}

#[tokio::test]
async fn an_account_neither_proven_nor_used_for_a_day_is_swept_and_leaves_its_name_free() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let at = |hours| System(request(&scene.world, NOON.plus_hours(hours)));
        let names = async |scope: &crate::Scope, class| {
            let page = classes::show(scope, class).await.unwrap();
            page.people.into_iter().map(|it| it.username).collect::<Vec<_>>()
        };
        // Used some minutes after it was made; proven; logged in once more. The fourth student never comes back.
        let student2 = person(&scene.world, "alpha_student2").await;
        sessions::load(&request(&scene.world, NOON.plus_minutes(2)), &student2.session).await.unwrap();
        let proven = token_in(&last_mail(&scene.world).await.1, "/verify/");
        let visitor = Visitor(request(&scene.world, NOON));
        verify::by_link(&visitor, &proven).await.unwrap();
        log_in::log_in(&visitor, &log_in_form("beta_student", "correct horse")).await.unwrap();

        let everybody = ["alpha_admin", "alpha_teacher", "alpha_student", "alpha_student2"];
        jobs::sweep(&at(23)).await.unwrap();
        assert_eq!(names(&scene.teacher, scene.class_id).await, everybody);
        jobs::sweep(&at(25)).await.unwrap();
        assert_eq!(names(&scene.teacher, scene.class_id).await, ["alpha_admin", "alpha_teacher", "alpha_student2"]);
        let other = scene.other();
        assert_eq!(names(&other.teacher, other.class_id).await.len(), 4, "one proved it, one came back");
        let log_in = log_in_form("alpha_student", "correct horse");
        let tomorrow = Visitor(at(25).0);
        assert_eq!(log_in::log_in(&tomorrow, &log_in).await.unwrap_err().answer(), Error::form(Problem::WrongLogIn));

        let codes = classes::show(&scene.teacher, scene.class_id).await.unwrap().codes;
        let code = codes.into_iter().find(|card| card.kind == CodeKind::Student).unwrap().code;
        let form = JoinForm { code, account: account("alpha_student") };
        let Registered::In { user, .. } = register::join(&tomorrow, &form).await.unwrap() else { panic!("it is taken") };
        assert_ne!(user, scene.student.user_id());
        assert_eq!(names(&scene.teacher, scene.class_id).await, everybody);
    })
    .await;
}

#[tokio::test]
async fn who_has_said_something_in_a_chat_has_used_the_account() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = MessageForm { body: "Good morning.".into(), reply: None };
        chat::send(&scene.student, scene.room_id, MessageId::new(), &form).await.unwrap();
        jobs::sweep(&System(request(&scene.world, NOON.plus_hours(25)))).await.unwrap();
        let people = classes::show(&scene.teacher, scene.class_id).await.unwrap().people;
        let names: Vec<_> = people.iter().map(|it| it.username.as_str()).collect();
        assert_eq!(names, ["alpha_admin", "alpha_teacher", "alpha_student"]);
    })
    .await;
}

#[tokio::test]
async fn who_registers_with_the_account_they_have_joins_the_class_with_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let other = scene.other();
        let page = classes::show(&other.teacher, other.class_id).await.unwrap();
        let code = page.codes.into_iter().find(|card| card.kind == CodeKind::Student).unwrap().code;
        let form = JoinForm { code, account: account("alpha_student") };
        let joined = sql!("select cast(count(*) as bigint) as n from audit where action = 'class.joined'");
        let (first, second) = tokio::join!(register::join(&visitor, &form), register::join(&visitor, &form));
        let path = format!("/s/beta/classes/{}", other.class_id);
        let inside = Registered::In { user: scene.student.user_id(), path };
        assert_eq!((first.unwrap(), second.unwrap()), (inside.clone(), inside));
        assert_eq!(person(&scene.world, "alpha_student").await.enter("beta").unwrap().role(), Role::Student);
        assert_eq!(count(&scene.world, joined).await, 1);
        let wrong = JoinForm { account: AccountForm { password: "another horse".into(), ..form.account }, code: form.code };
        assert_eq!(register::join(&visitor, &wrong).await.unwrap(), Registered::Mailed);
    })
    .await;
}
