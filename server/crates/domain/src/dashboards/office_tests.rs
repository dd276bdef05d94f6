use model::assignments::AssignmentForm;
use model::dashboards::{BursarBoard, MentorBoard, People};
use model::ids::DepartmentId;
use model::people::{Change, PeopleFilter, Standing};
use model::settings::departments::DepartmentForm;
use model::{Feature, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::testing::{bursar, corporate, librarian, mentor, role_of, say_three};
use crate::assignments::set;
use crate::classes::life;
use crate::settings::{departments, features};
use crate::testing::{NOON, Scene};
use crate::{Scope, people};

/// How many there are, and what is said of each, by name.
fn noted(people: &People) -> (i64, Vec<&str>) {
    let mut notes: Vec<_> = people.first.iter().map(|it| it.note.as_str()).collect();
    notes.sort_unstable();
    (people.total, notes)
}

/// A department with the class of the scene.
async fn sciences(db: &Db, it: &Scene) -> DepartmentId {
    let form = DepartmentForm { name: "Sciences".into(), ..DepartmentForm::default() };
    let id = departments::create(&it.admin, &form).await.unwrap();
    db.run(
        sql!("insert into class_departments (school_id, class_id, department_id) values ($1, $2, $3)"),
        args![it.admin.school_id(), it.class_id, id],
    )
    .await
    .unwrap();
    id
}

#[tokio::test]
async fn a_bursar_sees_the_own_students_by_class_and_department_and_who_came_and_left() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let department = sciences(&db, &it).await;
        let scope = role_of(&it, "alpha_teacher", Role::Bursar, 1).await;
        let groups = |board: &BursarBoard| {
            let classes: Vec<_> = board.classes.iter().map(|it| (it.id, it.students)).collect();
            let departments: Vec<_> = board.departments.iter().map(|it| (it.id, it.students)).collect();
            (classes, departments)
        };
        let before = bursar(&scope).await;
        assert_eq!((before.students, before.without_class, before.all_classes), (2, 0, 1));
        assert_eq!(groups(&before), (vec![(it.class_id, 2)], vec![(department, 2)]));
        assert_eq!(noted(&before.came), (2, vec!["alpha_student", "alpha_student2"]));
        assert_eq!(noted(&before.left), (0, vec![]));

        let number = sql!("update memberships set number = 'AK 77' where school_id = $1 and user_id = $2");
        db.run(number, args![it.admin.school_id(), it.student2.user_id()]).await.unwrap();
        people::change_one(&it.admin, it.student2.user_id(), Change::End).await.unwrap();
        let board = bursar(&scope).await;
        assert_eq!((board.students, groups(&board)), (1, (vec![(it.class_id, 1)], vec![(department, 1)])));
        assert_eq!(noted(&board.came), (1, vec!["alpha_student"]));
        assert_eq!(noted(&board.left), (1, vec!["AK 77"]));
        let gone = &board.left.first[0];
        let when = gone.since.as_ref().map(|when| when.local.as_str());
        assert_eq!((gone.user_id, when), (it.student2.user_id(), Some("Fri 27 Nov 2026, 12:00")));

        // What a line leads to has as many as the line says.
        let filter =
            PeopleFilter { role: Role::Student.to_string(), status: Standing::Active.to_string(), ..PeopleFilter::default() };
        let of_class = PeopleFilter { class: it.class_id.to_string(), ..filter.clone() };
        let of_department = PeopleFilter { department: department.to_string(), ..filter };
        for filter in [of_class, of_department] {
            assert_eq!(people::list(&scope, &filter, None).await.unwrap().total, 1, "{filter:?}");
        }

        let out = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(out, args![it.admin.school_id(), it.student.user_id()]).await.unwrap();
        let board = bursar(&scope).await;
        assert_eq!((board.without_class, groups(&board)), (1, (vec![(it.class_id, 0)], vec![(department, 0)])));
        people::change_one(&it.admin, it.student.user_id(), Change::Suspend).await.unwrap();
        let board = bursar(&scope).await;
        assert_eq!((board.students, board.without_class, board.left.total), (0, 0, 1), "who is suspended has not left");
        let later = bursar(&Scene::at(&scope, NOON.plus_days(31))).await;
        assert_eq!((later.came.total, later.left.total), (0, 0));

        let other = bursar(&role_of(it.other(), "beta_teacher", Role::Bursar, 1).await).await;
        assert_eq!(groups(&other), (vec![(it.other().class_id, 2)], vec![]));
        assert_eq!(noted(&other.came), (2, vec!["beta_student", "beta_student2"]));
        assert_eq!((other.students, other.left.total), (2, 0));
    })
    .await;
}

#[tokio::test]
async fn who_asked_and_was_declined_has_not_left() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (school, stranger) = (it.admin.school_id(), it.other().student.user_id());
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'ended', $3)"
        );
        db.run(place, args![school, stranger, NOON]).await.unwrap();
        let scope = role_of(&it, "alpha_teacher", Role::Bursar, 1).await;
        assert_eq!((bursar(&scope).await.left.total, bursar(&scope).await.came.total), (0, 2));
        assert_eq!(librarian(&role_of(&it, "alpha_teacher", Role::Librarian, 1).await).await.left.total, 0);
        let left = sql!("update memberships set ended_at = $3 where school_id = $1 and user_id = $2");
        db.run(left, args![school, stranger, NOON]).await.unwrap();
        let scope = role_of(&it, "alpha_teacher", Role::Bursar, 1).await;
        assert_eq!(bursar(&scope).await.left.total, 1, "who came and left has belonged");
    })
    .await;
}

