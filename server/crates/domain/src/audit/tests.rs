mod exporting;
mod keeping;
mod searching;

use std::collections::BTreeMap;

use futures::stream::TryStreamExt;
use model::Role;
use model::audit::{AuditFilter, Told};
use model::classes::ClassForm;
use model::people::Change;
use model::settings::departments::DepartmentForm;
use model::text::audit::{ACTIONS, AREAS};
use model::text::audited::field;
use store::testing::each_db;

use super::*;
use crate::schools::own;
use crate::scope::Actor;
use crate::settings::departments;
use crate::testing::{Scene, person};
use crate::{classes, people};

fn about(q: &str) -> AuditFilter {
    AuditFilter { q: q.into(), ..AuditFilter::default() }
}

async fn log(scope: &Scope) -> Reach {
    let person = person(&scope.world, &scope.me.username).await;
    reach(&person, &scope.place.slug).expect("their log")
}

fn actions(page: &AuditPage) -> Vec<&str> {
    page.lines.iter().map(|line| line.action.as_str()).collect()
}

#[tokio::test]
async fn the_log_is_searched_and_limited_and_another_school_sees_none_of_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        classes::create(&scene.teacher, &ClassForm { name: "Ärzte_50%".into() }).await.unwrap();
        let (own, other) = (log(&scene.admin).await, log(&scene.other().admin).await);

        assert_eq!(actions(&show(&own, about("arzte_50%")).await.unwrap()), ["class.created"]);
        let page = show(&own, about("ärzte_50%")).await.unwrap();
        assert_eq!(actions(&page), ["class.created"]);
        assert_eq!(page.lines[0].actor.as_ref().map(|(_, username)| username.as_str()), Some("alpha_teacher"));
        assert_eq!(page.lines[0].subject.as_ref().map(|it| it.text.as_str()), Some("Ärzte_50%"));
        assert!(show(&other, about("ärzte")).await.unwrap().lines.is_empty());
        assert!(show(&own, about("%")).await.unwrap().lines.iter().all(|line| line.action == "class.created"));

        let by = show(&own, about("ALPHA_TEACHER")).await.unwrap();
        assert!(by.lines.len() >= 2, "by the one who did it: {:?}", actions(&by));
        let area = show(&own, AuditFilter { area: "course".into(), ..AuditFilter::default() }).await.unwrap();
        assert_eq!(actions(&area), ["course.created"]);
        let days = |from: &str, to: &str| AuditFilter { from: from.into(), to: to.into(), ..AuditFilter::default() };
        assert!(!show(&own, days("2026-11-27", "2026-11-27")).await.unwrap().lines.is_empty());
        assert!(show(&own, days("2026-11-28", "")).await.unwrap().lines.is_empty());
        assert!(show(&own, days("", "2026-11-26")).await.unwrap().lines.is_empty());
        let wrong = show(&own, days("yesterday", "")).await.unwrap_err();
        assert_eq!(wrong.answer().problem_of("from"), Some(Problem::NotADate));
        for after in ["1", "x.y", "1.nothing"] {
            assert!(show(&own, AuditFilter { after: after.into(), ..AuditFilter::default() }).await.is_err(), "{after}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_and_the_file_holds_them_all() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for number in 0..120 {
            let mut work = scene.admin.begin().await.unwrap();
            work.audit("class.created", number, serde_json::json!({ "name": "=1+1" })).await.unwrap();
            work.commit().await.unwrap();
        }
        let own = log(&scene.admin).await;
        let mut filter = AuditFilter { area: "class".into(), ..AuditFilter::default() };
        let mut seen = Vec::new();
        loop {
            let page = show(&own, filter.clone()).await.unwrap();
            seen.extend(page.lines.iter().map(|line| line.id));
            let Some(next) = page.next else { break };
            filter.after = next;
        }
        let mut once = seen.clone();
        once.sort_unstable();
        once.dedup();
        assert!(seen.len() >= 120 && once.len() == seen.len(), "{} of {}", once.len(), seen.len());

        let rows = file(own, AuditFilter { area: "class".into(), ..AuditFilter::default() }).await;
        assert_eq!(rows.len(), seen.len());
    })
    .await;
}

/// The rows of the file, by the names of its columns.
async fn file(log: Reach, filter: AuditFilter) -> Vec<BTreeMap<String, String>> {
    let download = csv(log, filter).await.unwrap();
    let bytes: Vec<u8> = download
        .body
        .try_fold(Vec::new(), async |mut all, piece| {
            all.extend_from_slice(&piece);
            Ok(all)
        })
        .await
        .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize::<BTreeMap<String, String>>().collect::<std::result::Result<_, _>>().unwrap()
}

