use model::assignments::MarkForm;
use model::backup::kept::{Every, ScheduleForm, Standing, Tested, Why};
use model::classes::ClassForm;
use model::dashboards::{Board, OWN_CLASSES};
use model::first_steps::FirstSteps;
use model::ids::SubmissionId;
use model::{Error, Marks};
use store::testing::each_db;
use store::{args, sql};

use super::testing::{assignment, hand_in, say_three, school, student, teacher};
use super::{platform, show};
use crate::assignments::marking;
use crate::backup::{kept, note};
use crate::testing::{Scene, mailing, person, request};
use crate::{Reach, Scope, System, classes};

/// The student of the first school in another role.
async fn as_role(it: &Scene, role: &str) -> Scope {
    it.world
        .db
        .run(
            sql!("update memberships set role = $3 where school_id = $1 and user_id = $2"),
            args![it.student.school_id(), it.student.user_id(), role],
        )
        .await
        .unwrap();
    person(&it.world, "alpha_student").await.enter("alpha").unwrap()
}

#[tokio::test]
async fn a_student_sees_what_is_due_what_is_marked_and_nothing_of_another_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let first = assignment(&it, "First", "2026-11-28T17:00").await;
        let second = assignment(&it, "Second", "2026-12-28T17:00").await;
        let submission = hand_in(&it.student, first).await;
        let form = MarkForm { marks: "7.5".into(), comment: "Good".into(), version: 0 };
        let tomorrow = Scene::at(&it.teacher, it.teacher.now.plus_days(1));
        marking::save(&tomorrow, submission, &form).await.unwrap();

        let later = Scene::at(&it.student, it.student.now.plus_days(2));
        let board = student(&later).await;
        assert_eq!(board.due.iter().map(|due| (due.card.id, due.overdue)).collect::<Vec<_>>(), [(second, false)]);
        let [marked] = board.marked.as_slice() else { panic!("{:?}", board.marked) };
        assert_eq!((marked.assignment_id, marked.marks, marked.points), (first, Marks(750), Marks(1000)));
        assert_eq!(marked.marked.local, "Sat 28 Nov 2026, 12:00");
        let [class] = board.classes.as_slice() else { panic!("{:?}", board.classes) };
        assert_eq!((class.id, class.students, class.unread), (it.class_id, 2, 0));

        let lazy = Scene::at(&it.student2, it.student2.now.plus_days(2));
        let board = student(&lazy).await;
        assert_eq!(board.due.iter().map(|due| (due.card.id, due.overdue)).collect::<Vec<_>>(), [(first, true), (second, false)]);
        assert!(board.marked.is_empty(), "another student's mark is not theirs to see");

        let other = student(&it.other().student).await;
        assert!(other.due.is_empty() && other.marked.is_empty());
        assert_eq!(other.classes.iter().map(|class| class.id).collect::<Vec<_>>(), [it.other().class_id]);
    })
    .await;
}