#[tokio::test]
async fn a_librarian_sees_who_may_borrow_in_the_own_school_and_who_came_and_left() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let scope = role_of(&it, "alpha_student", Role::Librarian, 1).await;
        let board = librarian(&scope).await;
        assert_eq!((board.students, board.staff), (1, 3));
        let all =
            ["Librarian · alpha_student", "School admin · alpha_admin", "Student · alpha_student2", "Teacher · alpha_teacher"];
        assert_eq!(noted(&board.came), (4, all.to_vec()));
        assert_eq!(noted(&board.left), (0, vec![]));

        people::change_one(&it.admin, it.teacher.user_id(), Change::End).await.unwrap();
        role_of(&it, "alpha_student2", Role::Parent, 0).await;
        let board = librarian(&scope).await;
        assert_eq!((board.students, board.staff, board.came.total), (0, 2, 2), "parents borrow nothing");
        assert_eq!(noted(&board.left), (1, vec!["Teacher · alpha_teacher"]));
        let later = librarian(&Scene::at(&scope, NOON.plus_days(31))).await;
        assert_eq!((later.staff, later.came.total, later.left.total), (2, 0, 0));

        let other = librarian(&role_of(it.other(), "beta_admin", Role::Librarian, 1).await).await;
        assert_eq!((other.students, other.staff, other.left.total), (2, 2, 0));
        assert!(other.came.first.iter().all(|it| it.name.starts_with("beta")), "{other:?}");
    })
    .await;
}

#[tokio::test]
async fn of_very_many_who_came_the_newest_are_shown_and_all_are_counted() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for number in 0..9 {
            db.run(
                sql!(
                    "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                                        platform_role, locale, created_at)
                     select cast($1 as text), cast($2 as text), $2, $2, $2, $2, $2, u.password_hash, u.status,
                            u.platform_role, u.locale, u.created_at
                     from users u where u.id = $3"
                ),
                args![format!("00000000-0000-7000-8000-00000000000{number}"), format!("new{number}"), it.student.user_id()],
            )
            .await
            .unwrap();
            db.run(
                sql!(
                    "insert into memberships (school_id, user_id, role, status, created_at)
                     values ($1, $2, 'student', 'active', $3)"
                ),
                args![it.admin.school_id(), format!("00000000-0000-7000-8000-00000000000{number}"), NOON.plus_hours(number)],
            )
            .await
            .unwrap();
        }
        let board = bursar(&role_of(&it, "alpha_teacher", Role::Bursar, 1).await).await;
        let names: Vec<_> = board.came.first.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((board.came.total, names.len(), names[0], names[7]), (11, 8, "new8", "new1"));
    })
    .await;
}

#[tokio::test]
async fn a_company_s_representative_sees_the_own_classes_in_use() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let scope = role_of(&it, "alpha_student", Role::CorporateRep, 0).await;
        let classes = async |scope: &Scope| {
            let board = corporate(scope).await;
            board.classes.into_iter().map(|it| (it.id, it.students, it.teachers)).collect::<Vec<_>>()
        };
        assert_eq!(classes(&scope).await, [(it.class_id, 2, 2)]);
        let other = role_of(it.other(), "beta_student", Role::CorporateRep, 0).await;
        assert_eq!(classes(&other).await, [(it.other().class_id, 2, 2)]);
        let out = sql!("delete from class_members where school_id = $1 and user_id = $2");
        db.run(out, args![other.school_id(), other.user_id()]).await.unwrap();
        assert!(classes(&other).await.is_empty());
        life::set_archived(&it.admin, it.class_id, true).await.unwrap();
        assert!(classes(&scope).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_mentor_sees_who_has_gone_quiet_in_the_own_classes_and_each_student() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        for day in 28..=30 {
            let form = AssignmentForm {
                title: format!("Of the {day}th"),
                brief: String::new(),
                points: "10".into(),
                due: format!("2026-11-{day}T17:00"),
            };
            set(&it.teacher, it.course_id, &form).await.unwrap();
        }
        say_three(&it).await;
        let scope = role_of(&it, "alpha_teacher", Role::Mentor, 4).await;
        let board = mentor(&scope).await;
        let mut quiet: Vec<_> = board.quiet.iter().map(|it| (it.name.as_str(), it.missed, it.away)).collect();
        quiet.sort_unstable();
        assert_eq!(quiet, [("alpha_student Person", true, false), ("alpha_student2 Person", true, false)]);
        let [class] = board.form.classes.as_slice() else { panic!("{board:?}") };
        let missing: Vec<_> = class.students.iter().map(|it| it.missing()).collect();
        assert_eq!((class.id, class.unread, missing), (it.class_id, 3, vec![3, 3]));
        assert!(board.form.to_mark.is_empty());

        features::set(&it.admin, Feature::Chat, false).await.unwrap();
        let silent = role_of(&it, "alpha_teacher", Role::Mentor, 4).await;
        assert_eq!(mentor(&silent).await.form.classes[0].unread, 0, "nothing leads to a chat that nobody can open");

        let without = role_of(&it, "alpha_student", Role::Mentor, 4).await;
        assert_eq!(mentor(&without).await, MentorBoard::default(), "to be in a class is not to accompany its students");
        let other = mentor(&role_of(it.other(), "beta_teacher", Role::Mentor, 4).await).await;
        assert!(other.quiet.is_empty(), "{other:?}");
        assert!(other.form.classes[0].students.iter().all(|it| it.name.starts_with("beta")));
    })
    .await;
}