#[tokio::test]
async fn the_device_is_named_and_the_file_has_what_it_called_itself() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let agent = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0";
        let mut admin = scene.admin.clone();
        admin.request.agent = agent.into();
        // Written one by one, and for several people in one statement.
        classes::create(&admin, &ClassForm { name: "Second".into() }).await.unwrap();
        people::change_one(&admin, scene.student.user_id(), Change::Suspend).await.unwrap();
        for action in ["class.created", "member.suspended"] {
            let line = newest_of(&scene.admin, action).await;
            assert_eq!((line.device.browser.as_deref(), line.device.system.as_deref()), (Some("Firefox"), Some("Windows")));
            assert_eq!(line.agent, agent, "{action}");
        }
        let rows = file(log(&scene.admin).await, about("Second")).await;
        assert_eq!(rows.iter().map(|row| row["agent"].as_str()).collect::<Vec<_>>(), [agent]);
        let entry = sql!(
            "insert into audit (id, at, action, subject, detail, address, request_id, agent)
             values ($1, 1, 'x', '', '{}', '', '', $2)"
        );
        assert!(db.run(entry, args![AuditId::new(), "x".repeat(201)]).await.is_err());
        assert_eq!(db.run(entry, args![AuditId::new(), "x".repeat(200)]).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn only_those_with_the_permission_read_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let teacher = person(&scene.world, "alpha_teacher").await;
        assert!(matches!(reach(&teacher, "alpha").map(drop).map_err(crate::Error::answer), Err(Error::Forbidden)));
        assert!(matches!(reach(&teacher, "").map(drop).map_err(crate::Error::answer), Err(Error::Forbidden)));
        let admin = person(&scene.world, "beta_admin").await;
        assert!(matches!(reach(&admin, "alpha").map(drop).map_err(crate::Error::answer), Err(Error::NotFound)));
        assert!(reach(&person(&scene.world, "alpha_admin").await, "").is_ok(), "the first founder runs the platform");
    })
    .await;
}

/// The entry of an action that was written last.
async fn newest_of(scope: &Scope, action: &str) -> AuditLine {
    let area = action.split('.').next().unwrap_or_default().to_owned();
    let page = show(&log(scope).await, AuditFilter { area, ..AuditFilter::default() }).await.unwrap();
    page.lines.into_iter().find(|line| line.action == action).unwrap_or_else(|| panic!("no {action}"))
}

#[tokio::test]
async fn ids_are_told_by_name_and_lead_where_the_reader_may_go() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (class, student) = (scene.class_id, scene.student.user_id());
        classes::people::remove(&scene.admin, class, student).await.unwrap();
        let line = newest_of(&scene.admin, "class.member_removed").await;
        let named = |text: &str, id: String, path: String| Told { text: text.into(), id, path };
        let person = named("alpha_student Person", student.to_string(), format!("/s/alpha/people/{student}"));
        assert_eq!(line.subject, Some(named("First class", class.to_string(), format!("/s/alpha/classes/{class}"))));
        let facts = [("Member".to_owned(), vec![person.clone()]), ("Role".to_owned(), vec![Told::plain("Student")])];
        assert_eq!(line.facts, facts);

        // Who watches over the log opens people, but no class.
        let watching = sql!("update memberships set role = 'security' where school_id = $1 and user_id = $2");
        db.run(watching, args![scene.admin.school_id(), scene.student2.user_id()]).await.unwrap();
        let line = newest_of(&scene.student2, "class.member_removed").await;
        assert_eq!(line.subject, Some(named("First class", class.to_string(), String::new())));
        assert_eq!(line.facts[0].1, [person]);
    })
    .await;
}

#[tokio::test]
async fn what_one_did_to_oneself_is_known_by_the_person_and_not_by_the_name() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for it in [&scene.admin, &scene.teacher] {
            db.run(sql!("update users set name = 'Ama Eshun' where id = $1"), args![it.user_id()]).await.unwrap();
        }
        people::change_one(&scene.admin, scene.teacher.user_id(), Change::Role(Role::Registrar)).await.unwrap();
        let to_another = newest_of(&scene.admin, "member.role_changed").await;
        assert_eq!(to_another.actor.map(|(name, _)| name), to_another.subject.map(|it| it.text), "of one name");
        assert!(!to_another.own);
        let mut work = scene.admin.begin().await.unwrap();
        work.audit("session.log_in", scene.admin.user_id(), serde_json::json!({})).await.unwrap();
        work.commit().await.unwrap();
        assert!(newest_of(&scene.admin, "session.log_in").await.own);
    })
    .await;
}

