//! Registrations where mail leaves: nothing is made, and nothing told, before the mail has come back.

use model::Done;
use model::classes::CodeSettingsForm;
use model::guardians::{FamilyForm, FamilySearch, Relation};
use model::ids::FamilyCodeId;

use super::*;
use crate::accounts::held;
use crate::guardians;
use crate::testing::mailing;

fn visitor(world: &World, minutes: i64) -> Visitor {
    Visitor(request(world, NOON.plus_minutes(minutes)))
}

fn token_of(registered: Registered) -> String {
    match registered {
        Registered::Held { token } => token,
        other => panic!("{other:?}"),
    }
}

async fn mails_to(world: &World, email: &str) -> Vec<String> {
    let sql = sql!("select body from mails where recipient = $1 order by created_at, id");
    let rows: Vec<(String,)> = world.db.all(sql, args![email]).await.unwrap();
    rows.into_iter().map(|(body,)| body).collect()
}

async fn class_code(scene: &Scene) -> String {
    let page = classes::show(&scene.teacher, scene.class_id).await.unwrap();
    page.codes.into_iter().find(|card| card.kind == CodeKind::Student).unwrap().code
}

/// Somebody who registers with an address.
fn with(email: &str) -> AccountForm {
    AccountForm { email: email.into(), ..account("brand_new") }
}

const NEW: &str = "brand_new@lyceum.test";
const TAKEN: &str = "alpha_student@lyceum.test";

