//! One's own account: profile, password, address, username, photo, devices.

use std::io::Cursor;

use bytes::Bytes;
use futures::TryStreamExt;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use model::profile::{EmailForm, PasswordForm, ProfileForm, UsernameForm};
use model::{Locale, Theme};
use object_store::ObjectStore;

use super::*;
use crate::Person;
use crate::accounts::{credentials, new_email, photo, profile};

fn password_form(current: &str, password: &str) -> PasswordForm {
    PasswordForm { current_password: current.into(), password: password.into() }
}

fn email_form(email: &str) -> EmailForm {
    EmailForm { email: email.into(), current_password: "correct horse".into() }
}

async fn again(person: &Person) -> Person {
    sessions::load(person, &person.session).await.unwrap().unwrap()
}

/// A picture of one colour.
fn picture(colour: [u8; 3]) -> Bytes {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_pixel(40, 30, Rgb(colour))).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner().into()
}

async fn photos(world: &World) -> usize {
    world.files.list(Some(&"photos".into())).try_collect::<Vec<_>>().await.unwrap().len()
}

#[tokio::test]
async fn a_profile_is_saved_and_read_with_the_session() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        let form = ProfileForm {
            name: " Ada Ölmez ".into(),
            phone: "+233 20 123 4567".into(),
            organization: "Chess club".into(),
            bio: "One.\r\nTwo.".into(),
            locale: "ar".into(),
            time_zone: "Asia/Kolkata".into(),
            theme: Theme::Dark,
            drawn: String::new(),
        };
        let (first, second) = tokio::join!(profile::save(&ada, &form), profile::save(&ada, &form));
        first.unwrap();
        second.unwrap();
        let page = profile::show(&ada).await.unwrap();
        assert_eq!((page.form.name.as_str(), page.form.bio.as_str()), ("Ada Ölmez", "One.\nTwo."));
        let me = again(&ada).await.me;
        assert_eq!((me.name.as_str(), me.locale, me.theme), ("Ada Ölmez", Some(Locale::Ar), Theme::Dark));
        let (key, detail): (String, String) = db
            .one(
                sql!(
                    "select u.name_key, a.detail from users u join audit a on a.actor_id = u.id
                     where a.action = 'profile.saved' order by a.id"
                ),
                args![],
            )
            .await
            .unwrap();
        assert_eq!(key, "ada olmez");
        assert!(detail.contains("alpha_teacher Person") && !detail.contains("photo"), "{detail}");
        let saved = sql!("select cast(count(*) as bigint) as n from audit where action = 'profile.saved'");
        assert_eq!(count(&scene.world, saved).await, 1);

        // A form drawn before somebody put the name right does not bring the old one back.
        let stale = ProfileForm { drawn: page.form.as_drawn(), bio: "Three.".into(), ..page.form.clone() };
        db.run(sql!("update users set name = 'Ada Olmez' where id = $1"), args![ada.me.user_id]).await.unwrap();
        let told = Error::Conflict(Problem::ChangedMeanwhile);
        assert_eq!(profile::save(&ada, &stale).await.unwrap_err().answer(), told);
        let now = profile::show(&ada).await.unwrap().form;
        assert_eq!(now.name, "Ada Olmez");
        profile::save(&ada, &ProfileForm { drawn: now.as_drawn(), bio: "Three.".into(), ..now }).await.unwrap();

        let mars = ProfileForm { time_zone: "Mars/Base".into(), ..form };
        let wrong = profile::save(&ada, &mars).await.unwrap_err().answer();
        assert_eq!(wrong.problem_of("time_zone"), Some(Problem::NotATimeZone));
        let other = profile::show(&person(&scene.world, "beta_teacher").await).await.unwrap();
        assert_eq!((other.form.phone.as_str(), other.form.theme), ("", Theme::System));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_needs_the_present_one_and_ends_every_session() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let (ada, phone) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_teacher").await);
        let other = person(&scene.world, "beta_teacher").await;
        let wrong = credentials::change_password(&ada, &password_form("wrong", "another battery")).await.unwrap_err().answer();
        assert_eq!(wrong.problem_of("current_password"), Some(Problem::WrongPassword));
        let common = credentials::change_password(&ada, &password_form("correct horse", "qwertyuiop")).await.unwrap_err();
        assert_eq!(common.answer().problem_of("password"), Some(Problem::PasswordTooCommon));
        let own = credentials::change_password(&ada, &password_form("correct horse", "alpha_teacher")).await.unwrap_err();
        assert_eq!(own.answer().problem_of("password"), Some(Problem::PasswordIsName));

        reset::ask(&visitor, &ForgotForm { email: "alpha_teacher@lyceum.test".into() }).await.unwrap();
        let link = token_in(&last_mail(&scene.world).await.1, "/reset/");
        assert!(reset::is_open(&visitor, &link).await.unwrap());
        let form = password_form("correct horse", "another battery");
        let (first, second) = tokio::join!(credentials::change_password(&ada, &form), credentials::change_password(&ada, &form));
        first.unwrap();
        second.unwrap();
        for session in [&ada.session, &phone.session] {
            assert!(sessions::load(&visitor, session).await.unwrap().is_none());
        }
        assert!(sessions::load(&visitor, &other.session).await.unwrap().is_some());
        assert!(!reset::is_open(&visitor, &link).await.unwrap(), "the link on its way stops working");
        log_in::log_in(&visitor, &log_in_form("alpha_teacher", "another battery")).await.unwrap();
        let changed = sql!("select cast(count(*) as bigint) as n from audit where action = 'account.password_changed'");
        assert_eq!(count(&scene.world, changed).await, 1, "once for a double click");
    })
    .await;
}

