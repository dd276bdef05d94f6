use bytes::Bytes;
use model::assignments::{AssignmentForm, MarkForm, SubmissionForm};
use model::chat::MessageForm;
use model::classes::{ClassFilter, ClassForm, ClassRole, ClassSettingsForm, NO_DEPARTMENT};
use model::ids::{ClassId, MessageId, SubmissionId, UserId};
use model::people::Change;
use model::settings::departments::DepartmentForm;
use model::{Error, Permissions, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use crate::assignments::{self, marking, submissions};
use crate::classes::{self, life, people, statistics};
use crate::settings::departments;
use crate::testing::Scene;
use crate::{Scope, chat, courses, files, finding, people as members};

async fn enrolled(db: &Db, scope: &Scope, user: UserId) -> i64 {
    let sql = sql!("select cast(count(*) as bigint) as n from enrollments where school_id = $1 and user_id = $2");
    let (count,): (i64,) = db.one(sql, args![scope.school_id(), user]).await.unwrap();
    count
}

async fn second(it: &Scene) -> ClassId {
    classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap()
}

#[tokio::test]
async fn a_member_is_added_changed_and_removed_and_the_enrolments_follow() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (class, student) = (second(&it).await, it.student.user_id());
        let form = model::courses::CourseForm { title: "Physics".into(), summary: String::new() };
        courses::create(&it.admin, class, &form).await.unwrap();
        let found = people::show(&it.admin, class, "STUDENT", 1).await.unwrap().found;
        let names: Vec<_> = found.iter().map(|it| it.username.as_str()).collect();
        assert_eq!(names, ["alpha_student", "alpha_student2"], "of this school, and not in the class");
        db.run(sql!("update memberships set number = 'AK-77/b' where school_id <> '' and user_id = $1"), args![student])
            .await
            .unwrap();
        for (words, count) in [("ak-77", 1), ("person ak-77 STUDENT", 1), ("person student2", 1), ("%", 0), (" ", 0)] {
            assert_eq!(people::show(&it.admin, class, words, 1).await.unwrap().found.len(), count, "{words}");
        }
        let foreign = second(it.other()).await;
        assert!(people::show(&it.other().admin, foreign, "ak-77", 1).await.unwrap().found.is_empty());

        people::add(&it.admin, class, student, ClassRole::Student).await.unwrap();
        people::add(&it.admin, class, student, ClassRole::Student).await.unwrap();
        assert_eq!(enrolled(&db, &it.admin, student).await, 2);
        // Their role in the school changes by itself here, so that their place can follow it.
        let works_as = async |role: Role| {
            let change = sql!("update memberships set role = $3 where school_id = $1 and user_id = $2");
            db.run(change, args![it.admin.school_id(), student, role.text()]).await.unwrap();
        };
        works_as(Role::Teacher).await;
        people::set_role(&it.admin, class, student, ClassRole::Teacher).await.unwrap();
        assert_eq!(enrolled(&db, &it.admin, student).await, 1);
        works_as(Role::Student).await;
        people::set_role(&it.admin, class, student, ClassRole::Student).await.unwrap();
        assert_eq!(enrolled(&db, &it.admin, student).await, 2);
        people::remove(&it.admin, class, student).await.unwrap();
        people::remove(&it.admin, class, student).await.unwrap();
        assert_eq!(enrolled(&db, &it.admin, student).await, 1);
        let sql = sql!("select action from audit where school_id = $1 and action like 'class.member%' order by id");
        let log: Vec<(String,)> = db.all(sql, args![it.admin.school_id()]).await.unwrap();
        assert_eq!(log.len(), 4, "{log:?}");

        let stranger = it.other().student.user_id();
        let add = people::add(&it.admin, class, stranger, ClassRole::Student).await;
        assert_eq!(add.unwrap_err().answer(), Error::NotFound);
        for scope in [&it.other().admin, &it.teacher] {
            assert_eq!(people::remove(scope, class, student).await.unwrap_err().answer(), Error::NotFound);
            assert_eq!(people::show(scope, class, "", 1).await.unwrap_err().answer(), Error::NotFound);
        }
        for (scope, opens) in [(&it.admin, true), (&it.teacher, false), (&it.student, false)] {
            assert_eq!(classes::show(scope, it.class_id).await.unwrap().may_open, opens, "{:?}", scope.role());
        }
        let by_student = people::remove(&it.student, it.class_id, it.student2.user_id()).await;
        assert_eq!(by_student.unwrap_err().answer(), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn who_leaves_sees_the_class_no_more_and_it_stays_looked_after() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        people::leave(&it.student, it.class_id).await.unwrap();
        assert_eq!(classes::show(&it.student, it.class_id).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(enrolled(&db, &it.admin, it.student.user_id()).await, 0);
        assert_eq!(people::leave(&it.other().student, it.class_id).await.unwrap_err().answer(), Error::NotFound);
        // The admin reaches every class, so that the last teacher may go.
        people::leave(&it.admin, it.class_id).await.unwrap();
        people::leave(&it.teacher, it.class_id).await.unwrap();
        assert!(classes::show(&it.admin, it.class_id).await.is_ok());

        let own = classes::create(&it.teacher, &ClassForm { name: "Own".into() }).await.unwrap();
        db.run(
            sql!("update memberships set role = $2 where school_id = $1 and role = 'school_admin'"),
            args![it.admin.school_id(), Role::Bursar.text()],
        )
        .await
        .unwrap();
        let last = people::leave(&it.teacher, own).await.unwrap_err().answer();
        assert_eq!(last, Error::Conflict(Problem::LastTeacher));
        assert!(classes::show(&it.teacher, own).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_mentor_who_stays_does_not_look_after_the_class() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (school, mentor) = (it.admin.school_id(), it.student.user_id());
        let own = classes::create(&it.teacher, &ClassForm { name: "Own".into() }).await.unwrap();
        members::change_one(&it.admin, mentor, Change::Role(Role::Mentor)).await.unwrap();
        people::add(&it.admin, own, mentor, ClassRole::Teacher).await.unwrap();
        let works_as = sql!("update memberships set role = $3 where school_id = $1 and user_id = $2");
        db.run(works_as, args![school, it.admin.user_id(), Role::Bursar.text()]).await.unwrap();
        let last = people::leave(&it.teacher, own).await.unwrap_err().answer();
        assert_eq!(last, Error::Conflict(Problem::LastTeacher));
        assert!(classes::show(&it.teacher, own).await.is_ok());
        db.run(works_as, args![school, mentor, Role::FormTeacher.text()]).await.unwrap();
        people::leave(&it.teacher, own).await.unwrap();
        assert_eq!(classes::show(&it.teacher, own).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn who_saves_a_class_over_what_somebody_else_saved_meanwhile_is_told() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form = |name: &str, drawn: &str| ClassSettingsForm { name: name.into(), drawn: drawn.into(), ..Default::default() };
        let drawn = async || {
            let page = classes::show(&it.teacher, it.class_id).await.unwrap();
            (ClassSettingsForm::drawn_from(&page.name, page.department), page.name)
        };
        let (first, _) = drawn().await;
        for _ in 0..2 {
            life::rename(&it.admin, it.class_id, &form("Form 3C", &first)).await.unwrap();
        }
        let stale = life::rename(&it.teacher, it.class_id, &form("Form 3", &first)).await.unwrap_err().answer();
        assert_eq!(stale, Error::Conflict(Problem::ChangedMeanwhile));
        let (second, name) = drawn().await;
        assert_eq!(name, "Form 3C");

        let sciences = DepartmentForm { name: "Sciences".into(), ..Default::default() };
        let department = departments::create(&it.admin, &sciences).await.unwrap().to_string();
        let put = ClassSettingsForm { department, ..form("Form 3C", &second) };
        life::rename(&it.admin, it.class_id, &put).await.unwrap();
        let stale = ClassSettingsForm { department: NO_DEPARTMENT.into(), ..form("Form 3", &second) };
        let stale = life::rename(&it.admin, it.class_id, &stale).await.unwrap_err().answer();
        assert_eq!(stale, Error::Conflict(Problem::ChangedMeanwhile));
        let page = classes::show(&it.admin, it.class_id).await.unwrap();
        assert_eq!(page.department.map(|id| id.to_string()), Some(put.department), "it stays where it was put");
        let (third, name) = drawn().await;
        assert_eq!(name, "Form 3C");
        life::rename(&it.teacher, it.class_id, &form("Form 3", &third)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_archived_class_is_read_listed_apart_and_restored() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let renamed = ClassSettingsForm { name: "Form 3C".into(), ..Default::default() };
        life::rename(&it.teacher, it.class_id, &renamed).await.unwrap();
        life::rename(&it.teacher, it.class_id, &renamed).await.unwrap();
        assert_eq!(life::rename(&it.student, it.class_id, &renamed).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(life::rename(&it.other().admin, it.class_id, &renamed).await.unwrap_err().answer(), Error::NotFound);
        life::set_archived(&it.teacher, it.class_id, true).await.unwrap();
        life::set_archived(&it.teacher, it.class_id, true).await.unwrap();
        let page = classes::show(&it.student, it.class_id).await.unwrap();
        assert_eq!((page.name.as_str(), page.archived, page.may_announce), ("Form 3C", true, false));
        let archived = ClassFilter { archived: true, ..ClassFilter::default() };
        assert!(classes::list(&it.student, &ClassFilter::default()).await.unwrap().classes.is_empty());
        assert_eq!(classes::list(&it.student, &archived).await.unwrap().classes.len(), 1);
        assert!(classes::list(&it.other().admin, &archived).await.unwrap().classes.is_empty());
        let add = people::add(&it.admin, it.class_id, it.student.user_id(), ClassRole::Student).await;
        assert_eq!(add.unwrap_err().answer(), Error::Forbidden);
        life::set_archived(&it.teacher, it.class_id, false).await.unwrap();
        assert_eq!(classes::list(&it.student, &ClassFilter::default()).await.unwrap().classes.len(), 1);
        let sql = sql!("select action from audit where school_id = $1 and subject = $2 and action <> 'class.joined' order by id");
        let log: Vec<(String,)> = db.all(sql, args![it.admin.school_id(), it.class_id]).await.unwrap();
        let log: Vec<_> = log.iter().map(|(action,)| action.as_str()).collect();
        assert_eq!(log, ["class.created", "class.renamed", "class.archived", "class.restored"]);
    })
    .await;
}

#[tokio::test]
async fn the_figures_are_for_those_who_see_how_far_the_students_are() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let form =
            AssignmentForm { title: "Essay".into(), brief: String::new(), points: "10".into(), due: "2026-11-28T12:00".into() };
        assignments::set(&it.teacher, it.course_id, &form).await.unwrap();
        let figures = async |scope: &Scope| statistics::show(scope, it.class_id).await.map(|(_, figures)| figures);
        let before = figures(&it.teacher).await.unwrap();
        assert_eq!((before.students, before.assignments, before.missing), (2, 1, 0), "not due yet");
        let later = Scene::at(&it.teacher, it.teacher.now.plus_days(2));
        let after = figures(&later).await.unwrap();
        assert_eq!((after.on_time, after.late, after.missing, after.average), (0, 0, 2, None));
        assert_eq!(figures(&it.student).await.unwrap_err().answer(), Error::Forbidden);
        let with = |scope: &Scope, role: Role, revoked: &str| {
            let mut scope = scope.clone();
            (scope.place.role, scope.place.permissions) = (role, Permissions::of_member(role, "", revoked));
            scope
        };
        let without = with(&later, Role::Teacher, "students.view_progress");
        let page = classes::show(&without, it.class_id).await.unwrap();
        assert!(page.may_manage && !page.may_view_progress, "they look after it all the same");
        assert_eq!(figures(&without).await.unwrap_err().answer(), Error::Forbidden);
        let reads = with(&later, Role::Management, "");
        let page = classes::show(&reads, it.class_id).await.unwrap();
        assert!(!page.may_manage && page.may_view_progress, "who only reads");
        assert_eq!(figures(&reads).await.unwrap().missing, 2);
        let bounded = with(&later, Role::Management, "classes.read_all students.view_progress");
        assert_eq!(figures(&bounded).await.unwrap_err().answer(), Error::Forbidden);
        assert_eq!(figures(&with(&it.other().admin, Role::Management, "")).await.unwrap_err().answer(), Error::NotFound);
        assert_eq!(figures(&it.other().admin).await.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn who_was_seen_may_have_been_at_another_school_of_theirs() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let student = &it.student2;
        let later = Scene::at(&it.teacher, it.teacher.now.plus_days(20));
        let active = async || statistics::show(&later, it.class_id).await.unwrap().1.active;
        assert_eq!(active().await, 0);
        let seen = sql!("update sessions set seen_at = $1 where user_id = $2");
        db.run(seen, args![later.now, student.user_id()]).await.unwrap();
        assert_eq!(active().await, 1, "this is the only one");
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'student', 'active', $3)"
        );
        db.run(place, args![it.other().admin.school_id(), student.user_id(), student.now]).await.unwrap();
        assert_eq!(active().await, 0);
        let form = MessageForm { body: "I am here.".into(), reply: None };
        chat::send(&Scene::at(student, later.now), it.room_id, MessageId::new(), &form).await.unwrap();
        assert_eq!(active().await, 1, "what they did was here");
    })
    .await;
}

