//! The ground of one case of the double clicks: what it finds, made through the pages for it alone.

use std::time::Duration;

use model::ids::{MessageId, RestoreId, UploadId, UserId};
use serde_json::json;
use store::{args, sql};

use super::CASES;
use super::device::told as subscribed;
use super::failed::given_up;
use super::told;
use crate::app::{Browser, PASSWORD, TestApp, join_fields};
use crate::forum;
use crate::me::{picture, send_photo};
use crate::scene::Scene;
use crate::settings::{self, send_logo};
use crate::{clear, restoring};

/// What a case finds, made for it alone: a class, and somebody who has just joined it.
pub(super) struct Ground<'a> {
    pub newcomer: Browser<'a>,
    words: Vec<(&'static str, String)>,
}

impl<'a> Ground<'a> {
    pub async fn new(app: &'a TestApp, scene: &Scene<'_>, number: usize, n: usize) -> Ground<'a> {
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
        if CASES[number].0.contains("/chat/") {
            words.extend(said(app, scene, &newcomer, class.rsplit('/').next().unwrap()).await);
            let (room, message) = (words[words.len() - 2].1.clone(), words[words.len() - 1].1.clone());
            match CASES[number].0.rsplit('/').next().unwrap_or_default() {
                "settle_report" => {
                    let fields = [("school", "alpha"), ("room", room.as_str()), ("id", message.as_str()), ("form[reason]", "")];
                    scene.admin.post("/fn/app/pages/chat/api/report_message", &fields).await;
                }
                // The list is one for the school: the ground before has left its words.
                "set_words" => {
                    app.state.world.db.run(sql!("delete from chat_words where school_id <> ''"), args![]).await.unwrap();
                }
                _ => {}
            }
        }
        if CASES[number].0.contains("/announcements/") {
            let id = class.rsplit('/').next().unwrap();
            words.push(("{announcement}", announce(&scene.admin, id, &format!("Ground {number}, {n}")).await));
        }
        if CASES[number].0.contains("/forum/") {
            let id = class.rsplit('/').next().unwrap();
            // The thread is the newcomer's, and the reply the admin's.
            words.extend(forum::seed(app, "alpha", id, &app.id_of(&name).await, &app.id_of("ada").await).await);
            if CASES[number].0.ends_with("/restore_post") {
                let post = words.iter().find(|(word, _)| *word == "{post}").unwrap().1.clone();
                let fields = [("school", "alpha"), ("id", post.as_str())];
                scene.admin.post("/fn/app/pages/forum/api/delete_post", &fields).await;
            }
        }
        if CASES[number].0.ends_with("/reset_password") {
            let email = format!("{name}@lyceum.test");
            app.browser().post("/fn/app/pages/accounts/api/ask_reset", &[("form[email]", &email)]).await;
            words.push(("{reset}", after(&last_mail(app, &name).await, "/reset/")));
        }
        match CASES[number].0.rsplit('/').next().unwrap_or_default() {
            "remove_photo" | "take_down" => {
                send_photo(&newcomer, &picture()).await;
            }
            "keep_now" => {
                // What another ground asked for has been made by now.
                let made = sql!("update jobs set state = 'done' where kind = 'backup.keep'");
                app.state.world.db.run(made, args![]).await.unwrap();
            }
            "test_kept" => {
                kept(app, scene, number, n).await;
                let made = sql!("update jobs set state = 'done' where kind = 'backup.drill'");
                app.state.world.db.run(made, args![]).await.unwrap();
            }
            "verify_kept" | "remove_kept" | "restore_kept" => words.push(("{kept}", kept(app, scene, number, n).await)),
            "open_upload" => words.push(("{locked}", locked(app, scene).await)),
            "try_out" | "put_back" => words.extend(tried_out(app).await),
            "retry_job" | "retry_dead_jobs" | "throw_job_away" => words.push(("{job}", given_up(app).await)),
            "try_push" | "turn_push_off" => words.push(("{push}", subscribed(&newcomer, &name).await)),
            "start_here" => {
                let choose_none = sql!("update users set primary_school_id = null where username = $1");
                app.state.world.db.run(choose_none, args![name.as_str()]).await.unwrap();
            }
            "read_notification" | "read_notifications_of" | "read_all_notifications" => {
                words.push(("{notification}", told::notification(app, &name).await))
            }
            "stop_mails" | "{token}" => words.push(("{stop}", told::stop(app, &name).await)),
            "end_session" => words.push(("{session}", other_session(app, &name).await)),
            "keep_email" | "prove_email_code" | "prove_email_link" => {
                let email = format!("new{name}@lyceum.test");
                let fields = [("form[email]", email.as_str()), ("form[current_password]", PASSWORD)];
                newcomer.post("/fn/app/pages/me/api/ask_email", &fields).await;
                let mail = last_mail(app, &format!("new{name}")).await;
                words.push(("{email_code}", after(&mail, "Your code is ")));
                words.push(("{email_link}", after(&mail, "/email/")));
            }
            _ => {}
        }
        if CASES[number].0.ends_with("/verify_again") {
            // The mail of the registration is no first click.
            let age = sql!("update tokens set created_at = created_at - 3600000");
            app.state.world.db.run(age, args![]).await.unwrap();
        }
        words.extend(families(app, scene, number, n, &name).await);
        // Their place in the class follows their role in the school.
        if CASES[number].0.ends_with("/change_member") {
            app.set_role("alpha", &name, "teacher").await;
        }
        if CASES[number].0.contains("/viewing/") {
            app.set_role("alpha", &name, "it_support").await;
        }
        if CASES[number].0.ends_with("/stop_view") {
            let view = [("school", "alpha"), ("form[member]", scene.sam.as_str()), ("form[reason]", "Help")];
            newcomer.post("/fn/app/pages/viewing/api/start_view", &view).await;
        }
        if CASES[number].0.contains("/uploads/") || CASES[number].0.ends_with("_upload") {
            let begun = restoring::begin(&scene.admin, "alpha", &format!("{name}.zip"), 3).await;
            words.push(("{upload}", restoring::id_of(&begun)));
        }
        if CASES[number].0.contains("/settings/") {
            words.extend(settings_of(app, scene, number, n).await);
        }
        if CASES[number].0.ends_with("/decide_requests") {
            words.push(("{asker}", asker(app, scene, &class, n).await));
        }
        if CASES[number].0.contains("_invitation") {
            words.extend(invitation(app, scene, &format!("{name}@new.example")).await);
        }
        if CASES[number].0.ends_with("/rename_person") {
            words.push(("{unused}", unused(app, number, n).await));
        }
        let id = app.id_of(&name).await;
        if CASES[number].0.ends_with("_name") {
            let suggested = format!("Suggested {n}");
            let fields = [("school", "alpha"), ("id", id.as_str()), ("form[name]", suggested.as_str())];
            scene.admin.post("/fn/app/pages/people/api/rename_person", &fields).await;
        }
        if CASES[number].2.contains(&("act", "end_wait")) {
            let fields = [("form[log_in]", name.as_str()), ("form[password]", "not the password")];
            app.browser().post("/fn/app/pages/accounts/api/log_in", &fields).await;
        }
        if CASES[number].0.ends_with("/undo_change") {
            let fields = [("school", "alpha"), ("id", id.as_str()), ("act", "suspend")];
            let done = scene.admin.post("/fn/app/pages/people/api/change_person", &fields).await;
            words.push(("{undo}", done.location().rsplit('=').next().unwrap().to_owned()));
        }
        if CASES[number].0.starts_with("POST /backup/clear") {
            words.extend(cleared(app, scene, &class, CASES[number].0.ends_with("/undo")).await);
        }
        words.push(("{newcomer}", id));
        words.push(("{name}", name));
        Ground { newcomer, words }
    }

    pub fn fill(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (name, word)| text.replace(name, word))
    }
}