#[tokio::test]
async fn who_guesses_the_present_password_waits_as_at_the_log_in() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        for n in 0..5 {
            let guess = password_form(&format!("guess {n}"), "another battery");
            let wrong = credentials::change_password(&ada, &guess).await.unwrap_err().answer();
            assert_eq!(wrong.problem_of("current_password"), Some(Problem::WrongPassword));
        }
        let right = credentials::change_password(&ada, &password_form("correct horse", "another battery")).await;
        assert!(matches!(right.unwrap_err().answer(), Error::TooMany(_)));
    })
    .await;
}

#[tokio::test]
async fn an_imported_password_is_accepted_once_and_is_ours_from_then_on() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let hash = async || {
            let sql = sql!("select password_hash from users where username_key = 'alpha_teacher'");
            let (hash,): (String,) = db.one(sql, args![]).await.unwrap();
            hash
        };
        let imported = "scrypt:16384:8:1$SodiumChloride$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2\
                        d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887";
        let import = sql!("update users set password_hash = $1 where username_key = 'alpha_teacher'");
        db.run(import, args![imported]).await.unwrap();
        assert!(log_in::log_in(&visitor, &log_in_form("alpha_teacher", "correct horse")).await.is_err());
        assert_eq!(hash().await, imported, "a wrong password changes nothing");
        for _ in 0..2 {
            log_in::log_in(&visitor, &log_in_form("alpha_teacher", "pleaseletmein")).await.unwrap();
            assert!(hash().await.starts_with("$argon2id$"));
        }
    })
    .await;
}

