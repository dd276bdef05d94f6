//! The audit log as a file.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use domain::audit;
use model::Error;
use model::audit::AuditFilter;

use crate::answer::Refusal;
use crate::backup::attachment;
use crate::caller::LoggedIn;
use crate::router::Endpoint;

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/s/{school}/audit/export", get(school)),
        Endpoint::new(Method::GET, "/admin/audit/export", get(platform)),
    ]
}

type Asked = Result<Query<AuditFilter>, QueryRejection>;

async fn school(person: LoggedIn, Path(school): Path<String>, asked: Asked) -> Result<Response, Refusal> {
    export(person, &school, asked).await
}

async fn platform(person: LoggedIn, asked: Asked) -> Result<Response, Refusal> {
    export(person, "", asked).await
}

async fn export(LoggedIn(person): LoggedIn, school: &str, asked: Asked) -> Result<Response, Refusal> {
    let log = audit::reach(&person, school)?;
    let Query(filter) = asked.map_err(|_| Error::Malformed)?;
    Ok(attachment(audit::csv(log, filter).await?))
}
