use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use model::{Error, Problem};
use store::{args, sql};

use crate::app::{ORIGIN, PASSWORD, each_app, encode, join_fields};

const LOG_IN: &str = "/fn/app/pages/accounts/api/log_in";
const JOIN: &str = "/fn/app/pages/accounts/api/register_by_code";

#[tokio::test]
async fn the_first_visit_is_led_to_the_set_up_and_the_second_to_the_start() {
    each_app(async |app| {
        let browser = app.browser();
        let start = browser.get("/").await;
        assert_eq!((start.status, start.location()), (StatusCode::FOUND, "/setup"));
        assert_eq!(browser.get("/setup").await.status, StatusCode::OK);
        app.founder("ada", "alpha").await;
        assert_eq!(browser.get("/").await.status, StatusCode::OK);
        assert_eq!(browser.get("/setup").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_what_was_typed_and_without_the_password() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let code = ada.code(&ada.make_class("alpha", "First").await, "student").await;
        let browser = app.browser();
        let mut fields = join_fields("bob", &code);
        fields[3] = ("form[account][email]", "no address");
        let join = format!("/join?code={code}");
        let answer = browser.post_from(&join, JOIN, &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, join.as_str()));
        let page = browser.get(&join).await;
        assert_eq!(page.status, StatusCode::OK);
        let again = "Type the password again: it is not kept.";
        let code = format!("value=\"{code}\"");
        for part in ["This does not look like an e-mail address.", "value=\"no address\"", "value=\"bob\"", code.as_str(), again]
        {
            assert!(page.body.contains(part), "{part} in {}", page.body);
        }
        assert!(!page.body.contains(PASSWORD));
        let anew = browser.get(&join).await.body;
        assert!(!anew.contains("no address") && !anew.contains(again), "a flash is shown once");
    })
    .await;
}