#[tokio::test]
async fn another_address_is_ones_own_when_its_code_has_come_back() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        let wrong = EmailForm { current_password: "wrong".into(), ..email_form("new@lyceum.test") };
        let wrong = new_email::ask(&ada, &wrong).await.unwrap_err().answer();
        assert_eq!(wrong.problem_of("current_password"), Some(Problem::WrongPassword));
        let same = new_email::ask(&ada, &email_form("ALPHA_teacher@lyceum.test")).await.unwrap_err().answer();
        assert_eq!(same.problem_of("email"), Some(Problem::SameEmail));

        let form = email_form("New@lyceum.test");
        let (first, second) = tokio::join!(new_email::ask(&ada, &form), new_email::ask(&ada, &form));
        first.unwrap();
        second.unwrap();
        let mails: Vec<(String, String)> =
            db.all(sql!("select recipient, body from mails order by created_at desc, id desc limit 2"), args![]).await.unwrap();
        assert_eq!(mails[0].0, "alpha_teacher@lyceum.test", "a notice to the present address");
        assert_eq!(mails[1].0, "New@lyceum.test");
        assert_eq!(again(&ada).await.me.email, "alpha_teacher@lyceum.test", "nothing changes yet");
        assert_eq!(new_email::pending(&ada).await.unwrap().unwrap().email, "New@lyceum.test");

        let code = mails[1].1.split_once("Your code is ").unwrap().1[..6].to_owned();
        let other = person(&scene.world, "beta_teacher").await;
        assert!(new_email::by_code(&other, &code).await.is_err(), "a code opens one account only");
        let wrong = new_email::by_code(&ada, super::wrong(&code)).await.unwrap_err().answer();
        assert_eq!(wrong, Error::field("code", Problem::WrongCode));
        let (first, second) = tokio::join!(new_email::by_code(&ada, &code), new_email::by_code(&ada, &code));
        first.unwrap();
        second.unwrap();
        let me = again(&ada).await.me;
        assert_eq!((me.email.as_str(), me.verified), ("New@lyceum.test", true));
        assert_eq!(new_email::pending(&ada).await.unwrap(), None);
        let visitor = Visitor(request(&scene.world, NOON));
        log_in::log_in(&visitor, &log_in_form("new@lyceum.test", "correct horse")).await.unwrap();
        let changed = sql!("select cast(count(*) as bigint) as n from audit where action = 'account.email_changed'");
        assert_eq!(count(&scene.world, changed).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_link_to_a_new_address_works_once_for_an_hour_and_until_one_thinks_better_of_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        let at = |minutes| Visitor(request(&scene.world, NOON.plus_minutes(minutes)));
        let link = async |email: &str| {
            new_email::ask(&ada, &email_form(email)).await.unwrap();
            let sql = sql!("select body from mails where recipient = $1 order by id desc limit 1");
            let (body,): (String,) = db.one(sql, args![email]).await.unwrap();
            token_in(&body, "/email/")
        };
        let expired = Error::form(Problem::LinkExpired);
        let first = link("first@lyceum.test").await;
        let second = link("second@lyceum.test").await;
        assert_eq!(new_email::by_link(&at(0), &first).await.unwrap_err().answer(), expired, "the next takes its place");
        assert_eq!(new_email::by_link(&at(61), &second).await.unwrap_err().answer(), expired);
        new_email::cancel(&ada).await.unwrap();
        new_email::cancel(&ada).await.unwrap();
        assert_eq!(new_email::by_link(&at(1), &second).await.unwrap_err().answer(), expired);
        let third = link("third@lyceum.test").await;
        new_email::by_link(&at(5), &third).await.unwrap();
        new_email::by_link(&at(6), &third).await.unwrap();
        assert_eq!(again(&ada).await.me.email, "third@lyceum.test");
    })
    .await;
}

#[tokio::test]
async fn that_an_address_is_taken_is_told_to_its_owner_alone() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        new_email::ask(&ada, &email_form("Beta_Teacher@lyceum.test")).await.unwrap();
        assert!(new_email::pending(&ada).await.unwrap().is_some(), "it looks like any other");
        let sql = sql!("select body from mails where recipient = 'beta_teacher@lyceum.test' order by id desc limit 1");
        let (body,): (String,) = db.one(sql, args![]).await.unwrap();
        assert!(body.contains("which has an account already") && !body.contains("/email/"), "{body}");
        for code in ["000000", "123456"] {
            assert!(new_email::by_code(&ada, code).await.is_err());
        }
        assert_eq!(again(&ada).await.me.email, "alpha_teacher@lyceum.test");
    })
    .await;
}

