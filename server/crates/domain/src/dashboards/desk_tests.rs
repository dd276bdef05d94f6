use model::assignments::MarkForm;
use model::chat::MessageForm;
use model::dashboards::{ExceptionKind, HeadBoard};
use model::ids::MessageId;
use model::people::Change;
use model::{At, Feature, Marks, Permissions, Role};
use store::testing::each_db;
use store::{args, sql};

use super::show;
use super::testing::{assignment, corporate, form, hand_in, head, registrar, role_of, support, teacher};
use crate::accounts::log_in;
use crate::assignments::marking;
use crate::classes::people as places;
use crate::settings::features;
use crate::testing::{NOON, Scene, request};
use crate::{Scope, System, Visitor, chat, jobs, people};

fn kinds(board: &HeadBoard) -> Vec<(ExceptionKind, i64)> {
    board.exceptions.iter().map(|it| (it.kind, it.total)).collect()
}

#[tokio::test]
async fn every_role_has_a_dashboard() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for role in Role::ALL {
            let scope = role_of(&it, "alpha_student2", *role, 0).await;
            let board = show(&scope).await.unwrap_or_else(|error| panic!("{role}: {error:?}"));
            assert_eq!((board.role, board.school.as_str()), (*role, "School alpha"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_head_sees_the_figures_of_the_own_school_and_what_needs_a_look() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let early = assignment(&it, "Early", "2026-11-28T17:00").await;
        assignment(&it, "Missed", "2026-11-29T17:00").await;
        assignment(it.other(), "Elsewhere", "2026-11-28T17:00").await;
        let submission = hand_in(&it.student, early).await;
        let board = head(&role_of(&it, "alpha_admin", Role::Principal, 10).await).await;
        assert_eq!((board.students, board.teachers, board.classes, board.courses), (2, 1, 1, 1));
        assert_eq!(board.joined.iter().map(|week| week.count).sum::<i64>(), 4);
        assert_eq!((board.work.on_time, board.work.late, board.work.missing), (1, 0, 3));
        assert!(board.marks.is_empty());
        assert_eq!(kinds(&board), [(ExceptionKind::LongWait, 1)]);
        assert_eq!(board.exceptions[0].lines[0].path, format!("/assignments/{early}"));

        marking::save(&it.teacher, submission, &MarkForm { marks: "7.5".into(), comment: String::new(), version: 0 })
            .await
            .unwrap();
        let board = head(&role_of(&it, "alpha_admin", Role::Management, 20).await).await;
        assert_eq!(
            board.marks.iter().map(|it| (it.course.as_str(), it.percent)).collect::<Vec<_>>(),
            [("First class · Algebra", 75)]
        );
        assert_eq!(kinds(&board), [(ExceptionKind::Quiet, 1)]);

        features::set(&it.admin, Feature::Analytics, false).await.unwrap();
        let board = head(&role_of(&it, "alpha_admin", Role::Management, 10).await).await;
        assert_eq!((board.has_statistics, board.work.all(), board.marks.len()), (false, 0, 0));
        assert_eq!((board.students, kinds(&board)), (2, vec![]), "what is no statistics stays");
        features::set(&it.admin, Feature::Analytics, true).await.unwrap();

        db.run(
            sql!(
                "update memberships set status = 'ended' where school_id = $1 and role in ('teacher', 'management')
                  and user_id <> $2"
            ),
            args![it.admin.school_id(), it.admin.user_id()],
        )
        .await
        .unwrap();
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.admin.user_id()],
        )
        .await
        .unwrap();
        let board = head(&role_of(&it, "alpha_admin", Role::AcademicHead, 3).await).await;
        assert_eq!(kinds(&board), [(ExceptionKind::NoTeacher, 1)]);
        let other = head(&role_of(it.other(), "beta_admin", Role::Principal, 10).await).await;
        assert_eq!((other.work.all(), other.courses, kinds(&other)), (2, 1, vec![]));
    })
    .await;
}