#[tokio::test]
async fn a_new_mark_grows_old_and_a_later_attempt_hides_it() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let essay = assignment(&it, "Essay", "2026-12-28T17:00").await;
        let submission = hand_in(&it.student, essay).await;
        marking::save(&it.teacher, submission, &MarkForm { marks: "3".into(), comment: String::new(), version: 0 })
            .await
            .unwrap();
        assert_eq!(student(&it.student).await.marked.len(), 1);
        assert_eq!(student(&Scene::at(&it.student, it.student.now.plus_days(15))).await.marked.len(), 0);
        db.run(
            sql!(
                "insert into submissions (school_id, id, assignment_id, user_id, attempt, note, late, submitted_at)
                 values ($1, $2, $3, $4, 2, '', false, $5)"
            ),
            args![it.student.school_id(), SubmissionId::new(), essay, it.student.user_id(), it.student.now],
        )
        .await
        .unwrap();
        assert_eq!(student(&it.student).await.marked.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_teacher_sees_what_waits_what_is_open_and_what_was_said() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let essay = assignment(&it, "Essay", "2026-11-28T17:00").await;
        hand_in(&it.student, essay).await;
        say_three(&it).await;

        let board = teacher(&it.teacher).await;
        let [waiting] = board.to_mark.as_slice() else { panic!("{:?}", board.to_mark) };
        assert_eq!((waiting.assignment_id, waiting.waiting), (essay, 1));
        assert_eq!(waiting.oldest.local, "Fri 27 Nov 2026, 12:00");
        let [due] = board.due.as_slice() else { panic!("{:?}", board.due) };
        assert_eq!((due.assignment_id, due.handed_in, due.students), (essay, 1, 2));
        let [class] = board.classes.as_slice() else { panic!("{:?}", board.classes) };
        assert_eq!((class.students, class.unread), (2, 3));
        let over = teacher(&Scene::at(&it.teacher, it.teacher.now.plus_days(3))).await;
        assert!(over.due.is_empty(), "what is over is not due");

        let other = teacher(&it.other().teacher).await;
        assert!(other.to_mark.is_empty() && other.due.is_empty());
        assert_eq!(other.classes[0].unread, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_new_in_a_chat_is_the_same_on_the_dashboard_in_the_list_and_in_the_menu() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        say_three(&it).await;
        let gone = sql!("update messages set deleted_at = sent_at where school_id = $1 and room_id = $2 and seq = 1");
        db.run(gone, args![it.admin.school_id(), it.room_id]).await.unwrap();
        let own = sql!("update messages set user_id = $3 where school_id = $1 and room_id = $2 and seq = 2");
        db.run(own, args![it.admin.school_id(), it.room_id, it.teacher.user_id()]).await.unwrap();

        let figures = async |scope: &Scope, username: &str| {
            let cards = crate::chat::cards(scope).await.unwrap();
            let card = cards.iter().find(|card| card.id == it.room_id).unwrap().unread;
            let (news, _) = crate::chat::news(&person(&it.world, username).await).await.unwrap();
            (card, news.rooms.iter().find(|room| room.room == it.room_id).map_or(0, |room| room.unread))
        };
        let on_board = teacher(&it.teacher).await.classes[0].unread;
        assert_eq!((on_board, figures(&it.teacher, "alpha_teacher").await), (1, (1, 1)), "neither one's own nor what is gone");
        let on_board = student(&it.student).await.classes[0].unread;
        assert_eq!((on_board, figures(&it.student, "alpha_student").await), (1, (1, 1)), "what the teacher said");
    })
    .await;
}

#[tokio::test]
async fn a_teacher_who_may_not_mark_has_nothing_to_mark_and_the_next_eight_are_due() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for number in 1..=9 {
            let essay = assignment(&it, &format!("Number {number}"), &format!("2026-12-0{number}T17:00")).await;
            hand_in(&it.student, essay).await;
        }
        let board = teacher(&it.teacher).await;
        let titles = board.due.iter().map(|due| due.title.as_str()).collect::<Vec<_>>();
        assert_eq!((titles.len(), titles[0], titles[7]), (8, "Number 1", "Number 8"));
        assert_eq!(board.to_mark.len(), 8);
        db.run(
            sql!("update memberships set revoked = 'assessments.grade' where school_id = $1 and user_id = $2"),
            args![it.teacher.school_id(), it.teacher.user_id()],
        )
        .await
        .unwrap();
        let board = teacher(&person(&it.world, "alpha_teacher").await.enter("alpha").unwrap()).await;
        assert_eq!((board.due.len(), board.to_mark.len()), (8, 0));
    })
    .await;
}

#[tokio::test]
async fn the_schools_admin_sees_their_own_school() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = school(&it.admin).await;
        let figures = &board.figures;
        assert_eq!((figures.students, figures.teachers, figures.people), (2, 1, 4));
        assert_eq!((figures.classes, figures.courses, figures.sign_ups, figures.storage_bytes), (1, 1, 4, 0));
        assert!(!figures.is_new());
        assert_eq!(board.newest.len(), 4);
        assert!(board.newest.iter().all(|person| person.username.starts_with("alpha")), "{:?}", board.newest);
        let later = school(&Scene::at(&it.admin, it.admin.now.plus_days(8))).await;
        assert_eq!((later.figures.sign_ups, later.figures.people), (0, 4));
    })
    .await;
}