#[tokio::test]
async fn a_username_is_changed_to_one_that_nobody_has() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let ada = person(&scene.world, "alpha_teacher").await;
        let change = async |name: &str| credentials::change_username(&ada, &UsernameForm { username: name.into() }).await;
        let taken = change("BETA_teacher").await.unwrap_err().answer();
        assert_eq!(taken.problem_of("username"), Some(Problem::Taken));
        assert!(change("a b").await.is_err());
        change("Ada_L").await.unwrap();
        change("Ada_L").await.unwrap();
        assert_eq!(again(&ada).await.me.username, "Ada_L");
        let visitor = Visitor(request(&scene.world, NOON));
        log_in::log_in(&visitor, &log_in_form("ada_l", "correct horse")).await.unwrap();
        let changed = sql!("select cast(count(*) as bigint) as n from audit where action = 'account.username_changed'");
        assert_eq!(count(&scene.world, changed).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_photo_is_seen_by_the_own_school_alone_and_goes_when_nobody_has_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, student) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_student").await);
        let stranger = person(&scene.world, "beta_student").await;
        let (red, blue) = (picture([200, 0, 0]), picture([0, 0, 200]));
        for _ in 0..2 {
            photo::set(&ada, red.clone(), None).await.unwrap();
        }
        let first = again(&ada).await.me.photo.clone();
        assert!(photo::open(&student, &first).await.unwrap().starts_with(b"\xff\xd8"));
        assert_eq!(photo::open(&stranger, &first).await.unwrap_err().answer(), Error::NotFound);
        for odd in ["", "../x", &"0".repeat(64)] {
            assert_eq!(photo::open(&ada, odd).await.unwrap_err().answer(), Error::NotFound);
        }
        // Two who have the same photo: it goes with the second.
        photo::set(&student, red.clone(), None).await.unwrap();
        assert_eq!(photos(&scene.world).await, 1);
        photo::set(&ada, blue, None).await.unwrap();
        assert_eq!(photos(&scene.world).await, 2);
        for _ in 0..2 {
            photo::remove(&student).await.unwrap();
        }
        assert_eq!(photos(&scene.world).await, 1);
        assert_eq!(photo::open(&ada, &first).await.unwrap_err().answer(), Error::NotFound);
        let refused = photo::set(&ada, Bytes::from_static(b"no picture"), None).await.unwrap_err().answer();
        assert_eq!(refused.problem_of("photo"), Some(Problem::PictureRefused));
        let saved = sql!("select cast(count(*) as bigint) as n from audit where action like 'profile.photo%'");
        assert_eq!(count(&scene.world, saved).await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_session_goes_on_with_a_new_id_once_and_what_follows_it_follows_on() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, phone) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_teacher").await);
        let at = |seconds| request(&scene.world, NOON.plus_seconds(seconds));
        let find = async |hash: &str| sessions::find(&at(0), hash).await.unwrap().unwrap();
        assert!(!find(&ada.session).await.renew);
        let role = sql!("update memberships set role = 'registrar' where school_id = $1 and user_id = $2");
        db.run(role, args![scene.teacher.school_id(), ada.me.user_id]).await.unwrap();
        let found = find(&ada.session).await;
        assert!(found.renew && !found.read_only && find(&phone.session).await.renew);
        let devices = sessions::own(&phone).await.unwrap().len();

        let [first, second] = [1, 2].map(|_| crate::secrets::hash(&crate::secrets::token()));
        let both = tokio::join!(
            sessions::renew(&found.person, &first, "one", NOON),
            sessions::renew(&found.person, &second, "two", NOON)
        );
        let ((new, salt), none) = match (both.0.unwrap(), both.1.unwrap()) {
            (Some(false), None) => ((first, "one"), second),
            (None, Some(false)) => ((second, "two"), first),
            odd => panic!("{odd:?}"),
        };
        assert!(sessions::load(&at(0), &none).await.unwrap().is_none());
        assert!(!find(&ada.session).await.renew && find(&ada.session).await.aside);
        // An answer may get lost: what the new id was made with is told again. A socket that follows it has no id.
        let told = async || sessions::renewed(&found.person, NOON).await.unwrap();
        for _ in 0..2 {
            assert!(sessions::load(&at(0), &new).await.unwrap().is_some());
            assert_eq!(told().await, Some((salt.to_owned(), false)));
        }
        assert_eq!(sessions::renewed(&phone, NOON).await.unwrap(), None);
        // When it has come back, no more.
        let arrived = find(&new).await;
        assert!(!arrived.renew && !arrived.aside);
        assert_eq!(told().await, None);
        assert!(sessions::load(&at(0), &ada.session).await.unwrap().is_some(), "what was sent before is still answered");
        assert_eq!(sessions::own(&phone).await.unwrap().len(), devices, "the same device");
        // Whoever follows the one before follows the new one from now on; the one before lasts a minute, however used.
        for seconds in [0, 59, 60] {
            assert_eq!(sessions::stands(&at(seconds), &ada.session).await.unwrap().as_deref(), Some(new.as_str()));
            assert_eq!(sessions::load(&at(seconds), &ada.session).await.unwrap().is_some(), seconds < 60, "{seconds}");
        }
        assert_eq!(sessions::stands(&at(0), &phone.session).await.unwrap().as_deref(), Some(&*phone.session));
        sessions::end(&at(0), &ada.session).await.unwrap();
        for hash in [&*ada.session, new.as_str()] {
            assert!(sessions::load(&at(0), hash).await.unwrap().is_none());
            assert_eq!(sessions::stands(&at(0), hash).await.unwrap(), None);
        }
        assert!(find(&phone.session).await.renew, "another device is another session");
    })
    .await;
}

