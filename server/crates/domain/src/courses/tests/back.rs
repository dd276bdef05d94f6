//! Who leaves a course and comes back owes what they owed.

use model::assignments::AssignmentForm;
use model::classes::{ClassForm, ClassRole, CodeKind, Joining};
use model::dashboards::Board;
use model::ids::{AssignmentId, CourseId, UserId};
use model::people::Change;
use model::{At, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::form;
use crate::assignments::{self, set};
use crate::classes::{self, codes, people, statistics};
use crate::people::{self as members, undo};
use crate::schools::own;
use crate::testing::{Scene, person};
use crate::{Scope, courses, dashboards};

/// Work that was due two days ago, and one student who was in the course long before that.
async fn overdue(db: &Db, it: &Scene) -> AssignmentId {
    let before = Scene::at(&it.teacher, it.teacher.now.plus_days(-10));
    let old = AssignmentForm { title: "Old".into(), brief: String::new(), points: "10".into(), due: "2026-11-25T08:00".into() };
    let old = set(&before, it.course_id, &old).await.unwrap();
    let longer = sql!("update enrollments set enrolled_at = $3 where school_id = $1 and user_id = $2");
    let args = args![it.student.school_id(), it.student.user_id(), before.now];
    assert_eq!(db.run(longer, args).await.unwrap(), 1);
    old
}

/// Since when they are in the course, if they are.
async fn since(it: &Scene, course: CourseId, user: UserId) -> Option<At> {
    let sql = sql!("select enrolled_at from enrollments where school_id = $1 and course_id = $2 and user_id = $3");
    let at: Option<(At,)> = it.world.db.maybe(sql, args![it.admin.school_id(), course, user]).await.unwrap();
    at.map(|(at,)| at)
}

/// How many courses are remembered that they left.
async fn remembered(it: &Scene, user: UserId) -> i64 {
    let sql = sql!("select cast(count(*) as bigint) as n from left_courses where school_id = $1 and user_id = $2");
    let (count,): (i64,) = it.world.db.one(sql, args![it.admin.school_id(), user]).await.unwrap();
    count
}

/// Missing on the page of the work, on the student's board and in the class's figures.
async fn missing(it: &Scene, student: &Scope, work: AssignmentId) -> (bool, usize, i64) {
    let page = assignments::show(student, work, 1).await.unwrap();
    let Board::Student(board) = dashboards::show(student).await.unwrap().board else { panic!("not a student's") };
    let (_, figures) = statistics::show(&it.teacher, it.class_id).await.unwrap();
    (page.missing, board.due.len(), figures.missing)
}

#[tokio::test]
async fn who_leaves_and_joins_again_still_owes_and_who_is_new_owes_nothing_old() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let old = overdue(&db, &it).await;
        let (student, user) = (&it.student, it.student.user_id());
        let codes = classes::show(&it.admin, it.class_id).await.unwrap().codes;
        let code = codes.iter().find(|card| card.kind == CodeKind::Student).unwrap().code.clone();
        let join = async |username: &str| {
            let joined = codes::join(&person(&it.world, username).await, &code).await.unwrap();
            assert_eq!(joined.answer, Joining::Joined, "{username}");
        };
        assert_eq!(missing(&it, student, old).await, (true, 1, 1));

        // Out of the class, out of the school, and sent away.
        for way in ["class", "school", "ended"] {
            match way {
                "class" => people::leave(student, it.class_id).await.unwrap(),
                "school" => own::leave(student).await.unwrap(),
                _ => assert!(members::change_one(&it.admin, user, Change::End).await.unwrap().is_some()),
            }
            let (_, figures) = statistics::show(&it.teacher, it.class_id).await.unwrap();
            assert_eq!(figures.missing, 0, "{way}");
            join("alpha_student").await;
            assert_eq!(since(&it, it.course_id, user).await, Some(student.now), "{way}");
            assert_eq!(missing(&it, student, old).await, (true, 1, 1), "{way}");
        }

        join("beta_student").await;
        let newcomer = person(&it.world, "beta_student").await.enter("alpha").unwrap();
        assert_eq!(since(&it, it.course_id, newcomer.user_id()).await, Some(newcomer.now));
        assert_eq!(missing(&it, &newcomer, old).await, (false, 0, 1));
        assert_eq!((remembered(&it, user).await, remembered(&it, newcomer.user_id()).await), (1, 0));
        assert_eq!(remembered(it.other(), newcomer.user_id()).await, 0, "what they left here is nothing there");
    })
    .await;
}

#[tokio::test]
async fn who_is_moved_away_and_back_still_owes_and_an_undone_mistake_is_not_remembered() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let old = overdue(&db, &it).await;
        let (admin, student, user) = (&it.admin, &it.student, it.student.user_id());
        let second = classes::create(admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let latin = courses::create(admin, second, &form("Latin")).await.unwrap();
        let later = Scene::at(admin, admin.now.plus_days(1));
        let due =
            AssignmentForm { title: "Away".into(), brief: String::new(), points: "10".into(), due: "2026-11-27T20:00".into() };
        let away = set(&it.teacher, it.course_id, &due).await.unwrap();

        let there = Change::MoveClass(it.class_id, second);
        members::change_one(admin, user, there).await.unwrap().unwrap();
        assert_eq!(since(&it, it.course_id, user).await, None);
        assert_eq!(since(&it, latin, user).await, Some(admin.now));
        members::change_one(&later, user, Change::MoveClass(second, it.class_id)).await.unwrap().unwrap();
        assert_eq!(since(&it, it.course_id, user).await, Some(later.now));
        let then = Scene::at(student, later.now.plus_days(1));
        let owed = async |work: AssignmentId| assignments::show(&then, work, 1).await.unwrap().missing;
        assert_eq!((owed(old).await, owed(away).await), (true, false), "what was due while they were away is not theirs");

        // By hand, one class after the other.
        people::remove(&later, it.class_id, user).await.unwrap();
        people::add(&later, second, user, ClassRole::Student).await.unwrap();
        assert_eq!(since(&it, latin, user).await, Some(later.now));
        people::remove(&later, second, user).await.unwrap();
        people::add(&later, it.class_id, user, ClassRole::Student).await.unwrap();
        assert_eq!((owed(old).await, owed(away).await), (true, false));

        // Out of the class with their role, and back with it.
        for role in [Role::Teacher, Role::Student] {
            members::change_one(admin, user, Change::Role(role)).await.unwrap().unwrap();
        }
        assert_eq!(since(&it, it.course_id, user).await, None);
        people::add(admin, it.class_id, user, ClassRole::Student).await.unwrap();
        assert_eq!(since(&it, it.course_id, user).await, Some(admin.now));

        let other = it.student2.user_id();
        let mistaken = members::change_one(admin, other, Change::AddClass(second)).await.unwrap().unwrap();
        assert_eq!(since(&it, latin, other).await, Some(admin.now));
        undo::undo(admin, mistaken).await.unwrap();
        assert_eq!((since(&it, latin, other).await, remembered(&it, other).await), (None, 0));
        people::add(&later, second, other, ClassRole::Student).await.unwrap();
        assert_eq!(since(&it, latin, other).await, Some(later.now));
        assert_eq!(remembered(it.other(), it.other().student.user_id()).await, 0);
    })
    .await;
}