#[tokio::test]
async fn a_card_names_who_teaches_the_class() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let second = second(&it).await;
        let taught = async |scope: &Scope| {
            let cards = classes::list(scope, &ClassFilter::default()).await.unwrap().classes;
            let names = |card: &model::classes::ClassCard| card.teachers.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
            cards.iter().map(|card| (card.id, names(card))).collect::<Vec<_>>()
        };
        let (admin, teacher) = (it.admin.me.name.clone(), it.teacher.me.name.clone());
        let both = (it.class_id, vec![admin.clone(), teacher]);
        assert_eq!(taught(&it.student).await, std::slice::from_ref(&both));
        let mentor = it.student2.user_id();
        members::change_one(&it.admin, mentor, Change::Role(Role::Mentor)).await.unwrap();
        people::add(&it.admin, it.class_id, mentor, ClassRole::Teacher).await.unwrap();
        assert_eq!(taught(&it.student).await, std::slice::from_ref(&both), "a mentor accompanies it");
        assert_eq!(taught(&it.admin).await, [both, (second, vec![admin.clone()])]);
        members::change_one(&it.admin, it.teacher.user_id(), Change::Suspend).await.unwrap();
        assert_eq!(taught(&it.student).await, [(it.class_id, vec![admin])]);
        let other = taught(&it.other().student).await;
        assert_eq!(other.iter().map(|(id, names)| (*id, names.len())).collect::<Vec<_>>(), [(it.other().class_id, 2)]);
    })
    .await;
}