#[tokio::test]
async fn the_schools_admin_sees_whether_their_own_school_is_well() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let health = school(&it.admin).await.health;
        assert_eq!((health.backup.standing, health.backup.tested), (Standing::None, Tested::Never));
        assert!(health.backup.last.is_none() && !health.sends_mail);
        let nightly = health.backup.covering().map(|it| (it.schedule.every, it.made));
        assert_eq!(
            (nightly, health.backup.needs_look()),
            (Some((Every::Daily, false)), false),
            "the platform's will hold the school"
        );
        assert!(health.backup.is_to_come(), "so far there is none, and all is not well");
        kept::make(&System(request(&it.world, it.admin.now)), None, Why::Hand).await.unwrap();
        let backup = school(&it.admin).await.health.backup;
        assert_eq!((backup.covering().map(|it| it.made), backup.is_to_come()), (Some(true), false), "now they do");
        assert_eq!((health.mails_waiting, health.mails_failed, health.unproven, health.asking), (4, 0, 4, 0));
        assert!(health.may_open_mails, "the first account runs the platform");

        let of_student = it.student.user_id();
        db.run(sql!("update users set verified_at = 1 where id = $1"), args![of_student]).await.unwrap();
        let failed = sql!("update mails set last_error = 'no such box' where recipient = $1");
        db.run(failed, args!["alpha_student@lyceum.test"]).await.unwrap();
        db.run(sql!("update mails set sent_at = 1 where recipient = $1"), args!["alpha_teacher@lyceum.test"]).await.unwrap();
        let health = school(&it.admin).await.health;
        assert_eq!((health.mails_waiting, health.mails_failed, health.unproven), (2, 1, 3));

        let other = school(&it.other().admin).await.health;
        assert_eq!((other.mails_waiting, other.mails_failed, other.unproven), (4, 0, 4));
        assert!(!other.may_open_mails);
    })
    .await;
}

#[tokio::test]
async fn a_dashboard_judges_backups_by_the_last_good_one_the_test_and_the_schedule() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let own = Reach::School(it.admin.clone());
        let all = Reach::Platform(person(&it.world, "alpha_admin").await);
        let daily = ScheduleForm { every: Every::Daily, hour: 2 };
        kept::set_schedule(&all, &ScheduleForm { every: Every::Never, ..daily }).await.unwrap();
        note(&own, "complete", "json").await.unwrap();
        let brief = school(&it.admin).await.health.backup;
        assert_eq!((brief.standing, brief.needs_look()), (Standing::None, true), "a file that somebody took home is none here");
        let system = System(request(&it.world, it.admin.now));
        kept::make(&system, Some(it.admin.school_id()), Why::Hand).await.unwrap();
        let brief = school(&it.admin).await.health.backup;
        assert_eq!(brief.last.as_ref().map(|when| when.local.as_str()), Some("Fri 27 Nov 2026, 12:00"));
        assert_eq!((brief.standing, brief.needs_look()), (Standing::Unplanned, true), "nothing makes the next one");
        kept::set_schedule(&all, &daily).await.unwrap();
        let brief = school(&it.admin).await.health.backup;
        let covering = brief.covering().map(|it| (it.schedule, it.made));
        assert_eq!((brief.standing, covering, brief.needs_look()), (Standing::Unplanned, Some((daily, false)), false));
        assert!(!brief.is_to_come() && brief.last.is_some(), "there is one, whatever the platform's do");
        kept::set_schedule(&own, &ScheduleForm { every: Every::Weekly, hour: 4 }).await.unwrap();
        let brief = school(&it.admin).await.health.backup;
        assert_eq!((brief.standing, brief.tested, brief.needs_look()), (Standing::Good, Tested::Waiting, false));
        let later = school(&Scene::at(&it.admin, it.admin.now.plus_days(15))).await.health.backup;
        assert_eq!((later.standing, later.tested, later.needs_look()), (Standing::Late, Tested::Late, true));
        assert_eq!(school(&it.other().admin).await.health.backup.standing, Standing::None, "another school's is none of theirs");
        let board = platform(&person(&it.world, "alpha_admin").await).await.unwrap();
        assert_eq!((board.backup.standing, board.backup.is_to_come()), (Standing::Waiting, true), "nor of the platform");
        kept::make(&system, None, Why::Hand).await.unwrap();
        let board = platform(&person(&it.world, "alpha_admin").await).await.unwrap();
        assert_eq!((board.backup.standing, board.backup.is_to_come()), (Standing::Good, false));
    })
    .await;
}

#[tokio::test]
async fn a_new_school_has_first_steps_until_the_last_one_is_taken() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        // Class, students and course are there; of another school's assignments nothing is known here.
        assignment(it.other(), "Elsewhere", "2026-11-28T17:00").await;
        for steps in [school(&it.admin).await.first_steps, teacher(&it.teacher).await.first_steps] {
            let steps = steps.expect("a step is left");
            assert_eq!((steps.class, steps.course), (Some(it.class_id), Some(it.course_id)));
            assert!(steps.has_students && !steps.has_assignment, "{steps:?}");
        }
        assignment(&it, "Essay", "2026-11-28T17:00").await;
        assert_eq!(school(&it.admin).await.first_steps, None);
        assert_eq!(teacher(&it.teacher).await.first_steps, None);
        let later = Scene::at(&it.teacher, it.teacher.now.plus_days(30));
        assert_eq!(teacher(&later).await.first_steps, None, "nothing is due, and nothing is new either");
        assert_eq!(school(&it.other().admin).await.first_steps, None);

        let form = model::schools::SchoolForm {
            name: "Gamma".into(),
            slug: "gamma".into(),
            time_zone: "UTC".into(),
            ..model::schools::SchoolForm::default()
        };
        let founder = person(&it.world, "alpha_teacher").await;
        crate::schools::found(&founder, &form).await.unwrap();
        let board = school(&person(&it.world, "alpha_teacher").await.enter("gamma").unwrap()).await;
        assert!(board.figures.is_new(), "{:?}", board.figures);
        assert_eq!(board.first_steps, Some(FirstSteps::default()));
    })
    .await;
}

