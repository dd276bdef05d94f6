//! The session cookie, and who is behind it. tower-sessions keeps the cookie and makes the ids; the rows are the
//! domain's, which loads the session, its person and their schools in one statement.

use std::sync::Arc;

use app::caller::{Caller, Door, in_language, session_keys};
use app::pages::accounts::api::LogOut;
use app::pages::viewing::api::StopView;
use app::told;
use async_trait::async_trait;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::accounts::{Proof, sessions};
use domain::backup::restore;
use domain::invitations;
use domain::settings::brand;
use domain::{Person, System, Visitor, World, secret_hash};
use model::ids::UserId;
use model::settings::brand::Face;
use model::{Done, Locale};
use server_fn::ServerFn;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Session, SessionManagerLayer, SessionStore};

use crate::observe::RequestId;
use crate::{App, address, answer::Refusal, whose};

/// The `__Host-` prefix binds the cookie to this very host, to HTTPS (or this machine) and to the whole path.
pub const COOKIE: &str = "__Host-lyceum";
/// The person goes, and so does what the browser's cache has of theirs: the next one at the device finds no picture there.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// Seconds that a person may take to come to the page that tells them why they were logged out.
const WAITS: i64 = 24 * 60 * 60;
/// Characters kept of what a browser calls itself.
const AGENT: usize = 200;

#[derive(Clone, Debug)]
pub struct Sessions(World);

pub fn layer(world: &World) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(world.clone()))
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
}

fn hash(id: &Id) -> String {
    secret_hash(&id.to_string())
}

impl Sessions {
    fn request(&self) -> domain::Request {
        System::new(&self.0, "session").0
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let value = |key| record.data.get(key).cloned().unwrap_or_default();
        let decode = |error: serde_json::Error| Error::Decode(error.to_string());
        let session = sessions::Session {
            user_id: serde_json::from_value(value(session_keys::USER)).map_err(decode)?,
            device: serde_json::from_value(value(session_keys::DEVICE)).map_err(decode)?,
            remember: serde_json::from_value(value(session_keys::REMEMBER)).map_err(decode)?,
            view: serde_json::from_value(value(session_keys::VIEW)).map_err(decode)?,
            proof: serde_json::from_value(value(session_keys::PROOF)).map_err(decode)?,
        };
        sessions::create(&self.request(), &hash(&record.id), &session).await.map_err(backend)
    }

    /// A session never changes: a new privilege is a new session, which [`who`] begins.
    async fn save(&self, _record: &Record) -> Result<()> {
        Ok(())
    }

    /// The cookie layer needs nothing of the row; [`who`] loads it.
    async fn load(&self, _id: &Id) -> Result<Option<Record>> {
        Ok(None)
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::end(&self.request(), &hash(id)).await.map_err(backend)
    }
}

fn backend(error: domain::Error) -> Error {
    Error::Backend(model::Error::from(error).to_string())
}