#[tokio::test]
async fn the_averages_go_from_one_due_date_to_the_next() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let set = async |it: &Scene, title: &str, due: &str| {
            let form = AssignmentForm { title: title.into(), brief: String::new(), points: "10".into(), due: due.into() };
            assignments::set(&it.teacher, it.course_id, &form).await.unwrap()
        };
        set(&it, "Last", "2026-11-29T12:00").await;
        let first = set(&it, "First", "2026-11-28T12:00").await;
        set(&it, "To come", "2026-12-28T12:00").await;
        set(it.other(), "Elsewhere", "2026-11-28T12:00").await;
        for (student, marks) in [(&it.student, "7.5"), (&it.student2, "3")] {
            let content = Bytes::from(format!("the work of {}", student.me.username));
            let upload = files::keep(student, student.school_id(), "essay.txt", content).await.unwrap();
            let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
            let submission = submissions::submit(student, first, &form, vec![upload]).await.unwrap();
            let form = MarkForm { marks: marks.into(), comment: String::new(), version: 0 };
            marking::save(&it.teacher, submission, &form).await.unwrap();
        }
        let averages = async |it: &Scene| {
            let later = Scene::at(&it.teacher, it.teacher.now.plus_days(5));
            let (_, figures) = statistics::show(&later, it.class_id).await.unwrap();
            figures.averages.into_iter().map(|it| (it.title, it.average)).collect::<Vec<_>>()
        };
        assert_eq!(averages(&it).await, [("First".to_owned(), Some(52.5)), ("Last".to_owned(), None)]);
        assert_eq!(averages(it.other()).await, [("Elsewhere".to_owned(), None)]);
        let (_, today) = statistics::show(&it.teacher, it.class_id).await.unwrap();
        assert!(today.averages.is_empty(), "nothing was due");
    })
    .await;
}

