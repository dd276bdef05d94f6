//! A server on a throw-away database, and people with browsers of their own in front of it.

use std::net::SocketAddr;
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use server::{App, Config};
use store::testing::{Scratch, each_scratch};
use store::{args, sql};
use tokio::sync::watch;
use tower::ServiceExt;

/// Where the test server says it lives.
pub const ORIGIN: &str = "http://lyceum.test";
pub const PASSWORD: &str = "correct horse";

pub struct TestApp {
    pub router: Router,
    pub state: App,
    pub stop: watch::Sender<bool>,
}

/// What a browser got.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The same where it is no text.
    pub raw: Bytes,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// What is read of a page, whatever tags stand within its words, as in an address that may break.
pub fn words(page: &str) -> String {
    page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

/// Runs a test on a server over SQLite, then on one over PostgreSQL.
pub async fn each_app(test: impl AsyncFn(&TestApp)) {
    each_scratch(async |scratch| {
        scratch.db.follow().await.expect("to hear of changes");
        test(&TestApp::on(scratch)).await;
    })
    .await;
}

impl TestApp {
    pub fn on(scratch: &Scratch) -> TestApp {
        TestApp::with_mail(scratch, None)
    }

    /// The same where mail leaves to a server, or waits in the outbox. Nothing here sends it.
    pub fn with_mail(scratch: &Scratch, server: Option<&str>) -> TestApp {
        TestApp::with(scratch, Config { smtp_url: server.map(str::to_owned), ..Config::default() })
    }

    /// The same with settings of its own.
    pub fn with(scratch: &Scratch, settings: Config) -> TestApp {
        let config = Config { data: scratch.folder().join("data"), public_url: Some(ORIGIN.into()), ..settings };
        let world = server::run::world(scratch.db.clone(), &config).expect("a world");
        let (state, stop) = server::run::app(world, config);
        TestApp { router: server::build(state.clone()), state, stop }
    }

    /// The id of the person of that name.
    pub async fn id_of(&self, username: &str) -> String {
        let (id,): (String,) =
            self.state.world.db.one(sql!("select id from users where username = $1"), args![username]).await.expect("a person");
        id
    }

    /// Gives a member another role in a school, or makes somebody a member.
    pub async fn set_role(&self, slug: &str, username: &str, role: &str) {
        let place = sql!(
            "insert into memberships (school_id, user_id, role, status, created_at)
             select s.id, u.id, cast($3 as text), 'active', $4 from schools s, users u where s.slug = $1 and u.username = $2
             on conflict (school_id, user_id) do update set role = excluded.role"
        );
        self.state.world.db.run(place, args![slug, username, role, 1_i64]).await.expect("a place");
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser<'_> {
        Browser { app: self, cookies: Mutex::default() }
    }

    /// A person who founds a school: its admin. The first one is the platform's admin too.
    pub async fn founder(&self, username: &str, slug: &str) -> Browser<'_> {
        let browser = self.browser();
        let answer = browser
            .post(
                "/fn/app/pages/accounts/api/register_by_founding",
                &[
                    ("form[account][name]", &format!("{username} Person")),
                    ("form[account][username]", username),
                    ("form[account][email]", &format!("{username}@lyceum.test")),
                    ("form[account][password]", PASSWORD),
                    ("form[school][name]", &format!("School {slug}")),
                    ("form[school][slug]", slug),
                    ("form[school][time_zone]", "Africa/Accra"),
                ],
            )
            .await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, format!("/s/{slug}/start").as_str()),
            "{}",
            answer.body
        );
        browser
    }

    /// A person who joins with a class's code; answers the class's path too.
    pub async fn joiner(&self, username: &str, code: &str) -> Browser<'_> {
        let browser = self.browser();
        let answer = browser.post("/fn/app/pages/accounts/api/register_by_code", &join_fields(username, code)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(answer.location().contains("/classes/"), "{}", answer.location());
        browser
    }
}

/// The fields of the join form.
pub fn join_fields<'a>(username: &'a str, code: &'a str) -> Vec<(&'static str, &'a str)> {
    let email: &'static str = Box::leak(format!("{username}@lyceum.test").into_boxed_str());
    vec![
        ("form[code]", code),
        ("form[account][name]", username),
        ("form[account][username]", username),
        ("form[account][email]", email),
        ("form[account][password]", PASSWORD),
    ]
}

/// One person's browser: it keeps cookies and sends what browsers send.
pub struct Browser<'a> {
    app: &'a TestApp,
    cookies: Mutex<Vec<(String, String)>>,
}

impl Browser<'_> {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap()).await
    }

    /// Sends a form without JavaScript.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from("/", path, fields).await
    }

    /// Sends a form that stands on a page.
    pub async fn post_from(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, format!("{ORIGIN}{page}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(encode(fields))).unwrap()).await
    }

    /// Calls a server function by script: GET with a query, or POST.
    pub async fn call(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = encode(fields);
        let request = if method == Method::GET {
            self.request(method, &format!("{path}?{body}")).header(header::ACCEPT, "application/json").body(Body::empty())
        } else {
            self.request(method, path)
                .header(header::ACCEPT, "application/json")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(body))
        };
        self.send(request.unwrap()).await
    }

    /// A request with this browser's cookies, as from a page of the same origin.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let peer = ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000)));
        let mut request = Request::builder().method(method.clone()).uri(path).header(header::HOST, "lyceum.test").extension(peer);
        if method != Method::GET {
            request = request.header(header::ORIGIN, ORIGIN).header("sec-fetch-site", "same-origin");
        }
        let cookies = self.cookies.lock().unwrap();
        if cookies.is_empty() {
            return request;
        }
        let line = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        request.header(header::COOKIE, line)
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let text = line.to_str().unwrap();
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            cookies.retain(|(known, _)| known != name);
            if !value.is_empty() && !text.contains("Max-Age=0") {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        // A stream of events ends with those who listen.
        let events = parts.headers.get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/event-stream"));
        let body = if events { Bytes::new() } else { to_bytes(body, usize::MAX).await.expect("a body") };
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body: text, raw: body }
    }

    /// Takes a cookie.
    pub fn keep(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().push((name.to_owned(), value.to_owned()));
    }

    /// The cookie line, for requests made elsewhere.
    pub fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Makes a class; answers its path.
    pub async fn make_class(&self, slug: &str, name: &str) -> String {
        let answer = self.post("/fn/app/pages/classes/api/create_class", &[("school", slug), ("form[name]", name)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().to_owned()
    }

    /// The code of a class as its page shows it.
    pub async fn code(&self, class_path: &str, kind: &str) -> String {
        let page = self.get(class_path).await;
        let (_, after) = page.body.split_once(&format!("data-code=\"{kind}\">")).unwrap_or_else(|| panic!("{}", page.body));
        after.chars().take_while(|c| c.is_ascii_alphanumeric()).collect()
    }
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        form.append_pair(name, value);
    }
    form.finish()
}
