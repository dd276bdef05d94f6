//! Schools and memberships (product.md sections 2 and 4).

use model::ids::{SchoolId, UserId};
use model::schools::{MembershipStatus, SchoolForm};
use model::{At, Error, Problem, Role};
use serde_json::json;
use store::{Tx, args, sql};

use crate::accounts::fold;
use crate::scope::Actor;
use crate::{Person, Result, Work, calendar, twice};

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
    match insert(&mut work, form, person.me.user_id, person.now).await {
        Ok(_) => work.commit().await,
        Err(error) => {
            drop(work);
            if founded_just_now(person, form).await? { Ok(()) } else { Err(error) }
        }
    }
}

/// Whether the clash is with the school that the same person founded a moment ago: a double click.
async fn founded_just_now(person: &Person, form: &SchoolForm) -> Result<bool> {
    let (own,): (bool,) = person
        .db
        .one(
            sql!(
                "select exists (select 1 from schools s join memberships m on m.school_id = s.id
                 where s.slug = $1 and s.name_key = $2 and m.user_id = $3 and m.role = $4 and s.created_at > $5) as own"
            ),
            args![form.slug.as_str(), fold(&form.name), person.me.user_id, Role::SchoolAdmin.text(), twice::since(person.now)],
        )
        .await?;
    Ok(own)
}

/// Writes a school and its founder's membership.
pub(crate) async fn insert(work: &mut Work, form: &SchoolForm, founder: UserId, now: At) -> Result<SchoolId> {
    let id = SchoolId::new();
    refuse_taken(&mut work.tx, form).await?;
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

/// A slug or a name that a school has already.
pub(crate) async fn refuse_taken(tx: &mut Tx, form: &SchoolForm) -> Result<()> {
    let taken: Option<(bool,)> = tx
        .maybe(
            sql!("select (slug = $1) as is_slug from schools where slug = $1 or name_key = $2 order by id limit 1"),
            args![form.slug.as_str(), fold(&form.name)],
        )
        .await?;
    if let Some((is_slug,)) = taken {
        return Err(Error::field(if is_slug { "slug" } else { "name" }, Problem::Taken).into());
    }
    Ok(())
}

/// Makes a person an active member; answers whether that is new. One who is a member already keeps the role they have;
/// one who had left comes back.
pub(crate) async fn add_member(work: &mut Work, school: SchoolId, user: UserId, role: Role, now: At) -> Result<bool> {
    let added = work
        .tx
        .run(
            sql!(
                "insert into memberships (school_id, user_id, role, status, created_at) values ($1, $2, $3, $4, $5)
                 on conflict (school_id, user_id) do update
                 set status = excluded.status, role = excluded.role, ended_at = null where memberships.status = 'ended'"
            ),
            args![school, user, role.text(), MembershipStatus::Active.text(), now],
        )
        .await?;
    Ok(added == 1)
}