#[tokio::test]
async fn a_teacher_without_a_class_of_their_own_begins_whatever_the_school_has() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        assignment(&it, "Essay", "2026-11-28T17:00").await;
        let scope = as_role(&it, "teacher").await;
        assert_eq!(teacher(&scope).await.first_steps, Some(FirstSteps::default()));
    })
    .await;
}

#[tokio::test]
async fn from_whom_a_part_of_their_role_was_taken_sees_what_is_left_and_nothing_else() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let table = [
            ("librarian", "members.read", 0, 0),
            ("bursar", "members.read", 0, 0),
            ("mentor", "students.view_progress", 1, 0),
            ("mentor", "classes.read", 0, 0),
            ("principal", "students.view_progress", 1, 4),
            ("principal", "courses.read", 1, 4),
            ("management", "classes.read classes.read_all", 0, 4),
            ("management", "classes.read", 0, 4),
            ("registrar", "classes.read", 0, 4),
        ];
        for (role, taken, classes, people) in table {
            let take = sql!("update memberships set revoked = $3 where school_id = $1 and user_id = $2");
            db.run(take, args![it.student.school_id(), it.student.user_id(), taken]).await.unwrap();
            let scope = as_role(&it, role).await;
            let Board::Member(board) = show(&scope).await.unwrap().board else { panic!("{role}") };
            assert_eq!((board.classes.len(), board.newest.len()), (classes, people), "{role} without {taken}");
            assert!(board.newest.iter().all(|it| it.username.starts_with("alpha")), "{role} without {taken}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_platform_is_its_admins_alone() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let board = platform(&person(&it.world, "alpha_admin").await).await.unwrap();
        assert_eq!((board.figures.schools, board.figures.users, board.figures.sign_ups), (2, 8, 8));
        assert_eq!((board.figures.mails_waiting, board.figures.mails_failed, board.figures.jobs_dead), (8, 0, 0));
        assert!(board.database_bytes > 0);
        assert!(board.tells_addresses, "it is public, and no mail leaves");
        let with_mail = platform(&person(&mailing(&it.world), "alpha_admin").await).await.unwrap();
        assert!(!with_mail.tells_addresses);
        assert_eq!((board.errors.last_hour, board.errors.total), (0, 0));
        it.world.faults.note(it.admin.now.plus_hours(-2));
        it.world.faults.note(it.admin.now);
        let errors = platform(&person(&it.world, "alpha_admin").await).await.unwrap().errors;
        assert_eq!((errors.last_hour, errors.total), (1, 2));
        let lines: Vec<_> = board.newest.iter().map(|it| (it.id, it.name.as_str(), it.people)).collect();
        let (alpha, beta) = (it.admin.school_id(), it.other().admin.school_id());
        assert_eq!(lines, [(alpha, "School alpha", 4), (beta, "School beta", 4)]);
        for stranger in ["beta_admin", "alpha_teacher", "alpha_student"] {
            let stranger = person(&it.world, stranger).await;
            assert_eq!(platform(&stranger).await.unwrap_err().answer(), Error::Forbidden);
        }
    })
    .await;
}

#[tokio::test]
async fn who_teaches_many_classes_sees_the_first_of_them_and_all_there_is_to_do() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for n in 0..100 {
            classes::create(&it.teacher, &ClassForm { name: format!("Form {n:02}") }).await.unwrap();
        }
        let due = assignment(&it, "First", "2026-11-28T17:00").await;
        hand_in(&it.student, due).await;
        let board = teacher(&it.teacher).await;
        let names: Vec<_> = board.classes.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names.len(), names[0], names[1]), (OWN_CLASSES, "First class", "Form 00"));
        assert_eq!((board.due.len(), board.to_mark.len()), (1, 1), "the classes leave room for the rest");
    })
    .await;
}