#[tokio::test]
async fn whose_place_ended_is_listed_nowhere_and_the_suspended_only_for_those_who_manage() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let listed = async |scope: &Scope| {
            let people = classes::show(scope, it.class_id).await.unwrap().people;
            people.into_iter().map(|it| (it.username, it.suspended)).collect::<Vec<_>>()
        };
        let counted = async || {
            let card = classes::list(&it.teacher, &ClassFilter::default()).await.unwrap().classes[0].students;
            let found = finding::find(&it.teacher, "first").await.unwrap().classes[0].students;
            let (_, figures) = statistics::show(&it.teacher, it.class_id).await.unwrap();
            [card, found, figures.students]
        };
        let named = |names: &[(&str, bool)]| names.iter().map(|(name, it)| ((*name).to_owned(), *it)).collect::<Vec<_>>();
        assert_eq!(counted().await, [2, 2, 2]);

        members::change_one(&it.admin, it.student2.user_id(), Change::Suspend).await.unwrap();
        let teachers = [("alpha_admin", false), ("alpha_teacher", false), ("alpha_student", false)];
        let managed = [&teachers[..], &[("alpha_student2", true)]].concat();
        assert_eq!(listed(&it.teacher).await, named(&managed));
        assert_eq!(listed(&it.student).await, named(&teachers), "a classmate is not told of it");
        assert_eq!(counted().await, [1, 1, 1]);

        members::change_one(&it.admin, it.student2.user_id(), Change::End).await.unwrap();
        assert_eq!(listed(&it.teacher).await, named(&teachers));
        assert_eq!(listed(&it.admin).await, named(&teachers));
        assert_eq!(counted().await, [1, 1, 1]);

        members::change_one(&it.admin, it.student2.user_id(), Change::Reinstate).await.unwrap();
        assert_eq!(listed(&it.student).await.len(), 4, "all of it is back");
        assert_eq!(counted().await, [2, 2, 2]);
        assert_eq!(classes::show(&it.other().admin, it.other().class_id).await.unwrap().people.len(), 4);
    })
    .await;
}
