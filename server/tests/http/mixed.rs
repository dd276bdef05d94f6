//! Isolation where ids are mixed: for every endpoint of a school and every id in its sample, path and form alike, one id
//! is foreign while all else is the caller's own. It is answered as an id of nothing is, and nothing changes.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use model::ids::MessageId;
use store::{args, sql};

use crate::access::ask;
use crate::app::{Answer, Browser, PASSWORD, TestApp, each_app, join_fields};
use crate::isolation::of_a_school;
use crate::scene::Scene;
use crate::tables::content;

/// An endpoint, its path where ids are in it, and its fields.
type Sample = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
/// A name in braces, and what it stands for.
type Word = (&'static str, String);

/// Fields with ids that the samples of the access table leave out. In this order each of them does what it should for
/// the school's admin.
#[rustfmt::skip]
const FURTHER: &[Sample] = &[
    ("GET /fn/app/pages/people/api/list_people", "", &[("school", "alpha"), ("filter[class]", "{class}"), ("undo", "{undo}")]),
    ("GET /fn/app/pages/people/api/show_person", "", &[("school", "alpha"), ("id", "{student}"), ("undo", "{undo}")]),
    ("GET /fn/app/pages/people/api/preview_change", "", &[("school", "alpha"), ("form[ids]", "{student} {spare}"), ("form[act]", "suspend")]),
    ("GET /fn/app/pages/people/api/preview_change", "", &[("school", "alpha"), ("form[all]", "true"), ("form[filter][class]", "{class}"), ("form[act]", "end")]),
    ("POST /fn/app/pages/people/api/change_people", "", &[("school", "alpha"), ("form[ids]", "{student} {teacher}"), ("form[act]", "add_class"), ("form[class]", "{class}"), ("form[count]", "2")]),
    ("POST /fn/app/pages/people/api/change_people", "", &[("school", "alpha"), ("form[ids]", "{student}"), ("form[act]", "remove_class"), ("form[class]", "{waiting}"), ("form[count]", "1")]),
    ("POST /fn/app/pages/people/api/change_person", "", &[("school", "alpha"), ("id", "{student}"), ("act", "remove_class"), ("class", "{waiting}")]),
    ("POST /fn/app/pages/people/api/undo_change", "", &[("school", "alpha"), ("id", "{undo}")]),
    ("POST /fn/app/pages/invitations/api/invite", "", &[("school", "alpha"), ("form[people]", "obi@school.example"), ("form[role]", "student"), ("form[class]", "{class}")]),
    ("POST /fn/app/pages/guardians/api/link_family", "", &[("school", "alpha"), ("form[parent]", "{parent}"), ("form[child]", "{student}"), ("form[relation]", "mother")]),
    ("POST /fn/app/pages/guardians/api/save_family", "", &[("school", "alpha"), ("form[parent]", "{parent}"), ("form[child]", "{student}"), ("form[relation]", "guardian"), ("form[rights][fees]", "true")]),
    ("POST /fn/app/pages/guardians/api/unlink_family", "", &[("school", "alpha"), ("parent", "{parent}"), ("child", "{student}")]),
    ("POST /fn/app/pages/guardians/api/withdraw_family_code", "", &[("school", "alpha"), ("id", "{family_code}")]),
    ("POST /fn/app/pages/settings/api/create_department", "", &[("school", "alpha"), ("form[name]", "With a head"), ("form[head]", "{teacher}")]),
    ("POST /fn/app/pages/settings/api/save_department", "", &[("school", "alpha"), ("id", "{department}"), ("form[name]", "With another"), ("form[head]", "{teacher}")]),
    ("POST /fn/app/pages/announcements/api/write_announcement", "", &[("school", "alpha"), ("form[title]", "To two"), ("form[body]", "All of it."), ("form[audience]", "classes"), ("form[classes][_{class}]", "true"), ("form[classes][_{waiting}]", "true"), ("form[begin]", "draft")]),
    ("POST /fn/app/pages/announcements/api/save_announcement", "", &[("school", "alpha"), ("id", "{draft}"), ("form[title]", "To one"), ("form[body]", "All of it."), ("form[audience]", "classes"), ("form[classes][_{class}]", "true"), ("form[begin]", "draft")]),
    ("POST /fn/app/pages/classes/api/decide_requests", "", &[("school", "alpha"), ("class", "{waiting}"), ("people", "{asker}"), ("admit", "true")]),
    ("POST /fn/app/pages/classes/api/remove_member", "", &[("school", "alpha"), ("class", "{class}"), ("user", "{student}")]),
    ("POST /fn/app/pages/classes/api/leave_class", "", &[("school", "alpha"), ("class", "{waiting}")]),
];

/// What lies in one class.
const OF_A_CLASS: [&str; 7] = ["{class}", "{course}", "{assignment}", "{submission}", "{file}", "{room}", "{announcement}"];

fn samples() -> impl Iterator<Item = Sample> {
    of_a_school().map(|line| (line.0, line.1, line.2)).chain(FURTHER.iter().copied())
}

/// The names in braces, in path and form.
fn names((_, path, fields): Sample) -> BTreeSet<&'static str> {
    let texts = std::iter::once(path).chain(fields.iter().flat_map(|(name, value)| [*name, *value]));
    let parts = texts.flat_map(|text| text.match_indices('{').filter_map(move |(at, _)| text[at..].split_inclusive('}').next()));
    parts.collect()
}