#[tokio::test]
async fn a_registrar_sees_who_is_new_who_waits_and_who_has_no_class() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        db.run(
            sql!("delete from class_members where school_id = $1 and user_id = $2"),
            args![it.student.school_id(), it.student.user_id()],
        )
        .await
        .unwrap();
        db.run(
            sql!(
                "insert into class_requests (school_id, class_id, user_id, role, status, asked_at)
                 values ($1, $3, $2, 'student', 'waiting', $4)"
            ),
            args![it.student.school_id(), it.student.user_id(), it.class_id, NOON],
        )
        .await
        .unwrap();
        let board = registrar(&role_of(&it, "alpha_admin", Role::Registrar, 0).await).await;
        let names = |people: &model::dashboards::People| people.first.iter().map(|it| it.note.clone()).collect::<Vec<_>>();
        assert_eq!((names(&board.without_class), board.without_class.total), (vec!["alpha_student".to_owned()], 1));
        assert_eq!((names(&board.waiting), board.waiting.total), (vec!["First class".to_owned()], 1));
        assert_eq!(board.newest.len(), 4);
        assert_eq!(board.classes.iter().map(|it| (it.id, it.students, it.teachers)).collect::<Vec<_>>(), [(it.class_id, 1, 2)]);
        let other = registrar(&role_of(it.other(), "beta_admin", Role::Registrar, 0).await).await;
        assert!(other.without_class.first.is_empty() && other.waiting.first.is_empty());
        assert_eq!(other.classes.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_class_whose_only_teacher_became_a_mentor_has_no_teacher() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        places::leave(&it.admin, it.class_id).await.unwrap();
        let sizes = async |it: &Scene, username: &str| {
            let board = registrar(&role_of(it, username, Role::Registrar, 0).await).await;
            board.classes.iter().map(|class| (class.students, class.teachers)).collect::<Vec<_>>()
        };
        let needs = async || kinds(&head(&role_of(&it, "alpha_student2", Role::Principal, 0).await).await);
        let teacher = it.teacher.user_id();
        assert_eq!((sizes(&it, "alpha_student").await, needs().await), (vec![(2, 1)], vec![]));
        people::change_one(&it.admin, teacher, Change::Role(Role::Mentor)).await.unwrap();
        assert_eq!((sizes(&it, "alpha_student").await, needs().await), (vec![(2, 0)], vec![(ExceptionKind::NoTeacher, 1)]));
        let board = corporate(&role_of(&it, "alpha_student", Role::CorporateRep, 0).await).await;
        assert_eq!((board.classes[0].students, board.classes[0].teachers), (2, 0));
        people::change_one(&it.admin, teacher, Change::Role(Role::FormTeacher)).await.unwrap();
        assert_eq!((sizes(&it, "alpha_student").await, needs().await), (vec![(2, 1)], vec![]));
        assert_eq!(sizes(it.other(), "beta_student").await, [(2, 2)]);
    })
    .await;
}

#[tokio::test]
async fn a_form_teacher_sees_each_student_with_what_is_missing_and_the_last_mark() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let essay = assignment(&it, "Essay", "2026-11-28T17:00").await;
        assignment(&it, "Later", "2026-12-28T17:00").await;
        let submission = hand_in(&it.student, essay).await;
        let own = role_of(&it, "alpha_teacher", Role::FormTeacher, 2).await;
        assert_eq!(form(&own).await.to_mark.len(), 1);
        marking::save(&it.teacher, submission, &MarkForm { marks: "8".into(), comment: String::new(), version: 0 })
            .await
            .unwrap();
        let board = form(&own).await;
        let [class] = board.classes.as_slice() else { panic!("{board:?}") };
        let students: Vec<_> = class.students.iter().map(|it| (it.name.as_str(), it.due, it.missing())).collect();
        assert_eq!((class.id, students), (it.class_id, vec![("alpha_student Person", 1, 0), ("alpha_student2 Person", 1, 1)]));
        let last = class.students[0].last.as_ref().unwrap();
        assert_eq!((last.title.as_str(), last.marks, last.points), ("Essay", Marks(800), Marks(1000)));
        assert_eq!(class.students[1].last, None);
        assert!(board.to_mark.is_empty());

        let other = form(&role_of(it.other(), "beta_teacher", Role::FormTeacher, 2).await).await;
        assert_eq!(other.classes[0].students.iter().map(|it| it.due).collect::<Vec<_>>(), [0, 0]);
        assert!(other.classes[0].students.iter().all(|it| it.name.starts_with("beta")));
    })
    .await;
}

