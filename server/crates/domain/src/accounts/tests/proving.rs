//! What a mail proves: an address by a code or a link, and the person by the link for a new password.

use model::profile::PasswordForm;

use super::*;
use crate::accounts::credentials;

#[tokio::test]
async fn an_address_is_proven_by_the_code_or_by_the_link_and_once_more_is_no_fault() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let student = person(&scene.world, "beta_student2").await;
        assert!(!student.me.verified);
        let (_, body) = last_mail(&scene.world).await;
        let (code, token) = (code_in(&body), token_in(&body, "/verify/"));
        let refused = verify::by_code(&student, wrong(&code)).await.unwrap_err().answer();
        assert_eq!(refused, Error::field("code", Problem::WrongCode));
        // Both know the person as they were before the first.
        let (first, second) = tokio::join!(verify::by_code(&student, &code), verify::by_code(&student, &code));
        first.unwrap();
        second.unwrap();
        assert!(person(&scene.world, "beta_student2").await.me.verified);
        let visitor = Visitor(request(&scene.world, NOON));
        verify::by_link(&visitor, &token).await.unwrap();
        assert_eq!(verify::by_link(&visitor, "none").await.unwrap_err().answer(), Error::form(Problem::LinkExpired));

        let mut student = person(&scene.world, "alpha_student").await;
        let sql = sql!("select cast(count(*) as bigint) as n from mails");
        let before = count(&scene.world, sql).await;
        verify::send_again(&student).await.unwrap();
        assert_eq!(count(&scene.world, sql).await, before, "the mail of the registration is still on its way");
        student.request.now = NOON.plus_minutes(2);
        let (first, second) = tokio::join!(verify::send_again(&student), verify::send_again(&student));
        first.unwrap();
        second.unwrap();
        assert_eq!(count(&scene.world, sql).await, before + 1);
        let token = token_in(&last_mail(&scene.world).await.1, "/verify/");
        let (first, second) = tokio::join!(verify::by_link(&visitor, &token), verify::by_link(&visitor, &token));
        first.unwrap();
        second.unwrap();
        let sql = sql!("select cast(count(*) as bigint) as n from audit where action = 'account.verified'");
        assert_eq!(count(&scene.world, sql).await, 2, "each address once");
    })
    .await;
}

#[tokio::test]
async fn six_digits_cannot_be_guessed() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let student = person(&scene.world, "beta_student2").await;
        let (_, body) = last_mail(&scene.world).await;
        let code = code_in(&body);
        for _ in 0..10 {
            verify::by_code(&student, wrong(&code)).await.unwrap_err();
        }
        assert_eq!(verify::by_code(&student, &code).await.unwrap_err().answer(), Error::field("code", Problem::LinkExpired));
    })
    .await;
}

#[tokio::test]
async fn a_reset_link_works_once_within_the_hour_and_ends_every_session() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let open = person(&scene.world, "alpha_teacher").await;
        reset::ask(&visitor, &ForgotForm { email: "nobody@lyceum.test".into() }).await.unwrap();
        reset::ask(&visitor, &ForgotForm { email: "Alpha_Teacher@lyceum.test".into() }).await.unwrap();
        let (to, body) = last_mail(&scene.world).await;
        assert_eq!(to, "alpha_teacher@lyceum.test");
        let form = ResetForm { token: token_in(&body, "/reset/"), password: "another battery".into() };
        let late = Visitor(request(&scene.world, NOON.plus_minutes(61)));
        assert_eq!(reset::reset(&late, &form).await.unwrap_err().answer(), Error::form(Problem::LinkExpired));
        let whose =
            async |visitor: &Visitor, token: &str| reset::look_at(visitor, token).await.unwrap().map(|of| (of.name, of.username));
        let owner = Some(("alpha_teacher Person".to_owned(), "alpha_teacher".to_owned()));
        assert_eq!(whose(&visitor, &form.token).await, owner);
        assert_eq!((whose(&late, &form.token).await, whose(&visitor, "none").await), (None, None), "too old, or no link");
        reset::reset(&visitor, &form).await.unwrap();
        assert_eq!(whose(&visitor, &form.token).await, None, "used");
        assert!(sessions::load(&open, &open.session).await.unwrap().is_none());
        assert!(log_in::log_in(&visitor, &log_in_form("alpha_teacher", "another battery")).await.is_ok());
        let other = ResetForm { password: "a third battery".into(), ..form };
        assert_eq!(reset::reset(&visitor, &other).await.unwrap_err().answer(), Error::form(Problem::LinkExpired));
    })
    .await;
}

