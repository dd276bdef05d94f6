//! The only door from a page to the domain: who asks, how far they reach, and what the answer's head says.
//! On the client the few functions that pages call everywhere do nothing.

#[cfg(feature = "ssr")]
pub use server::*;

#[cfg(feature = "ssr")]
mod server {
    use std::sync::Arc;
    use std::task::Poll;

    use axum::http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
    use domain::viewing::View;
    use domain::{Person, Request, Scope, Visitor, accounts::sessions};
    use leptos::nonce::use_nonce;
    use leptos::prelude::{use_context, with_context};
    use leptos_axum::ResponseOptions;
    use model::color::Rgb;
    use model::ids::UserId;
    use model::settings::brand::Face;
    use model::{Done, Error, Language, Locale, Result, Theme};
    use tower_sessions::{Expiry, Session};

    use crate::form::{Flash, Typed, flash_line};

    /// Who sent the request: put into every request by the session layer.
    #[derive(Clone, Debug)]
    pub struct Caller {
        pub request: Request,
        pub person: Option<Person>,
    }

    impl Caller {
        /// The language an address is read in: the person's own choice, else that of the school it lies in, else the
        /// request's, which is that of the school at whose door one is, or the browser's.
        pub fn locale(&self, path: &str) -> Locale {
            let me = self.person.as_ref().map(|person| &person.me);
            me.and_then(|me| me.language(crate::params::school_of(path))).unwrap_or(self.request.locale)
        }
    }

    tokio::task_local! {
        // Not the context of the page: what draws itself after its owner was put aside would find another language.
        static LOCALE: Locale;
    }

    /// Answers a request in a language.
    pub async fn in_language<F: Future>(locale: Locale, answer: F) -> F::Output {
        LOCALE.scope(locale, answer).await
    }

    /// Says something in a language.
    pub fn say_in<T>(locale: Locale, say: impl FnOnce() -> T) -> T {
        LOCALE.sync_scope(locale, say)
    }

    /// The language of the request that is being answered.
    pub fn language() -> Language {
        domain::texts::language(LOCALE.try_with(|locale| *locale).unwrap_or(Locale::En))
    }