#[tokio::test]
async fn a_new_and_a_taken_address_are_answered_alike_and_the_mail_alone_tells() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let world = mailing(&scene.world);
        let code = class_code(&scene).await;
        let asked = visitor(&world, 0);
        let users = sql!("select cast(count(*) as bigint) as n from users");
        let members = sql!("select cast(count(*) as bigint) as n from class_members where school_id = school_id");
        let before = (count(&world, users).await, count(&world, members).await);
        let held_before = mails_to(&world, TAKEN).await.len();

        let join = async |email: &str| {
            token_of(register::join(&asked, &JoinForm { code: code.clone(), account: with(email) }).await.unwrap())
        };
        let (new, taken) = (join(NEW).await, join(TAKEN).await);
        assert_eq!((count(&world, users).await, count(&world, members).await), before, "nothing is made");
        let mails = mails_to(&world, TAKEN).await;
        assert_eq!(mails.len(), held_before + 1);
        let mail = mails.last().unwrap();
        assert!(mail.contains("has an account already") && mail.contains("/forgot") && !mail.contains("your code is"), "{mail}");
        let mail = mails_to(&world, NEW).await.remove(0);
        let (digits, link) = (code_in(&mail), token_in(&mail, "/verify/"));

        // The password that a probe has chosen opens nothing, for either.
        for name in [NEW, TAKEN, "brand_new"] {
            let form = LogInForm { password: "another battery".into(), ..log_in_form(name, "") };
            let answer = log_in::log_in(&asked, &form).await.unwrap_err().answer();
            assert_eq!(answer, Error::form(Problem::WrongLogInOrMail), "{name}");
        }
        let chosen = log_in::log_in(&asked, &log_in_form("brand_new", "correct horse")).await.unwrap_err().answer();
        assert_eq!(chosen, Error::form(Problem::WrongLogInOrMail));
        for token in [&new, &taken] {
            assert!(held::is_open(&asked, token).await.unwrap());
            let answer = held::by_code(&asked, token, wrong(&digits)).await.unwrap_err().answer();
            assert_eq!(answer, Error::field("code", Problem::WrongCode));
        }
        let answer = held::by_code(&asked, &taken, &digits).await.unwrap_err().answer();
        assert_eq!(answer, Error::field("code", Problem::WrongCode), "the code is of the other address");

        let (first, second) = tokio::join!(held::by_code(&asked, &new, &digits), held::by_code(&asked, &new, &digits));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert_eq!(first, second, "a double click");
        let path = format!("/s/alpha/classes/{}", scene.class_id);
        assert!(matches!(&first.registered, Registered::In { path: to, .. } if *to == path), "{first:?}");
        assert_eq!(held::by_link(&asked, &link, Some(&new)).await.unwrap(), Some(first));
        assert_eq!(count(&world, users).await, before.0 + 1);
        let me = person(&scene.world, "brand_new").await.me;
        assert!(me.verified && me.email == NEW && me.place("alpha").is_some());
        log_in::log_in(&asked, &log_in_form("brand_new", "correct horse")).await.unwrap();
        assert!(!held::is_open(&asked, &new).await.unwrap());
        let late = visitor(&world, 2);
        for proven in
            [held::by_link(&late, &link, Some(&new)).await.unwrap().unwrap(), held::by_code(&late, &new, &digits).await.unwrap()]
        {
            assert!(matches!(proven.registered, Registered::Elsewhere { .. }), "the account is there: {proven:?}");
            assert_eq!(proven.done, Done::AccountReady);
        }
        assert_eq!(held::by_link(&asked, "none", Some(&new)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn mails_and_guesses_are_counted_for_a_taken_address_as_for_a_new_one() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let world = mailing(&scene.world);
        let code = class_code(&scene).await;
        for email in [NEW, TAKEN] {
            let before = mails_to(&world, email).await.len();
            let sent = async || mails_to(&world, email).await.len() - before;
            let form = JoinForm { code: code.clone(), account: with(email) };
            let asked = visitor(&world, 0);
            let token = token_of(register::join(&asked, &form).await.unwrap());
            let second = token_of(register::join(&asked, &form).await.unwrap());
            held::send_again(&asked, &second).await.unwrap();
            assert_eq!(sent().await, 1, "{email}: a double click is one mail");
            for _ in 0..10 {
                let answer = held::by_code(&asked, &token, "x").await.unwrap_err().answer();
                assert_eq!(answer, Error::field("code", Problem::WrongCode), "{email}");
            }
            let answer = held::by_code(&asked, &token, "x").await.unwrap_err().answer();
            assert_eq!(answer, Error::field("code", Problem::LinkExpired), "{email}");
            for again in 1..5 {
                held::send_again(&visitor(&world, again * 2), &token).await.unwrap();
            }
            let answer = held::by_code(&visitor(&world, 9), &token, "x").await.unwrap_err().answer();
            assert_eq!(answer, Error::field("code", Problem::WrongCode), "{email}: a new mail may be tried again");
            let answer = held::send_again(&visitor(&world, 10), &token).await.unwrap_err().answer();
            assert_eq!(answer, Error::TooMany(3600), "{email}");
            let answer = register::join(&visitor(&world, 10), &form).await.unwrap_err().answer();
            assert_eq!(answer, Error::TooMany(3600), "{email}");
        }
        // Nor does a double click bring further tries, whatever the address, however late it comes.
        for email in ["further@lyceum.test", "alpha_teacher@lyceum.test"] {
            let account = AccountForm { email: email.into(), ..account("further") };
            let form = JoinForm { code: code.clone(), account };
            let asked = visitor(&world, 0);
            let join = async || token_of(register::join(&asked, &form).await.unwrap());
            let (first, second) = (join().await, join().await);
            let elsewhere = JoinForm { account: AccountForm { name: "Else".into(), ..form.account.clone() }, ..form.clone() };
            let own = token_of(register::join(&asked, &elsewhere).await.unwrap());
            for _ in 0..10 {
                let answer = held::by_code(&asked, &first, "x").await.unwrap_err().answer();
                assert_eq!(answer, Error::field("code", Problem::WrongCode), "{email}");
            }
            for (token, problem) in
                [(second, Problem::LinkExpired), (join().await, Problem::LinkExpired), (own, Problem::WrongCode)]
            {
                let answer = held::by_code(&asked, &token, "x").await.unwrap_err().answer();
                assert_eq!(answer, Error::field("code", problem), "{email}");
            }
        }
        // A double click's second secret takes the code of the one mail.
        let other = JoinForm { code, account: account("nia") };
        let asked = visitor(&world, 0);
        token_of(register::join(&asked, &other).await.unwrap());
        let second = token_of(register::join(&asked, &other).await.unwrap());
        let digits = code_in(&mails_to(&world, "nia@lyceum.test").await[0]);
        held::by_code(&asked, &second, &digits).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_link_logs_in_only_where_the_registration_began() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let world = mailing(&scene.world);
        let (asked, code) = (visitor(&world, 0), class_code(&scene).await);
        let join = async |name: &str| {
            let form = JoinForm { code: code.clone(), account: account(name) };
            token_of(register::join(&asked, &form).await.unwrap())
        };
        let link_to = async |email: &str| token_in(&mails_to(&world, email).await[0], "/verify/");
        // The second click of the form gave the browser another secret than the one that was mailed for.
        join("nia").await;
        let (nia, other) = (join("nia").await, join("other").await);
        let (link, others) = (link_to("nia@lyceum.test").await, link_to("other@lyceum.test").await);
        for own in [None, Some(other.as_str()), Some("none")] {
            let proven = held::by_link(&asked, &link, own).await.unwrap().unwrap();
            assert!(matches!(proven.registered, Registered::Elsewhere { .. }), "{own:?} {proven:?}");
            assert_eq!(proven.done, Done::AccountReady);
        }
        assert!(person(&scene.world, "nia").await.me.place("alpha").is_some(), "the account is made all the same");
        let proven = held::by_link(&asked, &link, Some(&nia)).await.unwrap().unwrap();
        assert!(matches!(proven.registered, Registered::In { .. }), "{proven:?}");
        let proven = held::by_link(&asked, &others, Some(&nia)).await.unwrap().unwrap();
        assert!(matches!(proven.registered, Registered::Elsewhere { .. }), "{proven:?}");
    })
    .await;
}

