//! The only door from a page to the domain: who asks, how far they reach, and what the answer's head says.
//! On the client the few functions that pages call everywhere do nothing.

#[cfg(feature = "ssr")]
pub use server::*;

#[cfg(feature = "ssr")]
mod server {
    use std::sync::Arc;

    use axum::http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
    use domain::{Person, Request, Scope, Visitor, accounts::sessions};
    use leptos::nonce::use_nonce;
    use leptos::prelude::{use_context, with_context};
    use leptos_axum::ResponseOptions;
    use model::ids::UserId;
    use model::{Done, Error, Result, Theme};
    use tower_sessions::{Expiry, Session};

    use crate::form::Flash;

    /// Who sent the request: put into every request by the session layer.
    #[derive(Clone, Debug)]
    pub struct Caller {
        pub request: Request,
        pub person: Option<Person>,
    }

    /// Keys of a session's record, read by the session store.
    pub mod session_keys {
        pub const USER: &str = "user";
        pub const DEVICE: &str = "device";
        pub const REMEMBER: &str = "remember";
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
        let caller = caller()?;
        if let Some(person) = &caller.person {
            sessions::end(&person.request, &person.session).await?;
        }
        let session = session()?;
        let put = async {
            session.cycle_id().await?;
            session.insert(session_keys::USER, user).await?;
            session.insert(session_keys::DEVICE, caller.request.agent.as_ref()).await?;
            session.insert(session_keys::REMEMBER, remember).await
        };
        put.await.map_err(|error| unavailable(&error))?;
        // The cookie lasts as long as the row can: the row ends first when it is not used.
        session.set_expiry(remember.then(|| Expiry::OnInactivity(time::Duration::days(sessions::REMEMBER_DAYS))));
        Ok(())
    }

    /// Ends this session.
    pub async fn log_out() -> Result<()> {
        if let Some(person) = caller()?.person {
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

    /// Tells on the page that follows what has been done.
    pub fn tell(done: Done) {
        let Some(response) = use_context::<ResponseOptions>() else { return };
        if let Ok(line) = HeaderValue::from_str(&crate::told::line(done)) {
            response.append_header(header::SET_COOKIE, line);
        }
    }

    /// What the request before has done, if this is the page that tells it.
    pub fn told() -> Option<Done> {
        with_context::<Parts, _>(|parts| parts.extensions.get::<Done>().copied()).flatten()
    }

    /// The status of a page whose main content is an error. Nobody logged in is sent to the log-in page.
    pub fn answer(error: &Error) {
        let Some(response) = use_context::<ResponseOptions>() else { return };
        if *error == Error::Unauthorized
            && let Some(next) = with_context::<Parts, _>(|parts| parts.uri.to_string())
        {
            let path = format!("/login?next={}", crate::params::encode(&next));
            if let Ok(location) = HeaderValue::from_str(&path) {
                response.insert_header(header::LOCATION, location);
                response.set_status(StatusCode::SEE_OTHER);
                return;
            }
        }
        response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    }

    /// The look the reader chose.
    pub fn theme() -> Theme {
        maybe_person().map_or(Theme::System, |person| person.me.theme)
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
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.insert_header(HeaderName::from_static("content-security-policy"), policy);
        }
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
}

/// In the browser a page has no head to write.
#[cfg(not(feature = "ssr"))]
pub fn answer(_error: &model::Error) {}

/// In the browser the document is there already.
#[cfg(not(feature = "ssr"))]
pub fn protect() {}

/// In the browser the document is there already.
#[cfg(not(feature = "ssr"))]
pub fn theme() -> model::Theme {
    model::Theme::System
}

/// In the browser the title is set as text.
#[cfg(not(feature = "ssr"))]
pub fn for_head(text: &str) -> String {
    text.to_owned()
}

/// In the browser: what a script's own request has just done. Asked once, it is gone.
#[cfg(not(feature = "ssr"))]
pub fn told() -> Option<model::Done> {
    use wasm_bindgen::JsCast;

    let document: web_sys::HtmlDocument = leptos::prelude::document().unchecked_into();
    let done = crate::told::read(&document.cookie().ok()?)?;
    let _ = document.set_cookie(crate::told::GONE);
    Some(done)
}

/// In the browser nothing follows a plain form.
#[cfg(not(feature = "ssr"))]
pub fn flash() -> Option<std::sync::Arc<crate::form::Flash>> {
    None
}
