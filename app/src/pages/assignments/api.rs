//! The server functions of assignments. Handing in is not one of them: files are posted to a plain route.

use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::assignments::{AssignmentForm, AssignmentPage, MarkForm, MarkingPage};
use model::ids::{AssignmentId, CourseId, SubmissionId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// An assignment; for those who mark with that page of its students.
#[server(input = GetUrl, output = Wire)]
pub async fn show_assignment(school: String, id: AssignmentId, #[server(default)] page: i64) -> Result<AssignmentPage> {
    Ok(domain::assignments::show(&caller::scope(&school)?, id, page).await?)
}

#[server(output = Wire)]
pub async fn set_assignment(school: String, course: CourseId, form: AssignmentForm) -> Result<()> {
    let id = domain::assignments::set(&caller::scope(&school)?, course, &form).await?;
    caller::tell(model::Done::AssignmentSet);
    caller::redirect(&format!("/s/{school}/assignments/{id}"));
    Ok(())
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_submission(school: String, id: SubmissionId) -> Result<MarkingPage> {
    Ok(domain::assignments::marking::show(&caller::scope(&school)?, id).await?)
}

/// Saves the marks and stays: the page is told which marking was saved, says so, and offers the next to mark.
#[server(output = Wire)]
pub async fn save_marks(school: String, id: SubmissionId, form: MarkForm) -> Result<()> {
    let version = domain::assignments::marking::save(&caller::scope(&school)?, id, &form).await?;
    caller::redirect(&format!("/s/{school}/submissions/{id}?saved={version}#marking"));
    Ok(())
}
