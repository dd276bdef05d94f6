use leptos::prelude::*;
use model::ids::{DepartmentId, HolidayId, ScaleId, TermId, UserId, YearId};
use model::settings::brand::{BrandPage, ColorForm};
use model::settings::calendar::{CalendarPage, HolidayCard, SpanForm, TermCard, YearCard};
use model::settings::departments::{DepartmentForm, DepartmentList, DepartmentPage};
use model::settings::features::FeatureLine;
use model::settings::general::GeneralForm;
use model::settings::grades::{Preset, Scale, ScaleForm};
use model::settings::storage::{QuotaForm, StoragePage};
use model::{Feature, Result, Wire};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;
#[cfg(feature = "ssr")]
use model::Done;

/// Tells what was done, on a page of the settings.
#[cfg(feature = "ssr")]
fn done(school: &str, page: &str, done: Done) -> Result<()> {
    caller::tell(done);
    caller::redirect(&format!("/s/{school}/settings{page}"));
    Ok(())
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_general(school: String) -> Result<GeneralForm> {
    Ok(domain::settings::general::show(&caller::scope(&school)?).await?)
}

#[server(output = Wire)]
pub async fn save_general(school: String, form: GeneralForm) -> Result<()> {
    domain::settings::general::save(&caller::scope(&school)?, &form).await?;
    done(&school, "", Done::GeneralSaved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_brand(school: String) -> Result<BrandPage> {
    Ok(domain::settings::brand::show(&caller::scope(&school)?).await?)
}

/// Sets the school's colour; an empty one is the house's.
#[server(output = Wire)]
pub async fn set_color(school: String, form: ColorForm) -> Result<()> {
    domain::settings::brand::set_color(&caller::scope(&school)?, &form).await?;
    let told = if form.color.trim().is_empty() { Done::BrandCleared } else { Done::BrandSaved };
    done(&school, "/brand", told)
}

#[server(output = Wire)]
pub async fn remove_logo(school: String) -> Result<()> {
    domain::settings::brand::remove_logo(&caller::scope(&school)?).await?;
    done(&school, "/brand", Done::LogoRemoved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn list_departments(school: String) -> Result<DepartmentList> {
    Ok(domain::settings::departments::list(&caller::scope(&school)?).await?)
}

/// `q` are words of the names of those who could join it.
#[server(input = GetUrl, output = Wire)]
pub async fn show_department(school: String, id: DepartmentId, #[server(default)] q: String) -> Result<DepartmentPage> {
    Ok(domain::settings::departments::show(&caller::scope(&school)?, id, &q).await?)
}

#[server(output = Wire)]
pub async fn create_department(school: String, form: DepartmentForm) -> Result<()> {
    let id = domain::settings::departments::create(&caller::scope(&school)?, &form).await?;
    done(&school, &format!("/departments/{id}"), Done::DepartmentMade)
}

#[server(output = Wire)]
pub async fn save_department(school: String, id: DepartmentId, form: DepartmentForm) -> Result<()> {
    domain::settings::departments::save(&caller::scope(&school)?, id, &form).await?;
    done(&school, &format!("/departments/{id}"), Done::DepartmentSaved)
}

#[server(output = Wire)]
pub async fn remove_department(school: String, id: DepartmentId) -> Result<()> {
    domain::settings::departments::remove(&caller::scope(&school)?, id).await?;
    done(&school, "/departments", Done::DepartmentRemoved)
}

#[server(output = Wire)]
pub async fn add_department_member(school: String, id: DepartmentId, user: UserId) -> Result<()> {
    domain::settings::departments::add_member(&caller::scope(&school)?, id, user).await?;
    done(&school, &format!("/departments/{id}"), Done::DepartmentSaved)
}

#[server(output = Wire)]
pub async fn remove_department_member(school: String, id: DepartmentId, user: UserId) -> Result<()> {
    domain::settings::departments::remove_member(&caller::scope(&school)?, id, user).await?;
    done(&school, &format!("/departments/{id}"), Done::DepartmentSaved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_calendar(school: String) -> Result<CalendarPage> {
    Ok(domain::settings::calendar::show(&caller::scope(&school)?).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_year(school: String, id: YearId) -> Result<YearCard> {
    Ok(domain::settings::calendar::show_year(&caller::scope(&school)?, id).await?)
}

#[server(output = Wire)]
pub async fn create_year(school: String, form: SpanForm) -> Result<()> {
    let id = domain::settings::calendar::create_year(&caller::scope(&school)?, &form).await?;
    done(&school, &format!("/years/{id}"), Done::YearMade)
}

#[server(output = Wire)]
pub async fn save_year(school: String, id: YearId, form: SpanForm) -> Result<()> {
    domain::settings::calendar::save_year(&caller::scope(&school)?, id, &form).await?;
    done(&school, &format!("/years/{id}"), Done::DatesSaved)
}

#[server(output = Wire)]
pub async fn remove_year(school: String, id: YearId) -> Result<()> {
    domain::settings::calendar::remove_year(&caller::scope(&school)?, id).await?;
    done(&school, "/calendar", Done::DatesRemoved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_term(school: String, id: TermId) -> Result<TermCard> {
    Ok(domain::settings::terms::show(&caller::scope(&school)?, id).await?)
}

#[server(output = Wire)]
pub async fn create_term(school: String, year: YearId, form: SpanForm) -> Result<()> {
    domain::settings::terms::create(&caller::scope(&school)?, year, &form).await?;
    done(&school, &format!("/years/{year}"), Done::TermMade)
}

#[server(output = Wire)]
pub async fn save_term(school: String, id: TermId, form: SpanForm) -> Result<()> {
    let year = domain::settings::terms::save(&caller::scope(&school)?, id, &form).await?;
    done(&school, &format!("/years/{year}"), Done::DatesSaved)
}

#[server(output = Wire)]
pub async fn remove_term(school: String, id: TermId) -> Result<()> {
    domain::settings::terms::remove(&caller::scope(&school)?, id).await?;
    done(&school, "/calendar", Done::DatesRemoved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_holiday(school: String, id: HolidayId) -> Result<HolidayCard> {
    Ok(domain::settings::holidays::show(&caller::scope(&school)?, id).await?)
}

#[server(output = Wire)]
pub async fn create_holiday(school: String, form: SpanForm) -> Result<()> {
    domain::settings::holidays::create(&caller::scope(&school)?, &form).await?;
    done(&school, "/calendar", Done::HolidayMade)
}

#[server(output = Wire)]
pub async fn save_holiday(school: String, id: HolidayId, form: SpanForm) -> Result<()> {
    domain::settings::holidays::save(&caller::scope(&school)?, id, &form).await?;
    done(&school, "/calendar", Done::DatesSaved)
}

#[server(output = Wire)]
pub async fn remove_holiday(school: String, id: HolidayId) -> Result<()> {
    domain::settings::holidays::remove(&caller::scope(&school)?, id).await?;
    done(&school, "/calendar", Done::DatesRemoved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn list_scales(school: String) -> Result<Vec<Scale>> {
    Ok(domain::settings::grades::list(&caller::scope(&school)?).await?)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_scale(school: String, id: ScaleId) -> Result<Scale> {
    Ok(domain::settings::grades::show(&caller::scope(&school)?, id).await?)
}

#[server(output = Wire)]
pub async fn create_scale(school: String, preset: Preset) -> Result<()> {
    let id = domain::settings::grades::create(&caller::scope(&school)?, preset).await?;
    done(&school, &format!("/grades/{id}"), Done::ScaleMade)
}

#[server(output = Wire)]
pub async fn save_scale(school: String, id: ScaleId, form: ScaleForm) -> Result<()> {
    domain::settings::grades::save(&caller::scope(&school)?, id, &form).await?;
    done(&school, "/grades", Done::ScaleSaved)
}

#[server(output = Wire)]
pub async fn make_scale_default(school: String, id: ScaleId) -> Result<()> {
    domain::settings::grades::make_default(&caller::scope(&school)?, id).await?;
    done(&school, "/grades", Done::ScaleDefault)
}

#[server(output = Wire)]
pub async fn remove_scale(school: String, id: ScaleId) -> Result<()> {
    domain::settings::grades::remove(&caller::scope(&school)?, id).await?;
    done(&school, "/grades", Done::ScaleRemoved)
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_features(school: String) -> Result<Vec<FeatureLine>> {
    Ok(domain::settings::features::show(&caller::scope(&school)?).await?)
}

#[server(output = Wire)]
pub async fn set_feature(school: String, feature: Feature, on: bool) -> Result<()> {
    domain::settings::features::set(&caller::scope(&school)?, feature, on).await?;
    done(&school, "/features", if on { Done::FeatureOn } else { Done::FeatureOff })
}

#[server(input = GetUrl, output = Wire)]
pub async fn show_storage(school: String, #[server(default)] page: i64) -> Result<StoragePage> {
    Ok(domain::settings::storage::show(&caller::scope(&school)?, page).await?)
}

/// Gives a class another quota.
#[server(output = Wire)]
pub async fn set_quota(school: String, form: QuotaForm) -> Result<()> {
    domain::settings::storage::set_quota(&caller::scope(&school)?, &form).await?;
    done(&school, "/storage", Done::QuotaSaved)
}