#[tokio::test]
async fn both_clicks_on_the_code_of_a_class_that_asks_first_wait_for_it() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let world = mailing(&scene.world);
        let (asked, code) = (visitor(&world, 0), "ASKSTUD");
        let settings = CodeSettingsForm { code: code.into(), ask_first: true, ..CodeSettingsForm::default() };
        classes::codes::set(&scene.teacher, scene.class_id, CodeKind::Student, &settings).await.unwrap();
        let token = token_of(register::join(&asked, &JoinForm { code: code.into(), account: with(NEW) }).await.unwrap());
        let digits = code_in(&mails_to(&world, NEW).await[0]);
        let first = held::by_code(&asked, &token, &digits).await.unwrap();
        assert!(matches!(first.registered, Registered::Waits { .. }), "{first:?}");
        assert_eq!(held::by_code(&asked, &token, &digits).await.unwrap(), first);
    })
    .await;
}

#[tokio::test]
async fn a_corrected_password_is_no_double_click_whatever_the_address() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let world = mailing(&scene.world);
        let (asked, code) = (visitor(&world, 0), class_code(&scene).await);
        let join = async |email: &str, password: &str| {
            let account = AccountForm { password: password.into(), ..with(email) };
            token_of(register::join(&asked, &JoinForm { code: code.clone(), account }).await.unwrap())
        };
        for email in [TAKEN, NEW] {
            let before = mails_to(&world, email).await.len();
            join(email, "correct horse").await;
            tokio::join!(join(email, "another battery"), join(email, "another battery"));
            let sent = mails_to(&world, email).await.len() - before;
            assert_eq!(sent, 2, "{email}: one for each password");
        }
        let corrected = join(NEW, "another battery").await;
        let mails = mails_to(&world, NEW).await;
        assert_eq!(mails.len(), 2);
        let mistyped = held::by_link(&asked, &token_in(&mails[0], "/verify/"), Some(&corrected)).await.unwrap();
        assert_eq!(mistyped, None, "what was mailed before works no more");
        held::by_code(&asked, &corrected, &code_in(&mails[1])).await.unwrap();
        log_in::log_in(&asked, &log_in_form("brand_new", "another battery")).await.unwrap();
        let first = log_in::log_in(&asked, &log_in_form("brand_new", "correct horse")).await.unwrap_err().answer();
        assert_eq!(first, Error::form(Problem::WrongLogInOrMail));
    })
    .await;
}

