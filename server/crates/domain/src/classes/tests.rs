mod archived;
mod asking;
mod fitting;
mod listing;
mod people;
mod settings;

use model::classes::{ClassFilter, ClassForm, ClassRole, CodeKind, Joining};
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{args, sql};

use crate::classes::{self, codes};
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person};

fn code_of(page: &model::classes::ClassPage, kind: CodeKind) -> String {
    page.codes.iter().find(|card| card.kind == kind).expect("a code").code.clone()
}

#[tokio::test]
async fn a_class_is_seen_by_its_people_and_the_admin_and_by_nobody_of_another_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for scope in [&scene.admin, &scene.teacher, &scene.student] {
            let page = classes::show(scope, scene.class_id).await.unwrap();
            assert_eq!(page.people.len(), 4, "{}", scope.role());
            assert_eq!(page.courses.len(), 1);
            assert_eq!(page.codes.is_empty(), scope.role() == Role::Student, "codes are for those who hand them out");
            assert_eq!(classes::list(scope, &ClassFilter::default()).await.unwrap().classes.len(), 1);
        }
        let other = scene.other();
        for scope in [&other.admin, &other.teacher, &other.student] {
            assert_eq!(classes::show(scope, scene.class_id).await.unwrap_err().answer(), Error::NotFound);
            assert!(
                classes::list(scope, &ClassFilter::default()).await.unwrap().classes.iter().all(|card| card.id != scene.class_id)
            );
            assert_eq!(
                codes::rotate(scope, scene.class_id, CodeKind::Student, "AAAA2222").await.unwrap_err().answer(),
                Error::NotFound
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_class_one_is_not_in_is_not_there() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let second = classes::create(&scene.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        assert_eq!(classes::show(&scene.student, second).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(classes::show(&scene.teacher, second).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(classes::list(&scene.student, &ClassFilter::default()).await.unwrap().classes.len(), 1);
        let refused = classes::create(&scene.student, &ClassForm { name: "Mine".into() }).await.unwrap_err().answer();
        assert_eq!(refused, Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_double_click_makes_one_class_and_a_second_wish_another() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = ClassForm { name: "Form 2B".into() };
        let (first, second) = tokio::join!(classes::create(&scene.teacher, &form), classes::create(&scene.teacher, &form));
        let first = first.unwrap();
        assert_eq!(second.unwrap(), first);
        let later = Scene::at(&scene.teacher, scene.teacher.now.plus_minutes(2));
        assert_ne!(classes::create(&later, &form).await.unwrap(), first);
    })
    .await;
}

#[tokio::test]
async fn a_code_says_why_it_does_not_let_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let newcomer = person(&scene.world, "beta_student").await;
        let page = classes::show(&scene.teacher, scene.class_id).await.unwrap();
        let code = code_of(&page, CodeKind::Student);
        let answer = async |code: &str| {
            codes::join(&newcomer, code).await.map(|it| it.path).map_err(|error| error.answer().problem_of("code").unwrap())
        };
        assert_eq!(answer("ZZZZ9999").await, Err(Problem::CodeUnknown));
        assert_eq!(answer("!").await, Err(Problem::NotACode));
        codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, true).await.unwrap();
        assert_eq!(answer(&code).await, Err(Problem::CodeClosed));
        codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, false).await.unwrap();
        let set = async |column: &'static store::Statement, value: store::Arg| {
            db.run(column, vec![store::Arg::from(scene.admin.school_id()), value]).await.unwrap();
        };
        set(sql!("update class_codes set expires_at = $2 where school_id = $1"), 1_i64.into()).await;
        assert_eq!(answer(&code).await, Err(Problem::CodeExpired));
        set(sql!("update class_codes set expires_at = null, mail_domain = $2 where school_id = $1"), "uni.example".into()).await;
        assert_eq!(answer(&code).await, Err(Problem::DomainMismatch));
        set(sql!("update class_codes set mail_domain = $2 where school_id = $1"), "lyceum.test".into()).await;
        let spaced = format!(" {} {} ", &code[..4].to_lowercase(), &code[4..]);
        assert_eq!(answer(&spaced).await, Ok("/schools".to_owned()), "an address nobody has proven waits");
        db.run(sql!("update users set verified_at = 1 where id = $1"), args![newcomer.me.user_id]).await.unwrap();
        assert_eq!(answer(&spaced).await, Ok(format!("/s/alpha/classes/{}", scene.class_id)));
    })
    .await;
}

