//! A double click on every button. Each endpoint of the access table that changes something is sent once, and then, on
//! fresh ground, twice at the same moment: both are answered alike, and the tables grow as they grew for one.

use std::collections::{BTreeMap, BTreeSet};

use domain::backup::manifest;
use futures::future::join_all;
use model::ids::MessageId;
use store::{args, sql};

use crate::access::{Line, TABLE, ask};
use crate::app::{Answer, Browser, TestApp, each_app};
use crate::scene::Scene;

/// Who clicks.
#[derive(Clone, Copy)]
enum Who {
    Nobody,
    /// Somebody who has just joined the class of this ground.
    Newcomer,
    Student,
    Admin,
}

/// What two clicks may do that one does not.
enum But {
    Nothing,
    /// Each adds its rows to these tables.
    Adds(&'static [&'static str]),
    /// One of them may be refused with this status.
    Refuses(u16),
}

/// An endpoint, who sends it, the fields that its sample in the access table lacks to succeed, and its exception.
struct Case(&'static str, Who, &'static [(&'static str, &'static str)], But);

/// Each answer carries a session of its own, as only the hash of the other's is known. The one nobody uses runs out.
const SESSIONS: But = But::Adds(&["sessions"]);
/// The log-in of each session is noted, too.
const LOG_INS: But = But::Adds(&["sessions", "audit"]);
/// The first has ended the session that the second comes with. Whether the others have ended is not told to a stranger:
/// they are led to the log-in page, where the first leads as well.
const ENDED: But = But::Refuses(401);