#[tokio::test]
async fn script_gets_the_error_itself_with_its_status() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let browser = app.browser();
        let answer = browser.call(Method::POST, JOIN, &join_fields("bob", "ZZZZ9999")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.json::<Error>(), Error::field("code", Problem::CodeUnknown));
        let missing = browser.call(Method::POST, JOIN, &[("nonsense", "1")]).await;
        assert_eq!((missing.status, missing.json::<Error>()), (StatusCode::BAD_REQUEST, Error::Malformed));
        let unknown = browser.call(Method::POST, "/fn/app/nothing", &[]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn log_in_makes_a_host_cookie_and_log_out_ends_the_session_itself() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let browser = app.browser();
        let fields = [("form[log_in]", "ada"), ("form[password]", PASSWORD), ("form[next]", "/me")];
        let answer = browser.post_from("/login", LOG_IN, &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/me"));
        let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap().to_owned();
        for part in ["__Host-lyceum=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} in {cookie}");
        }
        assert_eq!(browser.get("/me").await.status, StatusCode::OK);
        let stolen = browser.cookie_line();
        assert!(!browser.get("/me").await.headers.contains_key("clear-site-data"), "who stays keeps what the browser has");
        let out = browser.post("/fn/app/pages/accounts/api/log_out", &[]).await;
        assert_eq!(out.headers["clear-site-data"], "\"cache\"", "pictures and files go with who was shown them");
        let lines = out.headers.get_all(header::SET_COOKIE).into_iter().map(|line| line.to_str().unwrap());
        assert!(lines.filter(|line| line.contains("Max-Age=0")).any(|line| line.contains("Secure")), "the cookie is taken away");
        let replay = app.browser();
        let request = replay.request(Method::GET, "/me").header(header::COOKIE, stolen).header(header::ACCEPT, "text/html");
        let answer = replay.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/login?next=/me"));
        assert_eq!(answer.headers["clear-site-data"], "\"cache\"", "also where the session was ended elsewhere");

        // Who takes a device over without a log-out before finds nothing of the other either.
        app.founder("bea", "beta").await;
        let shared = app.browser();
        for (name, cleared) in [("ada", false), ("bea", true)] {
            let fields = [("form[log_in]", name), ("form[password]", PASSWORD)];
            let answer = shared.post("/fn/app/pages/accounts/api/log_in", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            assert_eq!(answer.headers.contains_key("clear-site-data"), cleared, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn log_in_leads_to_no_other_site() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        for next in ["//evil.example", "https://evil.example", "/\\evil.example"] {
            let fields = [("form[log_in]", "ada"), ("form[password]", PASSWORD), ("form[next]", next)];
            assert_eq!(app.browser().post("/fn/app/pages/accounts/api/log_in", &fields).await.location(), "/", "{next}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_with_a_page_that_says_so() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let browser = app.browser();
        for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
            let request = axum::http::Request::builder()
                .method(Method::POST)
                .uri(LOG_IN)
                .header(header::HOST, "lyceum.test")
                .header(header::ACCEPT, "text/html")
                .header(name, value)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(format!("form[log_in]=ada&form[password]={PASSWORD}")))
                .unwrap();
            let answer = browser.send(request).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}");
            assert!(answer.body.contains("This form came from somewhere else"), "{}", answer.body);
            assert!(answer.headers.get(header::SET_COOKIE).is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn sending_a_registration_twice_logs_the_same_person_in() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let class = ada.make_class("alpha", "First").await;
        let code = ada.code(&class, "student").await;
        app.joiner("bob", &code).await;
        // The same form again: a double click without JavaScript.
        app.joiner("bob", &code).await;
        let stranger = app.browser();
        let mut fields = join_fields("bob", &code);
        fields[4] = ("form[account][password]", "another battery");
        let answer = stranger.post_from("/join", JOIN, &fields).await;
        assert_eq!(answer.location(), "/check-mail", "who does not know the password learns nothing");
        assert_eq!(stranger.get("/me").await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn every_field_keeps_script_as_text() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let script = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
        let class = ada.make_class("alpha", script).await;
        let page = ada.get(&class).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
        assert!(!page.body.contains("<img src=x"), "{}", page.body);
        assert!(page.body.contains("&lt;script&gt;alert(1)"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn who_has_not_proven_their_address_is_reminded_on_every_page_until_they_have() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let reminder = "Your e-mail address is not confirmed yet";
        for path in ["/s/alpha", "/s/alpha/classes", "/me", "/schools"] {
            assert!(ada.get(path).await.body.contains(reminder), "{path}");
        }
        for path in ["/verify", "/check-mail", "/verify/none"] {
            assert!(!ada.get(path).await.body.contains(reminder), "{path}");
        }
        assert!(!app.browser().get("/login").await.body.contains(reminder), "a stranger has no address");
        let (body,): (String,) =
            app.state.world.db.one(sql!("select body from mails order by id limit 1"), args![]).await.unwrap();
        let token: String = body.split_once("/verify/").unwrap().1.split_whitespace().next().unwrap().to_owned();
        let answer = ada.post("/fn/app/pages/accounts/api/verify_link", &[("form[token]", &token)]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        // The start leads on; what was done is told where one arrives.
        assert_eq!(ada.get("/").await.location(), "/s/alpha");
        let page = ada.get("/s/alpha").await;
        assert!(page.body.contains("Your e-mail is confirmed.") && !page.body.contains(reminder), "{}", page.body);
        assert!(ada.get("/me").await.body.contains("E-mail confirmed"));
    })
    .await;
}

#[tokio::test]
async fn ones_devices_are_named_as_people_know_them() {
    each_app(async |app| {
        app.founder("ada", "alpha").await;
        let ada = app.browser();
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0";
        let request = ada
            .request(Method::POST, LOG_IN)
            .header(header::ACCEPT, "text/html")
            .header(header::USER_AGENT, agent)
            .header(header::REFERER, format!("{ORIGIN}/login"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let fields = [("form[log_in]", "ada"), ("form[password]", PASSWORD)];
        let answer = ada.send(request.body(Body::from(encode(&fields))).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = ada.get("/me/devices").await;
        assert!(page.body.contains("Firefox on Windows") && page.body.contains("Unknown browser"), "{}", page.body);
        assert!(!page.body.contains("Mozilla/5.0"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_school_founded_without_an_address_gets_one_from_its_name() {
    each_app(async |app| {
        let found = async |username: &str, slug: &str| {
            let email = format!("{username}@lyceum.test");
            let fields = [
                ("form[account][name]", username),
                ("form[account][username]", username),
                ("form[account][email]", &email),
                ("form[account][password]", PASSWORD),
                ("form[school][name]", "Lycée Sainte-Marie"),
                ("form[school][slug]", slug),
                ("form[school][time_zone]", "Africa/Abidjan"),
            ];
            let browser = app.browser();
            let answer = browser.post_from("/found", "/fn/app/pages/accounts/api/register_by_founding", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
            (answer.location().to_owned(), browser.get("/found").await)
        };
        assert_eq!(found("ada", "").await.0, "/s/lycee-sainte-marie/start");
        let (back, page) = found("bea", "").await;
        assert_eq!(back, "/found", "the name itself is taken");
        assert!(page.body.contains("This is taken."), "{}", page.body);
        let (back, page) = found("bea", "No Address").await;
        assert_eq!(back, "/found");
        // What is wrong with a field stands in the place of its help.
        assert!(page.body.contains("2 to 40 small letters, digits or hyphens."), "{}", page.body);
        assert!(!page.body.contains("left empty, it is made from the name"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_log_in_leaves_what_is_known_of_others_and_a_log_out_ends_ones_own_alone() {
    each_app(async |app| {
        let ada = app.founder("ada", "alpha").await;
        let bob = app.joiner("bob", &ada.code(&ada.make_class("alpha", "First").await, "student").await).await;
        let fields = [("form[log_in]", "bob"), ("form[password]", PASSWORD)];
        // The first use of an account is a change of it.
        for _ in 0..2 {
            assert_eq!(app.browser().post(LOG_IN, &fields).await.status, StatusCode::SEE_OTHER);
        }
        let figures = || app.state.world.contexts.figures();
        for browser in [&ada, &bob] {
            assert_eq!(browser.get("/me").await.status, StatusCode::OK);
        }
        let before = figures();
        let phone = app.browser();
        assert_eq!(phone.post(LOG_IN, &fields).await.status, StatusCode::SEE_OTHER);
        assert_eq!(figures(), before, "nobody was looked for");
        for browser in [&ada, &bob] {
            assert_eq!(browser.get("/me").await.status, StatusCode::OK);
        }
        let after = figures();
        assert_eq!((after.hits - before.hits, after.misses), (2, before.misses));
        // Whoever logs in anew ends the session they had: that is a change.
        let old = phone.cookie_line();
        assert_eq!(phone.post(LOG_IN, &fields).await.status, StatusCode::SEE_OTHER);
        let request = app.browser().request(Method::GET, "/me").header(header::COOKIE, old).header(header::ACCEPT, "text/html");
        let replay = app.browser().send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((replay.status, replay.location()), (StatusCode::SEE_OTHER, "/login?next=/me"));
    })
    .await;
}
