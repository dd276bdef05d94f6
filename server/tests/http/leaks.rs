//! Isolation of what is asked for without an id: lists, searches, dashboards and downloads. All that one school holds has a
//! word in its name that stands nowhere else, and no answer in another school says it, whoever asks. The same questions
//! in the school itself do.

use std::io::Read;

use axum::http::{Method, StatusCode};
use flate2::read::DeflateDecoder;
use model::ids::MessageId;
use store::{Sql, args, sql};

use crate::access::ask;
use crate::app::{Answer, Browser, TestApp, each_app};
use crate::isolation::of_a_school;
use crate::scene::Scene;

/// An endpoint, its path where the pattern is not enough, its fields, and what the school's own people are shown of.
type Question = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

/// What begins a name of each kind in alpha, as answers are compared: in small letters.
const KINDS: &[&str] = &[
    "zqperson",
    "zqclass",
    "zqcourse",
    "zqassignment",
    "zqannouncement",
    "zqthread",
    "zqdepartment",
    "zqfile",
    "zqmessage",
    "zqyear",
    "zqterm",
    "zqholiday",
    "zqscale",
];

/// Lists as wide as they are, and searches for what all of the names begin with.
#[rustfmt::skip]
const QUESTIONS: &[Question] = &[
    ("GET /s/{school}/find", "/s/alpha/find?q=zq", &[], &["zqperson", "zqclass", "zqcourse"]),
    ("GET /fn/app/layout/api/find", "", &[("school", "alpha"), ("q", "zq")], &["zqperson", "zqclass", "zqcourse"]),
    ("GET /s/{school}/people", "/s/alpha/people?q=zq", &[], &["zqperson"]),
    ("GET /fn/app/pages/people/api/list_people", "", &[("school", "alpha"), ("filter[q]", "zq")], &["zqperson"]),
    ("GET /fn/app/pages/people/api/find_classes", "", &[("school", "alpha"), ("q", "zq")], &["zqclass"]),
    ("GET /s/{school}/people/export.csv", "/s/alpha/people/export.csv?q=zq", &[], &["zqperson"]),
    ("GET /s/{school}/people/export.xlsx", "/s/alpha/people/export.xlsx?q=zq", &[], &["zqperson"]),
    ("GET /s/{school}/guardians", "/s/alpha/guardians?q=zq", &[], &["zqperson"]),
    ("GET /fn/app/pages/guardians/api/find_family", "", &[("school", "alpha"), ("side", "child"), ("q", "zq")], &["zqperson"]),
    ("GET /fn/app/pages/guardians/api/show_families", "", &[("school", "alpha"), ("search[child]", "zq")], &["zqperson"]),
    ("GET /s/{school}/classes", "/s/alpha/classes", &[], &["zqclass"]),
    ("GET /fn/app/pages/classes/api/list_classes", "", &[("school", "alpha")], &["zqclass"]),
    ("GET /s/{school}/classes/{id}/people", "/s/alpha/classes/{class}/people?q=zq", &[], &["zqperson"]),
    ("GET /fn/app/pages/classes/api/class_people", "", &[("school", "alpha"), ("id", "{class}"), ("q", "zq")], &["zqperson"]),
    ("GET /fn/app/pages/classes/api/class_news", "", &[("school", "alpha"), ("id", "{class}")], &["zqannouncement"]),
    ("GET /s/{school}/forum", "/s/alpha/forum?q=water", &[], &["zqthread"]),
    ("GET /fn/app/pages/forum/api/show_forums", "", &[("school", "alpha"), ("q", "water"), ("page", "1")], &["zqthread"]),
    ("GET /s/{school}/announcements", "/s/alpha/announcements?shelf=all", &[], &["zqannouncement"]),
    ("GET /fn/app/pages/announcements/api/list_announcements", "", &[("school", "alpha"), ("shelf", "all"), ("page", "1")], &["zqannouncement"]),
    ("GET /fn/app/pages/announcements/api/list_announcements", "", &[("school", "alpha"), ("shelf", "mine"), ("page", "1")], &["zqannouncement"]),
    ("GET /s/{school}", "/s/alpha", &[], &["zqclass", "zqassignment"]),
    ("GET /fn/app/pages/dashboards/api/show_dashboard", "", &[("school", "alpha")], &["zqclass", "zqassignment"]),
    ("GET /fn/app/pages/assignments/api/show_submission", "", &[("school", "alpha"), ("id", "{submission}")], &["zqperson", "zqfile"]),
    ("GET /fn/app/pages/chat/api/show_chat", "", &[("school", "alpha"), ("id", "{class}")], &["zqmessage"]),
    ("GET /fn/app/pages/settings/api/list_departments", "", &[("school", "alpha")], &["zqdepartment"]),
    ("GET /fn/app/pages/settings/api/show_calendar", "", &[("school", "alpha")], &["zqyear", "zqterm", "zqholiday"]),
    ("GET /fn/app/pages/settings/api/list_scales", "", &[("school", "alpha")], &["zqscale"]),
    ("GET /s/{school}/audit", "/s/alpha/audit", &[], &["zqperson"]),
    ("GET /fn/app/pages/audit/api/show_audit", "", &[("school", "alpha")], &["zqperson"]),
    ("GET /s/{school}/audit/export", "/s/alpha/audit/export", &[], &["zqperson"]),
    ("GET /s/{school}/backup/storage", "/s/alpha/backup/storage?look=yes", &[], &["zqclass", "zqperson", "zqfile"]),
    ("GET /fn/app/pages/backup/api/show_space", "", &[("school", "alpha"), ("look", "true")], &["zqclass", "zqperson", "zqfile"]),
    ("GET /backup/download/all", "/backup/download/all?school=alpha", &[], KINDS),
    ("GET /backup/download/{table}", "/backup/download/students?school=alpha", &[], &["zqperson", "zqclass"]),
    ("GET /backup/download/{table}", "/backup/download/courses?school=alpha", &[], &["zqcourse", "zqclass"]),
    ("GET /backup/download/{table}", "/backup/download/enrollments?school=alpha", &[], &["zqcourse", "zqperson"]),
    ("GET /backup/download/{table}", "/backup/download/users?school=alpha", &[], &["zqperson"]),
    ("GET /backup/download/{table}", "/backup/download/class_groups?school=alpha", &[], &["zqclass"]),
    ("GET /backup/download/{table}", "/backup/download/assignments?school=alpha", &[], &["zqassignment"]),
    ("GET /backup/download/{table}", "/backup/download/announcements?school=alpha", &[], &["zqannouncement"]),
    ("GET /backup/download/{table}", "/backup/download/departments?school=alpha", &[], &["zqdepartment"]),
    ("GET /backup/download/{table}", "/backup/download/files?school=alpha", &[], &["zqfile"]),
    ("GET /backup/download/{table}", "/backup/download/messages?school=alpha", &[], &["zqmessage"]),
    ("GET /backup/download/{table}", "/backup/download/academic_years?school=alpha", &[], &["zqyear"]),
    ("GET /backup/download/{table}", "/backup/download/terms?school=alpha", &[], &["zqterm"]),
    ("GET /backup/download/{table}", "/backup/download/holidays?school=alpha", &[], &["zqholiday"]),
    ("GET /backup/download/{table}", "/backup/download/grade_scales?school=alpha", &[], &["zqscale"]),
];