/// Somebody with what is theirs, where it is not what the scene says, and with what is not.
struct Caller<'a> {
    who: &'static str,
    browser: &'a Browser<'a>,
    own: Vec<Word>,
    foreign: Vec<Word>,
    /// Nothing they are answered says this.
    secret: &'static str,
}

impl Caller<'_> {
    /// Asks with one id in the place of a name.
    async fn ask(&self, scene: &Scene<'_>, sample: Sample, name: &str, id: &str) -> Answer {
        let (endpoint, path, fields) = sample;
        let fill = |text: &str| {
            let text = text.replace(name, id);
            self.own.iter().fold(text, |text, (name, own)| text.replace(name, own))
        };
        let filled: Vec<(String, String)> = fields.iter().map(|(name, value)| (fill(name), fill(value))).collect();
        let fields: Vec<(&str, &str)> = filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        ask(self.browser, scene, endpoint, &fill(path), &fields).await
    }

    /// Tries every foreign id in every sample; answers how many that were.
    async fn try_all(&self, app: &TestApp, scene: &Scene<'_>, faults: &mut Vec<String>) -> usize {
        let mut tried = 0;
        let mut before = content(app).await;
        for sample in samples() {
            let names = names(sample);
            let foreign: Vec<&Word> = self.foreign.iter().filter(|(name, _)| names.contains(name)).collect();
            for (name, id) in &foreign {
                let nothing = MessageId::new().to_string();
                let answer = self.ask(scene, sample, name, id).await;
                let real = told(&answer, sample, id);
                let none = told(&self.ask(scene, sample, name, &nothing).await, sample, &nothing);
                if real != none {
                    let who = self.who;
                    faults.push(format!("{who}: {} tells a foreign {name} from none: {real:.200} / {none:.200}", sample.0));
                }
                if answer.status.is_server_error() || answer.body.contains(self.secret) {
                    faults.push(format!("{}: {} with a foreign {name}: {real:.200}", self.who, sample.0));
                }
            }
            tried += foreign.len();
            if !foreign.is_empty() {
                let after = content(app).await;
                let changed: Vec<&str> =
                    after.iter().filter(|(table, rows)| before[*table] != **rows).map(|(table, _)| *table).collect();
                if !changed.is_empty() {
                    faults.push(format!("{}: {} with a foreign id changes {changed:?}", self.who, sample.0));
                }
                before = after;
            }
        }
        tried
    }
}

/// What an answer says of an id: status and goal; of functions and plain routes the body too. Pages differ from one
/// another, as each has a nonce of its own, and the id of the next family code is new each time.
fn told(answer: &Answer, (endpoint, ..): Sample, id: &str) -> String {
    let page = endpoint.starts_with("GET /s/") || endpoint.starts_with("GET /parent/");
    let body = if page { "" } else { answer.body.as_str() };
    let told = format!("{} {} {body}", answer.status.as_u16(), answer.location()).replace(id, "{id}");
    match told.split_once("\"next\":\"").and_then(|(before, rest)| Some((before, rest.split_once('"')?.1))) {
        Some((before, after)) => format!("{before}{after}"),
        None => told,
    }
}

