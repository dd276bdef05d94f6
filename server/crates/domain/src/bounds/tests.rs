mod adding;
mod invited;
mod strangers;

use std::collections::BTreeMap;

use bytes::Bytes;
use model::announcements::AnnouncementForm;
use model::assignments::{AssignmentForm, SubmissionForm};
use model::classes::{ClassFilter, ClassForm, ClassRole, ClassSettingsForm, NO_DEPARTMENT};
use model::courses::CourseForm;
use model::dashboards::{Board, HeadBoard};
use model::ids::{ClassId, DepartmentId, SubmissionId, UserId};
use model::people::PeopleFilter;
use model::settings::departments::DepartmentForm;
use model::{Error, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use crate::assignments::{marking, submissions};
use crate::classes::{self, life, statistics};
use crate::people;
use crate::settings::departments;
use crate::testing::{NOON, Scene, person};
use crate::{Result, Scope, announcements, assignments, chat, courses, dashboards, files, finding};

/// The sciences have the first class and a head; the languages have the second class, with the second student in it. The
/// first student is in both.
struct Divided {
    it: Scene,
    head: Scope,
    sciences: DepartmentId,
    languages: DepartmentId,
    second: ClassId,
}

impl Divided {
    async fn new(db: &Db) -> Divided {
        let it = Scene::new(db).await;
        let head = guest(db, &it, "beta_teacher", Role::DepartmentHead).await;
        let sciences = departments::create(&it.admin, &named("Sciences", Some(head.user_id()))).await.unwrap();
        let languages = departments::create(&it.admin, &named("Languages", None)).await.unwrap();
        let second = classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap();
        let (one, two) = (it.student.user_id(), it.student2.user_id());
        classes::people::remove(&it.admin, it.class_id, two).await.unwrap();
        classes::people::add(&it.admin, second, one, ClassRole::Student).await.unwrap();
        classes::people::add(&it.admin, second, two, ClassRole::Student).await.unwrap();
        put(&it.admin, it.class_id, "First class", sciences).await.unwrap();
        put(&it.admin, second, "Second class", languages).await.unwrap();
        Divided { it, head, sciences, languages, second }
    }
}

/// Somebody of the second school with a role in the first.
async fn guest(db: &Db, it: &Scene, username: &str, role: Role) -> Scope {
    let guest = person(&it.world, username).await;
    db.run(
        sql!("insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, 'active', 1)"),
        args![it.admin.school_id(), guest.me.user_id, role.text()],
    )
    .await
    .unwrap();
    person(&it.world, username).await.enter("alpha").unwrap()
}

/// The head with another role, or with permissions beyond it.
async fn changed(db: &Db, head: &Scope, role: Role, granted: &str) -> Scope {
    db.run(
        sql!("update memberships set role = $3, granted = $4 where school_id = $1 and user_id = $2"),
        args![head.school_id(), head.user_id(), role.text(), granted],
    )
    .await
    .unwrap();
    let world = &head.request.world;
    Scene::at(&person(world, &head.me.username).await.enter("alpha").unwrap(), head.now)
}

fn named(name: &str, head: Option<UserId>) -> DepartmentForm {
    DepartmentForm { name: name.into(), head: head.map(|head| head.to_string()).unwrap_or_default(), ..DepartmentForm::default() }
}

async fn put(scope: &Scope, class: ClassId, name: &str, department: impl ToString) -> Result<()> {
    let form = ClassSettingsForm { name: name.into(), department: department.to_string(), ..ClassSettingsForm::default() };
    life::rename(scope, class, &form).await
}

fn answer<T: std::fmt::Debug>(result: Result<T>) -> Error {
    result.unwrap_err().answer()
}

async fn names(scope: &Scope, filter: PeopleFilter) -> Vec<String> {
    people::list(scope, &filter, None).await.unwrap().people.into_iter().map(|it| it.username).collect()
}

fn of_department(id: DepartmentId) -> PeopleFilter {
    PeopleFilter { department: id.to_string(), ..PeopleFilter::default() }
}

fn classes_of(department: Option<DepartmentId>) -> ClassFilter {
    ClassFilter { department: department.map(|id| id.to_string()).unwrap_or_default(), ..ClassFilter::default() }
}

async fn class_names(scope: &Scope, department: Option<DepartmentId>) -> Vec<String> {
    classes::list(scope, &classes_of(department)).await.unwrap().classes.into_iter().map(|it| it.name).collect()
}

async fn board(scope: &Scope) -> HeadBoard {
    match dashboards::show(scope).await.unwrap().board {
        Board::Head(board) => board,
        other => panic!("not the head's: {other:?}"),
    }
}

#[tokio::test]
async fn a_department_head_lists_and_finds_the_people_of_the_department_and_nobody_else() {
    each_db(async |db| {
        let Divided { it, head, sciences, languages, second } = Divided::new(&db).await;
        let page = people::list(&head, &PeopleFilter::default(), None).await.unwrap();
        let usernames: Vec<_> = page.people.iter().map(|it| it.username.as_str()).collect();
        assert_eq!(usernames, ["alpha_admin", "alpha_student", "alpha_teacher", "beta_teacher"]);
        assert_eq!((page.total, page.people[1].classes.as_str()), (4, "First class"), "the other class is not named");
        assert_eq!(page.classes.iter().map(|it| it.id).collect::<Vec<_>>(), [it.class_id]);
        assert_eq!(page.departments.iter().map(|it| it.id).collect::<Vec<_>>(), [sciences]);
        assert_eq!(names(&head, of_department(sciences)).await, ["alpha_admin", "alpha_student", "alpha_teacher"]);
        let words = PeopleFilter { q: "student2".into(), ..PeopleFilter::default() };
        assert!(names(&head, words.clone()).await.is_empty());
        for filter in [of_department(languages), PeopleFilter { class: second.to_string(), ..PeopleFilter::default() }] {
            assert_eq!(answer(people::list(&head, &filter, None).await), Error::NotFound);
        }
        let found = people::classes(&head, "class").await.unwrap();
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [it.class_id]);
        let by_name = PeopleFilter { class: "Second class".into(), ..PeopleFilter::default() };
        assert!(names(&head, by_name).await.is_empty());
        assert!(finding::find(&head, "student2").await.unwrap().people.is_empty());
        let found = finding::find(&head, "alpha_student").await.unwrap().people;
        assert_eq!(found.iter().map(|it| it.classes.as_str()).collect::<Vec<_>>(), ["First class"]);

        // Who works in the department belongs to it.
        let librarian = guest(&db, &it, "beta_student", Role::Librarian).await.user_id();
        assert_eq!(answer(people::show(&head, librarian, None).await), Error::NotFound);
        departments::add_member(&it.admin, sciences, librarian).await.unwrap();
        assert!(people::show(&head, librarian, None).await.is_ok());
        assert_eq!(names(&head, of_department(sciences)).await.len(), 4);

        let all = people::list(&it.admin, &PeopleFilter::default(), None).await.unwrap();
        assert_eq!((all.total, all.departments.len(), all.classes.len()), (6, 2, 2), "an admin sees all");
        assert_eq!(names(&it.admin, of_department(languages)).await, ["alpha_admin", "alpha_student", "alpha_student2"]);
        assert_eq!(names(&it.admin, words).await, ["alpha_student2"]);
        assert_eq!(answer(people::list(&it.other().admin, &of_department(sciences), None).await), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn a_department_head_looks_after_the_classes_of_the_department_and_no_others() {
    each_db(async |db| {
        let Divided { it, head, sciences, languages, second } = Divided::new(&db).await;
        assert_eq!(class_names(&head, None).await, ["First class"]);
        assert_eq!(class_names(&head, Some(sciences)).await, ["First class"]);
        assert_eq!(answer(classes::list(&head, &classes_of(Some(languages))).await), Error::NotFound);
        assert_eq!(class_names(&it.admin, Some(languages)).await, ["Second class"]);
        assert!(classes::list(&it.teacher, &ClassFilter::default()).await.unwrap().departments.is_empty());
        let page = classes::show(&head, it.class_id).await.unwrap();
        assert!(page.may_manage && page.may_announce && page.own_role.is_none() && !page.codes.is_empty());
        assert!(statistics::show(&head, it.class_id).await.is_ok());
        assert!(classes::people::show(&head, it.class_id, "", 1).await.is_ok());
        assert!(chat::open_class(&head, it.class_id, model::chat::Window::Unread).await.unwrap().standing.may_write);
        let course = courses::show(&head, it.course_id).await.unwrap();
        assert!(course.may_set_assignments && course.classes == [(it.class_id, "First class".to_owned())]);

        let form = CourseForm { title: "Latin".into(), summary: String::new() };
        let latin = courses::create(&it.admin, second, &form).await.unwrap();
        for refused in [
            answer(classes::show(&head, second).await),
            answer(statistics::show(&head, second).await),
            answer(life::set_archived(&head, second, true).await),
            answer(classes::people::remove(&head, second, it.student.user_id()).await),
            answer(chat::open_class(&head, second, model::chat::Window::Unread).await),
            answer(courses::show(&head, latin).await),
            answer(courses::create(&head, second, &form).await),
        ] {
            assert_eq!(refused, Error::NotFound);
        }
        let found = finding::find(&head, "class").await.unwrap();
        assert_eq!(found.classes.iter().map(|it| it.id).collect::<Vec<_>>(), [it.class_id]);
        assert!(finding::find(&head, "latin").await.unwrap().courses.is_empty());
        assert_eq!(finding::find(&head, "algebra").await.unwrap().courses.len(), 1);
        assert_eq!(finding::find(&it.admin, "latin").await.unwrap().courses.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn work_is_read_and_marked_in_the_department_alone() {
    each_db(async |db| {
        let Divided { it, head, second, .. } = Divided::new(&db).await;
        let latin = CourseForm { title: "Latin".into(), summary: String::new() };
        let latin = courses::create(&it.admin, second, &latin).await.unwrap();
        let essay =
            AssignmentForm { title: "Essay".into(), brief: String::new(), points: "10".into(), due: "2026-11-28T17:00".into() };
        assert_eq!(answer(assignments::set(&head, latin, &essay).await), Error::NotFound);
        for (course, teacher, is_own) in [(it.course_id, &it.teacher, true), (latin, &it.admin, false)] {
            let assignment = assignments::set(teacher, course, &essay).await.unwrap();
            let upload = files::keep(&it.student, it.student.school_id(), "essay.txt", Bytes::from("Words.")).await.unwrap();
            let form = SubmissionForm { submission: SubmissionId::new(), note: String::new() };
            let submission = submissions::submit(&it.student, assignment, &form, vec![upload]).await.unwrap();
            let marked = marking::show(teacher, submission).await.unwrap();
            let file = marked.submission.files[0].id;
            let answers = [
                assignments::show(&head, assignment, 1).await.map(|page| page.may_grade),
                marking::show(&head, submission).await.map(|_| true),
                files::open(&head, file).await.map(|_| true),
            ];
            for given in answers {
                assert_eq!(given.map_err(crate::Error::answer), if is_own { Ok(true) } else { Err(Error::NotFound) });
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_department_head_announces_to_the_department_and_reads_what_its_classes_are_told() {
    each_db(async |db| {
        let Divided { it, head, second, .. } = Divided::new(&db).await;
        let form = |title: &str, audience: &str, class: ClassId| AnnouncementForm {
            title: title.into(),
            body: "Bring water.".into(),
            audience: audience.into(),
            classes: BTreeMap::from([(class.to_string(), "true".to_owned())]),
            begin: "now".into(),
            ..AnnouncementForm::default()
        };
        let desk = announcements::desk(&head, None, None).await.unwrap();
        assert_eq!((desk.may_school, desk.classes), (false, vec![(it.class_id, "First class".to_owned())]));
        assert!(announcements::write(&head, &form("Trip", "classes", it.class_id)).await.is_ok());
        assert_eq!(answer(announcements::write(&head, &form("Trip", "classes", second)).await), Error::NotFound);
        assert_eq!(answer(announcements::write(&head, &form("Trip", "school", it.class_id)).await), Error::Forbidden);

        let ours = announcements::write(&it.teacher, &form("Ours", "classes", it.class_id)).await.unwrap();
        let theirs = announcements::write(&it.admin, &form("Theirs", "classes", second)).await.unwrap();
        let page = announcements::show(&head, ours, 1).await.unwrap();
        assert!(!page.may_change && !page.unread && page.receipts.is_none());
        assert_eq!(answer(announcements::show(&head, theirs, 1).await), Error::NotFound);
        assert_eq!(announcements::of_class(&head, it.class_id).await.unwrap().1.len(), 2);
        assert_eq!(announcements::unread(&head).await.unwrap(), 0);
        assert!(announcements::show(&it.admin, ours, 1).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_class_is_put_into_a_department_by_those_who_reach_both() {
    each_db(async |db| {
        let Divided { it, head, sciences, languages, second } = Divided::new(&db).await;
        let page = classes::show(&it.admin, second).await.unwrap();
        assert_eq!((page.department, page.departments.len(), page.may_leave_department), (Some(languages), 2, true));
        assert!(classes::show(&it.teacher, it.class_id).await.unwrap().departments.is_empty());
        assert_eq!(answer(put(&it.teacher, it.class_id, "First class", languages).await), Error::NotFound);
        assert_eq!(answer(put(&head, it.class_id, "First class", languages).await), Error::NotFound);
        assert_eq!(answer(put(&head, it.class_id, "First class", NO_DEPARTMENT).await), Error::Forbidden);
        assert_eq!(answer(put(&it.admin, second, "Second class", DepartmentId::new()).await), Error::NotFound);
        assert_eq!(answer(put(&it.other().admin, second, "Second class", sciences).await), Error::NotFound);

        // Teaching a class of another department does not let a head take it away.
        classes::people::add(&it.admin, second, head.user_id(), ClassRole::Teacher).await.unwrap();
        assert!(classes::show(&head, second).await.unwrap().departments.is_empty());
        assert_eq!(answer(put(&head, second, "Second class", sciences).await), Error::NotFound);
        assert!(put(&head, second, "Renamed class", "").await.is_ok());

        let own = classes::create(&head, &ClassForm { name: "Third class".into() }).await.unwrap();
        for _ in 0..2 {
            put(&head, own, "Third class", sciences).await.unwrap();
        }
        assert_eq!(class_names(&it.admin, Some(sciences)).await, ["First class", "Third class"]);
        for _ in 0..2 {
            put(&it.admin, own, "Third class", NO_DEPARTMENT).await.unwrap();
        }
        let log: Vec<(String,)> = db
            .all(
                sql!("select action from audit where school_id = $1 and subject = $2 order by id"),
                args![it.admin.school_id(), own],
            )
            .await
            .unwrap();
        let log: Vec<_> = log.iter().map(|(action,)| action.as_str()).collect();
        assert_eq!(log, ["class.created", "class.department_changed", "class.department_changed"]);

        departments::remove(&it.admin, languages).await.unwrap();
        assert_eq!(classes::show(&it.admin, second).await.unwrap().department, None);
    })
    .await;
}

#[tokio::test]
async fn the_reach_ends_with_the_role_and_with_the_headship_and_every_class_can_be_given() {
    each_db(async |db| {
        let Divided { it, head, sciences, .. } = Divided::new(&db).await;
        let teacher = changed(&db, &head, Role::Teacher, "").await;
        assert!(class_names(&teacher, None).await.is_empty(), "what one may do comes from the role");
        assert_eq!(answer(classes::show(&teacher, it.class_id).await), Error::NotFound);
        assert_eq!(answer(chat::open_class(&teacher, it.class_id, model::chat::Window::Unread).await), Error::NotFound);

        let wide = changed(&db, &head, Role::DepartmentHead, "classes.read_all").await;
        assert_eq!(class_names(&wide, None).await, ["First class", "Second class"]);
        assert_eq!(names(&wide, PeopleFilter::default()).await.len(), 5);
        assert_eq!(board(&wide).await.headed, None);

        let head = changed(&db, &head, Role::DepartmentHead, "").await;
        departments::save(&it.admin, sciences, &named("Sciences", None)).await.unwrap();
        assert!(class_names(&head, None).await.is_empty());
        assert_eq!(names(&head, PeopleFilter::default()).await, ["beta_teacher"], "oneself");
        assert_eq!(answer(chat::open_class(&head, it.class_id, model::chat::Window::Unread).await), Error::NotFound);
        assert_eq!(board(&head).await.headed.unwrap().departments, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn the_dashboard_of_a_department_head_counts_the_department() {
    each_db(async |db| {
        let Divided { it, head, sciences, second, .. } = Divided::new(&db).await;
        let form = CourseForm { title: "Latin".into(), summary: String::new() };
        courses::create(&it.admin, second, &form).await.unwrap();
        classes::people::remove(&it.admin, second, it.admin.user_id()).await.unwrap();
        let later = |scope: &Scope| Scene::at(scope, NOON.plus_days(20));
        let own = board(&later(&head)).await;
        assert_eq!((own.students, own.teachers, own.classes, own.courses), (1, 1, 1, 1));
        // The guest's membership is older than the weeks shown.
        assert_eq!(own.joined.iter().map(|week| week.count).sum::<i64>(), 3);
        let headed = own.headed.clone().unwrap();
        assert_eq!(headed.departments, ["Sciences"]);
        let [class] = headed.classes.as_slice() else { panic!("{:?}", headed.classes) };
        assert_eq!((class.id, class.students, class.teachers), (it.class_id, 1, 2));
        let paths = |board: &HeadBoard| {
            let lines = board.exceptions.iter().flat_map(|it| &it.lines);
            lines.map(|line| line.path.clone()).collect::<Vec<_>>()
        };
        assert_eq!(own.exceptions.len(), 2, "no work, and silence");
        let foreign = format!("/classes/{second}");
        assert!(!paths(&own).contains(&foreign));

        let whole = board(&later(&changed(&db, &head, Role::Principal, "").await)).await;
        assert_eq!((whole.students, whole.classes, whole.courses, whole.headed.is_none()), (2, 2, 2, true));
        assert!(paths(&whole).contains(&foreign));

        let head = changed(&db, &head, Role::DepartmentHead, "").await;
        for nth in 10..22 {
            let name = format!("Class {nth}");
            let class = classes::create(&it.admin, &ClassForm { name: name.clone() }).await.unwrap();
            put(&it.admin, class, &name, sciences).await.unwrap();
        }
        let many = board(&head).await;
        let shown: Vec<_> = many.headed.unwrap().classes.into_iter().map(|it| it.name).collect();
        assert_eq!((many.classes, shown.len(), shown[11].as_str()), (13, 12, "Class 21"), "the first by name");
    })
    .await;
}