#[tokio::test]
async fn who_is_remembered_stays_logged_in_for_thirty_days_without_use_and_the_others_for_one() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let at = |hours| request(&scene.world, NOON.plus_hours(hours));
        let begin = async |remember| {
            let hash = crate::secrets::hash(&crate::secrets::token());
            let session = sessions::Session { user_id: scene.student.user_id(), device: "test".into(), remember, view: None };
            sessions::create(&at(0), &hash, &session).await.unwrap();
            hash
        };
        for (remember, hours, stands) in [(true, 29 * 24, true), (true, 31 * 24, false), (false, 23, true), (false, 25, false)] {
            let hash = begin(remember).await;
            let person = sessions::load(&at(hours), &hash).await.unwrap();
            assert_eq!(person.is_some(), stands, "{remember} after {hours} hours");
        }
        // Counted from the last use.
        let hash = begin(true).await;
        for days in [29, 58] {
            assert!(sessions::load(&at(days * 24), &hash).await.unwrap().is_some(), "{days}");
        }
        assert!(sessions::load(&at(89 * 24), &hash).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn one_device_is_logged_out_and_the_others_stay() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let (ada, phone) = (person(&scene.world, "alpha_teacher").await, person(&scene.world, "alpha_teacher").await);
        let other = person(&scene.world, "beta_teacher").await;
        let key = |of: &Person| of.session.chars().take(16).collect::<String>();
        for _ in 0..2 {
            sessions::end_one(&ada, &key(&phone)).await.unwrap();
            let not_own = sessions::end_one(&ada, &key(&other)).await.unwrap_err().answer();
            assert_eq!(not_own, Error::Conflict(Problem::ChangedMeanwhile));
        }
        assert!(sessions::load(&phone, &phone.session).await.unwrap().is_none());
        assert!(sessions::load(&ada, &ada.session).await.unwrap().is_some());
        assert!(sessions::load(&other, &other.session).await.unwrap().is_some(), "another's is not one's own");
        assert_eq!(sessions::end_one(&ada, "%").await.unwrap_err().answer(), Error::Malformed);
        let ends = sql!("select cast(count(*) as bigint) as n from audit where action = 'session.ended'");
        assert_eq!(count(&scene.world, ends).await, 1);
    })
    .await;
}