const SUBMIT: &str = "POST /s/{school}/assignments/{id}/submissions";

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case("POST /fn/app/pages/chat/api/say", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/log_in", Who::Nobody, &[("form[log_in]", "{name}")], LOG_INS),
    Case("POST /fn/app/pages/accounts/api/register_by_code", Who::Nobody, &[("form[code]", "{code}"), ("form[account][username]", "joiner{n}"), ("form[account][email]", "joiner{n}@lyceum.test")], SESSIONS),
    Case("POST /fn/app/pages/accounts/api/register_by_founding", Who::Nobody, &[("form[account][username]", "founder{n}"), ("form[account][email]", "founder{n}@lyceum.test"), ("form[school][name]", "Founded {n}"), ("form[school][slug]", "founded{n}")], SESSIONS),
    // With an account they have.
    Case("POST /fn/app/pages/accounts/api/register_by_founding", Who::Nobody, &[("form[account][username]", "{name}"), ("form[account][email]", "{name}@lyceum.test"), ("form[school][name]", "Own {n}"), ("form[school][slug]", "own{n}")], SESSIONS),
    Case("POST /fn/app/pages/accounts/api/found_school", Who::Newcomer, &[("form[name]", "Further {n}"), ("form[slug]", "further{n}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/join_by_code", Who::Student, &[("form[code]", "{code}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/ask_reset", Who::Nobody, &[("form[email]", "{name}@lyceum.test")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/reset_password", Who::Nobody, &[("form[token]", "{reset}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/verify_code", Who::Newcomer, &[("form[code]", "{digits}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/verify_link", Who::Nobody, &[("form[token]", "{verify}")], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/verify_again", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/classes/api/create_class", Who::Admin, &[("form[name]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/classes/api/close_code", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/classes/api/rotate_code", Who::Admin, &[("code", "{code}")], But::Nothing),
    Case("POST /fn/app/pages/courses/api/create_course", Who::Admin, &[], But::Nothing),
    Case("POST /fn/app/pages/assignments/api/set_assignment", Who::Admin, &[("form[title]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/assignments/api/save_marks", Who::Admin, &[("form[marks]", "{n}"), ("form[version]", "{version}")], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/note_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/mark_read", Who::Newcomer, &[], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/write_announcement", Who::Admin, &[("form[title]", "New {n}")], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/save_announcement", Who::Admin, &[("form[title]", "Changed {n}")], But::Nothing),
    Case("POST /fn/app/pages/announcements/api/withdraw_announcement", Who::Admin, &[], But::Nothing),
    Case(SUBMIT, Who::Student, &[], But::Nothing),
    Case("POST /fn/app/pages/accounts/api/log_out_everywhere", Who::Newcomer, &[], ENDED),
    Case("POST /fn/app/pages/accounts/api/log_out", Who::Newcomer, &[], But::Nothing),
];

/// Counts the rows of every table.
macro_rules! tables {
    ($first:ident $($more:ident)*) => {
        const TABLES: &[&str] = &[stringify!($first) $(, stringify!($more))*];

        async fn rows(app: &TestApp) -> BTreeMap<String, i64> {
            let counts = sql!(concat!(
                "select cast('", stringify!($first), "' as text) as name, cast(count(*) as bigint) as n from ", stringify!($first)
                $(, " union all select '", stringify!($more), "', count(*) from ", stringify!($more))*
            ));
            let counted: Vec<(String, i64)> = app.state.world.db.all(counts, args![]).await.unwrap();
            counted.into_iter().collect()
        }
    };
}

tables! {
    platform users schools memberships class_groups class_codes class_members courses course_classes enrollments assignments
    submissions files submission_files marks rooms messages room_reads announcements announcement_roles
    announcement_classes announcement_reads announcement_mails audit sessions tokens flashes log_in_failures jobs mails
}

#[test]
fn every_endpoint_that_changes_something_is_sent_twice_and_every_table_counted() {
    let changing: BTreeSet<_> = TABLE.iter().map(|line| line.0).filter(|endpoint| !endpoint.starts_with("GET ")).collect();
    let sent: BTreeSet<_> = CASES.iter().map(|case| case.0).collect();
    let missing: Vec<_> = changing.symmetric_difference(&sent).collect();
    assert!(missing.is_empty(), "not sent twice, or no endpoint: {missing:#?}");
    let exported = manifest::TABLES.iter().map(|table| table.name);
    let there: BTreeSet<_> = exported.chain(manifest::KEPT.iter().map(|kept| kept.name)).collect();
    assert_eq!(there, TABLES.iter().copied().collect());
}

#[tokio::test]
async fn a_second_click_is_answered_like_the_first_and_adds_nothing() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let mut faults = Vec::new();
        for (number, case) in CASES.iter().enumerate() {
            let (answers, once) = click(app, &scene, number, 1).await;
            faults.extend(answers.iter().filter(|it| !is_good(it)).map(|it| format!("{}: once: {}", case.0, tell(it))));
            // Else its second click would have nothing to do again. A flash is no change, it only tells of one.
            if once.iter().all(|(table, added)| *added == 0 || table == "flashes") {
                faults.push(format!("{}: once: nothing changed", case.0));
            }
            let (answers, twice) = click(app, &scene, number, 2).await;
            if !are_alike(case, &answers) {
                let answers = answers.iter().map(tell).collect::<Vec<_>>().join("; ");
                faults.push(format!("{}: {answers}", case.0));
            }
            for (table, added) in &once {
                let clicks = if matches!(case.3, But::Adds(tables) if tables.contains(&table.as_str())) { 2 } else { 1 };
                if twice[table] != added * clicks {
                    faults.push(format!("{}: {table} grew by {} instead of {}", case.0, twice[table], added * clicks));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}

/// Sends a case so often at the same moment; answers what came back and by how many rows each table grew.
async fn click(app: &TestApp, scene: &Scene<'_>, number: usize, clicks: usize) -> (Vec<Answer>, BTreeMap<String, i64>) {
    let Case(endpoint, who, instead, _) = &CASES[number];
    let ground = Ground::new(app, scene, number, clicks).await;
    let browser = match who {
        Who::Nobody => &app.browser(),
        Who::Newcomer => &ground.newcomer,
        Who::Student => &scene.student,
        Who::Admin => &scene.admin,
    };
    let Line(_, path, sample, _) = TABLE.iter().find(|line| line.0 == *endpoint).unwrap();
    let sample = sample.iter().filter(|(name, _)| instead.iter().all(|(other, _)| other != name));
    let fields: Vec<(String, String)> =
        sample.chain(*instead).map(|(name, value)| (ground.fill(name), ground.fill(value))).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let send = async || match *endpoint {
        SUBMIT => scene.hand_in(browser, &ground.fill("{new}"), "twice.txt", b"Once.").await,
        endpoint => ask(browser, scene, endpoint, path, &fields).await,
    };
    let before = rows(app).await;
    let answers = join_all((0..clicks).map(|_| send())).await;
    let growth = rows(app).await.into_iter().map(|(table, rows)| (table.clone(), rows - before[&table])).collect();
    (answers, growth)
}

fn is_good(answer: &Answer) -> bool {
    answer.status.as_u16() < 400
}

fn are_alike(case: &Case, answers: &[Answer]) -> bool {
    let (good, refused): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| is_good(answer));
    let first = good.first().map(|answer| tell(answer));
    first.is_some()
        && good.iter().all(|answer| Some(tell(answer)) == first)
        && refused.iter().all(|answer| matches!(case.3, But::Refuses(status) if answer.status == status))
}

/// What an answer says and where it leads.
fn tell(answer: &Answer) -> String {
    format!("{} {} {:.200}", answer.status, answer.location(), answer.body)
}

/// What a case finds, made for it alone: a class, and somebody who has just joined it.
struct Ground<'a> {
    newcomer: Browser<'a>,
    words: Vec<(&'static str, String)>,
}

impl<'a> Ground<'a> {
    async fn new(app: &'a TestApp, scene: &Scene<'_>, number: usize, n: usize) -> Ground<'a> {
        let class = scene.admin.make_class("alpha", &format!("Ground {number}, {n}")).await;
        let code = scene.admin.code(&class, "student").await;
        let name = format!("newcomer{number}_{n}");
        let newcomer = app.joiner(&name, &code).await;
        let mail = last_mail(app, &name).await;
        let mut words = vec![
            ("{n}", n.to_string()),
            ("{version}", (n - 1).to_string()),
            ("{class}", class.rsplit('/').next().unwrap().to_owned()),
            ("{code}", code),
            ("{digits}", after(&mail, "your code is ")),
            ("{verify}", after(&mail, "/verify/")),
            ("{new}", MessageId::new().to_string()),
        ];
        if CASES[number].0.contains("/announcements/") {
            let class = words[2].1.clone();
            words.push(("{announcement}", announce(&scene.admin, &class, &format!("Ground {number}, {n}")).await));
        }
        if CASES[number].0.ends_with("/reset_password") {
            let email = format!("{name}@lyceum.test");
            app.browser().post("/fn/app/pages/accounts/api/ask_reset", &[("form[email]", &email)]).await;
            words.push(("{reset}", after(&last_mail(app, &name).await, "/reset/")));
        }
        if CASES[number].0.ends_with("/verify_again") {
            // The mail of the registration is no first click.
            let age = sql!("update tokens set created_at = created_at - 3600000");
            app.state.world.db.run(age, args![]).await.unwrap();
        }
        words.push(("{name}", name));
        Ground { newcomer, words }
    }

    fn fill(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (name, word)| text.replace(name, word))
    }
}

/// An announcement to a class; answers its id.
async fn announce(browser: &Browser<'_>, class: &str, title: &str) -> String {
    let tick = format!("form[classes][{class}]");
    let fields = [
        ("school", "alpha"),
        ("form[title]", title),
        ("form[body]", "All of it."),
        ("form[audience]", "classes"),
        (tick.as_str(), "true"),
        ("form[begin]", "now"),
    ];
    let answer = browser.post("/fn/app/pages/announcements/api/write_announcement", &fields).await;
    answer.location().rsplit('/').next().unwrap_or_default().to_owned()
}

async fn last_mail(app: &TestApp, name: &str) -> String {
    let sql = sql!("select body from mails where recipient = $1 order by created_at desc, id desc limit 1");
    let (body,): (String,) = app.state.world.db.one(sql, args![format!("{name}@lyceum.test")]).await.unwrap();
    body
}

/// The word after a phrase.
fn after(text: &str, phrase: &str) -> String {
    let (_, rest) = text.split_once(phrase).unwrap_or_else(|| panic!("{phrase} in {text}"));
    rest.split_whitespace().next().unwrap().to_owned()
}
