//! The ground of one case of the double clicks: what it finds, made through the pages for it alone.

mod archives;
mod people;

use archives::{alien, cleared, kept, locked, tried_out};
use model::ids::MessageId;
use people::{asker, families, invitation, other_session, unused};
use store::{args, sql};

use super::CASES;
use super::device::told as subscribed;
use super::failed::given_up;
use super::told;
use crate::app::{Browser, PASSWORD, TestApp};
use crate::forum;
use crate::me::{picture, send_photo};
use crate::restoring;
use crate::scene::Scene;
use crate::settings::{self, send_logo};

pub(super) use people::registrant;

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
                "rename_room" | "close_room" => {
                    let of_class = class.rsplit('/').next().unwrap();
                    let fields = [("school", "alpha"), ("form[class]", of_class), ("form[name]", "Trips")];
                    let opened = scene.admin.post("/fn/app/pages/chat/api/open_room", &fields).await;
                    words.push(("{topic}", opened.location().rsplit('/').next().unwrap().to_owned()));
                }
                "hide_room" => {
                    let fields = [("school", "alpha"), ("whom", scene.ada.as_str())];
                    let opened = newcomer.post("/fn/app/pages/chat/api/open_direct", &fields).await;
                    words.push(("{alone}", opened.location().rsplit('/').next().unwrap().to_owned()));
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
            if CASES[number].0.ends_with("/settle_post_report") {
                let question = words.iter().find(|(word, _)| *word == "{question}").unwrap().1.clone();
                let fields = [("school", "alpha"), ("id", question.as_str()), ("form[reason]", "")];
                scene.admin.post("/fn/app/pages/forum/api/report_post", &fields).await;
            }
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
            "hand_upload" => words.push(("{alien}", alien(app, scene, &name).await)),
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
