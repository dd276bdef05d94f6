use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::ids::{SchoolId, UserId};
use model::schools::{SchoolFacts, SchoolFilter, SchoolsPage};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// A page of the platform's schools.
#[server(input = GetUrl, output = Wire)]
pub async fn list_schools(#[server(default)] filter: SchoolFilter) -> Result<SchoolsPage> {
    Ok(domain::schools::platform::list(&caller::person()?, &filter).await?)
}

/// A school, with those of its members whom the words fit.
#[server(input = GetUrl, output = Wire)]
pub async fn show_school(id: SchoolId, #[server(default)] q: String) -> Result<SchoolFacts> {
    Ok(domain::schools::platform::show(&caller::person()?, id, &q).await?)
}

/// Makes a member an admin of their school.
#[server(output = Wire)]
pub async fn appoint_admin(id: SchoolId, user: UserId) -> Result<()> {
    domain::people::appointing::appoint(&caller::person()?, id, user).await?;
    caller::tell(model::Done::AdminAppointed);
    caller::redirect(&format!("/admin/schools/{id}"));
    Ok(())
}