/// Gives each row of a table in alpha a name that begins with its word, in the column it is found by too.
macro_rules! named {
    ($table:literal, $name:literal, $word:literal $(, $key:literal)?) => {
        sql!(concat!(
            "update ", $table, " set ", $name, " = 'Zq", $word, " ' || id",
            $(", ", $key, " = 'zq", $word, " ' || id",)?
            " where school_id in (select s.id from schools s where s.slug = 'alpha')"
        ))
    };
}

/// Names all that is in alpha, and the people who are nowhere else.
async fn mark(app: &TestApp) {
    let statements: [Sql; 13] = [
        sql!(
            "update users set name = 'Zqperson ' || id, name_key = 'zqperson ' || id
             where id in (select m.user_id from memberships m join schools s on s.id = m.school_id where s.slug = 'alpha')
               and id not in (select m.user_id from memberships m join schools s on s.id = m.school_id where s.slug <> 'alpha')"
        ),
        named!("class_groups", "name", "class", "name_key"),
        named!("courses", "title", "course", "title_key"),
        named!("assignments", "title", "assignment"),
        named!("announcements", "title", "announcement"),
        named!("forum_threads", "title", "thread"),
        named!("departments", "name", "department", "name_key"),
        named!("files", "name", "file"),
        named!("messages", "body", "message"),
        named!("academic_years", "name", "year", "name_key"),
        named!("terms", "name", "term", "name_key"),
        named!("holidays", "name", "holiday", "name_key"),
        named!("grade_scales", "name", "scale", "name_key"),
    ];
    for statement in statements {
        assert!(app.state.world.db.run(statement, args![]).await.unwrap() > 0, "{}", statement.text);
    }
}

