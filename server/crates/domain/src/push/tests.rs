use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::notifications::Kind;
use model::push::PushForm;
use model::{At, Error};
use p256::SecretKey;
use store::testing::each_db;
use store::{Db, args, sql};
use web_push_native::{Auth, decrypt};

use super::vapid::VapidKey;
use super::*;
use crate::accounts::sessions;
use crate::jobs::Lane;
use crate::notifications::Notice;
use crate::scope::Actor;
use crate::testing::{NOON, Scene, person, request};
use crate::{Person, secrets};

/// A browser with keys of its own.
struct Browser {
    secret: SecretKey,
    auth: [u8; 16],
    form: PushForm,
}

fn browser(number: u8) -> Browser {
    let (secret, auth) = (SecretKey::from_slice(&[number; 32]).unwrap(), [number; 16]);
    let form = PushForm {
        endpoint: format!("https://push.example/{number}"),
        p256dh: URL_SAFE_NO_PAD.encode(secret.public_key().to_sec1_bytes()),
        auth: URL_SAFE_NO_PAD.encode(auth),
        before: String::new(),
    };
    Browser { secret, auth, form }
}

fn message() -> Message {
    Message {
        title: "Marked".into(),
        body: "x".repeat(1000),
        link: "/s/alpha".into(),
        tag: "one".into(),
        lang: "en".into(),
        dir: "ltr".into(),
        at: NOON,
    }
}

async fn tell(to: &Person) {
    let mut work = to.begin().await.unwrap();
    send(&mut work, to.me.user_id, &message()).await.unwrap();
    work.commit().await.unwrap();
}

fn at(scene: &Scene, now: At) -> System {
    System(request(&scene.world, now))
}

/// The letters that wait.
async fn letters(system: &System) -> Vec<Letter> {
    let mut letters = Vec::new();
    while let Some(job) = jobs::take(system, Lane::Push).await.unwrap() {
        letters.extend(letter(system, &job.payload).await.unwrap());
        jobs::finish(system, &job, Ok(())).await.unwrap();
    }
    letters
}

/// What there is, whoever it is of.
async fn count(db: &Db) -> i64 {
    let (n,): (i64,) = db.one(sql!("select cast(count(*) as bigint) as n from push_subscriptions"), args![]).await.unwrap();
    n
}