/// One of everything that the scene has not: a parent of its student, a class that asks first with somebody who waits for
/// it, a change that can be undone, a family code and a draft. Answers the parent too.
async fn further<'a>(app: &'a TestApp, scene: &Scene<'a>, slug: &str) -> (Browser<'a>, Vec<Word>) {
    let last = |path: &str| path.rsplit(['/', '=']).next().unwrap_or_default().to_owned();
    let [parent, spare, asker] = ["parent", "spare", "asker"].map(|who| format!("{slug}_{who}"));
    let page = scene.admin.make_class(slug, "Waiting class").await;
    let (waiting, code) = (last(&page), scene.admin.code(&page, "student").await);
    let browser = app.joiner(&parent, &code).await;
    app.set_role(slug, &parent, "parent").await;
    // With another role the session takes a new id, once.
    assert_eq!(browser.get("/me").await.status, StatusCode::OK);
    app.joiner(&spare, &code).await;
    let set = [("school", slug), ("class", &waiting), ("kind", "student"), ("form[code]", &code), ("form[ask_first]", "true")];
    let set = scene.admin.post("/fn/app/pages/classes/api/set_code", &set).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.body);
    let asked = app.browser().post("/fn/app/pages/accounts/api/register_by_code", &join_fields(&asker, &code)).await;
    assert_eq!(asked.location(), "/schools", "{}", asked.body);
    let (parent, spare, asker) = (app.id_of(&parent).await, app.id_of(&spare).await, app.id_of(&asker).await);
    let link = [("school", slug), ("form[parent]", &parent), ("form[child]", &scene.sam), ("form[relation]", "mother")];
    let linked = scene.admin.post("/fn/app/pages/guardians/api/link_family", &link).await;
    assert_eq!(linked.status, StatusCode::SEE_OTHER, "{}", linked.body);
    let id = MessageId::new().to_string();
    let make = [("school", slug), ("form[child]", scene.sam.as_str()), ("id", id.as_str()), ("place", "codes")];
    let made = scene.admin.post("/fn/app/pages/guardians/api/make_family_code", &make).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    // The one page that shows it has been seen: nothing waits for the next.
    let page = made.location().split('#').next().unwrap_or_default();
    assert_eq!(scene.admin.get(page).await.status, StatusCode::OK, "{page}");
    let code = sql!("select id from family_codes where child_id = $1 order by created_at desc limit 1");
    let (family_code,): (String,) = app.state.world.db.one(code, args![scene.sam.as_str()]).await.unwrap();
    let suspend = [("school", slug), ("id", &spare), ("act", "suspend")];
    let suspended = scene.admin.post("/fn/app/pages/people/api/change_person", &suspend).await;
    assert!(suspended.location().contains("undo="), "{} {}", suspended.location(), suspended.body);
    let draft = [
        ("school", slug),
        ("form[title]", "Not yet"),
        ("form[body]", "All of it."),
        ("form[audience]", "school"),
        ("form[begin]", "draft"),
    ];
    let draft = scene.admin.post("/fn/app/pages/announcements/api/write_announcement", &draft).await;
    assert!(draft.location().contains("/announcements/"), "{} {}", draft.location(), draft.body);
    let words = vec![
        ("{waiting}", waiting),
        ("{parent}", parent),
        ("{spare}", spare),
        ("{asker}", asker),
        ("{family_code}", family_code),
        ("{undo}", last(suspended.location())),
        ("{draft}", last(draft.location())),
    ];
    (browser, words)
}

/// The ids of a scene that lie in its class.
fn of_the_class(scene: &Scene<'_>) -> Vec<Word> {
    scene.words().into_iter().filter(|(name, _)| OF_A_CLASS.contains(name)).collect()
}

/// A student under both names that samples call them by.
fn student(id: &str) -> [Word; 2] {
    [("{student}", id.to_owned()), ("{sam}", id.to_owned())]
}

