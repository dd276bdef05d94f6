//! Places in a class that somebody's role in the school does not fit, by every way into it.

use model::classes::{ClassForm, ClassRole, CodeKind, CodeSettingsForm, Joining};
use model::ids::{ClassId, UserId};
use model::invitations::InviteForm;
use model::people::Change;
use model::{Error, Problem, Role};
use store::testing::each_db;
use store::{Db, args, sql};

use super::code_of;
use crate::classes::{self, codes, life, people, requests};
use crate::testing::{Scene, person};
use crate::{Scope, invitations, people as members};

async fn second(it: &Scene) -> ClassId {
    classes::create(&it.admin, &ClassForm { name: "Second class".into() }).await.unwrap()
}

/// What they are in the class, and what their role would make of them, as the reader sees it.
async fn place(scope: &Scope, class: ClassId, user: UserId) -> Option<(ClassRole, Option<ClassRole>)> {
    let people = classes::show(scope, class).await.unwrap().people;
    people.iter().find(|it| it.user_id == user).map(|it| (it.role, it.fitting))
}

/// As it could be done before the role was asked.
async fn misplace(db: &Db, it: &Scene, user: UserId) {
    let made = sql!("update class_members set role = 'teacher' where school_id = $1 and class_id = $2 and user_id = $3");
    db.run(made, args![it.admin.school_id(), it.class_id, user]).await.unwrap();
}

#[tokio::test]
async fn nobody_is_added_or_made_what_their_role_does_not_make_of_them() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (class, teacher, student) = (second(&it).await, it.teacher.user_id(), it.student.user_id());
        let unfit =
            [(student, ClassRole::Teacher, Problem::RoleDoesNotTeach), (teacher, ClassRole::Student, Problem::RoleDoesNotLearn)];
        for (user, role, problem) in unfit {
            let added = people::add(&it.admin, class, user, role).await;
            assert_eq!(added.unwrap_err().answer(), Error::form(problem));
            assert_eq!(place(&it.admin, class, user).await, None);
        }
        people::add(&it.admin, class, student, ClassRole::Student).await.unwrap();
        people::add(&it.admin, class, teacher, ClassRole::Teacher).await.unwrap();
        for (user, role, problem) in unfit {
            let before = place(&it.admin, class, user).await;
            let made = people::set_role(&it.admin, class, user, role).await;
            assert_eq!(made.unwrap_err().answer(), Error::form(problem));
            assert_eq!(place(&it.admin, class, user).await, before);
        }

        let found = async || people::show(&it.admin, class, "student2", 1).await.unwrap().found.len();
        assert_eq!(found().await, 1);
        members::change_one(&it.admin, it.student2.user_id(), Change::Role(Role::Parent)).await.unwrap();
        assert_eq!(found().await, 0, "in no class");
        for role in [ClassRole::Student, ClassRole::Teacher] {
            let added = people::add(&it.admin, class, it.student2.user_id(), role).await;
            assert_eq!(added.unwrap_err().answer(), Error::NotFound);
        }
        let stranger = it.other().student.user_id();
        let added = people::add(&it.admin, class, stranger, ClassRole::Teacher).await;
        assert_eq!(added.unwrap_err().answer(), Error::NotFound);
    })
    .await;
}

#[tokio::test]
async fn staff_who_neither_teach_nor_learn_are_found_and_added_to_look_on() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (class, user) = (second(&it).await, it.student2.user_id());
        for role in [Role::CorporateRep, Role::Librarian, Role::Bursar, Role::Management, Role::Registrar] {
            members::change_one(&it.admin, user, Change::Role(role)).await.unwrap();
            assert_eq!(place(&it.admin, class, user).await, None);
            let found = people::show(&it.admin, class, "student2", 1).await.unwrap().found;
            assert_eq!(found.iter().map(|it| (it.user_id, it.role)).collect::<Vec<_>>(), [(user, role)]);
            let offered = members::show(&it.admin, user, None).await.unwrap().other_classes;
            assert!(offered.iter().any(|choice| choice.id == class), "{role}");
            let added = people::add(&it.admin, class, user, ClassRole::Teacher).await;
            assert_eq!(added.unwrap_err().answer(), Error::form(Problem::RoleDoesNotTeach), "{role}");
            people::add(&it.admin, class, user, ClassRole::Student).await.unwrap();
            assert_eq!(place(&it.admin, class, user).await, Some((ClassRole::Student, None)), "{role}");
            people::remove(&it.admin, class, user).await.unwrap();
        }
        assert!(people::show(&it.other().admin, second(it.other()).await, "alpha", 1).await.unwrap().found.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_place_that_does_not_fit_is_put_right_and_moves_as_what_fits() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (class, student) = (second(&it).await, it.student.user_id());
        misplace(&db, &it, student).await;
        let shown = place(&it.teacher, it.class_id, student).await;
        assert_eq!(shown, Some((ClassRole::Teacher, Some(ClassRole::Student))));
        let shown = place(&it.student2, it.class_id, student).await;
        assert_eq!(shown, Some((ClassRole::Teacher, None)), "a classmate is not told");
        people::set_role(&it.admin, it.class_id, student, ClassRole::Student).await.unwrap();
        assert_eq!(place(&it.admin, it.class_id, student).await, Some((ClassRole::Student, None)));

        misplace(&db, &it, student).await;
        members::change_one(&it.admin, student, Change::MoveClass(it.class_id, class)).await.unwrap().unwrap();
        assert_eq!(place(&it.admin, it.class_id, student).await, None);
        assert_eq!(place(&it.admin, class, student).await, Some((ClassRole::Student, None)));
        let other = it.other();
        assert!(classes::show(&other.admin, other.class_id).await.unwrap().people.iter().all(|it| it.fitting.is_none()));
    })
    .await;
}

