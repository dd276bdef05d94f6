//! Setting a school up after it was founded: what was written is put right, the first class made.

use model::Permission;
use model::classes::ClassPage;
use model::ids::ClassId;
use model::schools::SchoolForm;
use model::settings::general::GeneralForm;
use store::{args, sql};

use crate::settings::general;
use crate::{Result, Scope, classes};

/// The school as its founder wrote it.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub fn show(scope: &Scope) -> Result<SchoolForm> {
    scope.require(Permission::SchoolSettings)?;
    let place = &scope.place;
    Ok(SchoolForm {
        name: place.name.clone(),
        slug: place.slug.clone(),
        time_zone: place.time_zone.clone(),
        currency: place.currency.clone(),
        locale: place.locale.text().to_owned(),
    })
}

/// The school's newest class, with its codes.
///
/// # Errors
/// As [`show`].
pub async fn newest_class(scope: &Scope) -> Result<Option<ClassPage>> {
    scope.require(Permission::SchoolSettings)?;
    let newest: Option<(ClassId,)> = scope
        .db
        .maybe(
            sql!(
                "select id from class_groups where school_id = $1 and archived_at is null
                 order by created_at desc, id desc limit 1"
            ),
            args![scope.school_id()],
        )
        .await?;
    match newest {
        Some((id,)) => Ok(Some(classes::show(scope, id).await?)),
        None => Ok(None),
    }
}

/// Puts right what was written when the school was founded, but for its address, which people may have noted already.
///
/// # Errors
/// As [`general::save`].
pub async fn correct(scope: &Scope, form: &SchoolForm) -> Result<()> {
    form.validate()?;
    let now = general::show(scope).await?;
    let after = GeneralForm {
        name: form.name.clone(),
        slug: String::new(),
        time_zone: form.time_zone.clone(),
        currency: form.money().to_owned(),
        locale: form.locale.parse().unwrap_or(now.locale),
        drawn: now.as_drawn(),
        ..now
    };
    general::save(scope, &after).await
}