#[tokio::test]
async fn what_is_gone_keeps_its_name_and_another_school_has_none() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let form = DepartmentForm { name: "Sciences".into(), ..DepartmentForm::default() };
        let department = departments::create(&scene.admin, &form).await.unwrap();
        let path = newest_of(&scene.admin, "department.created").await.subject.unwrap().path;
        assert_eq!(path, format!("/s/alpha/settings/departments/{department}"));
        departments::remove(&scene.admin, department).await.unwrap();
        let gone = newest_of(&scene.admin, "department.removed").await.subject.unwrap();
        assert_eq!((gone.text.as_str(), gone.path.as_str()), ("Sciences", ""));

        let elsewhere = scene.other().admin.school_id();
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, 'teacher', 'active', 1)"
        );
        db.run(place, args![elsewhere, scene.teacher.user_id()]).await.unwrap();
        let both = person(&scene.world, "alpha_teacher").await;
        for slug in ["beta", "alpha"] {
            own::make_primary(&both.enter(slug).unwrap()).await.unwrap();
        }
        let line = newest_of(&scene.admin, "profile.primary_school").await;
        let [change] = line.changes.as_slice() else { panic!("{:?}", line.changes) };
        assert_eq!(
            change.before,
            [Told { id: elsewhere.to_string(), ..Told::default() }],
            "its name is not this school's to read"
        );
        assert_eq!(change.after[0].text, "School alpha");
    })
    .await;
}

#[tokio::test]
async fn a_school_that_says_lecturer_reads_so_and_the_platform_reads_teacher() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let say = sql!("update schools set teacher_label = 'lecturer' where id = $1");
        db.run(say, args![scene.admin.school_id()]).await.unwrap();
        for scene in [&scene, scene.other()] {
            let to_registrar = Change::Role(Role::Registrar);
            people::change_one(&scene.admin, scene.teacher.user_id(), to_registrar).await.unwrap();
        }
        let role = |line: &AuditLine| (line.changes[0].before[0].text.clone(), line.changes[0].after[0].text.clone());
        let own = newest_of(&scene.admin, "member.role_changed").await;
        assert_eq!(role(&own), ("Lecturer".to_owned(), "Registrar".to_owned()));
        let other = newest_of(&scene.other().admin, "member.role_changed").await;
        assert_eq!(role(&other), ("Teacher".to_owned(), "Registrar".to_owned()));
        let platform = reach(&person(&scene.world, "alpha_admin").await, "").unwrap();
        let all = show(&platform, AuditFilter { area: "member".into(), ..AuditFilter::default() }).await.unwrap();
        let told: Vec<_> = all.lines.iter().filter(|line| line.action == "member.role_changed").map(role).collect();
        assert_eq!(told, [role(&other), role(&other)]);
    })
    .await;
}

/// The sources of this crate.
fn sources() -> Vec<String> {
    fn of(folder: &std::path::Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                of(&entry, out);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                out.push(std::fs::read_to_string(entry).unwrap());
            }
        }
    }
    let mut texts = Vec::new();
    of(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut texts);
    texts
}

/// Reads the sources: an action without a name would be shown as its code.
#[test]
fn every_action_that_is_written_has_a_name_and_an_area() {
    let mut unnamed = Vec::new();
    let texts = sources();
    for text in &texts {
        // Written apart, or this test would find itself.
        for rest in text.split(concat!(".aud", "it(")).skip(1) {
            let Some(name) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
            let area = name.split('.').next().unwrap_or_default();
            if model::text::audit::action(name).is_none() || (area != "demo" && !AREAS.iter().any(|(known, _)| *known == area)) {
                unnamed.push(name);
            }
        }
    }
    assert!(unnamed.is_empty(), "no text in model::text::audit for {unnamed:?}");
    assert!(ACTIONS.len() > 15);
}

/// Reads the sources that write entries: each field they name has a text. What they name through a whole form is found by
/// the assertion in [`crate::Work`], as every action is done in some test.
#[test]
fn every_field_that_is_written_has_a_text() {
    let (mut unnamed, mut found) = (Vec::new(), 0);
    let texts = sources();
    let writes = |text: &&String| [concat!(".aud", "it("), concat!(".audit", "_each(")].iter().any(|call| text.contains(call));
    for text in texts.iter().filter(writes) {
        for (at, _) in text.match_indices("\":") {
            let name = text[..at].rsplit('"').next().unwrap_or_default();
            let is_field = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            if is_field && !matches!(name, "before" | "after") {
                found += 1;
                if field(name).is_none() {
                    unnamed.push(name);
                }
            }
        }
    }
    assert!(unnamed.is_empty(), "no text in model::text::audited for {unnamed:?}");
    assert!(found > 60, "{found}");
}
