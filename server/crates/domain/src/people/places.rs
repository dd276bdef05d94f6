//! Places in classes that a new role does not fit: they end with the change of the role, and an undo brings them back. In
//! archived classes nothing changes.

use std::collections::{BTreeMap, HashMap};

use model::Role;
use model::classes::ClassRole;
use model::ids::{ClassId, SchoolId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Arg, args, list, sql};

use super::change::{self, Before, InClass};
use super::moving;
use crate::courses::left;
use crate::{Result, Work};

/// Somebody's place, and in which class it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Place {
    pub class_id: ClassId,
    #[sqlx(flatten)]
    pub person: InClass,
}

/// Ends the places that no longer fit, with the courses that go with them, and notes them.
pub(super) async fn end_unfit(work: &mut Work, school: SchoolId, before: &mut Before) -> Result<()> {
    let roles: HashMap<UserId, [Option<ClassRole>; 2]> =
        before.members.iter().map(|(was, is)| (is.user_id, [was.class_role(), is.class_role()])).collect();
    let unfit = |place: &Place| match roles.get(&place.person.user_id) {
        // Who looked on still does.
        None | Some([None, None]) => false,
        Some([_, role]) => *role != Some(place.person.role),
    };
    before.places = locked(work, school, roles.keys().copied()).await?.into_iter().filter(unfit).collect();
    for (class, people) in by_class(&before.places) {
        before.left.extend(change::leave_class(work, school, class, people.iter().map(|it| it.user_id)).await?);
    }
    left::remember(work, school, &before.left).await
}

/// Ends the places, in classes in use, of somebody who had left and asks to come back in a role that does not fit them.
/// Their place in the school is held for that.
pub(crate) async fn end_at_return(work: &mut Work, school: SchoolId, user: UserId, role: Role) -> Result<()> {
    let (left,): (bool,) = work
        .tx
        .one(
            sql!(
                "select exists (select 1 from memberships
                 where school_id = $1 and user_id = $2 and status = 'ended' and suspended_at is null) as gone"
            ),
            args![school, user],
        )
        .await?;
    if !left {
        return Ok(());
    }
    let held = of(work, school, list([user])).await?;
    let unfit: Vec<Place> = held.into_iter().filter(|place| !place.person.role.fits(role)).collect();
    if unfit.is_empty() {
        return Ok(());
    }
    for place in &unfit {
        let ended = change::leave_class(work, school, place.class_id, std::iter::once(user)).await?;
        left::remember(work, school, &ended).await?;
    }
    work.concerns(Some(user), Some(school));
    work.audit_each("member.class_removed", details(&unfit)).await
}

/// Whether nobody has been given such a place since, in classes that are all in use as they were.
pub(super) async fn are_gone(work: &mut Work, school: SchoolId, places: &[Place]) -> Result<bool> {
    let classes: Vec<ClassId> = by_class(places).into_keys().collect();
    moving::lock(work, school, classes.iter().copied()).await?;
    if !moving::are_in_use(work, school, &classes).await? {
        return Ok(false);
    }
    let now = of(work, school, list(places.iter().map(|place| place.person.user_id))).await?;
    let is_there =
        |place: &Place| now.iter().any(|it| (it.class_id, it.person.user_id) == (place.class_id, place.person.user_id));
    Ok(!places.iter().any(is_there))
}

/// The places of these people in classes in use, which are locked for that.
async fn locked(work: &mut Work, school: SchoolId, people: impl Iterator<Item = UserId>) -> Result<Vec<Place>> {
    let people = list(people);
    let places = of(work, school, people.clone()).await?;
    moving::lock(work, school, by_class(&places).into_keys()).await?;
    of(work, school, people).await
}

/// The places of these people in classes in use.
async fn of(work: &mut Work, school: SchoolId, people: Arg) -> Result<Vec<Place>> {
    Ok(work
        .tx
        .all(
            sql!(
                "select m.class_id, m.user_id, m.role, m.joined_at from class_members m
                 join class_groups g on g.school_id = m.school_id and g.id = m.class_id and g.archived_at is null
                 where m.school_id = $1 and m.user_id in (select value from {list $2})
                 order by m.class_id, m.user_id"
            ),
            args![school, people],
        )
        .await?)
}

pub(super) fn by_class(places: &[Place]) -> BTreeMap<ClassId, Vec<InClass>> {
    let mut classes: BTreeMap<ClassId, Vec<InClass>> = BTreeMap::new();
    for place in places {
        classes.entry(place.class_id).or_default().push(place.person.clone());
    }
    classes
}

/// What the log tells of them.
pub(super) fn details(places: &[Place]) -> Vec<(UserId, Value)> {
    places.iter().map(|it| (it.person.user_id, json!({ "class": it.class_id, "role": it.person.role }))).collect()
}
