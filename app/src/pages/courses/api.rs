use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::courses::{CourseForm, CoursePage};
use model::ids::{ClassId, CourseId};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

#[server(input = GetUrl, output = Wire)]
pub async fn show_course(school: String, id: CourseId) -> Result<CoursePage> {
    Ok(domain::courses::show(&caller::scope(&school)?, id).await?)
}

#[server(output = Wire)]
pub async fn create_course(school: String, class: ClassId, form: CourseForm) -> Result<()> {
    let id = domain::courses::create(&caller::scope(&school)?, class, &form).await?;
    caller::tell(model::Done::CourseMade);
    caller::redirect(&format!("/s/{school}/courses/{id}"));
    Ok(())
}
