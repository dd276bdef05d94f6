//! Schools and memberships (product.md sections 2 and 4).

use model::ids::{SchoolId, UserId};
use model::schools::{MembershipStatus, SchoolForm};
use model::{At, Error, Problem, Role};
use serde_json::json;
use store::{Tx, args, sql};

use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Person, Result, Work, calendar};

/// The zone must be one of the IANA database.
pub(crate) fn check_zone(form: &SchoolForm) -> Result<()> {
    if calendar::is_zone(form.time_zone.trim()) {
        Ok(())
    } else {
        Err(Error::field("school[time_zone]", Problem::NotATimeZone).into())
    }
}

/// Whether this transaction is the first of an empty platform. Two first runs at once cannot both be: the row is
/// unique, and the second finds it.
pub(crate) async fn claim_first_run(tx: &mut Tx) -> Result<bool> {
    let (empty,): (bool,) = tx.one(sql!("select not exists (select 1 from users) as empty"), args![]).await?;
    if !empty {
        return Ok(false);
    }
    let claimed = tx
        .run(sql!("insert into platform (key, value) values ('first_run', 'done') on conflict (key) do nothing"), args![])
        .await?;
    Ok(claimed == 1)
}

/// Founds a further school with an account that exists: its founder becomes its admin.
///
/// # Errors
/// `Invalid` field by field.
pub async fn found(person: &Person, form: &SchoolForm) -> Result<()> {
    form.validate()?;
    if !calendar::is_zone(form.time_zone.trim()) {
        return Err(Error::field("time_zone", Problem::NotATimeZone).into());
    }
    let mut work = person.begin().await?;
    insert(&mut work, form, person.me.user_id, person.now).await?;
    work.commit().await
}

/// Writes a school and its founder's membership.
pub(crate) async fn insert(work: &mut Work, form: &SchoolForm, founder: UserId, now: At) -> Result<SchoolId> {
    let id = SchoolId::new();
    let taken: Option<(bool,)> = work
        .tx
        .maybe(
            sql!("select (slug = $1) as is_slug from schools where slug = $1 or name_key = $2 order by id limit 1"),
            args![form.slug.as_str(), fold(&form.name)],
        )
        .await?;
    if let Some((is_slug,)) = taken {
        return Err(Error::field(if is_slug { "slug" } else { "name" }, Problem::Taken).into());
    }
    work.tx
        .run(
            sql!(
                "insert into schools (id, slug, name, name_key, time_zone, locale, currency, created_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8)"
            ),
            args![id, form.slug.as_str(), form.name.trim(), fold(&form.name), form.time_zone.trim(), "en", "USD", now],
        )
        .await
        .map_err(|error| crate::Error::taken(error, "slug"))?;
    work.concerns(Some(founder), Some(id));
    add_member(work, id, founder, Role::SchoolAdmin, now).await?;
    work.audit("school.founded", id, json!({ "slug": form.slug, "name": form.name.trim() })).await?;
    Ok(id)
}

/// Makes a person an active member. One who is a member already keeps the role they have; one who had left comes back.
pub(crate) async fn add_member(work: &mut Work, school: SchoolId, user: UserId, role: Role, now: At) -> Result<()> {
    work.tx
        .run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, user_id) do update
                 set status = excluded.status, role = excluded.role, ended_at = null where memberships.status = 'ended'"
            ),
            args![school, user, role.text(), MembershipStatus::Active.text(), now],
        )
        .await?;
    Ok(())
}
