use leptos::prelude::*;
use model::Result;
use model::Wire;
use model::classes::{ClassForm, ClassPage};
use model::schools::SchoolForm;
use model::settings::calendar::FirstTermForm;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::caller;

/// The school as its founder wrote it.
#[server(input = GetUrl, output = Wire)]
pub async fn show_founding(school: String) -> Result<SchoolForm> {
    Ok(domain::schools::founding::show(&caller::scope(&school)?)?)
}

/// The school's newest class, if it has one.
#[server(input = GetUrl, output = Wire)]
pub async fn newest_class(school: String) -> Result<Option<ClassPage>> {
    Ok(domain::schools::founding::newest_class(&caller::scope(&school)?).await?)
}

/// Puts right what was written when the school was founded.
#[server(output = Wire)]
pub async fn correct_school(school: String, form: SchoolForm) -> Result<()> {
    domain::schools::founding::correct(&caller::scope(&school)?, &form).await?;
    caller::tell(model::Done::SchoolCorrected);
    caller::redirect(&format!("/s/{school}/start"));
    Ok(())
}

/// Makes the first academic year with its first term and goes on.
#[server(output = Wire)]
pub async fn start_term(school: String, form: FirstTermForm) -> Result<()> {
    domain::settings::calendar::create_first_term(&caller::scope(&school)?, &form).await?;
    caller::tell(model::Done::TermMade);
    caller::redirect(&format!("/s/{school}/start/class"));
    Ok(())
}

/// Makes the first class and goes on.
#[server(output = Wire)]
pub async fn start_class(school: String, form: ClassForm) -> Result<()> {
    domain::classes::create(&caller::scope(&school)?, &form).await?;
    caller::tell(model::Done::ClassMade);
    caller::redirect(&format!("/s/{school}/start/people"));
    Ok(())
}