#[tokio::test]
async fn a_password_that_was_right_before_a_new_one_begins_no_session_after_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let user_id = scene.teacher.user_id();
        let asked = || Visitor(request(&scene.world, NOON));
        let begins = async |by: &crate::Request| {
            let (id, proof) = (crate::secrets::hash(&crate::secrets::token()), by.proof.of(user_id));
            assert!(proof.is_some());
            let session = sessions::Session { user_id, device: "test".into(), remember: true, view: None, proof };
            sessions::create(by, &id, &session).await.unwrap();
            sessions::load(by, &id).await.unwrap().is_some()
        };
        let (early, twin) = (asked(), asked());
        log_in::log_in(&early, &log_in_form("alpha_teacher", "correct horse")).await.unwrap();
        // Who registers with the account they have shows its password too.
        register::same_person(&twin, &account("alpha_teacher")).await.unwrap().unwrap();
        assert!(begins(&early.0).await && begins(&twin.0).await);
        assert_eq!(early.proof.of(scene.student.user_id()), None, "it is nobody else's");

        reset::ask(&early, &ForgotForm { email: "alpha_teacher@lyceum.test".into() }).await.unwrap();
        let token = token_in(&last_mail(&scene.world).await.1, "/reset/");
        reset::reset(&asked(), &ResetForm { token, password: "another battery".into() }).await.unwrap();
        assert!(!begins(&early.0).await && !begins(&twin.0).await);

        let late = asked();
        log_in::log_in(&late, &log_in_form("alpha_teacher", "another battery")).await.unwrap();
        assert!(begins(&late.0).await);
        let ada = person(&scene.world, "alpha_teacher").await;
        let form = PasswordForm { current_password: "another battery".into(), password: "a third battery".into() };
        credentials::change_password(&ada, &form).await.unwrap();
        assert!(!begins(&late.0).await, "a password that is changed while logged in is a new one, too");
        assert!(begins(&ada.request).await, "the one who changed it goes on");
    })
    .await;
}

