//! How codes are set, and what each answers before anything is sent.

use model::classes::{CodeKind, CodeSettingsForm, Joining};
use model::settings::general::GeneralForm;
use model::{Error, Problem};
use store::testing::each_db;
use store::{args, sql};

use crate::Visitor;
use crate::classes::{self, codes, life};
use crate::settings::general;
use crate::testing::{NOON, Scene, person, request};

fn form(code: &str) -> CodeSettingsForm {
    CodeSettingsForm { code: code.into(), ..CodeSettingsForm::default() }
}

#[tokio::test]
async fn a_code_of_ones_own_is_unique_and_whose_the_other_is_is_not_told() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let other = scene.other();
        let kind = CodeKind::Student;
        codes::set(&scene.teacher, scene.class_id, kind, &form(" cs 100 ")).await.unwrap();
        let page = codes::show(&scene.teacher, scene.class_id, kind).await.unwrap();
        assert_eq!(page.card.code, "CS100");
        assert_eq!(page.card.link, "https://lyceum.test/join?code=CS100");
        assert!(page.qr.path.starts_with('M'));
        let taken = codes::set(&other.teacher, other.class_id, kind, &form("CS-100")).await.unwrap_err().answer();
        assert_eq!(taken, Error::field("code", Problem::Taken));
        assert_eq!(
            codes::set(&scene.teacher, scene.class_id, CodeKind::Lecturer, &form("cs100")).await.unwrap_err().answer(),
            taken
        );
        // What is taken cannot be found out by trying.
        let mut last = taken;
        for _ in 0..20 {
            last = codes::set(&other.teacher, other.class_id, kind, &form("cs100")).await.unwrap_err().answer();
        }
        assert!(matches!(last, Error::TooMany(_)), "{last:?}");
        for wrong in ["abc", "much too long", "CS_1"] {
            let refused = codes::set(&scene.teacher, scene.class_id, kind, &form(wrong)).await.unwrap_err().answer();
            assert_eq!(refused.problem_of("code"), Some(Problem::NotACode), "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_is_set_by_those_who_manage_the_class_once_and_the_change_is_written_down() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let kind = CodeKind::Student;
        let settings = CodeSettingsForm {
            code: "FORM2B".into(),
            expires: "2026-12-01T08:00".into(),
            mail_domain: "@School.Example".into(),
            ask_first: true,
            drawn: String::new(),
        };
        let set = async || codes::set(&scene.teacher, scene.class_id, kind, &settings).await;
        let (first, second) = tokio::join!(set(), set());
        first.unwrap();
        second.unwrap();
        let changes: Vec<(String,)> = db
            .all(
                sql!("select detail from audit where school_id = $1 and action = 'class.code_set' order by id"),
                args![scene.admin.school_id()],
            )
            .await
            .unwrap();
        assert_eq!(changes.len(), 1, "{changes:?}");
        assert!(changes[0].0.contains("2026-12-01T08:00") && changes[0].0.contains("before") && !changes[0].0.contains("FORM2B"));
        let page = codes::show(&scene.teacher, scene.class_id, kind).await.unwrap();
        assert_eq!(page.expires_input, "2026-12-01T08:00");
        assert_eq!((page.card.mail_domain.as_deref(), page.card.ask_first), (Some("school.example"), true));

        let past = CodeSettingsForm { expires: "2026-11-27T11:59".into(), ..settings.clone() };
        let refused = codes::set(&scene.teacher, scene.class_id, kind, &past).await.unwrap_err().answer();
        assert_eq!(refused, Error::field("expires", Problem::InThePast));
        let later = Scene::at(&scene.teacher, NOON.plus_days(30));
        let again = CodeSettingsForm { ask_first: false, ..settings.clone() };
        codes::set(&later, scene.class_id, kind, &again).await.unwrap();
        assert!(codes::show(&later, scene.class_id, kind).await.unwrap().card.expired, "a time that has passed may stand");
        codes::rotate(&later, scene.class_id, kind, "FORM2B").await.unwrap();
        assert!(!codes::show(&later, scene.class_id, kind).await.unwrap().card.expired, "a new code lets in");

        let other = scene.other();
        for (scope, answer) in
            [(&scene.student, Error::Forbidden), (&other.teacher, Error::NotFound), (&other.admin, Error::NotFound)]
        {
            assert_eq!(codes::set(scope, scene.class_id, kind, &settings).await.unwrap_err().answer(), answer);
            assert_eq!(codes::show(scope, scene.class_id, kind).await.unwrap_err().answer(), answer);
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_drawn_before_a_code_was_replaced_does_not_bring_it_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (class, kind) = (scene.class_id, CodeKind::Student);
        codes::set(&scene.teacher, class, kind, &form("LEAKED")).await.unwrap();
        let shown = async || codes::show(&scene.teacher, class, kind).await.unwrap();
        let first = shown().await;
        codes::rotate(&scene.admin, class, kind, "LEAKED").await.unwrap();
        let asks = |code: &str, drawn: &str| CodeSettingsForm { ask_first: true, drawn: drawn.into(), ..form(code) };
        let refused = codes::set(&scene.teacher, class, kind, &asks("LEAKED", &first.drawn)).await.unwrap_err();
        assert_eq!(refused.answer(), Error::Conflict(Problem::ChangedMeanwhile));
        let now = shown().await;
        assert!(now.card.code != "LEAKED" && !now.card.ask_first, "{:?}", now.card);
        // Drawn anew it is saved; the second of two clicks says the same once more.
        for _ in 0..2 {
            codes::set(&scene.teacher, class, kind, &asks(&now.card.code, &now.drawn)).await.unwrap();
        }
        let saved = shown().await;
        assert_eq!((saved.card.code, saved.card.ask_first), (now.card.code, true));
    })
    .await;
}

