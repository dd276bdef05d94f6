//! Which parts of the product the school uses.

use model::ids::UserId;
use model::settings::features::{FeatureLine, OFFERED};
use model::{Error, Feature, Features, Permission};
use serde_json::json;
use store::{args, sql};

use super::{change, lock};
use crate::hub::Event;
use crate::scope::Actor;
use crate::{Result, Scope};

/// Every feature that is offered, and whether it is on.
///
/// # Errors
/// `Forbidden` without `school.settings`.
pub async fn show(scope: &Scope) -> Result<Vec<FeatureLine>> {
    scope.require(Permission::SchoolSettings)?;
    Ok(OFFERED.iter().map(|offer| FeatureLine { feature: offer.feature, on: scope.place.has(offer.feature) }).collect())
}

/// Turns a feature on or off. Open sockets look again at what they may.
///
/// # Errors
/// `NotFound` for a feature that is not offered.
pub async fn set(scope: &Scope, feature: Feature, on: bool) -> Result<()> {
    scope.require(Permission::SchoolSettings)?;
    if !OFFERED.iter().any(|offer| offer.feature == feature) {
        return Err(Error::NotFound.into());
    }
    let school = scope.school_id();
    let mut work = scope.begin().await?;
    lock(&mut work, school).await?;
    let (text,): (String,) = work.tx.one(sql!("select features from schools where id = $1"), args![school]).await?;
    let before = Features::parse(&text);
    if before.has(feature) == on {
        return Ok(());
    }
    let after = before.with(feature, on).changes();
    work.tx.run(sql!("update schools set features = $2 where id = $1"), args![school, after.as_str()]).await?;
    let detail = change(json!({ "on": !on }), json!({ "on": on }));
    work.audit("school.feature_changed", feature, detail).await?;
    let members: Vec<(UserId,)> = work
        .tx
        .all(sql!("select user_id from memberships where school_id = $1 and status = 'active' order by user_id"), args![school])
        .await?;
    for (user,) in members {
        work.tell(Event::AccessChanged { user });
    }
    work.commit().await
}