    /// What was waited for is there, and it is time to draw: in the task of the request. Beside it another one looks
    /// whether all has come; what it drew would be thrown away, and half of the work with it.
    pub async fn time_to_draw() {
        let here = || LOCALE.try_with(|_| ()).is_ok();
        std::future::poll_fn(|_| if here() { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    /// Keys of a session's record, read by the session store.
    pub mod session_keys {
        pub const USER: &str = "user";
        pub const DEVICE: &str = "device";
        pub const REMEMBER: &str = "remember";
        /// Whose eyes the session sees with, if not the person's own.
        pub const VIEW: &str = "view";
        /// What the session rests on, if it began with a password.
        pub const PROOF: &str = "proof";
    }

    fn caller() -> Result<Caller> {
        with_context::<Parts, _>(|parts| parts.extensions.get::<Caller>().cloned()).flatten().ok_or_else(|| {
            tracing::error!("a page was rendered outside the session layer");
            Error::Internal(String::new())
        })
    }

    /// Whoever it is.
    pub fn visitor() -> Result<Visitor> {
        Ok(Visitor(caller()?.request))
    }

    /// The person who is logged in.
    pub fn person() -> Result<Person> {
        caller()?.person.ok_or(Error::Unauthorized)
    }

    /// The person who is logged in, if somebody is.
    pub fn maybe_person() -> Option<Person> {
        caller().ok()?.person
    }

    /// The person in the school of that slug.
    pub fn scope(slug: &str) -> Result<Scope> {
        Ok(person()?.enter(slug)?)
    }

    /// Logs a person in with a session of a new id; the one before ends.
    pub async fn log_in(user: UserId, remember: bool) -> Result<()> {
        if let Some(person) = &caller()?.person {
            sessions::end(&person.request, &person.session).await?;
        }
        begin(user, remember, None).await
    }

    /// Goes on with another session of a new id: one that sees with the eyes of the view, or the person's own again. The
    /// one before has ended.
    pub async fn see(user: UserId, remember: bool, view: Option<View>) -> Result<()> {
        begin(user, remember, view).await
    }

    async fn begin(user: UserId, remember: bool, view: Option<View>) -> Result<()> {
        let caller = caller()?;
        let session = session()?;
        let put = async {
            session.cycle_id().await?;
            session.insert(session_keys::USER, user).await?;
            session.insert(session_keys::DEVICE, caller.request.agent.as_ref()).await?;
            session.insert(session_keys::REMEMBER, remember).await?;
            session.insert(session_keys::VIEW, view).await?;
            session.insert(session_keys::PROOF, caller.request.proof.of(user)).await
        };
        put.await.map_err(|error| unavailable(&error))?;
        // The cookie lasts as long as the row can: the row ends first when it is not used.
        session.set_expiry(remember.then(|| Expiry::OnInactivity(time::Duration::days(sessions::REMEMBER_DAYS))));
        Ok(())
    }

    /// Ends this session.
    pub async fn log_out() -> Result<()> {
        if let Some(person) = caller()?.person {
            // Who leaves while they view stops viewing, and that is noted.
            if domain::viewing::stop(&person).await?.is_some() {
                return session()?.flush().await.map_err(|error| unavailable(&error));
            }
            sessions::end(&person.request, &person.session).await?;
        }
        session()?.flush().await.map_err(|error| unavailable(&error))
    }

    fn session() -> Result<Session> {
        with_context::<Parts, _>(|parts| parts.extensions.get::<Session>().cloned()).flatten().ok_or(Error::Unauthorized)
    }

    fn unavailable(error: &tower_sessions::session::Error) -> Error {
        tracing::error!(%error, "the session store");
        Error::Unavailable
    }

    /// Sends the browser to another page of ours: by script when a script asked, by 303 for a plain form.
    pub fn redirect(path: &str) {
        leptos_axum::redirect(path);
    }

    /// Tells over the page that follows what has been done: its address names no part, which would be shown without it.
    pub fn tell(done: Done) {
        let Some(response) = use_context::<ResponseOptions>() else { return };
        if let Ok(line) = HeaderValue::from_str(&crate::told::line(done)) {
            response.append_header(header::SET_COOKIE, line);
        }
    }

    /// Shows something on the page that follows, once, as the form of that address finds it.
    pub async fn show_once(path: &str, shown: Typed) -> Result<()> {
        let body = serde_json::to_string(&Flash { path: path.to_owned(), error: None, typed: shown }).unwrap_or_default();
        let secret = domain::flashes::keep(&caller()?.request, &body).await?;
        let Some(response) = use_context::<ResponseOptions>() else { return Ok(()) };
        if let Ok(line) = HeaderValue::from_str(&flash_line(&secret)) {
            response.append_header(header::SET_COOKIE, line);
        }
        Ok(())
    }

    /// The cookie of a registration that waits for its mail.
    const REGISTRATION: &str = "__Host-registration";

    /// The secret of the registration that this browser waits with.
    pub fn registration() -> Option<String> {
        with_context::<Parts, _>(|parts| {
            let lines = parts.headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
            let mut pairs = lines.flat_map(|line| line.split(';'));
            pairs.find_map(|pair| Some(pair.trim().strip_prefix(REGISTRATION)?.strip_prefix('=')?.to_owned()))
        })
        .flatten()
    }

    /// Gives this browser the secret of its registration, for as long as that may wait with further mails.
    pub fn keep_registration(token: &str) {
        set_registration(token, 24 * 60 * 60);
    }

    /// The registration is finished.
    pub fn forget_registration() {
        set_registration("", 0);
    }

    fn set_registration(token: &str, seconds: u32) {
        let Some(response) = use_context::<ResponseOptions>() else { return };
        let line = format!("{REGISTRATION}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
        if let Ok(line) = HeaderValue::from_str(&line) {
            response.append_header(header::SET_COOKIE, line);
        }
    }

    /// The slug of the school this browser was in last.
    pub fn last_school() -> Option<String> {
        with_context::<Parts, _>(|parts| {
            let lines = parts.headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
            lines.filter_map(crate::layout::switcher::read).next()
        })
        .flatten()
    }

    /// It is the browser that remembers.
    pub fn remember_school(_slug: &str) {}

    /// What the request before has done, if this is the page that tells it.
    pub fn told() -> Option<Done> {
        with_context::<Parts, _>(|parts| parts.extensions.get::<Done>().copied()).flatten()
    }

    /// Whether mail leaves this server.
    pub fn mail_leaves() -> bool {
        let leaves = |parts: &Parts| parts.extensions.get::<Caller>().map(|caller| caller.request.settings.sends_mail);
        with_context::<Parts, _>(leaves).flatten().unwrap_or(true)
    }

    /// The school whose own address the request was sent to: put into the request by the session layer.
    #[derive(Clone, Debug)]
    pub struct Door(pub Arc<Face>);

    /// The school at whose own address one is, if it is one's.
    pub fn door() -> Option<Face> {
        with_context::<Parts, _>(|parts| parts.extensions.get::<Door>().map(|door| door.0.as_ref().clone())).flatten()
    }

    /// The colour of the page that is drawn: the school's it is of; outside of one, that of the school at whose address
    /// one is. The latter is true of the whole visit.
    pub fn color() -> Option<(Rgb, bool)> {
        let path = with_context::<Parts, _>(|parts| parts.uri.path().to_owned())?;
        match path.strip_prefix("/s/").and_then(|rest| rest.split('/').next()) {
            Some(slug) => Some((maybe_person()?.me.place(slug)?.color()?, false)),
            None => Some((door()?.color.parse().ok()?, true)),
        }
    }

    /// The status of a page whose main content is an error. Nobody logged in is sent to the log-in page.
    pub fn answer(error: &Error) {
        let Some(response) = use_context::<ResponseOptions>() else { return };
        if *error == Error::Unauthorized
            && let Some(next) = with_context::<Parts, _>(|parts| parts.uri.to_string())
            && let Ok(location) = HeaderValue::from_str(&crate::params::log_in_before(&next))
        {
            response.insert_header(header::LOCATION, location);
            response.set_status(StatusCode::SEE_OTHER);
            return;
        }
        response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    }

    /// The look the reader chose.
    pub fn theme() -> Theme {
        maybe_person().map_or(Theme::System, |person| person.me.theme)
    }

    /// Whose device the page is drawn for: nobody's for a visitor, nor for who sees with another's eyes.
    pub fn whose() -> Option<String> {
        maybe_person().filter(|person| person.me.viewer.is_none()).map(|person| person.me.user_id.to_string())
    }

    /// A text as the head of the document takes it: escaped.
    pub fn for_head(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }

    /// What the form before typed wrong, if this page follows one without JavaScript.
    pub fn flash() -> Option<Arc<Flash>> {
        with_context::<Parts, _>(|parts| parts.extensions.get::<Arc<Flash>>().cloned()).flatten()
    }

    /// Adds the content security policy with this page's nonce.
    pub fn protect() {
        let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
             style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.insert_header(HeaderName::from_static("content-security-policy"), policy);
        }
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
}

#[cfg(not(feature = "ssr"))]
static LANGUAGE: std::sync::OnceLock<model::Language> = std::sync::OnceLock::new();

/// In the browser it always is.
#[cfg(not(feature = "ssr"))]
pub async fn time_to_draw() {}

/// In the browser: the document's language. Another one comes with another document.
#[cfg(not(feature = "ssr"))]
pub fn language() -> model::Language {
    LANGUAGE.get().copied().unwrap_or(model::Language::ENGLISH)
}

/// In the browser: the texts of the document's language, before anything is drawn. English has come with the program.
#[cfg(not(feature = "ssr"))]
pub fn read_in(texts: String) {
    use model::text::Catalogue;

    let root = leptos::prelude::document().document_element();
    if let Some(locale) = root.and_then(|root| root.get_attribute("lang")?.parse().ok()) {
        let catalogue = Box::leak(Box::new(Catalogue::read(texts.leak())));
        let _ = LANGUAGE.set(model::Language::new(locale, catalogue));
    }
}

/// In the browser a page has no head to write.
#[cfg(not(feature = "ssr"))]
pub fn answer(_error: &model::Error) {}

/// In the browser the document is there already.
#[cfg(not(feature = "ssr"))]
pub fn protect() {}

/// In the browser the frame sets the colour.
#[cfg(not(feature = "ssr"))]
pub fn color() -> Option<(model::color::Rgb, bool)> {
    None
}

/// In the browser the document is there already.
#[cfg(not(feature = "ssr"))]
pub fn theme() -> model::Theme {
    model::Theme::System
}

/// In the browser the document is there already.
#[cfg(not(feature = "ssr"))]
pub fn whose() -> Option<String> {
    None
}

/// In the browser the title is set as text.
#[cfg(not(feature = "ssr"))]
pub fn for_head(text: &str) -> String {
    text.to_owned()
}

/// In the browser: what a script's own request has just done. Asked once, it is gone.
#[cfg(not(feature = "ssr"))]
pub fn told() -> Option<model::Done> {
    let document = html_document();
    let done = crate::told::read(&document.cookie().ok()?)?;
    let _ = document.set_cookie(crate::told::GONE);
    Some(done)
}

/// In the browser: the frame has it from the server.
#[cfg(not(feature = "ssr"))]
pub fn mail_leaves() -> bool {
    true
}

/// In the browser: the slug of the school it was in last.
#[cfg(not(feature = "ssr"))]
pub fn last_school() -> Option<String> {
    crate::layout::switcher::read(&html_document().cookie().ok()?)
}

/// In the browser: the school for [`last_school`].
#[cfg(not(feature = "ssr"))]
pub fn remember_school(slug: &str) {
    let _ = html_document().set_cookie(&crate::layout::switcher::line(slug));
}

#[cfg(not(feature = "ssr"))]
fn html_document() -> web_sys::HtmlDocument {
    use wasm_bindgen::JsCast;

    leptos::prelude::document().unchecked_into()
}

/// In the browser nothing follows a plain form.
#[cfg(not(feature = "ssr"))]
pub fn flash() -> Option<std::sync::Arc<crate::form::Flash>> {
    None
}