/// Somebody in a class of both schools.
async fn in_both<'a>(app: &'a TestApp, first: &Scene<'a>, second: &Scene<'a>, username: &str, kind: &str) -> Browser<'a> {
    let code = first.admin.code(&first.fill("/s/alpha/classes/{class}"), kind).await;
    let browser = app.joiner(username, &code).await;
    let code = second.admin.code(&second.fill("/s/beta/classes/{class}"), kind).await;
    let joined = browser.post("/fn/app/pages/accounts/api/join_by_code", &[("form[code]", &code)]).await;
    assert!(joined.location().starts_with("/s/beta/"), "{} {}", joined.location(), joined.body);
    browser
}

/// All that an answer says, in small letters: where it leads, what it holds, and what is packed in that.
fn said(answer: &Answer) -> String {
    format!("{}\n{}\n{}", answer.location(), answer.body, unpacked(&answer.raw)).to_lowercase()
}

/// What is in the files of a workbook, which is an archive of them.
fn unpacked(archive: &[u8]) -> String {
    let mut text = String::new();
    for (at, _) in archive.windows(4).enumerate().filter(|(_, it)| *it == b"PK\x03\x04") {
        let number = |from: usize| archive.get(from..from + 2).map_or(0, |it| usize::from(u16::from_le_bytes([it[0], it[1]])));
        let packed = archive.get(at + 30 + number(at + 26) + number(at + 28)..).unwrap_or_default();
        let mut file = Vec::new();
        // What is not packed is read as it stands.
        if DeflateDecoder::new(packed).read_to_end(&mut file).is_ok() {
            text.push_str(&String::from_utf8_lossy(&file));
        }
    }
    text
}

/// Asks in the school of that slug, with the ids of its scene.
async fn ask_in(slug: &str, browser: &Browser<'_>, scene: &Scene<'_>, (endpoint, path, fields, _): Question) -> Answer {
    let fields: Vec<(&str, String)> = fields.iter().map(|(name, value)| (*name, value.replace("alpha", slug))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ask(browser, scene, endpoint, &path.replace("alpha", slug), &fields).await
}

#[tokio::test]
async fn no_answer_in_a_school_says_what_is_in_another() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["bea", "ben", "bob"], 1).await;
        let id = MessageId::new().to_string();
        let say = [("school", "alpha"), ("room", scene.room.as_str()), ("id", &id), ("form[body]", "Hello")];
        let sent = scene.student.call(Method::POST, "/fn/app/pages/chat/api/say", &say).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
        let dora = app.founder("dora", "doras").await;
        app.set_role("alpha", "dora", "school_admin").await;
        app.set_role("beta", "dora", "school_admin").await;
        let teacher = in_both(app, &scene, &other, "dot", "lecturer").await;
        let student = in_both(app, &scene, &other, "dan", "student").await;
        mark(app).await;

        let mut faults = Vec::new();
        for question in QUESTIONS {
            let mut shown = String::new();
            for own in [&scene.admin, &scene.teacher, &scene.student] {
                shown.push_str(&said(&ask_in("alpha", own, &scene, *question).await));
            }
            let missing: Vec<_> = question.3.iter().filter(|kind| !shown.contains(**kind)).collect();
            if !missing.is_empty() {
                faults.push(format!("{} {} in the school itself says nothing of {missing:?}", question.0, question.1));
            }
        }

        let callers =
            [("its admin", &other.admin), ("an admin of both", &dora), ("a teacher", &teacher), ("a student", &student)];
        let lines = of_a_school().filter(|line| line.0.starts_with("GET "));
        let lines = lines.map(|line| ((line.0, line.1, line.2, &[] as &[&str]), line.3[4]));
        let mut asked = 0;
        for (question, status) in lines.chain(QUESTIONS.iter().map(|question| (*question, 200))) {
            for (who, browser) in callers {
                let answer = ask_in("beta", browser, &other, question).await;
                let said = said(&answer);
                let told: Vec<_> = KINDS.iter().filter(|kind| said.contains(**kind)).collect();
                if !told.is_empty() {
                    faults.push(format!("{} {} tells {who} {told:?} of another school", question.0, question.1));
                }
                if who.contains("admin") && answer.status.as_u16() != status {
                    faults.push(format!("{} {}: {} for {who}: {:.160}", question.0, question.1, answer.status, answer.body));
                }
                asked += 1;
            }
        }
        assert!(asked > 400, "only {asked} questions were asked");
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}
