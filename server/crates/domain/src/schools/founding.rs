//! Setting a school up after it was founded: what was written is put right, the first class made.

use model::classes::ClassPage;
use model::ids::ClassId;
use model::schools::SchoolForm;
use model::{Error, Permission, Problem};
use serde_json::json;
use store::{args, sql};

use super::check_zone;
use crate::accounts::fold;
use crate::hub::Event;
use crate::scope::Actor;
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
/// `Forbidden` without `school.settings`, `Invalid` field by field.
pub async fn correct(scope: &Scope, form: &SchoolForm) -> Result<()> {
    let before = show(scope)?;
    form.validate()?;
    check_zone(form)?;
    let after = SchoolForm {
        name: form.name.trim().to_owned(),
        slug: before.slug.clone(),
        time_zone: form.time_zone.trim().to_owned(),
        currency: form.money().to_owned(),
        locale: if form.locale.is_empty() { before.locale.clone() } else { form.locale.clone() },
    };
    if after == before {
        return Ok(());
    }
    let mut work = scope.begin().await?;
    work.tx.run(sql!("update schools set id = id where id = $1"), args![scope.school_id()]).await?;
    let (taken,): (bool,) = work
        .tx
        .one(
            sql!("select exists (select 1 from schools where id <> $1 and name_key = $2) as taken"),
            args![scope.school_id(), fold(&after.name)],
        )
        .await?;
    if taken {
        return Err(Error::field("name", Problem::Taken).into());
    }
    let changed = work
        .tx
        .run(
            sql!(
                "update schools set name = $2, name_key = $3, time_zone = $4, currency = $5, locale = $6
                 where id = $1 and (name <> $2 or time_zone <> $4 or currency <> $5 or locale <> $6)"
            ),
            args![
                scope.school_id(),
                after.name.as_str(),
                fold(&after.name),
                after.time_zone.as_str(),
                after.currency.as_str(),
                after.locale.as_str()
            ],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    if changed == 0 {
        return Ok(());
    }
    work.audit("school.corrected", scope.school_id(), json!({ "before": before, "after": after })).await?;
    work.tell(Event::AccessChanged { user: scope.user_id() });
    work.commit().await
}