#[tokio::test]
async fn who_only_looks_on_by_now_does_so_where_an_archived_class_kept_their_place_as_a_teacher() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let user = it.teacher.user_id();
        life::set_archived(&it.admin, it.class_id, true).await.unwrap();
        members::change_one(&it.admin, user, Change::Role(Role::Librarian)).await.unwrap();
        life::set_archived(&it.admin, it.class_id, false).await.unwrap();
        let shown = place(&it.admin, it.class_id, user).await;
        assert_eq!(shown, Some((ClassRole::Teacher, Some(ClassRole::Student))));
        assert_eq!(place(&it.student, it.class_id, user).await, Some((ClassRole::Teacher, None)), "a student is not told");
        people::set_role(&it.admin, it.class_id, user, ClassRole::Student).await.unwrap();
        assert_eq!(place(&it.admin, it.class_id, user).await, Some((ClassRole::Student, None)));
        let other = it.other();
        assert_eq!(place(&other.admin, other.class_id, user).await, None);
    })
    .await;
}

#[tokio::test]
async fn no_code_makes_of_a_member_what_their_role_does_not() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let class = second(&it).await;
        let page = classes::show(&it.admin, class).await.unwrap();
        let join = async |username: &str, kind: CodeKind| {
            let joined = codes::join(&person(&it.world, username).await, &code_of(&page, kind)).await;
            joined.map(|it| it.answer).map_err(|error| error.answer())
        };
        let (no_teacher, no_student) = (Error::form(Problem::RoleDoesNotTeach), Error::form(Problem::RoleDoesNotLearn));
        assert_eq!(join("alpha_student", CodeKind::Lecturer).await, Err(no_teacher.clone()));
        assert_eq!(join("alpha_teacher", CodeKind::Student).await, Err(no_student));
        for user in [it.student.user_id(), it.teacher.user_id()] {
            assert_eq!(place(&it.admin, class, user).await, None);
        }

        // A mentor accompanies a class beside its teachers; who neither teaches nor learns may look on.
        let guest = it.student2.user_id();
        members::change_one(&it.admin, guest, Change::Role(Role::Mentor)).await.unwrap();
        assert_eq!(join("alpha_student2", CodeKind::Lecturer).await, Ok(Joining::Joined));
        assert_eq!(place(&it.admin, class, guest).await, Some((ClassRole::Teacher, None)));
        members::change_one(&it.admin, guest, Change::Role(Role::CorporateRep)).await.unwrap();
        assert_eq!(place(&it.admin, class, guest).await, None);
        assert_eq!(join("alpha_student2", CodeKind::Lecturer).await, Err(no_teacher.clone()));
        assert_eq!(join("alpha_student2", CodeKind::Student).await, Ok(Joining::Joined));

        // Who was asked for and has another role by now is not let in either.
        let asks = CodeSettingsForm { code: "ASKSTUD".into(), ask_first: true, ..Default::default() };
        codes::set(&it.admin, class, CodeKind::Student, &asks).await.unwrap();
        let student = person(&it.world, "alpha_student").await;
        assert_eq!(codes::join(&student, "ASKSTUD").await.unwrap().answer, Joining::Waiting);
        members::change_one(&it.admin, it.student.user_id(), Change::Role(Role::Teacher)).await.unwrap();
        let admitted = requests::decide(&it.admin, class, &[it.student.user_id()], &[], true).await;
        assert_eq!(admitted.unwrap_err().answer(), Error::form(Problem::RoleDoesNotLearn));
        requests::decide(&it.admin, class, &[it.student.user_id()], &[], false).await.unwrap();
        assert_eq!(codes::join(&student, "ASKSTUD").await.unwrap_err().answer(), Error::form(Problem::RoleDoesNotLearn));
        assert!(classes::show(&it.admin, class).await.unwrap().requests.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_waits_as_one_thing_and_asks_as_another_waits_as_that() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let asks = CodeSettingsForm { code: "ASKSTUD".into(), ask_first: true, ..Default::default() };
        codes::set(&it.teacher, it.class_id, CodeKind::Student, &asks).await.unwrap();
        let proves = CodeSettingsForm { code: "ASKLECT".into(), mail_domain: "lyceum.test".into(), ..Default::default() };
        codes::set(&it.teacher, it.class_id, CodeKind::Lecturer, &proves).await.unwrap();
        let stranger = person(&it.world, "beta_student").await;
        let (school, user) = (it.admin.school_id(), stranger.me.user_id);
        let waits = async || -> (String, Option<String>) {
            let sql = sql!("select role, code from class_requests where school_id = $1 and user_id = $2 and status = 'waiting'");
            db.one(sql, args![school, user]).await.unwrap()
        };
        let asked = async || -> Vec<(String,)> {
            let sql = sql!("select detail from audit where school_id = $1 and actor_id = $2 and action = 'class.asked'");
            db.all(sql, args![school, user]).await.unwrap()
        };
        let steps = [("ASKSTUD", "student", None), ("ASKLECT", "teacher", Some("ASKLECT")), ("ASKSTUD", "student", None)];
        for (nth, (code, role, kept)) in steps.into_iter().enumerate() {
            for clicked in [false, true] {
                let door = codes::look_at_as(&stranger, code).await.unwrap().door.unwrap();
                assert_eq!(door.asked, clicked, "{code}: the page offers to ask until it was asked for that very place");
                assert_eq!(codes::join(&stranger, code).await.unwrap().answer, Joining::Waiting);
                assert_eq!(waits().await, (role.to_owned(), kept.map(str::to_owned)));
                assert_eq!(asked().await.len(), nth + 1, "once for a double click");
            }
        }
        assert_eq!(codes::join(&stranger, "ASKLECT").await.unwrap().answer, Joining::Waiting);
        let requests = classes::show(&it.teacher, it.class_id).await.unwrap().requests;
        assert_eq!(requests.iter().map(|it| (it.user_id, it.role)).collect::<Vec<_>>(), [(user, ClassRole::Teacher)]);
        let unseen = requests::decide(&it.teacher, it.class_id, &[user], &[], true).await;
        assert_eq!(unseen.unwrap_err().answer(), Error::Conflict(Problem::ChangedMeanwhile), "shown as a student");
        assert_eq!(place(&it.admin, it.class_id, user).await, None);
        requests::decide(&it.teacher, it.class_id, &[user], &[user], true).await.unwrap();
        assert_eq!(place(&it.admin, it.class_id, user).await, Some((ClassRole::Teacher, None)));
        assert_eq!(person(&it.world, "beta_student").await.enter("alpha").unwrap().role(), Role::Teacher);
        assert_eq!(place(&it.other().admin, it.other().class_id, user).await, Some((ClassRole::Student, None)));
    })
    .await;
}