#[tokio::test]
async fn a_double_click_on_a_link_for_a_new_password_is_one_mail_and_one_change() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        let ask = ForgotForm { email: "alpha_teacher@lyceum.test".into() };
        let mails = sql!("select cast(count(*) as bigint) as n from mails where recipient = 'alpha_teacher@lyceum.test'");
        let before = count(&scene.world, mails).await;
        let (first, second) = tokio::join!(reset::ask(&visitor, &ask), reset::ask(&visitor, &ask));
        first.unwrap();
        second.unwrap();
        assert_eq!(count(&scene.world, mails).await, before + 1, "a second mail would void the first");

        let token = token_in(&last_mail(&scene.world).await.1, "/reset/");
        let form = ResetForm { token, password: "another battery".into() };
        let (first, second) = tokio::join!(reset::reset(&visitor, &form), reset::reset(&visitor, &form));
        assert_eq!(first.unwrap(), second.unwrap());
        let inside = person(&scene.world, "alpha_teacher").await;
        reset::reset(&visitor, &form).await.unwrap();
        assert!(sessions::load(&inside, &inside.session).await.unwrap().is_some(), "nothing is done again");
        let changes = sql!("select cast(count(*) as bigint) as n from audit where action = 'account.password_reset'");
        assert_eq!(count(&scene.world, changes).await, 1);

        let expired = Error::form(Problem::LinkExpired);
        let later = Visitor(request(&scene.world, NOON.plus_minutes(1)));
        assert_eq!(reset::reset(&later, &form).await.unwrap_err().answer(), expired, "that is no double click");
        for n in 0..5 {
            let guess = ResetForm { token: form.token.clone(), password: format!("a guess, number {n}") };
            assert_eq!(reset::reset(&visitor, &guess).await.unwrap_err().answer(), expired);
        }
        assert_eq!(reset::reset(&visitor, &form).await.unwrap_err().answer(), expired, "a used link is no place for guessing");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_by_a_link_is_told_by_one_mail_in_the_persons_language() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        reset::ask(&visitor, &ForgotForm { email: "alpha_teacher@lyceum.test".into() }).await.unwrap();
        let token = token_in(&last_mail(&scene.world).await.1, "/reset/");
        let reads = sql!("update users set locale = 'ar' where id = $1");
        scene.world.db.run(reads, args![scene.teacher.user_id()]).await.unwrap();
        let form = ResetForm { token, password: "another battery".into() };
        for _ in 0..2 {
            reset::reset(&visitor, &form).await.unwrap();
        }
        let told =
            sql!("select recipient, body from mails where recipient = 'alpha_teacher@lyceum.test' and body like '%/forgot%'");
        let told: Vec<(String, String)> = scene.world.db.all(told, args![]).await.unwrap();
        assert_eq!(told.len(), 1, "once for a double click: {told:?}");
        assert!(told[0].1.contains("تم تغيير كلمة مرور حسابك"), "{}", told[0].1);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_by_a_link_is_not_ones_own_name_and_the_link_still_works() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        reset::ask(&visitor, &ForgotForm { email: "alpha_teacher@lyceum.test".into() }).await.unwrap();
        let token = token_in(&last_mail(&scene.world).await.1, "/reset/");
        let form = |password: &str| ResetForm { token: token.clone(), password: password.into() };
        for own in ["Alpha_Teacher Person", "alpha_teacherperson", "ALPHA_TEACHER", "alpha_teacher@lyceum.test"] {
            let refused = reset::reset(&visitor, &form(own)).await.unwrap_err().answer();
            assert_eq!(refused.problem_of("password"), Some(Problem::PasswordIsName), "{own}");
            assert!(reset::is_open(&visitor, &token).await.unwrap(), "{own}");
        }
        assert!(log_in::log_in(&visitor, &log_in_form("alpha_teacher", "correct horse")).await.is_ok(), "nothing was set");
        // What somebody else is called is theirs to take.
        reset::reset(&visitor, &form("alpha_student")).await.unwrap();
        assert!(log_in::log_in(&visitor, &log_in_form("alpha_teacher", "alpha_student")).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn who_was_locked_out_and_sets_a_new_password_waits_no_longer() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let visitor = Visitor(request(&scene.world, NOON));
        for name in ["alpha_teacher", "beta_teacher"] {
            for _ in 0..5 {
                log_in::log_in(&visitor, &log_in_form(name, "wrong password")).await.unwrap_err();
            }
            let right = log_in::log_in(&visitor, &log_in_form(name, "correct horse")).await;
            assert_eq!(right.unwrap_err().answer(), Error::TooMany(12));
        }
        reset::ask(&visitor, &ForgotForm { email: "alpha_teacher@lyceum.test".into() }).await.unwrap();
        let token = token_in(&last_mail(&scene.world).await.1, "/reset/");
        reset::reset(&visitor, &ResetForm { token, password: "another battery".into() }).await.unwrap();
        for name in ["alpha_teacher", "alpha_teacher@lyceum.test"] {
            log_in::log_in(&visitor, &log_in_form(name, "another battery")).await.unwrap();
        }
        let other = log_in::log_in(&visitor, &log_in_form("beta_teacher", "correct horse")).await;
        assert_eq!(other.unwrap_err().answer(), Error::TooMany(12), "nobody else's wait ends with it");
    })
    .await;
}
