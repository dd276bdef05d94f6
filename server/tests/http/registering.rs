//! Where mail leaves, nothing that a stranger is answered tells a new address from one that has an account (product.md
//! section 3).

use axum::http::{StatusCode, header};
use store::testing::each_scratch;
use store::{args, sql};

use crate::app::{Answer, Browser, PASSWORD, TestApp, join_fields, words};

const JOIN: &str = "/fn/app/pages/accounts/api/register_by_code";
const FAMILY: &str = "/fn/app/pages/accounts/api/register_by_family_code";
const FOUND: &str = "/fn/app/pages/accounts/api/register_by_founding";
const PROVE: &str = "/fn/app/pages/accounts/api/prove_registration";
const AGAIN: &str = "/fn/app/pages/accounts/api/mail_registration_again";
const LINK: &str = "/fn/app/pages/accounts/api/verify_link";
const LOG_IN: &str = "/fn/app/pages/accounts/api/log_in";
const SMTP: &str = "smtps://mail.lyceum.test";

/// Status, headers and body.
type Said = (StatusCode, Vec<(String, String)>, String);

/// All of an answer but what is drawn by lot for each: of a cookie's value its length.
fn all_of(answer: &Answer) -> Said {
    let policy = answer.headers.get("content-security-policy").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or("no nonce");
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "x-request-id" | "x-response-time" | "date"))
        .map(|(name, value)| {
            let value = value.to_str().unwrap();
            let said = match value.split_once('=').zip(value.find(';')) {
                Some(((cookie, _), end)) if *name == header::SET_COOKIE => format!("{cookie} {end} {}", &value[end..]),
                _ => value.replace(nonce, ""),
            };
            (name.to_string(), said)
        })
        .collect();
    headers.sort();
    (answer.status, headers, answer.body.replace(nonce, ""))
}

/// Registers, types a wrong code, registers once more, asks later for the mail again and logs in with the password that
/// was chosen; answers all that was answered.
async fn probe(app: &TestApp, path: &str, fields: &[(&str, &str)], email: &str) -> Vec<Said> {
    let browser = app.browser();
    let mut sent = vec![
        ("form[account][name]", "Nia"),
        ("form[account][username]", "nia"),
        ("form[account][email]", email),
        ("form[account][password]", "another battery"),
    ];
    sent.extend_from_slice(fields);
    let first = browser.post(path, &sent).await;
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/check-mail"), "{}", first.body);
    let page = browser.get("/check-mail").await;
    assert!(page.body.contains(PROVE) && page.body.contains(AGAIN), "{}", page.body);
    let wrong = browser.post_from("/check-mail", PROVE, &[("form[code]", "no code")]).await;
    let told = browser.get("/check-mail").await;
    assert!(told.body.contains("This code is not right."), "{}", told.body);
    let by_script = app.browser().call(axum::http::Method::POST, path, &sent).await;
    let before = mails_to(app, email).await;
    // Not a moment after the first one, where none is sent.
    let age =
        sql!("update registrations set mailed_at = mailed_at - 120000, created_at = created_at - 120000 where email_key = $1");
    app.state.world.db.run(age, args![email]).await.unwrap();
    let again = browser.post_from("/check-mail", AGAIN, &[]).await;
    assert_eq!(mails_to(app, email).await, before + 1, "{email}");
    let sent_again = browser.get("/check-mail").await;
    assert!(sent_again.body.contains("A mail with the code is on its way."), "{}", sent_again.body);
    let log_in = [("form[log_in]", email), ("form[password]", "another battery")];
    let refused = app.browser().post_from("/login", LOG_IN, &log_in).await;
    assert_eq!(browser.get("/me").await.status, StatusCode::SEE_OTHER, "nobody is logged in");
    [first, page, wrong, told, by_script, again, sent_again, refused].iter().map(all_of).collect()
}