#[tokio::test]
async fn a_device_of_the_person_alone_is_told_and_its_browser_alone_reads_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (one, other) = (person(&scene.world, "alpha_student").await, person(&scene.world, "beta_student").await);
        let (mine, theirs) = (browser(1), browser(2));
        subscribe(&one, &mine.form).await.unwrap();
        subscribe(&other, &theirs.form).await.unwrap();
        tell(&one).await;
        let sent = letters(&at(&scene, NOON.plus_minutes(1))).await;
        let [letter] = sent.as_slice() else { panic!("{} letters", sent.len()) };
        assert_eq!(letter.endpoint, mine.form.endpoint);
        assert!(letter.body.len() < 4096 && letter.authorization.starts_with("vapid t="));
        let text = decrypt(letter.body.clone(), &mine.secret, &Auth::from(mine.auth)).unwrap();
        let read: Message = serde_json::from_slice(&text).unwrap();
        assert_eq!((read.title.as_str(), read.body.chars().count()), ("Marked", BODY));
        assert!(decrypt(letter.body.clone(), &theirs.secret, &Auth::from(theirs.auth)).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_notification_reaches_the_devices_of_its_reader_unless_it_was_read_meanwhile() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let one = person(&scene.world, "alpha_student").await;
        subscribe(&one, &browser(1).form).await.unwrap();
        for key in ["read", "unread"] {
            let mut work = at(&scene, NOON).begin().await.unwrap();
            let args = serde_json::json!({ "assignment": "Circles", "course": "Algebra" });
            let (school, to) = (Some(scene.student.school_id()), [one.me.user_id]);
            let notice = Notice { kind: Kind::Marked, school, to: &to, key, args, link: "/s/alpha" };
            notifications::tell(&mut work, &notice).await.unwrap();
            work.commit().await.unwrap();
        }
        let read = sql!("update notifications set read_at = 1 where key = 'read'");
        db.run(read, args![]).await.unwrap();
        let later = at(&scene, NOON.plus_hours(1));
        while let Some(job) = jobs::take(&later, Lane::Short).await.unwrap() {
            if job.kind == notifications::PUSH {
                deliver(&later, &job.payload).await.unwrap();
            }
            jobs::finish(&later, &job, Ok(())).await.unwrap();
        }
        let sent = letters(&later).await;
        let [letter] = sent.as_slice() else { panic!("{} letters", sent.len()) };
        let mine = browser(1);
        let text = decrypt(letter.body.clone(), &mine.secret, &Auth::from(mine.auth)).unwrap();
        let whole: serde_json::Value = serde_json::from_slice(&text).unwrap();
        assert_eq!((&whole["to"], &whole["unread"]), (&one.me.user_id.to_string().into(), &1.into()), "for them, and the icon");
        let told: Message = serde_json::from_slice(&text).unwrap();
        assert!(told.link.starts_with("/notifications/") && told.lang == "en", "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn two_clicks_turn_one_device_on_and_another_person_takes_the_browser_over() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let one = person(&scene.world, "alpha_student").await;
        let form = browser(1).form;
        let (first, second) = tokio::join!(subscribe(&one, &form), subscribe(&one, &form));
        first.unwrap();
        second.unwrap();
        let page = list(&one).await.unwrap();
        assert!(page.devices.len() == 1 && page.devices[0].here);
        assert_eq!(URL_SAFE_NO_PAD.decode(&page.key).unwrap().len(), 65);
        let noted = sql!("select cast(count(*) as bigint) as n from audit where action = 'session.push_on'");
        assert_eq!(db.one::<(i64,)>(noted, args![]).await.unwrap(), (1,));
        // It has got another address meanwhile.
        let moved = PushForm { before: form.endpoint.clone(), ..browser(3).form };
        subscribe(&one, &moved).await.unwrap();
        assert_eq!(count(&db).await, 1);
        let other = person(&scene.world, "beta_student").await;
        subscribe(&other, &moved).await.unwrap();
        assert!(list(&one).await.unwrap().devices.is_empty());
        assert_eq!(list(&other).await.unwrap().devices.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_turned_on_in_a_session_goes_on_with_it_and_ends_with_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let one = person(&scene.world, "alpha_student").await;
        subscribe(&one, &browser(1).form).await.unwrap();
        let new = secrets::hash("the next one");
        sessions::renew(&one, &new, "salt", NOON).await.unwrap().expect("it goes on");
        let next = sessions::load(&one.request, &new).await.unwrap().expect("the next session");
        assert!(list(&next).await.unwrap().devices[0].here);
        tell(&next).await;
        sessions::end_all(&next).await.unwrap();
        let later = at(&scene, NOON.plus_minutes(1));
        assert!(letters(&later).await.is_empty(), "nobody reads it on a device that is logged out");
        sweep(&later).await.unwrap();
        assert_eq!(count(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn nobody_turns_the_device_of_another_off_or_tries_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (one, other) = (person(&scene.world, "alpha_student").await, person(&scene.world, "alpha_admin").await);
        subscribe(&one, &browser(1).form).await.unwrap();
        let id = list(&one).await.unwrap().devices[0].id;
        turn_off(&other, id).await.unwrap();
        assert!(matches!(try_out(&other, id).await, Err(crate::Error::Refused(Error::NotFound))));
        assert_eq!(list(&one).await.unwrap().devices.len(), 1);
        try_out(&one, id).await.unwrap();
        try_out(&one, id).await.unwrap();
        assert_eq!(letters(&at(&scene, NOON.plus_minutes(1))).await.len(), 1, "two clicks are one try");
        turn_off(&one, id).await.unwrap();
        turn_off(&one, id).await.unwrap();
        assert!(list(&one).await.unwrap().devices.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_no_browser_says_is_refused_and_what_comes_too_late_is_not_sent() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let one = person(&scene.world, "alpha_student").await;
        let good = browser(1).form;
        let off_the_curve = URL_SAFE_NO_PAD.encode([4u8; 65]);
        for wrong in [
            PushForm { p256dh: off_the_curve, ..good.clone() },
            PushForm { auth: "!".repeat(22), ..good.clone() },
            PushForm { endpoint: "javascript:alert(1)".into(), ..good.clone() },
        ] {
            let refused = subscribe(&one, &wrong).await;
            assert!(matches!(refused, Err(crate::Error::Refused(Error::Malformed))), "{wrong:?}");
        }
        subscribe(&one, &good).await.unwrap();
        // The session has not run out by then.
        let longer = sql!("update sessions set expires_at = $1 where user_id = $2");
        db.run(longer, args![NOON.plus_days(30), one.me.user_id]).await.unwrap();
        tell(&one).await;
        assert!(letters(&at(&scene, NOON.plus_hours(FRESH_HOURS))).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_nodes_that_start_at_once_have_one_key() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let system = at(&scene, NOON);
        let (one, other) = tokio::join!(prepare(&system), prepare(&system));
        one.unwrap();
        other.unwrap();
        let key = VapidKey::of(&db).await.unwrap();
        assert_eq!(key.public(), VapidKey::of(&db).await.unwrap().public());
    })
    .await;
}