#[tokio::test]
async fn a_new_code_begins_with_the_schools_mail_domain_until_somebody_has_set_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let kind = CodeKind::Student;
        let show = async || {
            let page = codes::show(&scene.teacher, scene.class_id, kind).await.unwrap();
            (page.school_domain, page.card.mail_domain, page.card.code)
        };
        let (first, _, code) = show().await;
        assert_eq!(first, None, "the school has none");
        let general = general::show(&scene.admin).await.unwrap();
        general::save(&scene.admin, &GeneralForm { mail_domain: "alpha.example".into(), ..general }).await.unwrap();
        assert_eq!(show().await, (Some("alpha.example".into()), None, code.clone()), "it does not count before it is saved");
        let visitor = Visitor(request(&scene.world, NOON));
        assert_eq!(codes::look_at(&visitor, &code).await.unwrap().door.unwrap().mail_domain, None);
        // Somebody wants every address.
        for _ in 0..2 {
            codes::set(&scene.teacher, scene.class_id, kind, &form(&code)).await.unwrap();
        }
        assert_eq!(show().await, (None, None, code.clone()));
        assert_eq!(codes::look_at(&visitor, &code).await.unwrap().door.unwrap().mail_domain, None);
        // For every address a code says nothing: a program before this one would refuse whatever else stands there.
        let any = sql!("select mail_domain from class_codes where school_id = $1 and mail_domain is not null");
        assert!(db.all::<(String,)>(any, args![scene.admin.school_id()]).await.unwrap().is_empty());
        let stranger = person(&scene.world, "beta_student").await;
        assert_eq!(codes::look_at_as(&stranger, &code).await.unwrap().answer, Joining::Joined);
        let lecturers = codes::show(&scene.teacher, scene.class_id, CodeKind::Lecturer).await.unwrap();
        assert_eq!(lecturers.school_domain.as_deref(), Some("alpha.example"));
        let other = scene.other();
        assert_eq!(codes::show(&other.teacher, other.class_id, kind).await.unwrap().school_domain, None);
    })
    .await;
}