async fn mails_to(app: &TestApp, email: &str) -> i64 {
    let sql = sql!("select cast(count(*) as bigint) as n from mails where recipient = $1");
    let (sent,): (i64,) = app.state.world.db.one(sql, args![email]).await.unwrap();
    sent
}

async fn code_to(app: &TestApp, email: &str) -> String {
    after(app, email, "your code is ").await
}

/// What the link to an address ends with.
async fn link_to(app: &TestApp, email: &str) -> String {
    after(app, email, "/verify/").await
}

/// The word after a phrase in the newest mail to an address.
async fn after(app: &TestApp, email: &str, phrase: &str) -> String {
    let sql = sql!("select body from mails where recipient = $1 order by created_at desc, id desc limit 1");
    let (body,): (String,) = app.state.world.db.one(sql, args![email]).await.unwrap();
    body.split_once(phrase).unwrap().1.split_whitespace().next().unwrap().to_owned()
}

/// Joins a class and reads the mail.
async fn joiner<'a>(app: &'a TestApp, username: &str, code: &str) -> Browser<'a> {
    let (browser, email) = (app.browser(), format!("{username}@lyceum.test"));
    let fields = [
        ("form[code]", code),
        ("form[account][name]", username),
        ("form[account][username]", username),
        ("form[account][email]", &email),
        ("form[account][password]", PASSWORD),
    ];
    assert_eq!(browser.post(JOIN, &fields).await.location(), "/check-mail");
    let digits = code_to(app, &email).await;
    let answer = browser.post_from("/check-mail", PROVE, &[("form[code]", &digits)]).await;
    assert!(answer.location().starts_with("/s/alpha/classes/"), "{} {}", answer.location(), answer.body);
    browser
}