#[tokio::test]
async fn a_teacher_sees_who_missed_the_last_three_and_who_was_not_seen() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let one = assignment(&it, "One", "2026-11-28T17:00").await;
        assignment(&it, "Two", "2026-11-29T17:00").await;
        assert!(teacher(&Scene::at(&it.teacher, NOON.plus_days(4))).await.quiet.is_empty(), "two are not three");
        assignment(&it, "Three", "2026-11-30T17:00").await;
        hand_in(&it.student, one).await;
        let quiet = teacher(&Scene::at(&it.teacher, NOON.plus_days(4))).await.quiet;
        let [student] = quiet.as_slice() else { panic!("{quiet:?}") };
        assert_eq!((student.user_id, student.missed, student.away), (it.student2.user_id(), true, false));
        assert_eq!((student.classes.as_str(), student.class_id), ("First class", Some(it.class_id)));

        let quiet = teacher(&Scene::at(&it.teacher, NOON.plus_days(20))).await.quiet;
        assert_eq!(quiet.iter().map(|it| (it.missed, it.away)).collect::<Vec<_>>(), [(false, true), (true, true)]);
        assert!(quiet.iter().all(|it| it.seen.is_some()), "they joined, and were seen then");
        let mut without = Scene::at(&it.teacher, NOON.plus_days(20));
        without.place.permissions = Permissions::of_member(Role::Teacher, "", "students.view_progress");
        let board = teacher(&without).await;
        assert!(board.quiet.is_empty() && !board.classes.is_empty() && !board.to_mark.is_empty(), "{board:?}");
        let other = teacher(&Scene::at(&it.other().teacher, NOON.plus_days(4))).await.quiet;
        assert!(other.is_empty(), "{other:?}");
    })
    .await;
}

#[tokio::test]
async fn who_was_seen_only_at_another_school_is_away_from_this_one() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let later = NOON.plus_days(20);
        let away = async || {
            let quiet = teacher(&Scene::at(&it.teacher, later)).await.quiet;
            quiet.iter().filter(|it| it.away).map(|it| it.user_id).collect::<Vec<_>>()
        };
        let seen = sql!("update sessions set seen_at = $1");
        db.run(seen, args![later]).await.unwrap();
        assert!(away().await.is_empty(), "this is their only school");
        let student = &it.student2;
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'active', $3)"
        );
        db.run(place, args![it.other().admin.school_id(), student.user_id(), NOON]).await.unwrap();
        assert_eq!(away().await, [student.user_id()]);
        let form = MessageForm { body: "I am here.".into(), reply: None };
        chat::send(&Scene::at(student, later), it.room_id, MessageId::new(), &form).await.unwrap();
        assert!(away().await.is_empty(), "what they did was here");
    })
    .await;
}

