//! Grade scales. One of a school's is its default.

use model::ids::ScaleId;
use model::settings::grades::{Band, Preset, Scale, ScaleForm};
use model::{Error, Marks, Permission, Problem};
use serde_json::{Value, json};
use store::{args, sql};

use super::{change, lock, removed};
use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Result, Scope, Work, drawn, twice};

/// A band beside its scale; a scale without bands has one line of nothing.
#[derive(sqlx::FromRow)]
struct Row {
    id: ScaleId,
    name: String,
    is_default: bool,
    letter: Option<String>,
    least: Option<Marks>,
    points: Option<Marks>,
}

/// Every scale of the school with its bands, the default first.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn list(scope: &Scope) -> Result<Vec<Scale>> {
    scope.require(Permission::SchoolSettings)?;
    let rows: Vec<Row> = scope
        .db
        .all(
            sql!(
                "select s.id, s.name, s.is_default, b.letter, b.least, b.points
                 from grade_scales s left join grade_bands b on b.school_id = s.school_id and b.scale_id = s.id
                 where s.school_id = $1
                 order by case when s.is_default then 0 else 1 end, s.name_key, s.id, b.least desc"
            ),
            args![scope.school_id()],
        )
        .await?;
    let mut scales: Vec<Scale> = Vec::new();
    for row in rows {
        if scales.last().is_none_or(|scale| scale.id != row.id) {
            scales.push(Scale { id: row.id, name: row.name, is_default: row.is_default, bands: Vec::new() });
        }
        if let (Some(scale), Some(letter), Some(least)) = (scales.last_mut(), row.letter, row.least) {
            scale.bands.push(Band { letter, least, points: row.points });
        }
    }
    Ok(scales)
}

/// One scale.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn show(scope: &Scope, id: ScaleId) -> Result<Scale> {
    list(scope).await?.into_iter().find(|scale| scale.id == id).ok_or_else(|| Error::NotFound.into())
}

/// Adds a scale that is known, under a name of its own. The first one is the default.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn create(scope: &Scope, preset: Preset) -> Result<ScaleId> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let base = preset.texts().0.english;
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let names: Vec<(ScaleId, String, bool)> = work
        .tx
        .all(
            sql!("select id, name_key, (created_at > $2) as new from grade_scales where school_id = $1 order by id"),
            args![school, twice::since(scope.now)],
        )
        .await?;
    let key = fold(base);
    let numbered = |name: &str| name == key || name.strip_prefix(&key).is_some_and(|rest| rest.starts_with(' '));
    if let Some((id, ..)) = names.iter().find(|(_, name, new)| *new && numbered(name)) {
        return Ok(*id);
    }
    let taken = |name: &str| names.iter().any(|(_, key, _)| *key == fold(name));
    let further = (2..).map(|n: u32| format!("{base} {n}"));
    let name = std::iter::once(base.to_owned()).chain(further).find(|name| !taken(name)).unwrap_or_default();
    let id = ScaleId::new();
    work.tx
        .run(
            sql!(
                "insert into grade_scales (school_id, id, name, name_key, is_default, created_at)
                 values ($1, $2, $3, $4, $5, $6)"
            ),
            args![school, id, name.as_str(), fold(&name), names.is_empty(), scope.now],
        )
        .await?;
    let bands = preset.bands();
    insert_bands(&mut work, scope, id, &bands).await?;
    work.audit("scale.created", id, described(&name, &bands)).await?;
    work.commit().await?;
    Ok(id)
}

