use model::classes::{ClassForm, ClassRole};
use model::people::Change;
use model::settings::departments::DepartmentForm;
use model::{At, Role};
use serde_json::json;
use store::testing::each_db;
use store::{args, sql};

use super::*;
use crate::classes::{self, people as of_class};
use crate::people::undo;
use crate::scope::Actor;
use crate::settings::departments;
use crate::testing::Scene;

/// What the history of a member says, the newest first.
async fn history(scope: &Scope, id: UserId) -> Vec<(String, String, String, String)> {
    let lines = page(scope, id).await.history.expect("for those who read the log");
    lines.into_iter().map(|line| (line.action, line.place, line.before, line.after)).collect()
}

fn line(action: &str, place: &str, before: &str, after: &str) -> (String, String, String, String) {
    (action.into(), place.into(), before.into(), after.into())
}

#[tokio::test]
async fn what_was_done_on_the_page_of_a_class_or_a_department_is_in_the_history_of_the_person() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, teacher) = (&scene.admin, scene.teacher.user_id());
        let before = history(admin, teacher).await.len();
        let class = classes::create(admin, &ClassForm { name: "Choir".into() }).await.unwrap();
        let works_as = async |role: Role| {
            let change = sql!("update memberships set role = $3 where school_id = $1 and user_id = $2");
            db.run(change, args![admin.school_id(), teacher, role.text()]).await.unwrap();
        };
        works_as(Role::Student).await;
        of_class::add(admin, class, teacher, ClassRole::Student).await.unwrap();
        works_as(Role::Teacher).await;
        of_class::set_role(admin, class, teacher, ClassRole::Teacher).await.unwrap();
        let form = DepartmentForm { name: "Sciences".into(), head: String::new(), ..DepartmentForm::default() };
        let department = departments::create(admin, &form).await.unwrap();
        departments::add_member(admin, department, teacher).await.unwrap();
        departments::remove_member(admin, department, teacher).await.unwrap();
        let mut said = history(admin, teacher).await;
        said.truncate(said.len() - before);
        let expected = [
            line("department.member_removed", "Sciences", "", ""),
            line("department.member_added", "Sciences", "", ""),
            line("class.member_changed", "Choir", "student", "teacher"),
            line("class.member_added", "Choir", "", ""),
        ];
        assert_eq!(said, expected);
        assert!(!history(admin, scene.student.user_id()).await.iter().any(|it| it.1 == "Choir"), "somebody else");

        // An entry of another school that names the same person is not this school's.
        let mut work = scene.other().admin.begin().await.unwrap();
        work.audit("class.member_removed", class, json!({ "member": teacher, "role": "teacher" })).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(history(admin, teacher).await.len(), before + expected.len());
    })
    .await;
}

#[tokio::test]
async fn an_undo_is_one_line_whatever_it_brought_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, id) = (&scene.admin, scene.student.user_id());
        let done = people::change_one(admin, id, Change::Role(Role::Parent)).await.unwrap().unwrap();
        undo::undo(admin, done).await.unwrap();
        let noted = sql!(
            "select cast(count(*) as bigint) as noted from audit
             where school_id = $1 and action = 'member.undone' and subject = $2"
        );
        let (noted,): (i64,) = db.one(noted, args![admin.school_id(), id.to_string()]).await.unwrap();
        assert_eq!(noted, 2, "of the role and of the class");
        let mut said = history(admin, id).await;
        said.retain(|(action, ..)| action == "member.undone");
        let said: Vec<_> = said.iter().map(|(_, _, before, after)| (before.as_str(), after.as_str())).collect();
        assert_eq!(said, [("parent", "student")]);
    })
    .await;
}

#[tokio::test]
async fn a_line_names_the_class_it_is_about_however_it_was_done() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (admin, student) = (&scene.admin, scene.student.user_id());
        let before = history(admin, student).await.len();
        let class = classes::create(admin, &ClassForm { name: "Choir".into() }).await.unwrap();
        let change = async |change: Change| people::change_one(admin, student, change).await.unwrap().unwrap();
        change(Change::AddClass(class)).await;
        change(Change::MoveClass(class, scene.class_id)).await;
        change(Change::Role(Role::Librarian)).await;
        let mut said = history(admin, student).await;
        said.truncate(said.len() - before);
        let mut of_classes: Vec<_> = said.into_iter().filter(|it| it.0.contains("class")).map(|it| (it.0, it.1)).collect();
        of_classes.sort();
        let expected =
            [("member.class_added", "Choir"), ("member.class_removed", "Choir"), ("member.class_removed", "First class")];
        assert_eq!(of_classes, expected.map(|(action, place)| (action.to_owned(), place.to_owned())));

        // The id of another school's class is nothing here.
        let mut work = admin.begin().await.unwrap();
        work.audit("member.class_removed", student, json!({ "class": scene.other().class_id, "role": "student" })).await.unwrap();
        work.commit().await.unwrap();
        assert_eq!(history(admin, student).await[0].1, "");
    })
    .await;
}

#[tokio::test]
async fn a_history_is_of_the_newest_fifty() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (class, student) = (scene.class_id, scene.student.user_id());
        let add = sql!(
            "insert into audit (id, at, school_id, action, subject, detail, address, request_id)
             values ($1, $2, $3, 'class.member_added', $4, $5, '', '')"
        );
        for minute in 1..=60_i64 {
            let at = At(scene.admin.now.0 + minute * 60_000);
            let detail = json!({ "member": student, "role": "student" }).to_string();
            let id = model::ids::AuditId::new();
            db.run(add, args![id, at, scene.admin.school_id(), class.to_string(), detail]).await.unwrap();
        }
        let lines = page(&scene.admin, student).await.history.unwrap();
        assert_eq!(lines.len(), 50);
        assert!(lines.iter().all(|line| line.action == "class.member_added"), "the newest");
        assert!(lines.is_sorted_by(|newer, older| newer.when.at > older.when.at));
    })
    .await;
}

#[tokio::test]
async fn what_was_done_elsewhere_is_looked_for_since_they_came() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (class, student) = (scene.class_id, scene.student.user_id());
        let came = sql!("update memberships set created_at = $3 where school_id = $1 and user_id = $2");
        db.run(came, args![scene.admin.school_id(), student, scene.admin.now]).await.unwrap();
        let before = history(&scene.admin, student).await.len();
        let add = sql!(
            "insert into audit (id, at, school_id, action, subject, detail, address, request_id)
             values ($1, $2, $3, 'class.member_added', $4, $5, '', '')"
        );
        for at in [scene.admin.now.plus_minutes(-1), scene.admin.now] {
            let detail = json!({ "member": student, "role": "student" }).to_string();
            let id = model::ids::AuditId::new();
            db.run(add, args![id, at, scene.admin.school_id(), class.to_string(), detail]).await.unwrap();
        }
        assert_eq!(history(&scene.admin, student).await.len(), before + 1);
    })
    .await;
}