#[tokio::test]
async fn a_family_and_a_school_come_of_the_mail_too_and_neither_tells_of_an_address_before() {
    each_db(async |db| {
        let scene = Scene::new(&db).await;
        let world = mailing(&scene.world);
        let asked = visitor(&world, 0);
        guardians::codes::make(&scene.admin, scene.student.user_id(), FamilyCodeId::new()).await.unwrap();
        let code = guardians::families(&scene.admin, &FamilySearch::default()).await.unwrap().codes[0].code.clone();
        let family = |email: &str| FamilyForm {
            code: code.clone(),
            relation: Relation::Mother,
            occupation: String::new(),
            account: with(email),
        };
        // The code is still whole, and the school still free, after a taken address as after a new one.
        let come = async |email: &str| token_of(guardians::codes::register(&asked, &family(email)).await.unwrap());
        come(TAKEN).await;
        let token = come(NEW).await;
        let school = |email: &str| FoundForm { account: with(email), ..found_form("other", "gamma") };
        for email in [TAKEN, "other@lyceum.test"] {
            token_of(register::found(&asked, &school(email)).await.unwrap());
        }
        let link = token_in(&mails_to(&world, NEW).await[0], "/verify/");
        let proven = held::by_link(&asked, &link, Some(&token)).await.unwrap().unwrap();
        assert!(matches!(&proven.registered, Registered::In { path, .. } if path == "/parent/children"), "{proven:?}");

        // The same username was chosen by the founder, who is told only now.
        let link = token_in(&mails_to(&world, "other@lyceum.test").await[0], "/verify/");
        let refused = held::by_link(&asked, &link, None).await.unwrap_err().answer();
        assert_eq!(refused, Error::form(Problem::RegistrationGone));
        let school = found_form("other2", "gamma");
        let token = token_of(register::found(&asked, &school).await.unwrap());
        let link = token_in(&mails_to(&world, "other2@lyceum.test").await[0], "/verify/");
        let proven = held::by_link(&asked, &link, Some(&token)).await.unwrap().unwrap();
        assert!(matches!(&proven.registered, Registered::In { path, .. } if path == "/s/gamma/start"), "{proven:?}");
        assert_eq!(person(&scene.world, "other2").await.enter("gamma").unwrap().role(), Role::SchoolAdmin);

        // A taken username is said to everybody alike.
        for email in [TAKEN, "further@lyceum.test"] {
            let form = FoundForm {
                account: AccountForm { email: email.into(), ..account("alpha_student") },
                ..found_form("x", "delta")
            };
            let refused = register::found(&asked, &form).await.unwrap_err().answer();
            assert_eq!(refused.problem_of("account[username]"), Some(Problem::Taken), "{email}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_registration_waits_for_an_hour_and_the_very_first_one_not_at_all() {
    each_db(async |db| {
        let world = mailing(&world(&db));
        let asked = visitor(&world, 0);
        let first = register::found(&asked, &found_form("ada", "one")).await.unwrap();
        assert!(matches!(first, Registered::In { .. }), "nobody is there to be hidden, and the mail server may be wrong");
        let token = token_of(register::found(&asked, &found_form("bea", "two")).await.unwrap());
        let digits = code_in(&mails_to(&world, "bea@lyceum.test").await[0]);
        let late = visitor(&world, 60);
        let answer = held::by_code(&late, &token, &digits).await.unwrap_err().answer();
        assert_eq!(answer, Error::form(Problem::RegistrationGone));
        let answer = held::send_again(&late, &token).await.unwrap_err().answer();
        assert_eq!(answer, Error::form(Problem::RegistrationGone));
        jobs::sweep(&System(late.0)).await.unwrap();
        assert_eq!(count(&world, sql!("select cast(count(*) as bigint) as n from registrations")).await, 0);
    })
    .await;
}