#[tokio::test]
async fn a_registration_that_is_over_says_so_and_leads_to_another() {
    each_scratch(async |scratch| {
        scratch.db.follow().await.expect("to hear of changes");
        let app = &TestApp::with_mail(scratch, Some(SMTP));
        let ada = app.founder("ada", "alpha").await;
        let code = ada.code(&ada.make_class("alpha", "First").await, "student").await;
        let nia = app.browser();
        assert_eq!(nia.post(JOIN, &join_fields("nia", &code)).await.location(), "/check-mail");
        let (over, form) = ("Please sign up once more.", format!("action=\"{PROVE}\""));
        let page = nia.get("/check-mail").await.body;
        assert!(page.contains(&form) && !page.contains(over) && !page.contains("href=\"/join\""), "{page}");
        app.state.world.db.run(sql!("update registrations set expires_at = 1"), args![]).await.unwrap();
        for (path, fields) in [(PROVE, &[("form[code]", "000000")][..]), (AGAIN, &[][..])] {
            let answer = nia.post_from("/check-mail", path, fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/check-mail"), "{path}");
            let page = nia.get("/check-mail").await.body;
            assert!(page.contains(over) && page.contains("href=\"/join\"") && !page.contains(&form), "{path}: {page}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_link_of_the_mail_logs_in_where_one_registered_and_elsewhere_leads_to_the_log_in() {
    each_scratch(async |scratch| {
        scratch.db.follow().await.expect("to hear of changes");
        let app = &TestApp::with_mail(scratch, Some(SMTP));
        let ada = app.founder("ada", "alpha").await;
        let class = ada.make_class("alpha", "First").await;
        let code = ada.code(&class, "student").await;
        let register = async |username: &str| {
            let browser = app.browser();
            assert_eq!(browser.post(JOIN, &join_fields(username, &code)).await.location(), "/check-mail");
            (browser, link_to(app, &format!("{username}@lyceum.test")).await)
        };

        let (here, link) = register("nia").await;
        assert!(here.get(&format!("/verify/{link}")).await.body.contains(LINK));
        let answer = here.post_from(&format!("/verify/{link}"), LINK, &[("form[token]", &link)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, class.as_str()), "{}", answer.body);
        assert_eq!(here.get("/me").await.status, StatusCode::OK);

        let (here, link) = register("kofi").await;
        let (elsewhere, ready) = (app.browser(), "your account is ready. Log in with the password you chose");
        let answer = elsewhere.post_from(&format!("/verify/{link}"), LINK, &[("form[token]", &link)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login"), "{}", answer.body);
        let cookies = elsewhere.cookie_line();
        assert!(!cookies.contains("__Host-lyceum="), "{cookies}");
        let page = elsewhere.get("/login").await;
        assert!(page.body.contains(ready), "{}", page.body);
        for browser in [&elsewhere, &here] {
            assert_eq!(browser.get("/me").await.status, StatusCode::SEE_OTHER, "nobody is logged in");
        }
        // With somebody else logged in they stay who they are.
        let answer = ada.post_from(&format!("/verify/{link}"), LINK, &[("form[token]", &link)]).await;
        assert_eq!(answer.location(), "/login");
        assert!(words(&ada.get("/me").await.body).contains("ada@lyceum.test"));

        let log_in = [("form[log_in]", "kofi"), ("form[password]", PASSWORD)];
        assert_eq!(elsewhere.post_from("/login", LOG_IN, &log_in).await.status, StatusCode::SEE_OTHER);
        let me = elsewhere.get("/me").await;
        assert!(words(&me.body).contains("kofi@lyceum.test") && me.body.contains("E-mail confirmed"), "{}", me.body);
        // Who is in already and clicks once more is not asked to log in.
        let answer = elsewhere.post_from(&format!("/verify/{link}"), LINK, &[("form[token]", &link)]).await;
        assert_eq!(answer.location(), "/", "{}", answer.body);
    })
    .await;
}

#[tokio::test]
async fn registering_answers_a_new_and_a_taken_address_byte_for_byte_alike() {
    each_scratch(async |scratch| {
        scratch.db.follow().await.expect("to hear of changes");
        let app = &TestApp::with_mail(scratch, Some(SMTP));
        // The first of all is in at once.
        let ada = app.founder("ada", "alpha").await;
        let code = ada.code(&ada.make_class("alpha", "First").await, "student").await;
        let sam = joiner(app, "sam", &code).await;
        assert_eq!(sam.get("/me").await.status, StatusCode::OK);
        assert!(!sam.get("/me").await.body.contains("Please confirm your e-mail address"));
        let make = sql!(
            "insert into family_codes (school_id, id, child_id, code, created_by, created_at, expires_at)
             select s.id, cast($1 as text), cast($2 as text), 'FAMHELD2', cast($3 as text), 1, $4
             from schools s where s.slug = 'alpha'"
        );
        let (id, child, by) = (model::ids::MessageId::new().to_string(), app.id_of("sam").await, app.id_of("ada").await);
        app.state.world.db.run(make, args![id, child, by, i64::MAX]).await.unwrap();

        let school = [("form[school][name]", "Gamma"), ("form[school][slug]", "gamma"), ("form[school][time_zone]", "UTC")];
        let class = [("form[code]", code.as_str())];
        let family = [("form[code]", "FAMHELD2"), ("form[relation]", "mother")];
        for (path, fields, way) in [(JOIN, &class[..], "a"), (FAMILY, &family[..], "b"), (FOUND, &school[..], "c")] {
            // Each way on accounts and addresses of its own: only so many mails an hour go to one.
            let taken = format!("taken_{way}@lyceum.test");
            joiner(app, &format!("taken_{way}"), &code).await;
            let of_taken = probe(app, path, fields, &taken).await;
            let of_new = probe(app, path, fields, &format!("fresh_{way}@lyceum.test")).await;
            for (taken, new) in of_taken.iter().zip(&of_new) {
                assert_eq!(taken, new, "{path}");
            }
        }
        let users = sql!("select cast(count(*) as bigint) as n from users");
        let (users,): (i64,) = app.state.world.db.one(users, args![]).await.unwrap();
        assert_eq!(users, 5, "no probe has made an account");
    })
    .await;
}
