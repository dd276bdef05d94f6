//! The members list as a file: what the page shows, filtered in the same way.

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use domain::people::export;
use model::Error;
use model::people::PeopleFilter;

use crate::answer::Refusal;
use crate::backup::attachment;
use crate::caller::InSchool;
use crate::router::Endpoint;

/// The routes of this module.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/s/{school}/people/export.csv", get(csv)),
        Endpoint::new(Method::GET, "/s/{school}/people/export.xlsx", get(xlsx)),
    ]
}

async fn csv(InSchool(scope): InSchool, filter: Result<Query<PeopleFilter>, QueryRejection>) -> Result<Response, Refusal> {
    let Query(filter) = filter.map_err(|_| Error::Malformed)?;
    Ok(attachment(export::csv(&scope, &filter).await?))
}

async fn xlsx(InSchool(scope): InSchool, filter: Result<Query<PeopleFilter>, QueryRejection>) -> Result<Response, Refusal> {
    let Query(filter) = filter.map_err(|_| Error::Malformed)?;
    Ok(attachment(export::xlsx(&scope, &filter).await?))
}