/// Finds out who sends the request, once, for pages, functions, downloads and sockets alike.
pub async fn who(State(app): State<App>, session: Session, mut request: Request, next: Next) -> Response {
    let mut asked = describe(&app, &request);
    let slug = address::subdomain(request.headers(), &app.world.settings.public_url);
    let token = request.uri().path().strip_prefix("/invited/").map(str::to_owned);
    let (door, invited) = match schools(&asked, slug, token).await {
        Ok(found) => found,
        Err(error) => return Refusal::from(error).into_response(),
    };
    // Who has no language of their own reads that of the school that invites them, or at whose address they are.
    asked.locale = invited.or(door.as_ref().map(|face| face.locale)).unwrap_or(asked.locale);
    let found = match session.id() {
        Some(id) => match sessions::find(&asked, &hash(&id)).await {
            Ok(found) => found,
            Err(error) => return Refusal::from(error).into_response(),
        },
        None => None,
    };
    // Before what a view forbids: a device waits with what is not for this session, and does not take it for refused.
    if !whose::is_meant(request.headers(), found.as_ref().map(|found| &found.person)) {
        return Refusal(model::Error::Unauthorized).into_response();
    }
    let looks = found.as_ref().is_some_and(|found| found.read_only || found.person.me.viewer.is_some());
    if looks && !may_while_viewing(&request) {
        return Refusal(model::Error::Viewing).into_response();
    }
    let said = whose::said(found.as_ref().map(|found| &found.person));
    // A cookie whose session has ended, or ends now, is taken away. tower-sessions' own line lacks `Secure`, without
    // which browsers do not touch a `__Host-` cookie.
    let (had, known) = (session.id().is_some(), found.is_some());
    let before = found.as_ref().map(|found| found.person.me.user_id);
    let aside = found.as_ref().is_some_and(|found| found.aside);
    let changed = (aside || found.as_ref().is_some_and(|found| found.renew)) && !request.headers().contains_key(header::UPGRADE);
    let person = found.map(|found| found.person);
    let renewing = if changed { person.clone() } else { None };
    if let Some(face) = door {
        request.extensions_mut().insert(Door(Arc::new(face)));
    }
    let caller = Caller { request: asked, person };
    let locale = caller.locale(request.uri().path());
    request.extensions_mut().insert(caller);
    let mut response = in_language(locale, next.run(request)).await;
    // For refusals, which become pages further out.
    response.extensions_mut().insert(locale);
    let lost = had && !known && !session.is_modified();
    let ended = had && (session.is_empty().await || !known && !session.is_modified());
    if ended || before.is_some() && is_of_another(&session, before).await {
        response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
    }
    if ended {
        let gone = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
        if let Ok(value) = HeaderValue::from_str(&gone) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    // A tab that stands open may be the first to hear of it: its person is told when they press something.
    if lost
        && restore::has_logged_out(&System::new(&app.world, "session")).await.unwrap_or_default()
        && let Ok(value) = HeaderValue::from_str(&told::lasting(Done::LoggedOutByRestore, WAITS))
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    if let (Some(person), Some(id)) = (renewing.filter(|_| !session.is_modified() && brings_cookies(&response)), session.id()) {
        renew(&person, &id, aside, &mut response).await;
    }
    whose::say(&mut response, said, &app.site.version);
    response
}

/// Whether a session has just become another person's.
async fn is_of_another(session: &Session, before: Option<UserId>) -> bool {
    session.is_modified() && session.get::<UserId>(session_keys::USER).await.ok().flatten() != before
}

/// Whether an answer may bring a cookie: it reaches the person, and nobody keeps it. A fault does not begin a session, and
/// the way to the log-in page is made anew further out.
fn brings_cookies(response: &Response) -> bool {
    let kept = |value: &HeaderValue| !value.to_str().is_ok_and(|value| value.contains("no-store"));
    let status = response.status();
    !status.is_server_error()
        && status != StatusCode::UNAUTHORIZED
        && !response.headers().get(header::CACHE_CONTROL).is_some_and(kept)
}

/// Who may do something else than when their session began goes on with a new id (product.md section 3). Every answer to
/// the id before brings the same one until it comes back, as the first may get lost.
async fn renew(person: &Person, before: &Id, aside: bool, response: &mut Response) {
    let (id, remember) = match next(person, before, aside).await {
        Ok(Some(next)) => next,
        // It goes on elsewhere already, or has ended.
        Ok(None) => return,
        Err(error) => {
            // No reason to refuse the page: the next one tries again.
            tracing::warn!(?error, "a session did not get its new id");
            return;
        }
    };
    let age = if remember { format!("; Max-Age={}", sessions::REMEMBER_DAYS * 86_400) } else { String::new() };
    if let Ok(value) = HeaderValue::from_str(&format!("{COOKIE}={id}; Path=/; Secure; HttpOnly; SameSite=Lax{age}")) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The id that takes the place of one: a new one, or the one that has taken it already, for which nothing is written. The
/// database alone does not tell.
async fn next(person: &Person, before: &Id, aside: bool) -> domain::Result<Option<(Id, bool)>> {
    let made = |salt: &str| Id(domain::derive(&before.to_string(), salt));
    let now = store::clock::now();
    if !aside {
        let salt = Id::default().to_string();
        let id = made(&salt);
        if let Some(remember) = sessions::renew(person, &hash(&id), &salt, now).await? {
            return Ok(Some((id, remember)));
        }
    }
    Ok(sessions::renewed(person, now).await?.map(|(salt, remember)| (made(&salt), remember)))
}

/// The school at whose own address a request arrives, and the language of the one whose invitation it opens: its mail is
/// written in that.
async fn schools(
    asked: &domain::Request,
    slug: Option<String>,
    token: Option<String>,
) -> domain::Result<(Option<Face>, Option<Locale>)> {
    let visitor = Visitor(asked.clone());
    let door = match slug {
        Some(slug) => brand::face(&visitor, &slug).await?,
        None => None,
    };
    let invited = match token {
        Some(token) => invitations::locale(&visitor, &token).await?,
        None => None,
    };
    Ok((door, invited))
}

/// The language the browser asks for.
pub fn accepted(headers: &HeaderMap) -> Locale {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.and_then(Locale::accepted).unwrap_or(Locale::En)
}

/// Who sees with another member's eyes changes nothing: functions, uploads and whatever else is posted are refused here,
/// but for the ways out. Nor do they listen to a room, where they would be taken for the member.
fn may_while_viewing(request: &Request) -> bool {
    let path = request.uri().path();
    match *request.method() {
        Method::GET | Method::HEAD => !request.headers().contains_key(header::UPGRADE),
        _ => path == StopView::PATH || path == LogOut::PATH,
    }
}

fn describe(app: &App, request: &Request) -> domain::Request {
    let id = request.extensions().get::<RequestId>().map_or_else(|| Arc::from(""), |id| id.0.clone());
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    domain::Request {
        world: app.world.clone(),
        now: store::clock::now(),
        id,
        address: Some(address::client(request.extensions(), request.headers(), &app.config.trusted_proxies)),
        locale: accepted(request.headers()),
        agent: agent.chars().take(AGENT).collect::<String>().into(),
        proof: Proof::default(),
        through: false,
    }
}