/// A school whose one course is that of the class, and is cleared already where that is to be undone.
async fn cleared(app: &TestApp, scene: &Scene<'_>, class: &str, undo: bool) -> Vec<(&'static str, String)> {
    let db = &app.state.world.db;
    let name = sql!("select name from schools where slug = 'alpha'");
    let (name,): (String,) = db.one(name, args![]).await.unwrap();
    let drawn = async || {
        let page = scene.admin.get("/s/alpha/backup/clear?what=courses").await.body;
        let field = page.split("<input").find(|it| it.contains("\"form[drawn]\"")).unwrap_or_default();
        field.split("value=\"").nth(1).and_then(|it| it.split('"').next()).unwrap_or_default().to_owned()
    };
    let send = async |reason: &str| {
        let drawn = drawn().await;
        let fields = [
            ("school", "alpha"),
            ("form[what]", "courses"),
            ("form[reason]", reason),
            ("form[name]", name.as_str()),
            ("form[drawn]", drawn.as_str()),
        ];
        scene.admin.post("/backup/clear", &fields).await;
        clear::ended(app).await;
    };
    // What is refused would come back in the form that is drawn next.
    if !drawn().await.is_empty() {
        send("Before").await;
    }
    let class = class.rsplit('/').next().unwrap();
    let course = [("school", "alpha"), ("class", class), ("form[title]", "Cleared"), ("form[summary]", "")];
    scene.admin.post("/fn/app/pages/courses/api/create_course", &course).await;
    if undo {
        send("To be undone").await;
    }
    let last = sql!("select id from clears where school_id in (select id from schools where slug = 'alpha') order by id desc");
    let last: Vec<(String,)> = db.all(last, args![]).await.unwrap();
    let last = last.into_iter().next().map(|(id,)| id).unwrap_or_default();
    vec![("{school_name}", name), ("{drawn}", drawn().await), ("{clear}", last)]
}