#[tokio::test]
async fn a_code_tells_where_it_leads_only_while_it_lets_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let kind = CodeKind::Lecturer;
        let visitor = Visitor(request(&scene.world, NOON));
        let stranger = person(&scene.world, "beta_student").await;
        let teacher = person(&scene.world, "alpha_teacher").await;
        codes::set(&scene.teacher, scene.class_id, kind, &form("STAFF1")).await.unwrap();
        let door = codes::look_at(&visitor, "staff1").await.unwrap().door.expect("it is open");
        assert_eq!((door.kind, door.class.as_str(), door.school.as_str()), (kind, "First class", "School alpha"));

        let answers = async || {
            let sights = [
                codes::look_at(&visitor, "STAFF1").await.unwrap(),
                codes::look_at_as(&stranger, "STAFF1").await.unwrap(),
                codes::look_at_as(&teacher, "STAFF1").await.unwrap(),
            ];
            sights.map(|sight| (sight.answer, sight.door.is_some()))
        };
        let member = (Joining::AlreadyMember, true);
        assert_eq!(answers().await, [(Joining::Joined, true), (Joining::Joined, true), member]);
        let asks = CodeSettingsForm { ask_first: true, ..form("STAFF1") };
        codes::set(&scene.teacher, scene.class_id, kind, &asks).await.unwrap();
        assert_eq!(answers().await, [(Joining::Waiting, true), (Joining::Waiting, true), member]);
        let domain = CodeSettingsForm { mail_domain: "school.example".into(), ..form("STAFF1") };
        codes::set(&scene.teacher, scene.class_id, kind, &domain).await.unwrap();
        assert_eq!(answers().await, [(Joining::Waiting, true), (Joining::DomainMismatch, false), member]);
        codes::set_closed(&scene.teacher, scene.class_id, kind, true).await.unwrap();
        assert_eq!(answers().await, [(Joining::Closed, false), (Joining::Closed, false), member]);
        codes::set_closed(&scene.teacher, scene.class_id, kind, false).await.unwrap();
        db.run(
            sql!("update class_codes set expires_at = 1 where school_id = $1 and kind = 'lecturer'"),
            args![scene.admin.school_id()],
        )
        .await
        .unwrap();
        assert_eq!(answers().await, [(Joining::Expired, false), (Joining::Expired, false), member]);
        for wrong in ["ZZZZ9999", "!", ""] {
            let sight = codes::look_at(&visitor, wrong).await.unwrap();
            assert_eq!((sight.answer, sight.door), (Joining::Unknown, None), "{wrong}");
        }
    })
    .await;
}

#[tokio::test]
async fn codes_are_not_found_by_trying() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let guesser = person(&scene.world, "beta_student").await;
        for number in 0..20 {
            let refused = codes::join(&guesser, &format!("ZZZZ99{number:02}")).await.unwrap_err().answer();
            assert_eq!(refused.problem_of("code"), Some(Problem::CodeUnknown));
        }
        let page = classes::show(&scene.teacher, scene.class_id).await.unwrap();
        let code = page.codes[0].code.clone();
        for refused in [codes::join(&guesser, &code).await.unwrap_err(), codes::look_at_as(&guesser, &code).await.unwrap_err()] {
            assert!(matches!(refused.answer(), Error::TooMany(1..=3601)), "even the right one");
        }
        assert!(codes::join(&person(&scene.world, "beta_student2").await, &code).await.is_ok(), "others behind the address");
        let mut later = guesser.clone();
        later.request.now = NOON.plus_minutes(61);
        assert!(codes::join(&later, &code).await.is_ok(), "an hour later");
    })
    .await;
}

#[tokio::test]
async fn a_code_of_an_archived_class_lets_nobody_in_and_its_sheet_knows() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        for archived in [false, true, false] {
            life::set_archived(&scene.teacher, scene.class_id, archived).await.unwrap();
            for kind in [CodeKind::Student, CodeKind::Lecturer] {
                let card = codes::show(&scene.teacher, scene.class_id, kind).await.unwrap().card;
                assert_eq!((card.archived, card.lets_in()), (archived, !archived), "{kind}");
                let sight = codes::look_at(&visitor, &card.code).await.unwrap();
                assert_eq!(sight.answer == Joining::Unknown, archived, "{kind}");
            }
            let page = classes::show(&scene.teacher, scene.class_id).await.unwrap();
            assert_eq!(page.codes.len(), 2);
            assert!(page.codes.iter().all(|card| card.lets_in() != archived));
            let other = scene.other();
            assert!(codes::show(&other.teacher, other.class_id, CodeKind::Student).await.unwrap().card.lets_in());
        }
    })
    .await;
}