#[tokio::test]
async fn support_and_security_see_who_could_not_log_in_and_what_was_done() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let visitor = Visitor(request(&it.world, NOON));
        for (scope, tries) in [(&it.student, 3), (&it.teacher, 1), (&it.other().student, 3)] {
            for _ in 0..tries {
                log_in::count_try(&visitor, &log_in::key_of(scope.user_id())).await.unwrap();
            }
        }
        db.run(
            sql!("update memberships set status = 'ended', suspended_at = $3 where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.student2.user_id(), NOON],
        )
        .await
        .unwrap();
        let board = support(&role_of(&it, "alpha_admin", Role::ItSupport, 0).await).await;
        assert_eq!((board.active, board.waiting, board.suspended, board.ended), (3, 0, 1, 0));
        assert_eq!(board.failed.iter().map(|it| (it.name.as_str(), it.tries)).collect::<Vec<_>>(), [("alpha_student Person", 3)]);
        assert!(!board.sessions.is_empty() && board.sessions.iter().all(|it| it.name.starts_with("alpha")));
        assert_eq!(board.barred.iter().map(|it| it.user_id).collect::<Vec<_>>(), [it.student2.user_id()]);
        assert!(board.log.is_some_and(|log| !log.is_empty()));

        let board = support(&role_of(&it, "alpha_admin", Role::Security, 0).await).await;
        assert_eq!(board.failed.len(), 1);
        let board = support(&role_of(&it, "alpha_admin", Role::Security, 9).await).await;
        assert!(board.failed.is_empty() && board.sessions.is_empty());
        assert!(board.log.is_some_and(|log| !log.is_empty()));
        db.run(
            sql!("update memberships set revoked = 'audit.read' where school_id = $1 and user_id = $2"),
            args![it.admin.school_id(), it.admin.user_id()],
        )
        .await
        .unwrap();
        let board = support(&role_of(&it, "alpha_admin", Role::Security, 0).await).await;
        assert_eq!((board.log, board.failed.len()), (None, 1), "the log is for those who may read it");
        let other = support(&role_of(it.other(), "beta_admin", Role::ItSupport, 0).await).await;
        assert_eq!(other.failed[0].name, "beta_student Person");
        assert!(other.barred.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_could_not_log_in_is_named_for_a_week_though_the_lock_out_starts_afresh_after_a_day() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // No tenant's table. Nobody is swept as a stranger.
        db.run(sql!("update users set verified_at = 1, status = 'active'"), args![]).await.unwrap();
        let one = async |scope: &Scope, now: At| {
            log_in::count_try(&Visitor(request(&it.world, now)), &log_in::key_of(scope.user_id())).await
        };
        for (scope, tries) in [(&it.student, 5), (&it.student2, 5), (&it.teacher, 2)] {
            for _ in 0..tries {
                one(scope, NOON).await.unwrap();
            }
        }
        assert!(one(&it.student2, NOON).await.is_err(), "they wait");
        let kept_at = async |now: At| {
            jobs::sweep(&System(request(&it.world, now))).await.unwrap();
            let (kept,): (i64,) =
                db.one(sql!("select cast(count(*) as bigint) as kept from log_in_failures"), args![]).await.unwrap();
            kept
        };
        assert_eq!(kept_at(NOON.plus_hours(23)).await, 3);
        assert_eq!(kept_at(NOON.plus_hours(25)).await, 2, "a slip of the finger is forgotten");
        let named = async |days: i64| {
            let board = support(&role_of(&it, "alpha_admin", Role::ItSupport, days).await).await;
            board.failed.into_iter().map(|it| it.user_id).collect::<Vec<_>>()
        };
        assert_eq!(named(2).await.len(), 2);
        for _ in 0..2 {
            one(&it.student2, NOON.plus_hours(26)).await.unwrap();
        }
        assert_eq!(kept_at(NOON.plus_days(6)).await, 1, "the row began anew");
        assert_eq!(named(6).await, [it.student.user_id()]);
        assert_eq!(kept_at(NOON.plus_days(7)).await, 0);
        assert!(named(7).await.is_empty());

        for _ in 0..3 {
            one(&it.student, NOON).await.unwrap();
        }
        assert_eq!(named(0).await.len(), 1);
        log_in::forget_tries(&Visitor(request(&it.world, NOON)), &log_in::key_of(it.student.user_id())).await.unwrap();
        assert!(named(0).await.is_empty(), "who came in needs no help");
    })
    .await;
}

#[tokio::test]
async fn whose_place_ended_or_is_suspended_is_counted_on_no_desk() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let essay = assignment(&it, "Essay", "2026-11-28T17:00").await;
        for scope in [&it.student, &it.student2] {
            hand_in(scope, essay).await;
        }
        let before = teacher(&it.teacher).await;
        assert_eq!((before.classes[0].students, before.due[0].handed_in, before.due[0].students), (2, 2, 2));
        assert_eq!(before.to_mark[0].waiting, 2);

        people::change_one(&it.admin, it.student2.user_id(), Change::Suspend).await.unwrap();
        let board = teacher(&it.teacher).await;
        assert_eq!((board.classes[0].students, board.due[0].handed_in, board.due[0].students), (1, 1, 1));
        assert_eq!(board.to_mark[0].waiting, 1);

        people::change_one(&it.admin, it.student.user_id(), Change::End).await.unwrap();
        let board = teacher(&it.teacher).await;
        assert_eq!((board.classes[0].students, board.due[0].handed_in, board.due[0].students), (0, 0, 0));
        assert!(board.to_mark.is_empty());
        let own = role_of(&it, "alpha_teacher", Role::FormTeacher, 0).await;
        assert!(form(&own).await.classes[0].students.is_empty());
        let board = registrar(&role_of(&it, "alpha_admin", Role::Registrar, 0).await).await;
        assert_eq!((board.classes[0].students, board.classes[0].teachers), (0, 2));
        let board = head(&role_of(&it, "alpha_admin", Role::Principal, 20).await).await;
        assert!(kinds(&board).is_empty(), "nobody's work waits, and a class of nobody is not quiet");
        assert_eq!(teacher(&it.other().teacher).await.classes[0].students, 2);
    })
    .await;
}