/// An announcement to a class; answers its id.
async fn announce(browser: &Browser<'_>, class: &str, title: &str) -> String {
    let tick = format!("form[classes][_{class}]");
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

/// A family code for the student of the scene; for what is done with a link, the newcomer as a parent, linked to them.
async fn families(app: &TestApp, scene: &Scene<'_>, number: usize, n: usize, name: &str) -> Vec<(&'static str, String)> {
    let (newcomer, ada, code, id) =
        (app.id_of(name).await, app.id_of("ada").await, format!("FAM{number}X{n}"), MessageId::new().to_string());
    let make = sql!(
        "insert into family_codes (school_id, id, child_id, code, created_by, created_at, expires_at)
         select s.id, cast($1 as text), cast($2 as text), cast($3 as text), cast($4 as text), $5, $6
         from schools s where s.slug = 'alpha'"
    );
    let sam = scene.sam.as_str();
    app.state.world.db.run(make, args![id.as_str(), sam, code.as_str(), ada, 1_i64, i64::MAX]).await.unwrap();
    let function = CASES[number].0.rsplit('/').next().unwrap();
    if matches!(function, "join_family" | "link_family" | "save_family" | "unlink_family") {
        app.set_role("alpha", name, "parent").await;
    }
    if matches!(function, "save_family" | "unlink_family") {
        let link = [("school", "alpha"), ("form[parent]", &newcomer), ("form[child]", sam), ("form[relation]", "mother")];
        scene.admin.post("/fn/app/pages/guardians/api/link_family", &link).await;
    }
    vec![("{newcomer}", newcomer), ("{family}", code), ("{family_id}", id), ("{sam}", sam.to_owned())]
}

/// The room of the class, and a message of the newcomer's in it; people of a class write to each other.
async fn said(app: &TestApp, scene: &Scene<'_>, newcomer: &Browser<'_>, class: &str) -> Vec<(&'static str, String)> {
    let of_class = sql!("select id from rooms where class_id = $1 and kind = 'class' and school_id <> ''");
    let (room,): (String,) = app.state.world.db.one(of_class, args![class]).await.unwrap();
    let message = MessageId::new().to_string();
    let fields = [("school", "alpha"), ("room", room.as_str()), ("id", message.as_str()), ("form[body]", "Good morning")];
    newcomer.post("/fn/app/pages/chat/api/say", &fields).await;
    let direct = [("school", "alpha"), ("feature", "direct_messages"), ("on", "true")];
    scene.admin.post("/fn/app/pages/settings/api/set_feature", &direct).await;
    vec![("{room}", room), ("{message}", message)]
}

/// One of everything in the settings, and what a change of each begins with.
async fn settings_of(app: &TestApp, scene: &Scene<'_>, number: usize, n: usize) -> Vec<(&'static str, String)> {
    let ground = number * 2 + n;
    let mut words = settings::made(app, &scene.admin, "alpha", "tom", ground).await;
    words.extend([
        ("{ground}", ground.to_string()),
        ("{two}", format!("{:02x}", 40 + n)),
        // The chat is on at first.
        ("{other}", (n == 2).to_string()),
    ]);
    let word = |name: &str| words.iter().find(|(key, _)| *key == name).map(|(_, word)| word.clone()).unwrap();
    let before = CASES[number].0.rsplit('/').next().unwrap();
    let fields = [("school", "alpha"), ("id", &word("{department}")), ("user", &word("{teacher}"))];
    match before {
        "remove_logo" => {
            send_logo(&scene.admin, &settings::picture(n as u8)).await;
        }
        "remove_department_member" => {
            scene.admin.post("/fn/app/pages/settings/api/add_department_member", &fields).await;
        }
        _ => {}
    }
    words
}

/// A browser whose registration for the class waits for its mail, which went out long ago; its code is that of the sample
/// in the access table.
pub(super) async fn registrant<'a>(app: &'a TestApp, ground: &Ground<'_>, number: usize, n: usize) -> Browser<'a> {
    let (id, token, username) = (MessageId::new().to_string(), format!("held{number}x{n}"), format!("held{number}_{n}"));
    let email = format!("{username}@lyceum.test");
    let form = ground.fill(&format!(
        r#"{{"class":{{"code":"{{code}}","account":{{"name":"Held","username":"{username}","email":"{email}","password":""}}}}}}"#
    ));
    let hold = sql!(
        "insert into registrations (id, token_hash, link_hash, email_key, code_hash, form, password_hash, mails, mailed_at,
                                    created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, 'none', 1, 1, 1, $7)"
    );
    let (code, link) = (format!("{email}:000000"), format!("link {token}"));
    let [token_hash, link_hash, code_hash] = [&token, &link, &code].map(|it| domain::secret_hash(it));
    let fields = args![id, token_hash, link_hash, email, code_hash, form, i64::MAX];
    app.state.world.db.run(hold, fields).await.unwrap();
    let browser = app.browser();
    browser.keep("__Host-registration", &token);
    browser
}

