use model::people::{Change, MemberForm};
use model::{Error, Problem, Role};
use store::testing::{each_before, each_db};
use store::{Db, args, sql};

use super::{answer, page};
use crate::people::{self, undo};
use crate::schools;
use crate::scope::Actor;
use crate::testing::{NOON, Scene};

fn numbered(number: &str) -> MemberForm {
    MemberForm { number: number.into(), ..MemberForm::default() }
}

#[tokio::test]
async fn a_number_is_one_persons_in_a_school() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, other) = (&scene.admin, scene.other());
        let (student, teacher) = (scene.student.user_id(), scene.teacher.user_id());
        for _ in 0..2 {
            people::save(admin, student, &numbered("AK-77")).await.unwrap();
        }
        assert_eq!(answer(people::save(admin, teacher, &numbered(" ak-77 ")).await), Error::field("number", Problem::Taken));
        assert_eq!(page(admin, teacher).await.number, "");
        people::save(&other.admin, other.student.user_id(), &numbered("AK-77")).await.unwrap();
        people::save(admin, student, &numbered("ak-77")).await.unwrap();
        // Without a number there may be many, and one that was given up is free.
        people::save(admin, student, &numbered("")).await.unwrap();
        people::save(admin, teacher, &numbered("AK-77")).await.unwrap();
        assert_eq!((page(admin, student).await.number, page(admin, teacher).await.number), (String::new(), "AK-77".into()));

        let (number, second) = (numbered("AK-78"), scene.student2.user_id());
        let (one, two) = tokio::join!(people::save(admin, student, &number), people::save(admin, second, &number));
        let told: Vec<Error> = [one, two].into_iter().filter_map(|it| it.err().map(crate::Error::answer)).collect();
        assert_eq!(told, [Error::field("number", Problem::Taken)], "one of the two has it");
    })
    .await;
}

#[tokio::test]
async fn a_number_ends_with_its_kind_of_role_is_kept_in_the_history_and_comes_back_with_an_undo() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, teacher) = (&scene.admin, scene.student.user_id(), scene.teacher.user_id());
        people::save(admin, student, &numbered("S-0041")).await.unwrap();
        people::save(admin, teacher, &numbered("E-0099")).await.unwrap();
        let of = async |id| {
            let page = page(admin, id).await;
            (page.number, page.next_number)
        };
        assert_eq!(of(student).await, ("S-0041".into(), String::new()), "who has one is offered none");
        assert_eq!(of(scene.student2.user_id()).await, (String::new(), "S-0042".into()));

        // Between roles of the same kind it stays.
        people::change_one(admin, teacher, Change::Role(Role::Librarian)).await.unwrap();
        assert_eq!(of(teacher).await.0, "E-0099");
        let undo_id = people::change_one(admin, student, Change::Role(Role::Teacher)).await.unwrap().unwrap();
        assert_eq!(of(student).await, (String::new(), "E-0100".into()), "the next of the new kind is offered");
        let history = page(admin, student).await.history.unwrap();
        let line = history.iter().find(|it| it.action == "member.details_changed").unwrap();
        assert!(line.before.contains("S-0041") && !line.after.contains("S-0041"), "{line:?}");
        undo::undo(admin, undo_id).await.unwrap();
        assert_eq!(of(student).await.0, "S-0041");
        let history = page(admin, student).await.history.unwrap();
        let line = history.iter().find(|it| it.action == "member.details_changed").unwrap();
        assert!(!line.before.contains("S-0041") && line.after.contains("S-0041"), "{line:?}");

        // What somebody else has by now is not taken back from them.
        let undo_id = people::change_one(admin, student, Change::Role(Role::Registrar)).await.unwrap().unwrap();
        people::save(admin, scene.student2.user_id(), &numbered("s-0041")).await.unwrap();
        assert_eq!(answer(undo::undo(admin, undo_id).await), Error::Conflict(Problem::ChangedMeanwhile));
        assert_eq!((page(admin, student).await.role, of(student).await.0), (Role::Registrar, String::new()));
    })
    .await;
}