/// Changes a scale's name and bands.
///
/// # Errors
/// `Invalid` on `name` or `bands`; `NotFound` when it is not the school's; `Conflict` when somebody changed it since the
/// form was drawn.
pub async fn save(scope: &Scope, id: ScaleId, form: &ScaleForm) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let bands = form.validate()?;
    let (school, name) = (scope.school_id(), form.name.trim());
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let old_name = find(&mut work, scope, id).await?.ok_or(Error::NotFound)?.0;
    let old_bands = bands_of(&mut work, scope, id).await?;
    if old_name == name && old_bands == bands {
        return Ok(());
    }
    drawn::check(&form.drawn, &ScaleForm::drawn_from(&old_name, &old_bands))?;
    work.tx
        .run(
            sql!("update grade_scales set name = $3, name_key = $4 where school_id = $1 and id = $2"),
            args![school, id, name, fold(name)],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "name"))?;
    work.tx.run(sql!("delete from grade_bands where school_id = $1 and scale_id = $2"), args![school, id]).await?;
    insert_bands(&mut work, scope, id, &bands).await?;
    work.audit("scale.changed", id, change(described(&old_name, &old_bands), described(name, &bands))).await?;
    work.commit().await
}

/// Makes a scale the default.
///
/// # Errors
/// `NotFound` when it is not the school's.
pub async fn make_default(scope: &Scope, id: ScaleId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let (_, is_default) = find(&mut work, scope, id).await?.ok_or(Error::NotFound)?;
    if is_default {
        return Ok(());
    }
    let before: Option<(ScaleId,)> =
        work.tx.maybe(sql!("select id from grade_scales where school_id = $1 and is_default"), args![school]).await?;
    work.tx.run(sql!("update grade_scales set is_default = false where school_id = $1 and is_default"), args![school]).await?;
    work.tx.run(sql!("update grade_scales set is_default = true where school_id = $1 and id = $2"), args![school, id]).await?;
    work.audit("scale.default_changed", id, change(json!(before.map(|(id,)| id)), json!(id))).await?;
    work.commit().await
}

/// Removes a scale.
///
/// # Errors
/// `Conflict` for the default while there are others; `NotFound` when it is not the school's.
pub async fn remove(scope: &Scope, id: ScaleId) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let Some((name, is_default)) = find(&mut work, scope, id).await? else {
        return removed(&mut work, scope, "scale.removed", id).await;
    };
    let (others,): (bool,) = work
        .tx
        .one(sql!("select exists (select 1 from grade_scales where school_id = $1 and id <> $2) as others"), args![school, id])
        .await?;
    if is_default && others {
        return Err(Error::Conflict(Problem::DefaultScale).into());
    }
    let bands = bands_of(&mut work, scope, id).await?;
    work.tx.run(sql!("delete from grade_bands where school_id = $1 and scale_id = $2"), args![school, id]).await?;
    work.tx.run(sql!("delete from grade_scales where school_id = $1 and id = $2"), args![school, id]).await?;
    work.audit("scale.removed", id, change(described(&name, &bands), json!(null))).await?;
    work.commit().await
}

/// Its name, and whether it is the default.
async fn find(work: &mut Work, scope: &Scope, id: ScaleId) -> Result<Option<(String, bool)>> {
    Ok(work
        .tx
        .maybe(sql!("select name, is_default from grade_scales where school_id = $1 and id = $2"), args![scope.school_id(), id])
        .await?)
}

async fn bands_of(work: &mut Work, scope: &Scope, id: ScaleId) -> Result<Vec<Band>> {
    let bands: Vec<(String, Marks, Option<Marks>)> = work
        .tx
        .all(
            sql!(
                "select letter, least, points from grade_bands where school_id = $1 and scale_id = $2
                 order by least desc, letter"
            ),
            args![scope.school_id(), id],
        )
        .await?;
    Ok(bands.into_iter().map(|(letter, least, points)| Band { letter, least, points }).collect())
}

async fn insert_bands(work: &mut Work, scope: &Scope, id: ScaleId, bands: &[Band]) -> Result<()> {
    for band in bands {
        work.tx
            .run(
                sql!("insert into grade_bands (school_id, scale_id, letter, least, points) values ($1, $2, $3, $4, $5)"),
                args![scope.school_id(), id, band.letter.as_str(), band.least, band.points],
            )
            .await?;
    }
    Ok(())
}

fn described(name: &str, bands: &[Band]) -> Value {
    json!({ "name": name, "bands": bands })
}