/// Somebody who waits to be let into the class: their id.
async fn asker(app: &TestApp, scene: &Scene<'_>, class: &str, n: usize) -> String {
    let (id, code, name) = (class.rsplit('/').next().unwrap(), format!("ASK{n}"), format!("asker{n}"));
    let set = [("school", "alpha"), ("class", id), ("kind", "student"), ("form[code]", &code), ("form[ask_first]", "true")];
    scene.admin.post("/fn/app/pages/classes/api/set_code", &set).await;
    let asked = app.browser().post("/fn/app/pages/accounts/api/register_by_code", &join_fields(&name, &code)).await;
    assert_eq!(asked.location(), "/schools", "{}", asked.body);
    let asker = sql!("select id from users where username = $1");
    let (user,): (String,) = app.state.world.db.one(asker, args![name]).await.unwrap();
    user
}

/// An archive of the whole platform that was tried out, and whose file has gone: its id, and what is typed to restore it.
async fn tried_out(app: &TestApp) -> [(&'static str, String); 2] {
    let (db, id) = (&app.state.world.db, UploadId::new());
    loop {
        let runs = sql!("select cast(count(*) as bigint) as n from restores where alone = 'yes'");
        let (runs,): (i64,) = db.one(runs, args![]).await.unwrap();
        if runs == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let admin = app.id_of("ada").await;
    let contents = json!({
        "app": "1", "schema": 1, "made_at": 1, "school": null, "tables": [], "files": 0, "file_bytes": 0, "missing": 0,
        "damaged": 0
    });
    let checked = json!({ "problems": [], "more": 0, "contents": contents }).to_string();
    let upload = sql!(
        "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
         values ($1, $2, null, 'gone.zip', 1, 1, 'checked', $3, $4, $4)"
    );
    let now = store::clock::now();
    db.run(upload, args![id, admin.as_str(), checked, now]).await.unwrap();
    let plan = json!({
        "school": null, "made": { "at": 1, "local": "then", "own": null }, "app": "1", "upgraded": false, "tables": [],
        "matched": 0, "new": 0, "files": 0, "lacking": 0
    });
    let drill = sql!(
        "insert into restores (id, kind, archive, state, step, report, asked_by, begun_at, beat_at, ended_at, upload_id)
         values ($1, 'drill', 'gone.zip', 'done', 'compare', $2, $3, 1, 1, $4, $5)"
    );
    db.run(drill, args![RestoreId::new(), plan.to_string(), admin.as_str(), now, id]).await.unwrap();
    let host = app.state.world.settings.host().to_owned();
    [("{whole}", id.to_string()), ("{host}", host)]
}

/// An encrypted archive of the whole platform that was brought, with its file: its id.
async fn locked(app: &TestApp, scene: &Scene<'_>) -> String {
    let (id, words) = (UploadId::new(), "twelve letters");
    let typed = [("school", ""), ("form[passphrase]", words), ("form[passphrase_again]", words)];
    let archive = scene.admin.post("/backup/download/archive", &typed).await.raw;
    let folder = app.state.config.data.join("restores");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{id}.part")), &archive).unwrap();
    let report = json!({ "problems": ["locked"], "more": 0, "contents": null }).to_string();
    let upload = sql!(
        "insert into archive_uploads (id, user_id, school_id, name, bytes, received, state, report, created_at, touched_at)
         values ($1, $2, null, 'all.zip.age', $3, $3, 'broken', $4, $5, $5)"
    );
    let admin = app.id_of("ada").await;
    let row = args![id, admin.as_str(), archive.len() as i64, report, store::clock::now()];
    app.state.world.db.run(upload, row).await.unwrap();
    id.to_string()
}

/// A kept backup of the school that is not its newest: its id.
async fn kept(app: &TestApp, scene: &Scene<'_>, number: usize, n: usize) -> String {
    let id = MessageId::new().to_string();
    let keep = sql!(
        "insert into kept_backups (id, whose, name, shelf, why, state, begun_at, beat_at)
         values ($1, $2, $3, 'disk', 'hand', 'kept', $4, $4)"
    );
    let name = format!("backup{number}x{n}");
    for (id, name, at) in [(&id, &name, 1_i64), (&MessageId::new().to_string(), &format!("{name}_newer"), 2)] {
        let row = args![id.as_str(), scene.place.as_str(), name.as_str(), at];
        app.state.world.db.run(keep, row).await.unwrap();
    }
    id
}

/// A member whose account nobody has used yet: their id.
async fn unused(app: &TestApp, number: usize, n: usize) -> String {
    let (user, db) = (UserId::new(), &app.state.world.db);
    let add = sql!(
        "insert into users (id, username, username_key, email, email_key, name, name_key, password_hash, status,
                            platform_role, locale, created_at)
         values ($1, $2, $2, $2, $2, $2, $2, '', 'pending', 'student', '', 1)"
    );
    db.run(add, args![user, format!("unused{number}x{n}")]).await.unwrap();
    let place = sql!(
        "insert into memberships (school_id, user_id, role, status, created_at)
         select id, cast($1 as text), 'student', 'active', 1 from schools where slug = 'alpha'"
    );
    db.run(place, args![user]).await.unwrap();
    user.to_string()
}

/// An open invitation, sent an hour ago: its id, the link that is handed on, and what it is sealed with by itself.
async fn invitation(app: &TestApp, scene: &Scene<'_>, to: &str) -> [(&'static str, String); 3] {
    let fields = [("school", "alpha"), ("form[people]", to), ("form[role]", "teacher")];
    scene.admin.post("/fn/app/pages/invitations/api/invite", &fields).await;
    let db = &app.state.world.db;
    db.run(sql!("update invitations set sent_at = sent_at - 3600000 where email = $1"), args![to]).await.unwrap();
    let (id, link): (String, String) =
        db.one(sql!("select id, link from invitations where email = $1"), args![to]).await.unwrap();
    let seal = domain::secret_hash(&id);
    [("{invitation}", id), ("{link}", link), ("{seal}", seal)]
}

async fn last_mail(app: &TestApp, name: &str) -> String {
    let sql = sql!("select body from mails where recipient = $1 order by created_at desc, id desc limit 1");
    let (body,): (String,) = app.state.world.db.one(sql, args![format!("{name}@lyceum.test")]).await.unwrap();
    body
}

/// The key of a session that the person has on another device.
async fn other_session(app: &TestApp, name: &str) -> String {
    let fields = [("form[log_in]", name), ("form[password]", PASSWORD)];
    app.browser().post("/fn/app/pages/accounts/api/log_in", &fields).await;
    let sql = sql!(
        "select substr(s.id_hash, 1, 16) as key from sessions s join users u on u.id = s.user_id
         where u.username_key = $1 order by s.created_at desc, s.id_hash limit 1"
    );
    let (key,): (String,) = app.state.world.db.one(sql, args![name]).await.unwrap();
    key
}

/// The word after a phrase.
fn after(text: &str, phrase: &str) -> String {
    let (_, rest) = text.split_once(phrase).unwrap_or_else(|| panic!("{phrase} in {text}"));
    rest.split_whitespace().next().unwrap().to_owned()
}