#[tokio::test]
async fn a_code_that_was_found_asks_for_the_mail_domain_it_has_when_the_place_is_given() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let code = code_of(&classes::show(&scene.teacher, scene.class_id).await.unwrap(), CodeKind::Student);
        let newcomer = person(&scene.world, "beta_student").await;
        let set = async |domain: Option<&str>| {
            let set = sql!("update class_codes set mail_domain = $2 where school_id = $1");
            db.run(set, args![scene.admin.school_id(), domain]).await.unwrap();
        };
        for (found, then, expected) in [
            (None, Some("uni.example"), Err(Problem::DomainMismatch)),
            (None, Some("lyceum.test"), Ok(Joining::Waiting)),
            (Some("lyceum.test"), Some("uni.example"), Err(Problem::DomainMismatch)),
            (Some("lyceum.test"), None, Ok(Joining::Joined)),
        ] {
            set(found).await;
            let code = codes::look_up(&newcomer, &code, &newcomer.me.email).await.unwrap();
            set(then).await;
            let work = newcomer.begin().await.unwrap();
            let entered = codes::enter(work, &code, newcomer.me.user_id, NOON).await.map(|joined| joined.answer);
            let entered = entered.map_err(|error| error.answer().problem_of("code").unwrap());
            assert_eq!(entered, expected, "{found:?}, then {then:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_in_the_class_already_is_led_there_and_who_had_left_comes_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let school = scene.admin.school_id();
        let code = code_of(&classes::show(&scene.teacher, scene.class_id).await.unwrap(), CodeKind::Student);
        let newcomer = person(&scene.world, "beta_student").await;
        let page = format!("/s/alpha/classes/{}", scene.class_id);
        let joined = async || {
            let sql = sql!("select cast(count(*) as bigint) as n from audit where school_id = $1 and action = 'class.joined'");
            let (count,): (i64,) = db.one(sql, args![school]).await.unwrap();
            count
        };
        let (first, second) = tokio::join!(codes::join(&newcomer, &code), codes::join(&newcomer, &code));
        assert_eq!((first.unwrap().path, second.unwrap().path), (page.clone(), page.clone()));
        codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, true).await.unwrap();
        assert_eq!(codes::join(&newcomer, &code).await.unwrap().path, page, "closed for others");
        assert_eq!(joined().await, 1);

        codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, false).await.unwrap();
        db.run(
            sql!("update memberships set status = 'ended', ended_at = 1 where school_id = $1 and user_id = $2"),
            args![school, newcomer.me.user_id],
        )
        .await
        .unwrap();
        assert_eq!(codes::join(&newcomer, &code).await.unwrap().path, page);
        assert_eq!(joined().await, 2);
        assert!(person(&scene.world, "beta_student").await.enter("alpha").is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_person_in_two_schools_has_a_role_in_each() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let page = classes::show(&scene.teacher, scene.class_id).await.unwrap();
        codes::join(&person(&scene.world, "beta_student").await, &code_of(&page, CodeKind::Lecturer)).await.unwrap();
        let both = person(&scene.world, "beta_student").await;
        assert_eq!(both.enter("alpha").unwrap().role(), Role::Teacher);
        assert_eq!(both.enter("beta").unwrap().role(), Role::Student);
        let people = classes::show(&scene.teacher, scene.class_id).await.unwrap().people;
        assert!(people.iter().any(|it| it.username == "beta_student" && it.role == ClassRole::Teacher));
    })
    .await;
}

#[tokio::test]
async fn a_rotated_code_is_unknown_from_then_on() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let before = code_of(&classes::show(&scene.teacher, scene.class_id).await.unwrap(), CodeKind::Student);
        codes::rotate(&scene.teacher, scene.class_id, CodeKind::Student, &before).await.unwrap();
        let after = code_of(&classes::show(&scene.teacher, scene.class_id).await.unwrap(), CodeKind::Student);
        assert_ne!(before, after);
        let newcomer = person(&scene.world, "beta_student").await;
        assert_eq!(codes::join(&newcomer, &before).await.unwrap_err().answer().problem_of("code"), Some(Problem::CodeUnknown));
        assert_eq!(
            codes::rotate(&scene.student, scene.class_id, CodeKind::Student, &after).await.unwrap_err().answer(),
            Error::Forbidden
        );
    })
    .await;
}

#[tokio::test]
async fn a_second_click_changes_no_code_that_the_first_has_changed() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let code = async || code_of(&classes::show(&scene.teacher, scene.class_id).await.unwrap(), CodeKind::Student);
        let changes = async || {
            let sql = sql!("select cast(count(*) as bigint) as n from audit where school_id = $1 and action like 'class.code_%'");
            let (count,): (i64,) = db.one(sql, args![scene.admin.school_id()]).await.unwrap();
            count
        };
        let rotate = async |shown: &str| codes::rotate(&scene.teacher, scene.class_id, CodeKind::Student, shown).await;
        let close = async |closed| codes::set_closed(&scene.teacher, scene.class_id, CodeKind::Student, closed).await;
        let made = code().await;
        let (first, second) = tokio::join!(rotate(&made), rotate(&made));
        first.unwrap();
        second.unwrap();
        let shown = code().await;
        assert_ne!(shown, made);
        rotate(&made).await.unwrap();
        assert_eq!((code().await, changes().await), (shown.clone(), 1));
        let (first, second) = tokio::join!(close(true), close(true));
        first.unwrap();
        second.unwrap();
        assert_eq!(changes().await, 2);
        rotate(&shown).await.unwrap();
        let opened = code().await;
        assert_ne!(opened, shown, "who sees the first click's code may replace it at once");
        rotate(&opened).await.unwrap();
        assert_ne!(code().await, opened, "a second wish");
        assert_eq!(changes().await, 4);
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_a_row_of_another_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let crossed = db
            .run(
                sql!(
                    "insert into class_members (school_id, class_id, user_id, role, joined_at) values ($1, $2, $3, 'student', $4)"
                ),
                args![scene.admin.school_id(), scene.class_id, other.student.user_id(), scene.admin.now],
            )
            .await;
        assert!(matches!(crossed, Err(store::Error::ForeignKey(_))), "{crossed:?}");
    })
    .await;
}
