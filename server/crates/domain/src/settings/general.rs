//! Name, mail domain, zone, language, currency, what teachers are called.

use model::schools::TeacherLabel;
use model::settings::general::GeneralForm;
use model::{Error, Locale, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use super::{change, lock};
use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Result, Scope, calendar, drawn};

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    slug: String,
    mail_domain: String,
    time_zone: String,
    locale: String,
    currency: String,
    teacher_label: TeacherLabel,
}

impl From<Row> for GeneralForm {
    fn from(row: Row) -> GeneralForm {
        GeneralForm {
            name: row.name,
            slug: row.slug,
            mail_domain: row.mail_domain,
            time_zone: row.time_zone,
            locale: row.locale.parse().unwrap_or(Locale::En),
            currency: row.currency,
            teacher_label: row.teacher_label,
            drawn: String::new(),
        }
    }
}

/// The settings as they are.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn show(scope: &Scope) -> Result<GeneralForm> {
    scope.require(Permission::SchoolSettings)?;
    let row: Row = scope
        .db
        .one(
            sql!("select name, slug, mail_domain, time_zone, locale, currency, teacher_label from schools where id = $1"),
            args![scope.school_id()],
        )
        .await?;
    Ok(row.into())
}

/// Changes them.
///
/// # Errors
/// `Invalid` field by field: a name or a mail domain that another school has, and any change of the address; `Conflict` when somebody
/// changed them since the form was drawn.
pub async fn save(scope: &Scope, form: &GeneralForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    form.validate()?;
    let mut after = form.tidy();
    if !calendar::is_zone(&after.time_zone) {
        return Err(Error::field("time_zone", Problem::NotATimeZone).into());
    }
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let row: Row = work
        .tx
        .one(
            sql!("select name, slug, mail_domain, time_zone, locale, currency, teacher_label from schools where id = $1"),
            args![school],
        )
        .await?;
    let before = GeneralForm::from(row);
    if !after.slug.is_empty() && after.slug != before.slug {
        return Err(Error::field("slug", Problem::SlugFixed).into());
    }
    after.slug.clone_from(&before.slug);
    if after == before {
        return Ok(());
    }
    drawn::check(&form.drawn, &before.as_drawn())?;
    // A statement of its own: which of the two another school has is told by which one fails.
    work.tx
        .run(sql!("update schools set mail_domain = $2 where id = $1"), args![school, after.mail_domain.as_str()])
        .await
        .map_err(|error| crate::Error::taken(error, "mail_domain"))?;
    work.tx
        .run(
            sql!(
                "update schools set name = $2, name_key = $3, time_zone = $4, locale = $5, currency = $6, teacher_label = $7
                 where id = $1"
            ),
            args![
                school,
                after.name.as_str(),
                fold(&after.name),
                after.time_zone.as_str(),
                after.locale.text(),
                after.currency.as_str(),
                after.teacher_label.text()
            ],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.audit("school.changed", school, change(json!(before), json!(after))).await?;
    work.commit().await
}
