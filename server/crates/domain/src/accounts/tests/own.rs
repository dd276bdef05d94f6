//! One's own account: profile, password, address, username, photo.

use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use futures::TryStreamExt;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use model::accounts::Me;
use model::ids::SchoolId;
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
async fn who_takes_the_own_zone_back_follows_the_school_from_then_on() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let tom = person(&scene.world, "alpha_teacher").await;
        let form = profile::show(&tom).await.unwrap().form;
        let choose = async |zone: &str| {
            let drawn = profile::show(&tom).await.unwrap().form.as_drawn();
            profile::save(&tom, &ProfileForm { time_zone: zone.into(), drawn, ..form.clone() }).await.unwrap();
            again(&tom).await
        };
        let chosen = choose("Asia/Tokyo").await;
        let beside = chosen.enter("alpha").unwrap().when(NOON);
        assert_eq!((chosen.me.own_zone(), beside.own.as_deref()), (Some("Asia/Tokyo"), Some("21:00 your time")));
        assert_eq!(chosen.when(NOON).local, "Fri 27 Nov 2026, 21:00");
        let follows = choose("").await;
        assert_eq!((follows.me.own_zone(), follows.me.school_zone()), (None, Some("Africa/Accra")));
        assert_eq!(follows.enter("alpha").unwrap().when(NOON).to_string(), "Fri 27 Nov 2026, 12:00");
        // The school moves, and they move with it.
        db.run(sql!("update schools set time_zone = 'Asia/Kolkata' where slug = $1"), args!["alpha"]).await.unwrap();
        let moved = again(&tom).await;
        assert_eq!(moved.enter("alpha").unwrap().when(NOON).to_string(), "Fri 27 Nov 2026, 17:30");
        assert_eq!(moved.when(NOON).local, "Fri 27 Nov 2026, 17:30");
        // Who is in another school has nothing of it.
        let other = person(&scene.world, "beta_teacher").await;
        assert_eq!((other.me.own_zone(), other.when(NOON).local.as_str()), (None, "Fri 27 Nov 2026, 12:00"));
    })
    .await;
}

#[tokio::test]
async fn without_a_zone_of_ones_own_the_hour_is_that_of_the_chosen_school_else_of_the_one_one_has_been_in_longest() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        for (slug, zone) in [("alpha", "Asia/Kolkata"), ("beta", "Asia/Tokyo")] {
            db.run(sql!("update schools set time_zone = $2 where slug = $1"), args![slug, zone]).await.unwrap();
        }
        // Longer in the one whose name comes after.
        let second = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at)
             values ($1, $2, 'teacher', 'active', 1)"
        );
        db.run(second, args![scene.other().admin.school_id(), scene.teacher.user_id()]).await.unwrap();
        let mut tom = person(&scene.world, "alpha_teacher").await;
        assert_eq!(tom.me.places.len(), 2);
        let own = |zone: &str, primary: Option<SchoolId>| Me { time_zone: zone.into(), primary, ..Me::clone(&tom.me) };
        let cases = [
            (own("", None), "Fri 27 Nov 2026, 21:00"),
            (own("", Some(scene.admin.school_id())), "Fri 27 Nov 2026, 17:30"),
            (own("", Some(scene.other().admin.school_id())), "Fri 27 Nov 2026, 21:00"),
            (own("Africa/Accra", Some(scene.admin.school_id())), "Fri 27 Nov 2026, 12:00"),
        ];
        for (me, hour) in cases {
            tom.me = Arc::new(me);
            assert_eq!(tom.when(NOON).local, hour, "{:?}", tom.me.primary);
        }
    })
    .await;
}
