//! The extractors of plain routes: the only way a download, an upload or a socket gets a scope.

use app::caller::Caller;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::{Person, Scope};
use model::Error;

use crate::answer::Refusal;

/// The person who is logged in: 401 otherwise.
pub struct LoggedIn(pub Person);

/// The person in the school named by `{school}` in the path: 401, or 404 where they have no place.
pub struct InSchool(pub Scope);

impl<S: Send + Sync> FromRequestParts<S> for LoggedIn {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        let caller = parts.extensions.get::<Caller>().ok_or(Error::Unauthorized)?;
        Ok(LoggedIn(caller.person.clone().ok_or(Error::Unauthorized)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for InSchool {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let LoggedIn(person) = LoggedIn::from_request_parts(parts, state).await?;
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Error::NotFound)?;
        let slug = params.iter().find(|(key, _)| *key == "school").map(|(_, value)| value.to_owned());
        Ok(InSchool(person.enter(&slug.ok_or(Error::NotFound)?)?))
    }
}