#[tokio::test]
async fn who_no_longer_fits_waits_on_while_the_others_are_let_in() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let class = second(&it).await;
        let asks = CodeSettingsForm { code: "ASKSTUD".into(), ask_first: true, ..Default::default() };
        codes::set(&it.admin, class, CodeKind::Student, &asks).await.unwrap();
        for username in ["alpha_student", "alpha_student2"] {
            assert_eq!(codes::join(&person(&it.world, username).await, "ASKSTUD").await.unwrap().answer, Joining::Waiting);
        }
        let (turned, fits) = (it.student.user_id(), it.student2.user_id());
        let waiting = async || -> Vec<(UserId, bool)> {
            let requests = classes::show(&it.admin, class).await.unwrap().requests;
            requests.iter().map(|it| (it.user_id, it.unfit)).collect()
        };
        assert!(waiting().await.iter().all(|(_, unfit)| !unfit));
        members::change_one(&it.admin, turned, Change::Role(Role::Teacher)).await.unwrap();
        assert_eq!(waiting().await.into_iter().filter(|(_, unfit)| *unfit).collect::<Vec<_>>(), [(turned, true)]);

        let admitted = async || -> Vec<(String,)> {
            let told = sql!("select subject from audit where school_id = $1 and action = 'class.admitted' order by id");
            db.all(told, args![it.admin.school_id()]).await.unwrap()
        };
        for _ in 0..2 {
            assert!(
                requests::decide(&it.admin, class, &[turned, fits], &[], true).await.unwrap(),
                "a second click says the same"
            );
            assert_eq!(place(&it.admin, class, fits).await, Some((ClassRole::Student, None)));
            assert_eq!(place(&it.admin, class, turned).await, None);
            assert_eq!(waiting().await, [(turned, true)]);
            assert_eq!(admitted().await, [(fits.to_string(),)]);
        }
        let alone = requests::decide(&it.admin, class, &[turned], &[], true).await;
        assert_eq!(alone.unwrap_err().answer(), Error::form(Problem::RoleDoesNotLearn));

        members::change_one(&it.admin, turned, Change::Role(Role::Student)).await.unwrap();
        assert_eq!(waiting().await, [(turned, false)]);
        assert!(!requests::decide(&it.admin, class, &[turned, fits], &[], true).await.unwrap());
        assert_eq!(place(&it.admin, class, turned).await, Some((ClassRole::Student, None)));
        assert_eq!(admitted().await.len(), 2);
        assert!(waiting().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_left_and_comes_back_as_something_else_keeps_no_place_that_does_not_fit() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let (class, school, user) = (second(&it).await, it.admin.school_id(), it.student.user_id());
        for (code, kind) in [("ASKSTUD", CodeKind::Student), ("ASKLECT", CodeKind::Lecturer)] {
            let asks = CodeSettingsForm { code: code.into(), ask_first: true, ..Default::default() };
            codes::set(&it.admin, class, kind, &asks).await.unwrap();
        }
        let kept = async || -> (i64, i64) {
            let sql = sql!(
                "select (select cast(count(*) as bigint) from class_members where school_id = $1 and user_id = $2) as classes,
                        (select cast(count(*) as bigint) from enrollments where school_id = $1 and user_id = $2) as courses"
            );
            db.one(sql, args![school, user]).await.unwrap()
        };
        let told = async || -> Vec<(String,)> {
            let sql = sql!("select detail from audit where school_id = $1 and subject = $2 and action = 'member.class_removed'");
            db.all(sql, args![school, user]).await.unwrap()
        };
        members::change_one(&it.admin, user, Change::End).await.unwrap();
        let back = person(&it.world, "alpha_student").await;
        assert_eq!(codes::join(&back, "ASKSTUD").await.unwrap().answer, Joining::Waiting);
        assert_eq!((kept().await, told().await.len()), ((1, 1), 0), "as a student they may be reinstated with all of it");
        requests::decide(&it.admin, class, &[user], &[], false).await.unwrap();

        for _ in 0..2 {
            assert_eq!(codes::join(&back, "ASKLECT").await.unwrap().answer, Joining::Waiting);
            assert_eq!(kept().await, (0, 0));
            let told = told().await;
            assert!(told.len() == 1 && told[0].0.contains(&it.class_id.to_string()), "{told:?}");
        }
        requests::decide(&it.admin, class, &[user], &[], false).await.unwrap();
        members::change_one(&it.admin, user, Change::Reinstate).await.unwrap();
        assert_eq!(person(&it.world, "alpha_student").await.enter("alpha").unwrap().role(), Role::Teacher);
        assert_eq!((place(&it.admin, it.class_id, user).await, kept().await), (None, (0, 0)));

        // By a code that asks nothing: into the class they were a student of.
        let second = it.student2.user_id();
        members::change_one(&it.admin, second, Change::End).await.unwrap();
        let code = code_of(&classes::show(&it.admin, it.class_id).await.unwrap(), CodeKind::Lecturer);
        let joined = codes::join(&person(&it.world, "alpha_student2").await, &code).await.unwrap();
        assert_eq!(joined.answer, Joining::Joined);
        assert_eq!(place(&it.admin, it.class_id, second).await, Some((ClassRole::Teacher, None)));
    })
    .await;
}

#[tokio::test]
async fn a_student_who_accepts_the_invitation_of_a_teacher_teaches_no_class() {
    each_db(async |db| {
        let it = Scene::new(&db).await;
        let class = second(&it).await;
        let form = InviteForm {
            people: "nia@school.example".into(),
            role: Role::Teacher,
            class: class.to_string(),
            class_name: String::new(),
            children: String::new(),
            note: String::new(),
        };
        invitations::invite(&it.admin, &form).await.unwrap();
        let (link,): (String,) =
            db.one(sql!("select i.link from invitations i where i.school_id = $1"), args![it.admin.school_id()]).await.unwrap();
        let accept = async |username: &str| {
            let accepted = invitations::accept(&person(&it.world, username).await, &link).await;
            accepted.map(|it| it.was_member).map_err(|error| error.answer())
        };
        assert_eq!(accept("alpha_student").await, Err(Error::form(Problem::RoleDoesNotTeach)));
        assert_eq!(place(&it.admin, class, it.student.user_id()).await, None);
        assert_eq!(accept("alpha_teacher").await, Ok(true), "nobody has used it up");
        assert_eq!(place(&it.admin, class, it.teacher.user_id()).await, Some((ClassRole::Teacher, None)));
    })
    .await;
}