#[tokio::test]
async fn an_id_that_is_foreign_among_own_ones_is_as_good_as_none() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["beta_admin", "beta_teacher", "beta_student"], 1).await;
        let (parent, own) = further(app, &scene, "alpha").await;
        let (_, there) = further(app, &other, "beta").await;
        let ada = app.browser();
        let log_in = [("form[log_in]", "ada"), ("form[password]", PASSWORD)];
        assert_eq!(ada.post("/fn/app/pages/accounts/api/log_in", &log_in).await.status, StatusCode::SEE_OTHER);
        let second = Scene::class(app, "alpha", ada, "Second class", ["tina_two", "tess_two"]).await;
        // The first use of an account is noted, whoever asks for what.
        app.state.world.db.run(sql!("update users set status = 'active'"), args![]).await.unwrap();

        let child = parent.get(&scene.fill("/parent/children/alpha/{sam}")).await;
        assert_eq!(child.status, StatusCode::OK, "{}", child.body);
        let days = ["{y}", "{free}"];
        let of_the_other: Vec<Word> = other.words().into_iter().chain(there).filter(|(name, _)| !days.contains(name)).collect();
        let waiting: Vec<Word> = own.iter().filter(|(name, _)| *name == "{waiting}").cloned().collect();
        let callers = [
            Caller { who: "the admin", browser: &scene.admin, own: own.clone(), foreign: of_the_other, secret: "beta_" },
            Caller {
                who: "a teacher of another class",
                browser: &second.teacher,
                own: [own.clone(), of_the_class(&second)].concat(),
                foreign: [of_the_class(&scene), waiting].concat(),
                secret: "First class",
            },
            Caller {
                who: "a student of another class",
                browser: &second.student,
                own: [own.clone(), of_the_class(&second), student(&second.sam).to_vec()].concat(),
                foreign: [of_the_class(&scene), student(&scene.sam).to_vec()].concat(),
                secret: "First class",
            },
            Caller {
                who: "a parent",
                browser: &parent,
                own: own.clone(),
                foreign: [student(&second.sam), student(&other.sam)].concat(),
                secret: "tess_two",
            },
        ];
        let mut faults = Vec::new();
        for (caller, least) in callers.iter().zip([110, 50, 70, 40]) {
            let tried = caller.try_all(app, &scene, &mut faults).await;
            assert!(tried >= least, "{}: only {tried} ids were tried", caller.who);
        }
        // With nothing foreign in them they are not refused.
        for sample in FURTHER {
            let answer = callers[0].ask(&scene, *sample, "{}", "").await;
            if answer.status != StatusCode::OK {
                faults.push(format!("{} with own ids: {} {:.160}", sample.0, answer.status, answer.body));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn an_id_that_a_page_made_means_nothing_in_another_school() {
    each_app(async |app| {
        let scene = Scene::new(app).await;
        let other = Scene::of(app, "beta", ["beta_admin", "beta_teacher", "beta_student"], 1).await;
        let school = sql!("select id from schools where slug = 'beta'");
        let (school,): (String,) = app.state.world.db.one(school, args![]).await.unwrap();
        let say = async |scene: &Scene<'_>, slug: &str, id: &str, body: &str| {
            let fields = [("school", slug), ("room", scene.room.as_str()), ("id", id), ("form[body]", body)];
            scene.student.call(Method::POST, "/fn/app/pages/chat/api/say", &fields).await.status
        };
        let message = MessageId::new().to_string();
        assert_eq!(say(&other, "beta", &message, "Of beta.").await, StatusCode::OK);
        let of_beta = async || {
            let rows: Vec<String> = content(app).await.into_values().flatten().collect();
            rows.into_iter().filter(|row| row.contains(&school)).collect::<Vec<_>>()
        };
        let before = of_beta().await;

        let sent = scene.hand_in(&scene.student, &other.submission, "mine.txt", b"Mine.").await;
        let plain = scene.hand_in(&scene.student, &MessageId::new().to_string(), "mine2.txt", b"Mine too.").await;
        assert_eq!((sent.status, sent.location()), (plain.status, plain.location()), "{}", sent.body);
        assert_eq!(say(&scene, "alpha", &message, "Of alpha.").await, StatusCode::OK);
        assert_eq!(of_beta().await, before);
        let page = other.teacher.get(&format!("/s/beta/submissions/{}", other.submission)).await;
        assert!(page.body.contains("essay.txt") && !page.body.contains("mine.txt"), "{}", page.body);
        // In the school itself it names what is there, and that is somebody else's.
        let code = scene.admin.code(&scene.fill("/s/alpha/classes/{class}"), "student").await;
        let taken = scene.hand_in(&app.joiner("max", &code).await, &scene.submission, "mine3.txt", b"Not mine.").await;
        assert_eq!(taken.status, StatusCode::NOT_FOUND, "{}", taken.body);
    })
    .await;
}