#[tokio::test]
async fn who_comes_back_in_a_role_of_another_kind_leaves_their_number_behind() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student, second) = (&scene.admin, scene.student.user_id(), scene.student2.user_id());
        for (id, number, role, kept) in [(student, "S-1", Role::Teacher, ""), (second, "S-2", Role::Student, "S-2")] {
            people::save(admin, id, &numbered(number)).await.unwrap();
            people::change_one(admin, id, Change::End).await.unwrap();
            let mut work = admin.begin().await.unwrap();
            assert!(schools::add_member(&mut work, admin.school_id(), id, role, NOON).await.unwrap());
            work.commit().await.unwrap();
            assert_eq!(page(admin, id).await.number, kept);
            let history = page(admin, id).await.history.unwrap();
            let line = history.iter().find(|it| it.action == "member.details_changed").unwrap();
            assert_eq!(line.before.contains(number), kept.is_empty(), "{line:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn parents_have_no_number() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.teacher.user_id());
        people::save(admin, id, &numbered("E-7")).await.unwrap();
        people::change_one(admin, id, Change::Role(Role::Parent)).await.unwrap();
        people::save(admin, id, &MemberForm { joined_on: "2026-09-01".into(), ..numbered("E-7") }).await.unwrap();
        let page = page(admin, id).await;
        assert_eq!((page.number.as_str(), page.next_number.as_str()), ("", ""));
        assert_eq!(page.joined_on.map(|day| day.to_string()).as_deref(), Some("2026-09-01"));
    })
    .await;
}

/// Two schools with one mail domain, the second one the elder, and people who share numbers in the first: of some of them
/// the elder has left, or is suspended.
async fn with_duplicates(db: &Db) {
    for (school, created_at) in [("one", 2_i64), ("two", 1), ("three", 3)] {
        db.run(
            sql!(
                "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at, mail_domain)
                 values ($1, $1, $1, $1, 'Africa/Accra', 'en', 'GHS', $2, $3)"
            ),
            args![school, created_at, if school == "three" { "" } else { "school.example" }],
        )
        .await
        .unwrap();
    }
    let place = |status: &'static str, suspended_at: Option<i64>| (status, suspended_at);
    let (active, waiting) = (place("active", None), place("waiting", None));
    let (left, suspended) = (place("ended", None), place("ended", Some(3)));
    for (user, school, number, created_at, (status, suspended_at)) in [
        ("a", "one", "ak-77", 2_i64, active),
        ("b", "one", "AK-77", 1, active),
        ("c", "one", "Ak-77", 2, active),
        ("d", "one", "", 1, active),
        ("e", "two", "AK-77", 9, active),
        ("f", "one", "78", 1, left),
        ("g", "one", "78", 2, waiting),
        ("h", "one", "79", 1, suspended),
        ("i", "one", "79", 2, active),
        ("j", "one", "80", 2, left),
        ("k", "one", "80", 1, left),
    ] {
        db.run(
            sql!(
                "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                    platform_role, locale, created_at)
                 values ($1, $1, $1, $1, $1, $1, $1, '', 'active', 'student', '', 1)"
            ),
            args![user],
        )
        .await
        .unwrap();
        db.run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, suspended_at, created_at, number)
                 values ($1, $2, 'student', $5, $6, $3, $4)"
            ),
            args![school, user, created_at, number, status, suspended_at],
        )
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn of_those_who_shared_a_number_or_a_mail_domain_before_the_first_keeps_it() {
    each_before(
        21,
        async |db| with_duplicates(db).await,
        async |db| {
            let schools: Vec<(String, String)> =
                db.all(sql!("select id, mail_domain from schools order by id"), args![]).await.unwrap();
            let schools: Vec<_> = schools.iter().map(|(id, domain)| (id.as_str(), domain.as_str())).collect();
            assert_eq!(schools, [("one", ""), ("three", ""), ("two", "school.example")]);
            let number = async |school: &str| {
                let sql = sql!("select user_id, number, search_key from memberships where school_id = $1 order by user_id");
                db.all::<(String, String, String)>(sql, args![school]).await.unwrap()
            };
            let one = number("one").await;
            let numbers: Vec<_> = one.iter().map(|(user, number, _)| (user.as_str(), number.as_str())).collect();
            assert_eq!(numbers[..4], [("a", ""), ("b", "AK-77"), ("c", ""), ("d", "")]);
            let of_who_left = [("f", ""), ("g", "78"), ("h", "79"), ("i", ""), ("j", ""), ("k", "80")];
            assert_eq!(numbers[4..], of_who_left, "who has a place keeps it before who left");
            assert!(!one[0].2.contains("ak-77") && one[1].2.contains("ak-77"), "the list finds them by it no more: {one:?}");
            assert_eq!(number("two").await[0].1, "AK-77", "in another school it is another's");
        },
    )
    .await;
}
